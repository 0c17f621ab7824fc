// D: the grid of many inputs. Their pictures aren't there (100,000 files would measure the disk): a Cartouche JSON with
// hashes is imported, thumbnails are put under these hashes into the database of thumbnails, and the rows of the inputs
// are marked as stored, which is one byte after each hash. From there on the page does everything that it does for
// pictures that were added by hand, but for making a thumbnail.

import { join } from "node:path";
import { fresh, median, page as open, quantile, resident } from "../harness.mjs";
import { listing } from "../generate.mjs";
import { cartouche, importFile, ready } from "../ours.mjs";

const COUNTS = [1_000, 10_000, 100_000];
/** Different thumbnails; more than the page keeps at a time. */
const THUMBS = 4_000;
const SCREENS = 100;

export async function d(bench) {
  const counts = bench.counts ?? COUNTS;
  const first = {};
  for (const count of counts) {
    const file = join(bench.files, `listing-${count}.json`);
    const thumbs = Math.min(count, THUMBS);
    listing(file, { inputs: count, thumbs });
    const browser = await fresh();
    const ours = await cartouche(browser, bench.site);
    const imported = await importFile(ours, file, { inputs: count });
    await ours.evaluate(putThumbs, thumbs);
    const marked = await ours.evaluate(markStored);
    if (marked !== count) throw new Error(`${marked} of ${count} inputs could be marked`);
    const begun = { ours: [], raw: [], after: [] };
    const raw = await open(browser);
    let layout = null;
    const load = {
      async ours() {
        await ours.bringToFront();
        await ours.reload();
        const usable = await ready(ours);
        const full = await ours.evaluate(whole);
        begun.ours.push(full);
        begun.after.push(full - usable);
        layout ??= await ours.evaluate(layoutOf);
      },
      async raw() {
        await raw.bringToFront();
        const query = new URLSearchParams({ count, thumbs, ...layout });
        await raw.goto(`${bench.site.url}raw/list.html?${query}`);
        begun.raw.push(await raw.evaluate(whole));
      },
    };
    await load.ours();
    await load.raw();
    for (const who of bench.abba(2)) await load[who]();
    const pages = { ours, raw };
    const scrolls = { ours: [], raw: [] };
    for (const who of bench.abba(1)) {
      await pages[who].bringToFront();
      scrolls[who].push(await pages[who].evaluate(scroll, SCREENS));
    }
    const memory = resident(browser.pid);
    const n = count.toLocaleString("en");
    const [start, plain] = [median(begun.ours), median(begun.raw)];
    first.start ??= start;
    const [own, reference] = [scrolls.ours[0], scrolls.raw[0]];
    const row = (what, value, against, unit, goal, met, note) => bench.row({ line: "D", what: `${n}: ${what}`, ours: value, reference: against, unit, goal, met, note });
    row("address to a screen of thumbnails", start, plain, "ms", "≤ 1.5 ×, flat", start <= 1.5 * plain && start <= 1.5 * first.start);
    row("of it, after the page could be used", median(begun.after), null, "ms", null, undefined, "A says what comes before");
    const [fill, bare] = [median(own.fills), median(reference.fills)];
    row("a screen further, until it is full, median", fill, bare, "ms", "≤ 1.5 ×", fill <= 1.5 * bare);
    row("likewise, p95", quantile(own.fills, 0.95), quantile(reference.fills, 0.95), "ms");
    row(`blank tiles 100 ms after, of ${own.tiles}`, own.blank, reference.blank, "");
    row("p95 frame while scrolling", quantile(own.frames, 0.95), quantile(reference.frames, 0.95), "ms");
    row("worst frame while scrolling", Math.max(...own.frames), Math.max(...reference.frames), "ms");
    first.memory ??= memory;
    row("memory of all processes afterwards", memory / 1e6, first.memory / 1e6, "MB", "follows the screen", memory <= 1.5 * first.memory, "reference: the fewest inputs");
    bench.note(`D ${n}`, { imported, begun, scrolls, memory, complaints: ours.complaints });
    await browser.close();
  }
}

/** In the page: small pictures, each with another number, under the hashes of the listing. */
async function putThumbs(count) {
  const database = await new Promise((done, failed) => {
    const request = indexedDB.open("cartouche-pictures", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("thumbs");
      request.result.createObjectStore("handles");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const canvas = new OffscreenCanvas(320, 240);
  const context = canvas.getContext("2d");
  for (let from = 0; from < count; from += 200) {
    const blobs = [];
    for (let at = from; at < Math.min(count, from + 200); at += 1) {
      context.fillStyle = `hsl(${(at * 47) % 360} 45% 62%)`;
      context.fillRect(0, 0, 320, 240);
      context.fillStyle = "#fff";
      context.font = "64px sans-serif";
      context.fillText(String(at), 60, 140);
      blobs.push([at, await canvas.convertToBlob({ type: "image/webp", quality: 0.8 })]);
    }
    const transaction = database.transaction("thumbs", "readwrite");
    for (const [at, blob] of blobs) {
      transaction.objectStore("thumbs").put(blob, `ca470c4e${String(at).padStart(8, "0")}${"5a".repeat(24)}`);
    }
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
  }
  database.close();
}

/** In the page: after each hash of the listing stands where the bytes are: 2 is awaited, 0 is stored. */
async function markStored() {
  const database = await new Promise((done) => {
    const request = indexedDB.open("cartouche");
    request.onsuccess = () => done(request.result);
  });
  let marked = 0;
  await new Promise((done, failed) => {
    const transaction = database.transaction("blocks", "readwrite");
    const request = transaction.objectStore("blocks").openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      const row = new Uint8Array(cursor.value);
      let changed = 0;
      for (let at = 0; at + 32 < row.length; at += 1) {
        const starts = row[at] === 0xca && row[at + 1] === 0x47 && row[at + 2] === 0x0c && row[at + 3] === 0x4e;
        if (!starts || row[at + 8] !== 0x5a || row[at + 31] !== 0x5a || row[at + 32] !== 2) continue;
        row[at + 32] = 0;
        changed += 1;
        at += 32;
      }
      if (changed > 0) cursor.update(row);
      marked += changed;
      cursor.continue();
    };
    transaction.oncomplete = done;
    transaction.onabort = () => failed(transaction.error);
  });
  database.close();
  return marked;
}

/** In either page: when each tile in sight shows its picture, since the navigation. */
function whole() {
  const scroller = () => document.querySelector(".scroller");
  probe.tiles = () => {
    const area = scroller()?.getBoundingClientRect();
    if (!area) return [];
    return [...document.querySelectorAll(".tile")].filter((tile) => {
      const box = tile.getBoundingClientRect();
      return box.bottom > area.top + 1 && box.top < area.bottom - 1;
    });
  };
  probe.blank = (tiles) => tiles.filter((tile) => {
    const image = tile.querySelector("img");
    return !(image && image.complete && image.naturalWidth > 0);
  }).length;
  return probe.until(() => {
    const tiles = probe.tiles();
    return tiles.length > 0 && probe.blank(tiles) === 0;
  }, 60_000);
}

/** In our page: how its tiles lie, for the raw one. */
function layoutOf() {
  const area = document.querySelector(".scroller").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".tile")].map((tile) => tile.getBoundingClientRect());
  const tops = [...new Set(boxes.map((box) => Math.round(box.top)))].sort((a, b) => a - b);
  const lefts = [...new Set(boxes.map((box) => Math.round(box.left)))].sort((a, b) => a - b);
  return { w: area.width, h: area.height, columns: lefts.length, across: lefts[1] - lefts[0], down: tops[1] - tops[0] };
}

/** In either page: a screen further, so many times, there and back where the list is short. */
async function scroll(screens) {
  const scroller = document.querySelector(".scroller");
  const fills = [];
  let blank = 0;
  let seen = 0;
  let way = 1;
  probe.startFrames();
  for (let at = 0; at < screens; at += 1) {
    const before = scroller.scrollTop;
    scroller.scrollTop = before + way * scroller.clientHeight;
    if (scroller.scrollTop === before) {
      way = -way;
      scroller.scrollTop = before + way * scroller.clientHeight;
    }
    const began = performance.now();
    // The list learns of it in the next frame.
    await new Promise((done) => probe.nativeFrame(() => probe.nativeFrame(done)));
    let counted = false;
    const full = await probe.until(() => {
      const tiles = probe.tiles();
      const missing = probe.blank(tiles);
      if (!counted && performance.now() - began >= 100) {
        counted = true;
        blank += missing;
        seen += tiles.length;
      }
      return tiles.length > 0 && missing === 0;
    }, 5_000).catch(() => began + 5_000);
    fills.push(full - began);
    if (!counted) seen += probe.tiles().length;
    const left = 150 - (performance.now() - began);
    if (left > 0) await new Promise((done) => setTimeout(done, left));
  }
  const { frames } = probe.stopFrames();
  return { fills, blank, tiles: seen, frames };
}
