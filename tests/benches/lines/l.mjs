// L: an hour of video with 500 tracks: opened, stepped through, played, labelled.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fresh, median, page as open, random, sleep, taskTime, watchMemory } from "../harness.mjs";
import { footage, tracks } from "../footage.mjs";
import { addPictures, cartouche, choose, importFile, openInput } from "../ours.mjs";
import { frames, settle } from "./c.mjs";

const NAME = "hour.webm";
const SECONDS = 3_600;
const TRACKS = 500;
const STEPS = 20;

export async function l(bench) {
  writeFileSync(join(bench.files, NAME), await footage(SECONDS));
  const labels = join(bench.files, "hour.cartouche.json");
  writeFileSync(labels, JSON.stringify(tracks(NAME, { count: TRACKS, seconds: SECONDS, every: 30, seed: bench.seed })));
  const browser = await fresh();
  const ours = await cartouche(browser, bench.site);
  await addPictures(ours, [join(bench.files, NAME)]);
  await importFile(ours, labels, { inputs: 1 });
  const address = await openInput(ours, NAME);
  const opened = [];
  for (let round = 0; round < 3; round += 1) {
    await ours.goto(address);
    opened.push(await ours.evaluate(() => probe.until(() => document.querySelectorAll(".lane .keys").length && document.querySelector(".clock b"))));
  }
  await ours.getByRole("application", { name: "Canvas" }).focus();
  await ours.evaluate(define);
  const stage = await ours.getByRole("application", { name: "Canvas" }).boundingBox();
  const raw = await open(browser);
  await raw.goto(`${bench.site.url}raw/video.html?x=${stage.x}&y=${stage.y}&w=${stage.width}&h=${stage.height}&video=${NAME}&boxes=${TRACKS}`);
  await raw.evaluate(() => probe.until(() => probe.marks.ready));
  const pages = { ours, raw };

  const [steps, jumps, plays] = [1, 2, 3].map(() => ({ ours: [], raw: [] }));
  for (const who of bench.abba(4)) {
    await pages[who].bringToFront();
    await settle(pages[who]);
    await gone(pages[who], [1_000]);
    steps[who].push(...(await gone(pages[who], Array.from({ length: STEPS }, (_, at) => 1_001 + at))));
    const chance = random(bench.seed);
    jumps[who].push(...(await gone(pages[who], Array.from({ length: 10 }, () => Math.floor(chance() * SECONDS * 25)))));
    plays[who].push(await played(pages[who]));
  }
  const row = (what, ours, reference, goal, met) => {
    bench.row({ line: "L", what, ours, reference, unit: "ms", goal, met: met?.(ours, reference) });
  };
  const near = (value, plain) => value <= 1.5 * plain;
  row("an hour with 500 tracks: open, from the address", median(opened));
  row("a frame on, until it is painted with its tracks", median(steps.ours), median(steps.raw), "≤ 1.5 ×", near);
  row("to any frame of the hour", median(jumps.ours), median(jumps.raw), "≤ 1.5 ×", near);
  const of = (name) => [median(plays.ours.map((it) => it[name])), median(plays.raw.map((it) => it[name]))];
  row("played for 2 s, p95 frame", ...of("p95"), "≤ 1.5 ×", (value, plain) => value <= 1.5 * plain + 0.1);
  row("played for 2 s, worst frame", ...of("worst"));
  row("played for 2 s, main thread a frame", ...of("task"));
  await ours.bringToFront();
  row("a box of 500 moved, until it is in the database", await edited(ours));
  bench.note("L", { opened, steps, jumps, plays, complaints: ours.complaints });
  await browser.close();
  await added(bench);
}

/** How many bytes the larger file has more. */
const MORE = 540_000_000;

/**
 * The hour is added on a new profile, with nine times as many bytes that are no frames. Beside it a page that only opens
 * it as a video, goes to its end and back, and reads it once in pieces: what is in memory then is the browser's own.
 */
async function added(bench) {
  const file = join(bench.files, "padded.webm");
  const bytes = Buffer.concat([await footage(SECONDS), padding(MORE)]);
  writeFileSync(file, bytes);
  const seen = { ours: [], raw: [], took: [] };
  for (const who of bench.abba(2)) {
    const browser = await fresh();
    const page = who === "ours" ? await cartouche(browser, bench.site) : await open(browser);
    if (who === "raw") await page.goto(`${bench.site.url}raw/put.html`);
    const memory = watchMemory(browser.pid);
    const began = Date.now();
    if (who === "ours") {
      await addPictures(page, [file]);
      seen.took.push(Date.now() - began);
    } else {
      await page.evaluate(() => document.body.append(Object.assign(document.createElement("input"), { type: "file" })));
      await choose(page, "input[type=file]", [file]);
      await page.evaluate(opened, SECONDS);
    }
    seen[who].push(memory().more / 1e6);
    await browser.close();
  }
  const size = Math.round(bytes.length / 1e6);
  bench.row({ line: "L", what: `an hour in ${size} MB added, until it is saved`, ours: median(seen.took), unit: "ms" });
  const [value, plain] = [median(seen.ours), median(seen.raw)];
  bench.row({ line: "L", what: "the same, peak memory", ours: value, reference: plain, unit: "MB", goal: "≤ 1.25 ×", met: value <= 1.25 * plain });
  bench.note("L added", seen);
}

/** In the raw page: the file as a video, and once in pieces. */
async function opened(seconds) {
  const [file] = document.querySelector("input").files;
  const video = Object.assign(document.createElement("video"), { muted: true, preload: "auto" });
  const came = (name) => new Promise((done) => video.addEventListener(name, done, { once: true }));
  const loaded = came("loadeddata");
  video.src = URL.createObjectURL(file);
  await loaded;
  for (const at of [seconds - 0.02, seconds / 10]) {
    const there = came("seeked");
    video.currentTime = at;
    await there;
  }
  for (let at = 0; at < file.size; at += 4 << 20) await file.slice(at, at + (4 << 20)).arrayBuffer();
}

/** An element of Matroska that says nothing, of so many bytes. */
function padding(length) {
  const head = Buffer.from([0xec, 0x01, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUIntBE(length, 3, 6);
  return Buffer.concat([head, Buffer.alloc(length, 7)]);
}

/** The same names on our page as on the raw one. */
function define() {
  probe.isSaved = (text) => [...document.querySelectorAll("[role=status]")].some((it) => it.textContent.trim() === text);
  const field = () => document.querySelector('[aria-label="Time line"] input[type=number]');
  const button = () => document.querySelector('[aria-label="Play"], [aria-label="Pause"]');
  const shown = () => Number(field().value) - 1;
  window.film = {
    play: () => button().click(),
    pause: () => button().click(),
    async go(frame) {
      if (shown() === frame) throw new Error("it is there already");
      const began = performance.now();
      field().value = String(frame + 1);
      field().dispatchEvent(new Event("change", { bubbles: true }));
      // The clock follows in the task in which the frame is painted.
      const [, minutes, seconds] = [0, Math.floor(frame / 25 / 60), (frame / 25) % 60];
      const said = `${minutes}:${seconds.toFixed(3).padStart(6, "0")}`;
      const clock = document.querySelector(".clock b");
      await new Promise((done) => {
        const look = () => clock.textContent === said && (watch.disconnect(), done());
        const watch = new MutationObserver(look);
        watch.observe(clock, { characterData: true, childList: true, subtree: true });
      });
      return performance.now() - began;
    },
  };
}

async function gone(page, frames) {
  const took = [];
  for (const frame of frames) took.push(await page.evaluate((frame) => window.film.go(frame), frame));
  return took;
}

/** Two seconds of playing. A video that plays is never at rest, so it isn't waited for. */
async function played(page) {
  await page.evaluate(() => window.film.play());
  const before = await taskTime(page);
  await page.evaluate(() => probe.startFrames());
  await sleep(2000);
  const seen = await page.evaluate(() => probe.stopFrames());
  const task = (await taskTime(page)) - before;
  await page.evaluate(() => window.film.pause());
  return frames(seen, task);
}

/** Arrow keys move a box: from the key to what is saved. */
async function edited(page) {
  await page.getByRole("button", { name: "boat.1", exact: true }).first().click();
  await page.getByRole("application", { name: "Canvas" }).focus();
  const took = [];
  for (let round = 0; round < 8; round += 1) {
    const since = page.evaluate(async () => {
      const stored = () => probe.isSaved("All changes saved");
      const began = performance.now();
      await probe.until(() => !stored());
      await probe.until(stored);
      return performance.now() - began;
    });
    await page.keyboard.press("ArrowRight");
    took.push(await since);
  }
  return median(took);
}
