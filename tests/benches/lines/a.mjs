// A: cold load. A new profile each time, so that nothing is cached, not even compiled code.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { fresh, median, page as open, sleep, sum } from "../harness.mjs";
import { ready } from "../ours.mjs";

const ROUNDS = 5;

export async function a(bench) {
  const ours = [];
  const same = { bytes: [], compiled: [] };
  let parts = null;
  const measure = {
    async ours() {
      bench.site.log.length = 0;
      const browser = await fresh();
      const page = await open(browser);
      await page.goto(bench.site.url);
      const took = await ready(page);
      const at = await page.evaluate((took) => performance.timeOrigin + took, took);
      await sleep(2000);
      const unique = (requests) => [...new Map(requests.map((it) => [it.file, it])).values()];
      const all = unique(bench.site.log.filter((it) => !it.path.startsWith("favicon")));
      const before = all.filter((it) => it.at <= at && !/worker/.test(it.path));
      parts ??= { page: before, later: all.filter((it) => !before.includes(it)) };
      ours.push(took);
      await browser.close();
    },
    async raw(compile) {
      const browser = await fresh();
      const page = await open(browser);
      const files = parts.page.map((it) => it.path).filter((it) => it !== "index.html");
      await page.goto(`${bench.site.url}raw/weight.html?files=${files.join(",")}${compile ? "&compile" : ""}`);
      const took = await page.evaluate(() => probe.until(() => probe.marks.ready).then(() => probe.marks.ready));
      same[compile ? "compiled" : "bytes"].push(took);
      await browser.close();
    },
  };
  await measure.ours();
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = [() => measure.raw(false), () => measure.raw(true), () => measure.ours()];
    for (const step of round % 2 ? order.reverse() : order) await step();
  }
  const brotli = (file) => brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const weigh = (files) => sum(files.map(brotli));
  const weight = weigh(parts.page.map((it) => it.file));
  const worker = readdirSync(bench.dist).filter((name) => /^worker.*\.(js|wasm)$/.test(name)).map((name) => join(bench.dist, name));
  bench.row({ line: "A", what: "page, brotli", ours: weight / 1000, unit: "KB", goal: "≤ 450 KB", met: weight <= 450_000 });
  bench.row({ line: "A", what: "worker, brotli", ours: weigh(worker) / 1000, unit: "KB", note: "loaded when there is work" });
  const more = parts.later.map((it) => it.path).filter((it) => !it.startsWith("worker"));
  bench.row({ line: "A", what: "files that are fetched besides", ours: more.length, unit: "", goal: "none", met: more.length === 0, note: more.join(" ") });
  const [took, bytes, compiled] = [ours.slice(1), same.bytes, same.compiled].map(median);
  bench.row({ line: "A", what: "first use against the same bytes", ours: took, reference: bytes, unit: "ms", goal: "≤ 1.5 ×", met: took <= 1.5 * bytes });
  bench.row({ line: "A", what: "first use against the same bytes, compiled", ours: took, reference: compiled, unit: "ms" });
  bench.note("A", { parts: parts.page.map((it) => [it.path, statSync(it.file).size, brotli(it.file)]), ours, same });
}
