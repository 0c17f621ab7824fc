// Breaks the page at random points while somebody draws, and looks whether everything is there that was shown as saved.
//
//   node tests/campaigns/panics.mjs [--rounds 100] [--seed N] [--dist target/faults] [--out FILE]
//
// It needs a build that can be told to break: `cargo dev faults`. A round: the page is told to break at one of the next
// places (a panic, calls that go too deep, or memory that runs out), and boxes are drawn until it does. Then it has to say
// so, offer a file with the project, and be back within two seconds after **Reload**, with every box that was followed by
// `All changes saved`, at most the one box more that was under way, and no other. Nothing is tried again.

import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { distribution, options, random, serve } from "../benches/harness.mjs";
import { launch } from "./browsers.mjs";
import { SAVED, beginDrawing, compareBoxes, drawBox, exportedBoxes, openPicture, saved, stageOf } from "./drawing.mjs";

const { rounds, seed, dist, port, out } = options(process.argv.slice(2), {
  rounds: 100,
  seed: 1,
  dist: "target/faults",
  port: 4195,
  out: "target/campaigns/panics.json",
});

const KINDS = ["panic", "calls too deep", "memory"];
const BACK_WITHIN = 2_000;
const chance = random(seed);
const found = { started: new Date().toISOString(), seed, rounds: 0, drawn: 0, acked: 0, by_kind: {}, lost: [], strangers: [], late: [], silent: [], files: 0, wrong_files: [], longest_back_ms: 0 };

const site = await serve({ dist: distribution(dist), port });
const browser = await launch("chromium");
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: "block" });
const page = await context.newPage();
page.setDefaultTimeout(60_000);

const fallen = page.getByRole("dialog", { name: "Cartouche has stopped" });
/** Boxes that have to be there, and the one that may. */
const boxes = [];
let drawn = 0;

/** The next box, by real pointer events; whether it was shown as saved. */
async function draw(stage) {
  const box = { bbox: [], acked: false };
  boxes.push(box);
  box.bbox = await drawBox(page, stage, drawn);
  drawn += 1;
  // Either it is saved, or the page has stopped; both are seen.
  while (!(await fallen.isVisible())) {
    if ((await saved(page)) === SAVED) {
      box.acked = !(await fallen.isVisible());
      return;
    }
  }
}

async function compare(round, stage) {
  const { missing, strangers } = compareBoxes(boxes, await exportedBoxes(page), stage);
  for (const box of missing) if (box.acked) found.lost.push({ round, box });
  for (const bbox of strangers) found.strangers.push({ round, bbox });
  // What was under way and isn't there never comes; what is there is there for good.
  boxes.splice(0, boxes.length, ...boxes.filter((box) => !missing.includes(box)));
  for (const box of boxes) box.acked = true;
}

async function rescued(round) {
  const [download] = await Promise.all([page.waitForEvent("download"), fallen.getByRole("button", { name: "Save a file" }).click()]);
  const file = JSON.parse(await readFile(await download.path(), "utf8"));
  found.files += 1;
  const shapes = file.inputs?.flatMap(({ objects }) => objects ?? []).length ?? -1;
  const acked = boxes.filter((box) => box.acked).length;
  const isRight = shapes >= acked && shapes <= acked + 1 && file.rescue.gesture.length > 0 && file.rescue.reason;
  if (!isRight) found.wrong_files.push({ round, shapes, acked, rescue: file.rescue });
}

let stage = await openPicture(page, site.url);
const began = Date.now();
for (let round = 0; round < rounds; round += 1) {
  await beginDrawing(page);
  const kind = Math.floor(3 * chance());
  await page.evaluate(
    async ([after, kind]) => (await import(document.querySelector('script[type="module"]').src)).armFault(after, kind),
    [Math.floor(120 * chance()), kind],
  );
  const until = Date.now() + 60_000;
  while (!(await fallen.isVisible()) && Date.now() < until) await draw(stage);
  if (!(await fallen.isVisible())) {
    found.silent.push({ round, kind: KINDS[kind] });
    break;
  }
  found.by_kind[KINDS[kind]] = (found.by_kind[KINDS[kind]] ?? 0) + 1;
  if (round % 5 === 0) await rescued(round);
  const pressed = Date.now();
  await fallen.getByRole("button", { name: "Reload" }).click();
  await fallen.waitFor({ state: "detached" });
  stage = await stageOf(page);
  const back = Date.now() - pressed;
  found.longest_back_ms = Math.max(found.longest_back_ms, back);
  if (back > BACK_WITHIN) found.late.push({ round, back });
  found.acked += boxes.filter((box) => box.acked).length;
  await compare(round, stage);
  await stageOf(page);
  found.rounds += 1;
  if ((round + 1) % 20 === 0) console.log(`round ${round + 1}: ${boxes.length} boxes, ${found.lost.length} lost`);
}
found.drawn = boxes.length;
found.seconds = Math.round((Date.now() - began) / 1000);
await browser.close();
await site.close();
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(found, null, 1)}\n`);
console.log(`
times that the page broke            ${found.rounds} ${JSON.stringify(found.by_kind)}
boxes that are there at the end      ${found.drawn}
shown as saved and lost              ${found.lost.length ? JSON.stringify(found.lost[0]) : 0}
boxes that nobody drew               ${found.strangers.length ? JSON.stringify(found.strangers[0]) : 0}
didn't break though it was told to   ${found.silent.length ? JSON.stringify(found.silent[0]) : 0}
back after Reload, the longest       ${found.longest_back_ms} ms; later than ${BACK_WITHIN} ms: ${found.late.length}
files saved, of them wrong           ${found.files}, ${found.wrong_files.length ? JSON.stringify(found.wrong_files[0]) : 0}
${found.seconds} s; ${out}`);
if (found.lost.length + found.strangers.length + found.silent.length + found.late.length + found.wrong_files.length > 0) process.exitCode = 1;
