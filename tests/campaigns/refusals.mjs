// Takes the room away, or the database, at random moments of a session, and looks whether the page tells the truth.
//
//   node tests/campaigns/refusals.mjs [--rounds 200] [--seed N] [--only quota|disk|handle] [--browser chromium|firefox]
//                                     [--dist FOLDER] [--out FILE]
//
// quota: each round is a new browser context to which Chromium gives 12 MB (Storage.overrideQuotaForOrigin), or a new Firefox
// that has no more than that (dom.quotaManager.temporaryStorage.fixedLimit). Boxes are drawn; after a random number of them a
// database beside the page's takes all the room that is left; the first box that isn't saved has to be told of within a second;
// boxes are drawn on; the exported file has all of them, and another tab finds those that were shown as saved; then there is
// room again, and the page has to say by itself that everything is saved. In Chromium no box may be said to be saved once the
// room is taken; Firefox goes on for some in room that its files have already. disk: the same, without the other tab, on a file
// system of 200 MB that a file fills to the last byte (root on Linux alone, who may mount one; else it says so). handle: the page's connections to the database are closed at a random moment of a gesture,
// as browsers do it; twenty times a round. At the end of each round the page is loaded anew and the project exported: every
// box that was shown as saved has to be there, and no other. Nothing is tried again.

import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { closeConnections, emptyOut, fillUp, rememberConnections } from "../e2e/in-page.mjs";
import { distribution, options, random, scratch, serve, sleep } from "../benches/harness.mjs";
import { launch, launchIn } from "./browsers.mjs";
import { SAVED, beginDrawing, compareBoxes, drawBox, exportedBoxes, openPicture, saved, stageOf } from "./drawing.mjs";

const { rounds, seed, only, browser: kind, dist, port, out } = options(process.argv.slice(2), {
  rounds: 200,
  seed: 1,
  only: "",
  browser: "chromium",
  dist: "",
  port: 4196,
  out: "target/campaigns/refusals.json",
});

const ROOM = 12_000_000;
const TOLD_WITHIN = 1_000;
const PATIENCE = 30_000;
const MOST = 400;
const chance = random(seed);
const site = await serve({ dist: distribution(dist), port });
const browser = await launch(kind);
const small = scratch("small");
const part = () => ({ rounds: 0, boxes: 0, refused: 0, lost: [], strangers: [], false_saved: [], late: [], longest_told_ms: 0, not_in_the_file: [], broken: [] });
const found = { started: new Date().toISOString(), browser: kind, seed, quota: part(), disk: part(), handle: part() };

/** Waits for what the header says. Gives how long it took. */
async function says(page, text, patience = PATIENCE) {
  const began = Date.now();
  while ((await saved(page)) !== text) {
    if (Date.now() - began > patience) throw new Error(`the header doesn't say “${text}” but “${await saved(page)}”`);
    await sleep(10);
  }
  return Date.now() - began;
}

/** What the header says of the last gesture, once it says anything but that it is saving, and after how long. */
async function answer(page) {
  const began = Date.now();
  for (;;) {
    const said = await saved(page);
    if (said === SAVED || said === "Not saved") return { said, told: Date.now() - began };
    if (Date.now() - began > PATIENCE) throw new Error(`the header says “${said}” all the time`);
    await sleep(5);
  }
}

/** What another tab finds in the database, where it can read it. */
async function foundByAnother(page) {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await stageOf(other);
  const boxes = await exportedBoxes(other);
  await other.close();
  return boxes;
}

/** Draws, has the room taken, draws on until there is none, and on, exports, and has it given back. */
async function withoutRoom(round, page, of, { fill, free, others }) {
  const stage = await openPicture(page, site.url);
  await beginDrawing(page);
  const drawn = [];
  const draw = async () => {
    drawn.push({ bbox: await drawBox(page, stage, drawn.length) });
    const { said, told } = await answer(page);
    drawn.at(-1).saved = said === SAVED;
    return told;
  };
  const before = 1 + Math.floor(6 * chance());
  for (let at = 0; at < before; at += 1) await draw();
  if (!drawn.at(-1).saved) throw new Error("not saved while there was room");
  await fill();
  // What was saved stays so, however full it is.
  if ((await saved(page)) !== SAVED) of.false_saved.push({ round, said: await saved(page) });
  let told = 0;
  while (drawn.at(-1).saved && drawn.length < MOST) told = await draw();
  if (drawn.at(-1).saved) throw new Error(`there was room for ${MOST} boxes`);
  of.longest_told_ms = Math.max(of.longest_told_ms, told);
  if (told > TOLD_WITHIN) of.late.push({ round, told });
  const after = Math.floor(8 * chance());
  for (let at = 0; at < after; at += 1) await draw();
  const since = drawn.slice(before).filter((box) => box.saved).length;
  if (kind === "chromium" && since > 0) of.false_saved.push({ round, since });
  of.refused += drawn.filter((box) => !box.saved).length;
  const file = compareBoxes(drawn, await exportedBoxes(page), stage);
  if (file.missing.length + file.strangers.length > 0) of.not_in_the_file.push({ round, ...file });
  if (others) {
    const { missing } = compareBoxes(drawn.filter((box) => box.saved), await foundByAnother(page), stage);
    if (missing.length > 0) of.false_saved.push({ round, missing });
  }
  await free();
  await says(page, SAVED);
  return { page, stage, drawn };
}

/** The room that is to be had is what Firefox was started with: it is given back by who took it. */
async function quotaOfFirefox(round, context, of) {
  const page = await context.newPage();
  return withoutRoom(round, page, of, {
    fill: () => page.evaluate(fillUp),
    free: () => page.evaluate(emptyOut),
    others: true,
  });
}

async function quota(round, context, of) {
  if (kind === "firefox") return quotaOfFirefox(round, context, of);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const origin = new URL(site.url).origin;
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: ROOM });
  return withoutRoom(round, page, of, {
    fill: () => page.evaluate(fillUp),
    free: () => session.send("Storage.overrideQuotaForOrigin", { origin }),
    others: true,
  });
}

async function disk(round, context, of) {
  const filler = join(small, "filler");
  return withoutRoom(round, await context.newPage(), of, {
    fill: () => {
      const file = openSync(filler, "w");
      try {
        for (let size = 1 << 20; size >= 1; size >>= 1) while (room() >= size) writeSync(file, Buffer.alloc(size));
      } catch (error) {
        if (error.code !== "ENOSPC") throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler),
  });
}

/** A file system of its own, or why there is none. */
function mounted() {
  mkdirSync(small, { recursive: true });
  const { status, stderr, error } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=200m", "tmpfs", small], { encoding: "utf8" });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

const room = () => {
  const { bavail, bsize } = statfsSync(small);
  return bavail * bsize;
};

const around = { viewport: { width: 1280, height: 800 }, serviceWorkers: "block" };
const newContext = () => browser.newContext(around);

/** A browser of its own where there is so much room and no more. */
async function withRoom() {
  if (kind !== "firefox") return newContext();
  const small = await launch("firefox", { firefoxUserPrefs: { "dom.quotaManager.temporaryStorage.fixedLimit": ROOM >> 10 } });
  const context = await small.newContext(around);
  context.on("close", () => small.close());
  return context;
}

let profiles = 0;
/** A browser of its own, whose profile lies on the small file system. */
const onSmallDisk = () => {
  profiles += 1;
  return launchIn(kind, join(small, `profile-${profiles}`), around);
};

async function handle(round, context) {
  const page = await context.newPage();
  await page.addInitScript(rememberConnections);
  const stage = await openPicture(page, site.url);
  await beginDrawing(page);
  const drawn = [];
  for (let at = 0; at < 20; at += 1) {
    const closing = sleep(60 * chance()).then(() => page.evaluate(closeConnections));
    drawn.push({ bbox: await drawBox(page, stage, drawn.length) });
    await closing;
  }
  await says(page, SAVED);
  return { page, stage, drawn };
}

async function run(name, play, open = newContext) {
  if (only && only !== name) return;
  const of = found[name];
  for (let round = 0; round < rounds; round += 1) {
    const context = await open();
    try {
      const { page, stage, drawn } = await play(round, context, of);
      await page.reload();
      await stageOf(page);
      const { missing, strangers } = compareBoxes(drawn, await exportedBoxes(page), stage);
      of.boxes += drawn.length;
      if (missing.length > 0) of.lost.push({ round, missing });
      if (strangers.length > 0) of.strangers.push({ round, strangers });
    } catch (error) {
      of.broken.push({ round, reason: String(error.message).split("\n")[0] });
    }
    await context.close();
    of.rounds += 1;
    if ((round + 1) % 20 === 0) console.log(`${name} ${round + 1}: ${of.lost.length} lost, ${of.broken.length} broken`);
  }
}

const began = Date.now();
await run("quota", quota, withRoom);
const unmounted = !only || only === "disk" ? mounted() : "not asked for";
if (unmounted === null) {
  await run("disk", disk, onSmallDisk);
  spawnSync("umount", ["-l", small]);
} else if (unmounted !== "not asked for") console.log(`disk: not run, there is no file system to fill (${unmounted})`);
await run("handle", handle);
found.seconds = Math.round((Date.now() - began) / 1000);
await browser.close();
await site.close();
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(found, null, 1)}\n`);
const first = (list) => (list.length ? JSON.stringify(list[0]) : 0);
let isBad = false;
for (const name of ["quota", "disk", "handle"]) {
  const of = found[name];
  if (of.rounds === 0) continue;
  console.log(`
${name}: rounds                       ${of.rounds}
boxes                               ${of.boxes}, refused at first ${of.refused}
shown as saved and lost             ${first(of.lost)}
boxes that nobody drew              ${first(of.strangers)}
said to be saved and wasn't         ${first(of.false_saved)}
told later than a second            ${first(of.late)}, the longest ${of.longest_told_ms} ms
missing in the file of that moment  ${first(of.not_in_the_file)}
rounds that broke off               ${first(of.broken)}`);
  isBad ||= [of.lost, of.strangers, of.false_saved, of.late, of.not_in_the_file, of.broken].some((list) => list.length > 0);
}
console.log(`${found.seconds} s; ${out}`);
if (isBad) process.exitCode = 1;
