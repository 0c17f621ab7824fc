// An hour of video for the benches: a second of it is coded, and stands in the file 3,600 times. And a harbour full of
// tracks for it.

import { encode } from "../video/encode.mjs";
import { webm } from "../video/mux.mjs";
import { random } from "./harness.mjs";

export const SIZE = { width: 640, height: 360 };
const RATE = 25;

/** A video of so many seconds, 25 frames in each. */
export async function footage(seconds) {
  const times = Array.from({ length: RATE }, (_, at) => (at * 1_000_000) / RATE);
  const encoder = { codec: "vp8", ...SIZE, bitrate: 300_000, latencyMode: "quality" };
  const drawing = "/benches/footage_drawing.mjs";
  const second = await encode({ drawing, times, end: 1_000_000, keyEvery: RATE, encoder });
  const frames = Array.from({ length: seconds }, (_, at) => second.map((frame) => ({ ...frame, time: frame.time + at * 1_000_000 }))).flat();
  return webm({ ...SIZE, codec: "V_VP8", frames, end: seconds * 1_000_000 });
}

/** Cartouche JSON with so many tracks, each there from the beginning to the end with a key frame every `every` seconds. */
export function tracks(name, { count, seconds, every, seed }) {
  const chance = random(seed);
  const box = () => {
    const [x, y] = [chance() * (SIZE.width - 40), chance() * (SIZE.height - 30)];
    return [x, y, x + 16 + chance() * 24, y + 12 + chance() * 18].map((it) => Math.round(it * 10) / 10);
  };
  const track = () => Array.from({ length: Math.ceil(seconds / every) }, (_, at) => ({ at: at * every * 1_000_000, box: box() }));
  const objects = Array.from({ length: count }, (_, at) => ({ shape: { track: track() }, labels: [{ concept: at % 2 ? "boat" : "ship" }] }));
  const inputs = [{ name, media: { kind: "video" }, labels: [], objects }];
  return { format: "cartouche", version: 1, concepts: [{ name: "boat" }, { name: "ship" }], inputs };
}
