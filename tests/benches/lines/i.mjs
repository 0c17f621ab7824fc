// I: 10,000 inputs labelled at once, and undone, beside one raw transaction of the same rows; and how long the page
// takes to filter 100,000.

import { join } from "node:path";
import { fresh, median } from "../harness.mjs";
import { listing } from "../generate.mjs";
import { SAVED, cartouche, importFile } from "../ours.mjs";

const LABELLED = 10_000;
const FILTERED = 100_000;
const ROUNDS = 5;

export async function i(bench) {
  await labelling(bench);
  await filtering(bench);
}

async function labelling(bench) {
  const browser = await fresh();
  const page = await cartouche(browser, bench.site);
  const file = join(bench.files, `listing-${LABELLED}.json`);
  listing(file, { inputs: LABELLED, thumbs: 10 });
  await importFile(page, file, { inputs: LABELLED });
  const [label, undo, raw] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.keyboard.press("Escape");
    await page.getByRole("gridcell").first().focus();
    await page.keyboard.press("Control+a");
    await page.getByRole("button", { name: "Label as…" }).click();
    const field = page.getByRole("dialog").getByRole("combobox");
    await field.fill(`round ${round}`);
    await field.press("Enter");
    await page.evaluate((saved) => probe.until(() => probe.isSaved(saved)), SAVED);
    label.push(await page.evaluate(untilSaved, [SAVED, "Add to inputs"]));
    raw.push(await page.evaluate(putBlocks));
    undo.push(await page.evaluate(untilSaved, [SAVED, "Undo"]));
  }
  const row = (what, value) =>
    bench.row({ line: "I", what, ours: value, reference: median(raw), unit: "ms", goal: "≤ 2 ×, ≤ 1 s", met: value <= 2 * median(raw) && value <= 1000 });
  row("10,000 inputs labelled at once, until it is durable", median(label));
  row("that undone, until it is durable", median(undo));
  bench.note("I", { label, undo, raw });
  await browser.close();
}

/** In the page: presses a button; how long until everything is saved that it did. */
async function untilSaved([saved, name]) {
  const buttons = [...document.querySelectorAll("button")].filter((it) => it.offsetParent !== null || it.closest("dialog[open]"));
  const button = buttons.find((it) => it.getAttribute("aria-label") === name || it.textContent.trim() === name);
  const began = performance.now();
  button.click();
  await probe.until(() => !probe.isSaved(saved));
  await probe.until(() => probe.isSaved(saved));
  return performance.now() - began;
}

/** In the page: the rows of all inputs, put again in one strict transaction of a database of their own. */
async function putBlocks() {
  const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
  const ours = await done(indexedDB.open("cartouche"));
  const store = ours.transaction("blocks").objectStore("blocks");
  const [keys, rows] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
  ours.close();
  const request = indexedDB.open("raw-blocks", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("blocks");
  const raw = await done(request);
  const began = performance.now();
  const transaction = raw.transaction("blocks", "readwrite", { durability: "strict" });
  rows.forEach((row, at) => transaction.objectStore("blocks").put(row, keys[at]));
  await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onerror: () => reject(transaction.error) }));
  const took = performance.now() - began;
  raw.close();
  return took;
}

async function filtering(bench) {
  const browser = await fresh();
  const page = await cartouche(browser, bench.site);
  const file = join(bench.files, `listing-${FILTERED}.json`);
  listing(file, { inputs: FILTERED, thumbs: 10 });
  await importFile(page, file, { inputs: FILTERED });
  const took = { word: [], concept: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [kind, text] of [["word", `${round + 1}7`], ["concept", "#nothing"]]) {
      await page.getByRole("searchbox", { name: "Search inputs" }).fill("");
      await page.evaluate(() => probe.settled(300));
      took[kind].push(await page.evaluate(typed, text));
    }
  }
  const row = (what, values) =>
    bench.row({ line: "I", what, ours: median(values), unit: "ms", goal: "≤ 33 ms", met: median(values) <= 33 });
  row("100,000 inputs filtered by a word, main thread", took.word);
  row("100,000 inputs filtered by a concept, main thread", took.concept);
  bench.note("I filter", took);
  await browser.close();
}

/** In the page: types; how long the page is busy with it, its own drawing included. */
async function typed(text) {
  const field = document.querySelector("input[aria-label='Search inputs']");
  const began = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  // What follows by promises is done before the next task.
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
  return performance.now() - began;
}
