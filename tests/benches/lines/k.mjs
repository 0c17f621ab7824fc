// K: a text of a megabyte with a thousand spans: opened, and labelled.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fresh, median, sleep } from "../harness.mjs";
import { addPictures, cartouche, importFile } from "../ours.mjs";

const LINE = "The harbour master counted the gulls on the quay again, and wrote it down.\n";
const SPANS = 1_000;

export async function k(bench) {
  const lines = Math.ceil(1_048_576 / LINE.length);
  const text = join(bench.files, "long.txt");
  writeFileSync(text, LINE.repeat(lines));
  const object = (at) => ({ shape: { span: [at * LINE.length + 4, at * LINE.length + 18] }, labels: [{ concept: "person" }] });
  const objects = Array.from({ length: SPANS }, (_, at) => object(Math.floor((at * lines) / SPANS)));
  const labels = join(bench.files, "long.cartouche.json");
  writeFileSync(labels, JSON.stringify({
    format: "cartouche", version: 1, concepts: [{ name: "person" }],
    inputs: [{ name: "long.txt", media: { kind: "text" }, labels: [], objects }],
  }));
  const browser = await fresh();
  const page = await cartouche(browser, bench.site);
  await addPictures(page, [text]);
  await importFile(page, labels, { inputs: 1 });
  await page.getByRole("gridcell", { name: "long.txt" }).click();
  await page.locator("mark").first().waitFor();
  const address = page.url();
  const opened = [];
  for (let round = 0; round < 5; round += 1) {
    await page.goto(address);
    opened.push(await page.evaluate(async () => {
      await probe.until(() => document.querySelector(".words mark"));
      // The frame after it is there has it on the screen.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now();
    }));
  }
  await page.keyboard.press("s");
  await page.keyboard.press("1");
  const labelled = [];
  for (let round = 0; round < 10; round += 1) {
    labelled.push(await page.evaluate(async () => {
      const pieces = [...document.querySelectorAll(".words .part:first-child [data-at]")];
      const piece = pieces.find((it) => it.textContent.includes("wrote it down") && it.tagName === "SPAN");
      const at = piece.firstChild.textContent.indexOf("wrote it down");
      getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + 13);
      document.querySelector(".words").focus();
      const count = document.querySelectorAll("mark").length;
      const began = performance.now();
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      await probe.until(() => document.querySelectorAll("mark").length > count);
      return performance.now() - began;
    }));
    await sleep(100);
  }
  bench.row({ line: "K", what: "a text of 1 MB with 1,000 spans: open, from the address", ours: median(opened), unit: "ms" });
  bench.row({ line: "K", what: "a span more in it, until it is shown", ours: median(labelled), unit: "ms", goal: "≤ 50 ms", met: median(labelled) <= 50 });
  bench.note("K", { opened, labelled, complaints: page.complaints });
  await browser.close();
}
