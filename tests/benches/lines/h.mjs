// H: the next input by its key; and a thousand of them in a row.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fresh, median, quantile, resident, sleep } from "../harness.mjs";
import { picture } from "../generate.mjs";
import { addPictures, cartouche, importFile, openInput } from "../ours.mjs";

const PICTURES = 40;
const FRAME = 1000 / 60;

export async function h(bench) {
  const names = Array.from({ length: PICTURES }, (_, at) => `walk-${String(at).padStart(2, "0")}.png`);
  // Of two sizes, so that the next picture lies elsewhere on the stage.
  const sizes = names.map((_, at) => (at % 4 === 3 ? [1200, 1600] : [1600, 1200]));
  const files = names.map((name, at) => join(bench.files, name));
  files.forEach((file, at) => writeFileSync(file, picture(...sizes[at], bench.seed + at)));
  const labels = join(bench.files, "walk.json");
  const images = names.map((file_name, at) => ({ id: at + 1, file_name, width: sizes[at][0], height: sizes[at][1] }));
  const annotations = names.flatMap((_, at) =>
    Array.from({ length: 50 }, (_, k) => {
      const [x, y] = [60 + (k % 10) * 100, 60 + Math.floor(k / 10) * 200];
      const ring = Array.from({ length: 22 }, (_, v) => (v * 2 * Math.PI) / 22).flatMap((a) => [x + 45 * Math.cos(a), y + 45 * Math.sin(a)]);
      return { id: at * 50 + k + 1, image_id: at + 1, category_id: 1 + (k % 5), segmentation: [ring], bbox: [x - 45, y - 45, 90, 90], area: 6000, iscrowd: 0 };
    }),
  );
  const categories = [1, 2, 3, 4, 5].map((id) => ({ id, name: `thing ${id}` }));
  writeFileSync(labels, JSON.stringify({ images, annotations, categories }));
  const browser = await fresh();
  const page = await cartouche(browser, bench.site);
  await addPictures(page, files);
  await importFile(page, labels, { inputs: PICTURES });
  await openInput(page, names[0]);
  await page.evaluate(() => probe.settled(800));
  await page.evaluate(() => {
    addEventListener("keydown", (event) => (probe.key = event.timeStamp), true);
  });
  const steps = [];
  for (let at = 1; at < 32; at += 1) {
    await sleep(600);
    await page.keyboard.press("ArrowRight");
    const step = await page.evaluate(async () => {
      const end = await probe.settled(300);
      const key = probe.key;
      const bitmap = probe.bitmaps.at(-1);
      const picture = bitmap[0] >= key ? bitmap[0] - key : NaN;
      return { picture, all: end - key, size: [bitmap[1], bitmap[2]] };
    });
    steps.push({ ...step, turned: String(sizes[at]) !== String(sizes[at - 1]) });
  }
  const same = steps.filter((it) => !it.turned);
  const other = steps.filter((it) => it.turned);
  const row = (what, values) => {
    const value = median(values);
    // The key comes at any moment of a frame: its own frame is the next one.
    bench.row({ line: "H", what, ours: value, unit: "ms", goal: `≤ one frame (${FRAME.toFixed(1)})`, met: value <= FRAME + 4, note: `p95 ${quantile(values, 0.95).toFixed(0)}` });
  };
  row("key to the picture drawn", steps.map((it) => it.picture));
  row("key to picture and shapes, as large as the one before", same.map((it) => it.all));
  row("key to picture and shapes, of another size", other.map((it) => it.all));
  const heap = async () => {
    await page.cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await page.cdp.send("Runtime.getHeapUsage");
    return { heap: usedSize, resident: resident(browser.pid) };
  };
  const walk = async (count) => {
    for (let at = 0; at < count; at += 1) {
      await page.keyboard.press(Math.floor((32 + at) / (PICTURES - 1)) % 2 ? "ArrowLeft" : "ArrowRight");
      await sleep(25);
    }
    await page.evaluate(() => probe.settled(500));
  };
  await walk(200);
  const early = await heap();
  await walk(800);
  const late = await heap();
  const growth = (late.heap - early.heap) / 1e6;
  bench.row({ line: "H", what: "script heap after 1,000 steps, against after 200", ours: late.heap / 1e6, reference: early.heap / 1e6, unit: "MB", goal: "no growth", met: growth < 2 });
  bench.row({ line: "H", what: "memory of all processes, likewise", ours: late.resident / 1e6, reference: early.resident / 1e6, unit: "MB", goal: "no growth", met: late.resident <= 1.1 * early.resident });
  bench.note("H", { steps, early, late, complaints: page.complaints });
  await browser.close();
}
