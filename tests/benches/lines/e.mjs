// E: from letting go of the pointer to the database's `complete`, against a raw strict put of the same rows.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fresh, median, page as open, quantile, sleep, sum } from "../harness.mjs";
import { picture } from "../generate.mjs";
import { SAVED, addPictures, cartouche, openInput } from "../ours.mjs";

/** Boxes in a row before the other side has its turn. */
const BLOCK = 25;

export async function e(bench) {
  const file = join(bench.files, "latency.png");
  writeFileSync(file, picture(1600, 1200, bench.seed));
  const browser = await fresh();
  const ours = await cartouche(browser, bench.site);
  await ours.evaluate(() => probe.watchWrites());
  await addPictures(ours, [file]);
  await openInput(ours, "latency.png");
  await ours.keyboard.press("b");
  const label = ours.getByRole("combobox", { name: "Select label" });
  await label.fill("box");
  await label.press("Enter");
  await ours.getByText("Drawing:").waitFor();
  await ours.evaluate(() => {
    probe.ups = [];
    addEventListener("pointerup", (event) => probe.ups.push({ at: event.timeStamp, begin: performance.now() }), true);
    addEventListener("pointerup", () => (probe.ups.at(-1).end = performance.now()));
  });
  const raw = await open(browser);
  await raw.goto(`${bench.site.url}raw/put.html`);
  const area = await ours.getByRole("application", { name: "Canvas" }).boundingBox();
  let drawn = 0;
  let typical = { rows: 3, bytes: 600 };
  const taken = { ours: [], handler: [], raw: [], writes: [] };
  const measure = {
    async ours() {
      await ours.bringToFront();
      await sleep(300);
      for (let k = 0; k < BLOCK; k += 1) {
        const [x, y] = [area.x + 120 + 16 * (drawn % 25), area.y + 100 + 12 * Math.floor(drawn / 25)];
        drawn += 1;
        await ours.mouse.move(x, y);
        await ours.mouse.down();
        await ours.mouse.move(x + 40, y + 30, { steps: 3 });
        await ours.mouse.up();
        await sleep(100);
      }
      await ours.evaluate((saved) => probe.until(() => probe.isSaved(saved)), SAVED);
      const found = await ours.evaluate(() => {
        const ups = probe.ups.splice(0);
        return ups.map((up) => {
          const write = probe.writes.find((it) => it.database === "cartouche" && it.begin >= up.begin && it.complete !== null);
          return write && { took: write.complete - up.at, wait: up.begin - up.at, handler: up.end - up.begin, write: write.complete - write.begin, rows: write.rows, bytes: write.bytes, durability: write.durability };
        });
      });
      for (const it of found) {
        if (!it) throw new Error("a box was drawn and nothing was written");
        taken.ours.push(it.took);
        taken.handler.push(it.handler);
        taken.writes.push(it);
      }
      typical = { rows: median(taken.writes.map((it) => it.rows)), bytes: median(taken.writes.map((it) => it.bytes)) };
    },
    async raw() {
      await raw.bringToFront();
      await sleep(300);
      const sizes = Array.from({ length: typical.rows }, () => Math.round(typical.bytes / typical.rows));
      for (let k = 0; k < BLOCK; k += 1) {
        taken.raw.push(await raw.evaluate((sizes) => window.putRows(sizes), sizes));
        await sleep(150);
      }
    },
  };
  for (const who of bench.abba(4)) await measure[who]();
  await raw.bringToFront();
  const sizes = Array.from({ length: typical.rows }, () => Math.round(typical.bytes / typical.rows));
  await raw.evaluate((sizes) => void window.putOnPointerUp(sizes), sizes);
  for (let k = 0; k < BLOCK * 2; k += 1) {
    await raw.mouse.move(100 + k, 100);
    await raw.mouse.down();
    await raw.mouse.move(140 + k, 130, { steps: 3 });
    await raw.mouse.up();
    await sleep(100);
  }
  const pressed = await raw.evaluate(() => window.taken);
  const [m, p] = [median(taken.ours) - median(taken.raw), quantile(taken.ours, 0.95) - quantile(taken.raw, 0.95)];
  bench.row({ line: "E", what: "pointer-up to durable, median", ours: median(taken.ours), reference: median(taken.raw), unit: "ms", goal: "≤ 10 ms above", met: m <= 10 });
  bench.row({ line: "E", what: "pointer-up to durable, p95", ours: quantile(taken.ours, 0.95), reference: quantile(taken.raw, 0.95), unit: "ms", goal: "≤ 50 ms above", met: p <= 50 });
  bench.row({ line: "E", what: "against the same put in a pointer-up handler of an empty page, median", ours: median(taken.ours), reference: median(pressed), unit: "ms" });
  const part = (name) => median(taken.writes.map((it) => it[name]));
  bench.row({ line: "E", what: "of it, from the transaction's begin, median", ours: part("write"), reference: median(taken.raw), unit: "ms" });
  bench.row({ line: "E", what: "of it, until the page hears of the event, median", ours: part("wait"), unit: "ms" });
  bench.row({ line: "E", what: "the page's work at pointer-up, p95", ours: quantile(taken.handler, 0.95), unit: "ms", note: "drawing waits for nothing else" });
  const strict = taken.writes.every((it) => it.durability === "strict");
  bench.row({ line: "E", what: `writes that were strict, of ${taken.writes.length}`, ours: sum(taken.writes.map((it) => (it.durability === "strict" ? 1 : 0))), unit: "", goal: "all", met: strict });
  bench.note("E", { ...taken, typical });
  await browser.close();
}
