// Kills the browser at random moments, and looks whether everything is there that was shown as saved.
//
//   node tests/campaigns/kill.mjs [--rounds 100] [--seed N] [--dist FOLDER] [--port N] [--out FILE]
//
// A round: start Chromium on the same profile, export the project and compare it with everything that was drawn in
// earlier rounds, draw boxes by real pointer events, SIGKILL the whole process group. A box counts as acknowledged
// when the page showed `All changes saved` after it, and a message that says so has left the browser before the kill.
// Nothing is tried again. Ends with 0 only if every round ran and nothing was lost.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { picture } from "../benches/generate.mjs";
import { NotStarted, distribution, launch, options, random, scratch, serve, sleep } from "../benches/harness.mjs";

const { rounds, seed, dist, port, out } = options(process.argv.slice(2), {
  rounds: 100,
  seed: 1,
  dist: "",
  port: 4191,
  out: "target/campaigns/kill.json",
});

const SAVED = "All changes saved";
const CONCEPT = "kept";
const [WIDTH, HEIGHT] = [2000, 1500];
// Of the viewer's fit (src/ui/viewer/desk.rs).
const FIT_MARGIN = 40;
// On the screen: where boxes begin, how they grow. No two boxes of a campaign are the same.
const STEP = 14;
const SIZES = 10;

const chance = random(seed);
const site = await serve({ dist: distribution(dist), port });
const profile = scratch("kill");
const found = { started: new Date().toISOString(), seed, rounds: 0, drawn: 0, acked: 0, unacked_found: 0, kills_in_a_gesture: 0, unconfirmed: 0, lost: [], strangers: [], not_started: [], unreadable: [] };
/** Every box whose drawing was begun: where it has to be, and whether it was acknowledged. */
const boxes = [];
let address = null;

/** Runs in the page: tells of each box that was followed by `All changes saved`. */
function watchStatus(saved) {
  const report = (message) => globalThis.cartoucheAck(message);
  let count = 0;
  let open = [];
  const text = () => {
    const all = [...document.querySelectorAll("[role=status]")].map((it) => it.textContent.trim());
    return all.find((it) => it === saved || it.startsWith("Saving") || it.startsWith("Not saved")) ?? "";
  };
  const look = () => {
    if (open.length === 0) return;
    if (text() !== saved) {
      for (const box of open) box.unsaved = true;
      return;
    }
    const done = open.filter((box) => box.unsaved).map((box) => box.number);
    open = open.filter((box) => !box.unsaved);
    if (done.length) report(done);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener("pointerup", (event) => {
    if (event.target.getAttribute?.("aria-label") !== "Canvas") return;
    // Before the page itself hears of it. It counts once the page has shown anything but `All changes saved`.
    const box = { number: count, unsaved: false };
    count += 1;
    open.push(box);
    setTimeout(() => {
      if (text() !== saved) box.unsaved = true;
    });
  }, true);
}

/** The boxes of the project as a label file has them. */
async function exported(page) {
  await page.goto(`${site.url}?project=${new URL(address).searchParams.get("project")}&view=export`);
  await page.getByRole("radio", { name: "COCO", exact: true }).check({ timeout: 60_000 });
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: 60_000 }),
    page.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  const file = join(profile, "export.json");
  await download.saveAs(file);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Compares what is there with what was drawn. */
async function compare(page, round) {
  const { annotations } = await exported(page);
  const cells = new Map();
  const key = (x, y) => `${Math.floor(x / 16)},${Math.floor(y / 16)}`;
  annotations.forEach(({ bbox }, index) => {
    const at = key(bbox[0], bbox[1]);
    cells.set(at, [...(cells.get(at) ?? []), index]);
  });
  const taken = new Set();
  for (const box of boxes) {
    const [x, y, w, h] = box.bbox;
    const near = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => cells.get(key(x + 16 * dx, y + 16 * dy)) ?? []));
    const hit = near.find((index) => {
      const there = annotations[index].bbox;
      return !taken.has(index) && [x, y, w, h].every((value, side) => Math.abs(value - there[side]) <= box.tolerance);
    });
    if (hit !== undefined) taken.add(hit);
    const was = box.here;
    box.here = hit !== undefined;
    const known = box.acked || was;
    if (known && !box.here && !box.missed) {
      // Said to be saved, or seen after an earlier restart.
      box.missed = true;
      found.lost.push({ drawn_in_round: box.round, missing_in_round: round, bbox: box.bbox, acked: box.acked });
    }
  }
  const strangers = annotations.filter((_, index) => !taken.has(index));
  if (strangers.length > 0) found.strangers.push({ round, bboxes: strangers.slice(0, 5).map((it) => it.bbox), count: strangers.length });
  return annotations.length;
}

/** The first round: a project with a generated picture, through the page. */
async function begin(page) {
  await page.goto(site.url);
  const bytes = picture(WIDTH, HEIGHT, seed);
  await page.getByLabel("Add inputs", { exact: true }).first().setInputFiles({ name: "field.png", mimeType: "image/png", buffer: bytes });
  await page.getByRole("gridcell", { name: "field.png" }).click({ timeout: 60_000 });
  await page.getByRole("application", { name: "Canvas" }).waitFor({ timeout: 60_000 });
  await page.waitForURL(/input=/);
  address = page.url();
}

/** In the viewer, ready to draw; where the picture lies on the screen. */
async function takeUp(page, first) {
  if (!first) await page.goto(address);
  const canvas = page.getByRole("application", { name: "Canvas" });
  await canvas.waitFor({ timeout: 60_000 });
  await page.getByRole("status").filter({ hasText: SAVED }).first().waitFor({ timeout: 60_000 });
  if (!first) await page.getByRole("region", { name: "Objects" }).waitFor({ timeout: 60_000 });
  await page.keyboard.press("b");
  const label = page.getByRole("combobox", { name: "Select label" });
  await label.fill(CONCEPT);
  await label.press("Enter");
  await page.getByText("Drawing:").waitFor({ timeout: 60_000 });
  await page.getByRole("status").filter({ hasText: SAVED }).first().waitFor({ timeout: 60_000 });
  const area = await canvas.boundingBox();
  const scale = Math.min((area.width - 2 * FIT_MARGIN) / WIDTH, (area.height - 2 * FIT_MARGIN) / HEIGHT);
  return { ...area, scale, left: (area.width - WIDTH * scale) / 2, top: (area.height - HEIGHT * scale) / 2 };
}

/** The next box: pixels of the canvas, and of the picture. */
function nextBox(stage, round) {
  const number = boxes.length;
  // Clear of what lies over the edges of the stage.
  const columns = Math.floor((WIDTH * stage.scale - 300) / STEP);
  const rows = Math.floor((HEIGHT * stage.scale - 260) / STEP);
  const place = (number * 7919) % (columns * rows);
  // Three sizes a time around, and other ones the next time: a box that the kill took has no twin.
  const size = 3 * Math.floor(number / (columns * rows)) + (number % 3);
  const x = Math.round(stage.left) + 20 + STEP * (place % columns);
  const y = Math.round(stage.top) + 60 + STEP * Math.floor(place / columns);
  const [w, h] = [12 + 9 * (size % SIZES), 12 + 9 * (Math.floor(size / SIZES) % SIZES)];
  const bbox = [(x - stage.left) / stage.scale, (y - stage.top) / stage.scale, w / stage.scale, h / stage.scale];
  const box = { round, bbox, tolerance: 1.5 / stage.scale, acked: false, here: false };
  return { box, x: stage.x + x, y: stage.y + y, w, h };
}

async function round(number) {
  let browser;
  try {
    browser = await launch(profile);
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error;
    found.not_started.push({ round: number, reason: error.message });
    return;
  }
  let here = [];
  let killed = false;
  try {
    const page = await browser.context.newPage();
    await page.exposeBinding("cartoucheAck", (_, numbers) => {
      // After the kill nothing arrives any more: what is counted had left the browser.
      for (const at of numbers) if (here[at]) here[at].acked = true;
    });
    await page.addInitScript(watchStatus, SAVED);
    const first = address === null;
    if (first) await begin(page);
    else await compare(page, number);
    if (number >= rounds) return;
    const stage = await takeUp(page, first);
    here = [];
    let busy = false;
    const ends = sleep(300 + 2200 * chance()).then(async () => {
      killed = true;
      found.kills_in_a_gesture += busy ? 1 : 0;
      await browser.kill();
    });
    const pauses = random(seed * 1000 + number);
    try {
      while (!killed) {
        const { box, x, y, w, h } = nextBox(stage, number);
        boxes.push(box);
        here.push(box);
        busy = true;
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + w, y + h, { steps: 2 });
        await page.mouse.up();
        busy = false;
        await sleep(pauses() < 0.5 ? 0 : 120 * pauses());
      }
    } catch (error) {
      if (!killed) throw error;
    }
    await ends;
  } catch (error) {
    // The browser was there, but not the project: that is a loss too.
    found.unreadable.push({ round: number, reason: String(error.message).split("\n")[0] });
  } finally {
    await browser.kill();
    await browser.browser.close().catch(() => {});
  }
}

const began = Date.now();
for (let number = 0; number <= rounds; number += 1) {
  await round(number);
  if (number < rounds) found.rounds += 1;
  if ((number + 1) % 10 === 0 || number === rounds) {
    const acked = boxes.filter((box) => box.acked).length;
    console.log(`round ${Math.min(number + 1, rounds)}: ${boxes.length} drawn, ${acked} acknowledged, ${found.lost.length} lost`);
  }
}
found.drawn = boxes.length;
found.acked = boxes.filter((box) => box.acked).length;
found.unacked_found = boxes.filter((box) => !box.acked && box.here).length;
found.unconfirmed = boxes.filter((box) => !box.acked && !box.here).length;
found.seconds = Math.round((Date.now() - began) / 1000);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(found, null, 1)}\n`);
rmSync(profile, { recursive: true, force: true });
await site.close();

const missing = found.lost.filter((it) => it.acked).length;
console.log(`
kills                               ${found.rounds}
boxes drawn                         ${found.drawn}
acknowledged (All changes saved)    ${found.acked}
acknowledged and lost               ${missing}
seen after a restart, gone later    ${found.lost.length - missing}
not acknowledged, there all the same ${found.unacked_found}
not acknowledged, not there         ${found.unconfirmed}
kills within a gesture              ${found.kills_in_a_gesture}
boxes that nobody drew              ${found.strangers.length ? JSON.stringify(found.strangers[0]) : 0}
project could not be read           ${found.unreadable.length ? JSON.stringify(found.unreadable[0]) : 0}
browser did not start               ${found.not_started.length ? JSON.stringify(found.not_started[0]) : 0}
${found.seconds} s; ${out}`);
const bad = found.lost.length + found.strangers.length + found.unreadable.length;
if (bad > 0) process.exitCode = 1;
else if (found.not_started.length > 0 || found.acked === 0) process.exitCode = 2;
