// Makes the sample video, its truth and its labels: `node tests/sample/video.mjs` (needs `npm ci` in tests/e2e, and
// Chromium). With --labels it writes the labels alone, from the truth that is there.
//
// harbour_ferry.tracks.json has, of each thing, the box around the whole of it, cut at the picture's edge, at every
// frame where something of it is seen (parts that another thing hides are in the box too), the times at which it isn't seen at all (`outside`) and
// at which another thing covers a part of it (`occluded`), each from the first such frame to the first other one, and
// the frames (`keys`) between which the box moves in straight lines.

import { readFile, writeFile } from "node:fs/promises";
import { encode } from "../video/encode.mjs";
import { webm } from "../video/mux.mjs";
import { boxAt, end, size, things, times } from "./harbour_ferry.mjs";

/** Less than this share of a thing covered isn't worth a word. */
const COVERED = 0.01;

/** From the first frame of each stretch to the one after its last. */
function stretches(frames, holds) {
  const found = [];
  for (const [index, frame] of frames.entries()) {
    if (!holds(frame)) continue;
    const next = frames[index + 1]?.time ?? end;
    if (found.at(-1)?.[1] === frame.time) found.at(-1)[1] = next;
    else found.push([frame.time, next]);
  }
  return found;
}

const rounded = (box) => box.map((value) => Number(value.toFixed(6)));

/** The box that the scene says is the one that was drawn, to the pixels at its edges; unless the picture cuts it. */
function compare(thing, time, [x, y, width, height], drawn) {
  if (x === 0 || x + width === size.width) return;
  const said = [x, y, x + width, y + height];
  if (said.some((value, at) => Math.abs(value - drawn[at]) > 2))
    throw new Error(`${thing.name} at ${time}: ${said} is drawn as ${drawn}`);
}

/** The frames at which the box's motion changes. */
function keysOf(thing, visible) {
  const box = (time) => boxAt(thing, time / 1e6);
  const bends = (before, at, after) => {
    const part = (at - before) / (after - before);
    const [from, here, to] = [before, at, after].map(box);
    return here.some((value, axis) => Math.abs(from[axis] + (to[axis] - from[axis]) * part - value) > 1e-6);
  };
  return visible.filter((time) => {
    const index = times.indexOf(time);
    const [before, after] = [times[index - 1], times[index + 1]];
    const isEdge = !visible.includes(before) || !visible.includes(after);
    return isEdge || bends(before, time, after);
  });
}

function trackOf(thing, frames) {
  const drawnAt = frames.map(({ time, drawn }) => ({ time, ...drawn.find(({ name }) => name === thing.name) }));
  const visible = drawnAt.filter(({ shown }) => shown > 0).map(({ time }) => time);
  const boxes = {};
  for (const { time, bounds } of drawnAt.filter(({ shown }) => shown > 0)) {
    const box = boxAt(thing, time / 1e6);
    compare(thing, time, box, bounds);
    boxes[time] = rounded(box);
  }
  return {
    name: thing.name,
    boxes,
    outside: stretches(drawnAt, ({ shown }) => !shown),
    occluded: stretches(drawnAt, ({ shown, whole }) => shown > 0 && shown < whole * (1 - COVERED)),
    keys: keysOf(thing, visible),
  };
}

/** One property a line, so that a difference can be read. */
function written(truth) {
  const tracks = truth.tracks.map(({ boxes, ...rest }) => {
    const rows = Object.entries(boxes).map(([time, box]) => `"${time}":${JSON.stringify(box)}`);
    const others = Object.entries(rest).map(([key, value]) => `"${key}":${JSON.stringify(value)}`);
    return `{${others.join(",\n")},\n"boxes":{\n${rows.join(",\n")}}}`;
  });
  return `{"frames":${JSON.stringify(truth.frames)},\n"tracks":[\n${tracks.join(",\n")}]}\n`;
}

/** What each thing is called in the sample project. */
const CONCEPTS = { ferry: "boat", trawler: "boat", sailboat: "boat", buoy: "buoy" };

/** A track as Cartouche JSON has it: the frames at which its motion bends, and those at which it is seen otherwise. */
function shapeOf({ boxes, keys, outside, occluded }) {
  const within = (stretches, time) => stretches.some(([from, to]) => from <= time && time < to);
  const last = Math.max(...Object.keys(boxes).map(Number));
  const turns = [...outside, ...occluded].flat().filter((time) => time > keys[0] && time < end);
  const track = [...new Set([...keys, ...turns])].sort((a, b) => a - b).map((at) => {
    // Where it isn't seen it stays as it was seen last.
    const seen = Object.keys(boxes).map(Number).filter((time) => time <= at);
    const [x, y, width, height] = boxes[at] ?? boxes[Math.max(...seen)];
    const box = [x, y, x + width, y + height].map((value) => Number(value.toFixed(3)));
    if (within(outside, at)) return { at, box, sight: "outside" };
    return within(occluded, at) ? { at, box, sight: "occluded" } : { at, box };
  });
  return { track: track.filter(({ at }) => at <= last || outside.flat().includes(at)) };
}

/** The labels of the sample video as Cartouche JSON. */
function labelsOf({ frames, tracks }) {
  const said = (concept) => [{ concept, annotator: "Sample" }];
  const ferry = tracks.find(({ name }) => name === "ferry");
  const [first, lastKey] = [ferry.keys[0], ferry.keys.at(-1)];
  const objects = tracks.map((track) => ({ shape: shapeOf(track), labels: said(CONCEPTS[track.name]) }));
  objects.push({ shape: { segment: [first, lastKey] }, labels: said("crossing") });
  const media = { kind: "video", frames: frames.length, end, ...size };
  const input = { name: "harbour_ferry.webm", media, labels: said("harbour"), objects };
  const concepts = [...new Set([...Object.values(CONCEPTS), "crossing", "harbour"])].map((name) => ({ name }));
  return { format: "cartouche", version: 1, concepts, annotators: [{ name: "Sample", kind: "person" }], inputs: [input] };
}

const writeLabels = async (truth) => {
  const text = JSON.stringify(labelsOf(truth), null, 1);
  await writeFile(new URL("../../public/sample/ferry.json", import.meta.url), `${text}\n`);
};
const truthFile = new URL("harbour_ferry.tracks.json", import.meta.url);
if (process.argv.includes("--labels")) {
  await writeLabels(JSON.parse(await readFile(truthFile, "utf8")));
  process.exit();
}

const encoder = { codec: "vp09.00.30.08", ...size, bitrate: 240_000, latencyMode: "quality" };
const frames = await encode({ drawing: "/sample/harbour_ferry.mjs", times, end, keyEvery: 50, encoder });
const file = webm({ ...size, codec: "V_VP9", frames, end });
await writeFile(new URL("../../public/sample/harbour_ferry.webm", import.meta.url), file);
const truth = { frames: times, tracks: things.map((thing) => trackOf(thing, frames)) };
await writeFile(truthFile, written(truth));
await writeLabels(truth);
for (const { name, keys, outside, occluded } of truth.tracks)
  console.log(name, JSON.stringify({ keys, outside, occluded }));
console.log(`${file.length} bytes, ${frames.length} frames`);
