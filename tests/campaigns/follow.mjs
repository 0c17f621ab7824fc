// How soon a tab shows what another tab did, and how long that keeps it busy, in a small project and in a large one.
//
//   node tests/campaigns/follow.mjs [--inputs 1000,100000] [--boxes 30] [--dist FOLDER] [--port N] [--out FILE]
//
// Each size: a project of so many imported inputs and one picture, which two tabs have in their viewers. One draws boxes, a
// second apart. The time is from the first "All changes saved" after the pointer went up in the one tab until the other one
// counts the box, on the clock that both have; and the longest task of the other tab since the pointer went up.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { listing } from "../benches/generate.mjs";
import { distribution, median, options, quantile, scratch, serve, sleep } from "../benches/harness.mjs";
import { launch } from "./browsers.mjs";
import { SAVED, beginDrawing, drawBox, openPicture, saved, stageOf } from "./drawing.mjs";

const { inputs, boxes, dist, port, out } = options(process.argv.slice(2), {
  inputs: "1000,100000",
  boxes: 30,
  dist: "",
  port: 4197,
  out: "target/campaigns/follow.json",
});

const folder = scratch("follow");
const site = await serve({ dist: distribution(dist), port });
const browser = await launch("chromium");

/** Notes when so many boxes are counted, when it is said to be saved, and how long tasks are. Runs in the page. */
function watch() {
  const now = () => performance.timeOrigin + performance.now();
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ startTime, duration }) => [performance.timeOrigin + startTime, duration]))).observe({ type: "longtask" });
  const until = (is) =>
    new Promise((done) => {
      const look = () => (is() ? done(now()) : setTimeout(look, 2));
      look();
    });
  const count = () => {
    const names = [...document.querySelectorAll(".concept-row .name")].map((it) => /^kept\((\d+)\)$/.exec(it.textContent));
    return Number(names.find(Boolean)?.[1] ?? 0);
  };
  const isSaved = () => document.querySelector("header [role=status]").textContent === "All changes saved";
  window.watched = {
    drawn: (number) => until(() => count() >= number),
    saved: async (number) => {
      await until(() => count() >= number);
      return until(isSaved);
    },
    longest: (since) => Math.max(0, ...tasks.filter(([at]) => at >= since).map(([, duration]) => duration)),
  };
}

async function measure(size) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: "block" });
  await context.addInitScript(watch);
  const page = await context.newPage();
  const stage = await openPicture(page, site.url);
  const file = join(folder, `${size}.json`);
  listing(file, { inputs: size, thumbs: 1 });
  await page.goBack();
  await page.getByLabel("Add inputs", { exact: true }).first().setInputFiles(file);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click({ timeout: 120_000 });
  await page.getByText("imported").first().waitFor({ timeout: 120_000 });
  await page.getByRole("gridcell", { name: "grey.png", exact: true }).click();
  await stageOf(page);
  await beginDrawing(page);
  while ((await saved(page)) !== SAVED) await sleep(20);
  // In a window of its own: what lies behind another tab has no frames.
  const devtools = await browser.newBrowserCDPSession();
  const { browserContextId } = await (await context.newCDPSession(page)).send("Target.getTargetInfo").then(({ targetInfo }) => targetInfo);
  const [other] = await Promise.all([context.waitForEvent("page"), devtools.send("Target.createTarget", { url: "about:blank", newWindow: true, browserContextId })]);
  await other.goto(page.url());
  await stageOf(other);
  const lags = [];
  const tasks = [];
  for (let number = 1; number <= boxes; number += 1) {
    const shown = other.evaluate((number) => watched.drawn(number), number);
    const began = Date.now();
    await drawBox(page, stage, number);
    const stored = await page.evaluate((number) => watched.saved(number), number);
    lags.push(Math.max(0, (await shown) - stored));
    await sleep(1_000);
    tasks.push(await other.evaluate((since) => watched.longest(since), began));
  }
  await context.close();
  rmSync(file);
  return { inputs: size, boxes, shown_ms: { median: median(lags), p95: quantile(lags, 0.95), max: Math.max(...lags) }, longest_task_ms: { median: median(tasks), max: Math.max(...tasks) } };
}

const found = { started: new Date().toISOString(), sizes: [] };
for (const size of String(inputs).split(",").map(Number)) {
  const of = await measure(size);
  found.sizes.push(of);
  const { shown_ms: shown, longest_task_ms: task } = of;
  console.log(`${size} inputs, ${boxes} boxes: shown after ${shown.median.toFixed(0)} ms (median), ${shown.p95.toFixed(0)} (p95), ${shown.max.toFixed(0)} (max); longest task ${task.median.toFixed(0)} ms (median), ${task.max.toFixed(0)} (max)`);
}
await browser.close();
await site.close();
rmSync(folder, { recursive: true, force: true });
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(found, null, 1)}\n`);
