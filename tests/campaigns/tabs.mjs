// Several tabs edit one project at once, and every box has to be where its own tab left it.
//
//   node tests/campaigns/tabs.mjs [--seeds 2] [--edits 40] [--tabs 2] [--seed FIRST] [--only mix,clock] [--no-undo]
//                                 [--browser chromium|firefox] [--dist FOLDER] [--port N] [--out FILE]
//
// Each seed goes through these parts, each in a browser and a project of its own:
//
//   mix      every tab draws, moves, nudges, deletes, undoes and redoes in its own part of the picture, all at once;
//            every so many edits all but one pause, and it is measured when the others show what that one did
//   deaf     no tab hears of another: each finds the others' entries in the database, where its own would go; all are
//            read again in the end
//   frozen   one tab is frozen meanwhile (Chromium); another edits on and reloads, a third is opened; it is thawed
//   crash    one tab crashes at a random moment (Chromium): what it showed as saved is there
//   clock    the clock of one tab is a day ahead, that of another a day behind
//   restore  all tabs are read again at the same moment, as a browser does that restores a session
//
// All by real pointer and key events, none of which waits for anything to be saved. A tab's model knows what has to be
// there: Ctrl+Z takes back the newest step that was made in that tab, Ctrl+Shift+Z does it again. In the end the exported
// COCO file of every tab is compared with all models together, and what every tab counts and paints with the others.
// Nothing is tried again. Ends with 0 only if nothing was lost, moved or added, in no tab, with 2 if a part couldn't be
// carried out.
//
// A long run: --seeds 20 --edits 1000 --only mix.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { NotStarted, distribution, median, quantile, serve, sleep } from "../benches/harness.mjs";
import { Round } from "./tabs/round.mjs";
import { DAY, SHOWN_MS, chosen, inFirefox, parts } from "./tabs/setting.mjs";
import { start } from "./tabs/tab.mjs";

const { seeds, edits, tabs: count, seed: first, out } = chosen;

const found = {
  started: new Date().toISOString(),
  browser: chosen.browser,
  options: { seeds, edits, tabs: count, seed: first, only: parts, undo: !chosen["no-undo"] },
  rounds: [],
  failures: [],
  not_carried_out: [],
};

const RUN = {
  async mix(round, browser) {
    await round.begin(browser, count);
    await round.editAll(edits, round.tabs, true);
    await round.compare();
  },

  async deaf(round, browser) {
    await round.begin(browser, count, { each: () => ({ deaf: true }) });
    await round.editAll(edits);
    await round.settle();
    for (const tab of round.tabs) await round.opens(tab, true);
    await round.compare();
  },

  async clock(round, browser) {
    await round.begin(browser, count, { each: (number) => ({ clock: [DAY, -DAY, 0, 3 * DAY][number - 1] }) });
    await round.editAll(few, round.tabs, true);
    await round.compare();
  },

  async restore(round, browser) {
    await round.begin(browser, count);
    await round.editAll(few >> 1);
    await round.settle();
    await Promise.all(round.tabs.map((tab) => round.opens(tab, true)));
    for (const { model } of round.tabs) model.forget();
    await round.editAll(few >> 1);
    await round.compare();
  },

  async frozen(round, browser) {
    const many = Math.max(2, count);
    await round.begin(browser, many, { areas: many + 1 });
    const [asleep, ...others] = round.tabs;
    const third = Math.ceil(few / 3);
    const meanwhile = round.editAll(third, others);
    await asleep.edit(1 + Math.floor(third * asleep.model.chance()));
    // In the middle: what it did last may not be saved yet.
    await round.timed("frozen", asleep.freeze());
    await round.timed("edited to the end", meanwhile);
    const ticks = await asleep.ask("ticks");
    await round.timed("edited on", round.editAll(third, others));
    await round.timed("saved", round.settle(others));
    await round.timed("opened again", round.opens(others[0], true));
    others[0].model.forget();
    const opened = await round.timed("a third opened", round.join(many + 1));
    await round.timed("edited by all but one", round.editAll(third, [...others, opened]));
    await round.timed("saved again", round.settle([...others, opened]));
    if ((await asleep.ask("ticks")) !== ticks) throw new NotCarriedOut("the tab wasn't frozen");
    await round.timed("thawed", asleep.thaw());
    await round.timed("edited by all", round.editAll(third));
    await round.timed("compared", round.compare());
  },

  async crash(round, browser) {
    const acked = new Set();
    const many = Math.max(2, count);
    const acks = (numbers) => numbers.forEach((number) => acked.add(`${many}.${number + 1}`));
    await round.begin(browser, many, { areas: many + 1, each: (number) => (number === many ? { acks } : {}) });
    const victim = round.tabs.at(-1);
    const others = round.tabs.slice(0, -1);
    Object.assign(victim.model, { loose: true, acked });
    const meanwhile = round.editAll(few, others);
    let drawing = true;
    const drawn = (async () => {
      while (drawing && victim.model.boxes.size < victim.model.room) {
        // What the crash takes has been begun.
        const before = victim.model.boxes.size;
        const gesture = victim.draw();
        await Promise.race([gesture, new Promise((done) => victim.page.once("crash", done))]);
        if (victim.crashed || victim.model.boxes.size === before) return;
      }
    })().catch((error) => {
      if (!victim.crashed) throw error;
    });
    await sleep(200 + 1_500 * victim.model.chance());
    const crashed = new Promise((done) => victim.page.once("crash", done));
    victim.cdp.send("Page.crash").catch(() => {});
    await crashed;
    drawing = false;
    await drawn;
    await meanwhile;
    if (others.some((tab) => tab.crashed)) throw new NotCarriedOut("other tabs crashed along");
    await round.settle(others);
    round.tabs = [...others];
    const opened = await round.join(many + 1);
    await round.editAll(5, [...others, opened]);
    round.acked = acked.size;
    await round.compare();
  },
};

class NotCarriedOut extends Error {}

// Special rounds are about a moment, not about many edits.
const few = Math.min(edits, 100);

async function run(part, seed) {
  const round = new Round(part, seed, site.url, found.failures);
  const began = Date.now();
  let browser;
  try {
    if (inFirefox && ["frozen", "crash"].includes(part)) throw new NotCarriedOut("only Chromium can be told to");
    browser = await start();
    await RUN[part](round, browser);
  } catch (error) {
    const reason = String(error.message).split("\n")[0];
    if (error instanceof NotCarriedOut || error instanceof NotStarted) found.not_carried_out.push({ part, seed, reason });
    else round.fails("a tab hung or failed", { reason, at: String(error.stack).split("\n").filter((line) => line.includes("/campaigns/tabs")).slice(0, 3) });
  } finally {
    await browser?.close().catch(() => {});
  }
  const edited = round.models.reduce((sum, model) => sum + model.story.length, 0);
  const told = {
    part,
    seed,
    tabs: round.models.length,
    edits: edited,
    boxes: round.models.reduce((sum, model) => sum + model.boxes.size, 0),
    lost: round.result?.lost.length ?? null,
    moved: round.result?.moved.length ?? null,
    strangers: round.result?.strangers.length ?? null,
    acked_before_the_crash: round.acked,
    failures: found.failures.filter((it) => it.part === part && it.seed === seed).length,
    opened_in_ms: round.openings,
    settled_in_ms: round.slowest,
    stretches_ms: round.stretches,
    shown_after_ms: round.lags,
    seconds: (Date.now() - began) / 1000,
  };
  found.rounds.push(told);
  console.log(`${part}, seed ${seed}: ${edited} edits, ${told.boxes} boxes, ${told.failures} failures, ${told.seconds.toFixed(1)} s`);
}

const site = await serve({ dist: distribution(chosen.dist), port: chosen.port });
const began = Date.now();
for (let seed = first; seed < first + seeds; seed += 1) for (const part of parts) await run(part, seed);
found.seconds = Math.round((Date.now() - began) / 1000);
await site.close();
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(found, null, 1)}\n`);

// ---------------------------------------------------------------- a table

const columns = ["part", "rounds", "edits", "boxes", "lost", "moved", "strangers", "failures", "opened ms (max)", "shown after ms: median", "p95", "max"];
const lines = parts.map((part) => {
  const rounds = found.rounds.filter((it) => it.part === part);
  const sum = (name) => rounds.reduce((all, it) => all + (it[name] ?? 0), 0);
  const [lags, opened] = [rounds.flatMap((it) => it.shown_after_ms), rounds.flatMap((it) => it.opened_in_ms)];
  const of = (value) => (lags.length > 0 ? value(lags) : "–");
  return [part, rounds.length, ...["edits", "boxes", "lost", "moved", "strangers", "failures"].map(sum), opened.length ? Math.max(...opened) : "–", of(median), of((all) => quantile(all, 0.95)), of((all) => Math.max(...all))];
});
const widths = columns.map((name, at) => Math.max(name.length, ...lines.map((line) => String(line[at]).length)));
console.log();
for (const line of [columns, ...lines]) console.log(line.map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at]) : String(cell).padStart(widths[at]))).join("  "));
for (const { what, part, seed, ...details } of found.failures.slice(0, 8)) console.log(`\n${part}, seed ${seed}: ${what} ${JSON.stringify(details).slice(0, 600)}`);
for (const { part, seed, reason } of found.not_carried_out) console.log(`\n${part}, seed ${seed} wasn't carried out: ${reason}`);
const all = found.rounds.flatMap((it) => it.shown_after_ms);
const lately = all.filter((ms) => ms > SHOWN_MS).length;
console.log(`\nshown in the other tab within ${SHOWN_MS} ms: ${all.length - lately} of ${all.length}; ${found.seconds} s; ${out}`);
if (found.failures.length > 0) process.exitCode = 1;
else if (found.not_carried_out.length > 0) process.exitCode = 2;
