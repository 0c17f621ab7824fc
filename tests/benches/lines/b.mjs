// B: a COCO file of 5,000 pictures and 36,000 annotations, from choosing it to the end; and F: the same project out again.

import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fresh, median, page as open, sum, watchMemory } from "../harness.mjs";
import { cocoSet, picture, pictureName } from "../generate.mjs";
import { addPictures, cartouche, choose, importFile, storedRows } from "../ours.mjs";

const ROUNDS = 3;
/** Pictures that are here before the label file comes. */
const HERE = 24;

export async function b(bench) {
  const file = join(bench.files, "set.json");
  const large = join(bench.files, "set-twice.json");
  const { bytes, vertices } = cocoSet(file, { images: 5_000, annotations: 36_000, seed: bench.seed });
  cocoSet(large, { images: 10_000, annotations: 72_000, seed: bench.seed + 1 });
  const pictures = Array.from({ length: HERE }, (_, at) => {
    const path = join(bench.files, pictureName(at));
    writeFileSync(path, picture(640, 480, bench.seed + at));
    return path;
  });
  bench.say(`B: ${(bytes / 1e6).toFixed(1)} MB, ${vertices.toFixed(1)} vertices on average`);
  const ours = [];
  const raw = [];
  let stored = null;
  let exported = null;
  const imported = async (path, inputs) => {
    const browser = await fresh();
    const page = await cartouche(browser, bench.site);
    await addPictures(page, pictures);
    const memory = watchMemory(browser.pid);
    const times = await importFile(page, path, { inputs, picture: true });
    return { browser, page, times: { ...times, memory: memory().more } };
  };
  const measure = {
    async ours() {
      const { browser, page, times } = await imported(file, 5_000);
      ours.push(times);
      stored ??= await storedRows(page);
      if (exported === null && bench.wants("F")) exported = await f(bench, browser, page, "set.json");
      await browser.close();
    },
    async raw() {
      const browser = await fresh();
      const page = await open(browser);
      const rows = sum(Object.values(stored).map((it) => it.rows));
      const size = sum(Object.values(stored).map((it) => it.bytes));
      await page.goto(`${bench.site.url}raw/parse.html?rows=${rows}&bytes=${size}`);
      const memory = watchMemory(browser.pid);
      await choose(page, "input[type=file]", [file]);
      const result = await page.evaluate(() => probe.until(() => probe.result).then(() => probe.result));
      const long = await page.evaluate(() => Math.max(0, ...probe.long.map(([, took]) => took)));
      raw.push({ ...result, memory: memory().more, long });
      await browser.close();
    },
  };
  for (const who of bench.abba(ROUNDS)) await measure[who]();
  const twice = await imported(large, 10_000).then(async ({ browser, times }) => (await browser.close(), times));
  const of = (list, name) => median(list.map((it) => it[name]));
  const reference = of(raw, "total");
  const row = (what, value, limit, more) =>
    bench.row({ line: "B", what, ours: value, reference, unit: "ms", goal: limit && `≤ ${limit} ×`, met: limit && value <= limit * reference, ...more });
  row("to the preview", of(ours, "preview"));
  row("to the first labelled picture", of(ours, "picture"), 1);
  row("to the end", of(ours, "end"), 3);
  bench.row({ line: "B", what: "reference alone: JSON.parse of the text", ours: of(raw, "parse"), unit: "ms" });
  const long = of(ours, "long");
  bench.row({ line: "B", what: "longest task of the main thread", ours: long, reference: of(raw, "long"), unit: "ms", goal: "≤ 50 ms", met: long <= 50, note: "0: none over 50" });
  const memory = of(ours, "memory");
  bench.row({ line: "B", what: "memory at the peak, all processes", ours: memory / 1e6, reference: of(raw, "memory") / 1e6, unit: "MB", goal: `≤ 3 × ${(bytes / 1e6).toFixed(0)} MB`, met: memory <= 3 * bytes });
  bench.row({
    line: "B",
    what: "the same, of a file twice as large",
    ours: twice.memory / 1e6,
    reference: memory / 1e6,
    unit: "MB",
    goal: "not twice",
    met: twice.memory <= 1.5 * memory,
    note: `${(statSync(large).size / 1e6).toFixed(0)} MB, end ${Math.round(twice.end)} ms`,
  });
  bench.row({ line: "B", what: "118,000 pictures, 860,000 annotations", note: "not measured" });
  bench.note("B", { bytes, vertices, ours, raw, stored, twice });
  if (exported) {
    const [took, plain] = [median(exported.ours), median(exported.raw.map((it) => it.took))];
    bench.row({ line: "F", what: "COCO of B's project", ours: took, reference: plain, unit: "ms", goal: "≤ 2 ×", met: took <= 2 * plain, note: exported.size });
    bench.row({ line: "F", what: "memory at the peak while writing", ours: exported.memory / 1e6, unit: "MB" });
    bench.note("F", exported);
  }
}

/** Writes the project again and again, by choosing the format on the Export page. */
async function f(bench, browser, page, file) {
  const raw = await open(browser);
  await raw.goto(`${bench.site.url}raw/stringify.html`);
  await raw.evaluate((file) => window.prepare(file), `../files/${file}`);
  const written = { ours: [], raw: [], size: "", memory: 0 };
  await page.bringToFront();
  await page.getByRole("link", { name: "Export", exact: true }).click();
  const choose = (name) =>
    page.evaluate(async (name) => {
      const note = () => document.querySelector(".sheet .go .note")?.textContent.trim() ?? "";
      const finished = () => /^[\d.,]+\s?\S*B$/.test(note()) || /bytes$/.test(note());
      const radio = document.querySelector(`input[type=radio][value="${name}"]`);
      await probe.until(() => finished() || radio.checked);
      await probe.until(finished);
      const began = performance.now();
      radio.click();
      await probe.until(() => !finished(), 1_000).catch(() => {});
      const ended = await probe.until(finished);
      return { took: ended - began, size: note() };
    }, name);
  const measure = {
    async ours() {
      await page.bringToFront();
      await choose("Cartouche JSON");
      const memory = watchMemory(browser.pid);
      const { took, size } = await choose("COCO");
      written.memory = Math.max(written.memory, memory().more);
      written.ours.push(took);
      written.size = size;
    },
    async raw() {
      await raw.bringToFront();
      written.raw.push(await raw.evaluate(() => window.write()));
    },
  };
  await page.getByRole("radio", { name: "COCO", exact: true }).waitFor();
  await choose("COCO");
  for (const who of bench.abba(5)) await measure[who]();
  await raw.close();
  return written;
}
