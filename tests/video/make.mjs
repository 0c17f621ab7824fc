// Makes the videos of the tests: `node tests/video/make.mjs` (needs `npm ci` in tests/e2e, and Chromium).

import { mkdir, writeFile } from "node:fs/promises";
import { encode } from "./encode.mjs";
import { element, mp4, number, text, webm, webmOf } from "./mux.mjs";
import { end, size, times } from "./steps.mjs";

const folder = new URL("fixtures/", import.meta.url);

async function steps(codec) {
  const encoder = { codec, ...size, bitrate: 400_000, latencyMode: "quality" };
  const frames = await encode({ drawing: "/video/steps.mjs", times, end, keyEvery: 15, encoder });
  return { ...size, frames, end };
}

/** Its coding is one that nobody knows. */
function unknown(file) {
  const copy = Buffer.from(file);
  copy.write("xxxx", copy.indexOf("vp09"));
  return copy;
}

/** Its header is whole, and noise is where frames should be. */
function damaged(file) {
  const copy = Buffer.from(file);
  const cluster = copy.indexOf(Buffer.from([0x1f, 0x43, 0xb6, 0x75]), copy.indexOf("V_VP8"));
  let noise = 1;
  for (let at = cluster + 12; at < copy.length; at += 1) {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    copy[at] = noise >>> 24;
  }
  return copy;
}

/** It ends in the middle of its data. */
const cut = (file) => file.subarray(0, Math.round((file.indexOf("mdat") + file.length) / 2));

/** Nothing but a second of silence. */
function sound() {
  const head = Buffer.from("OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00", "latin1");
  const rate = Buffer.alloc(8);
  rate.writeDoubleBE(48000);
  const audio = element(0xe1, element(0xb5, rate), number(0x9f, 1));
  const entry = [number(0x83, 2), text(0x86, "A_OPUS"), element(0x63a2, head), audio];
  const packet = (_, index) => ({ time: index * 20_000, key: true, data: Buffer.from([0xf8, 0xff, 0xfe]) });
  return webmOf(entry, Array.from({ length: 50 }, packet), 1_000_000);
}

const vp8 = webm({ ...(await steps("vp8")), codec: "V_VP8" });
const vp9 = mp4(await steps("vp09.00.10.08"));
const files = {
  "steps.webm": vp8,
  "steps.mp4": vp9,
  "unknown.mp4": unknown(vp9),
  "damaged.webm": damaged(vp8),
  "cut.mp4": cut(vp9),
  "sound.webm": sound(),
};
await mkdir(folder, { recursive: true });
for (const [name, bytes] of Object.entries(files)) {
  await writeFile(new URL(name, folder), bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}
