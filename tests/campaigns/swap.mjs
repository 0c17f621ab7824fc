// Puts the next build onto the host while the page loads, at random moments, and looks that no page is a mixture of two.
//
//   node tests/campaigns/swap.mjs [--loads 300] [--seed N] [--browser chromium|firefox] [--dist FOLDER] [--out FILE]
//
// The next build is the same program with a remark in every file, so that every name is another one; like many hosts, this
// one has nothing of the build before any more. Every load is one of three, in turn: a first visit; a first visit through a
// cache that keeps the page for an hour; a visit of a browser that has the build before with its service worker. At a random
// moment the host changes over, and every third time cuts the connections that are open. Then the page has to be whole: it
// takes a picture (which the worker decodes), and everything that it loaded is of the build that it says it is. A page that
// says in a sentence that it couldn't start, or that its worker is missing, is counted, and must be whole after one reload.
// At last the network goes, and it starts again. Nothing else is tried again.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { png } from "../e2e/fixtures.mjs";
import { rebuild } from "../e2e/rebuild.mjs";
import { distribution, options, random, scratch, sleep } from "../benches/harness.mjs";
import { launch } from "./browsers.mjs";

const { loads, seed, browser: kind, dist, out } = options(process.argv.slice(2), {
  loads: 300,
  seed: 1,
  browser: "chromium",
  dist: "",
  out: "target/campaigns/swap.json",
});

const MIME = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};
/** A load is over after about so many milliseconds. */
const LOAD = 900;
const PATIENCE = 30_000;
/** A sentence that is there for so long stays. */
const STAYS = 8_000;

const chance = random(seed);
const found = {
  started: new Date().toISOString(),
  browser: kind,
  seed,
  loads: 0,
  of_the_old_build: 0,
  of_the_new_build: 0,
  said_that_it_could_not_start: 0,
  said_that_its_worker_was_missing: 0,
  offline_starts: 0,
  mixed: [],
  not_whole: [],
};

// ---------------------------------------------------------------- two builds and a host

const folders = [scratch("old"), scratch("new")];
const builds = [rebuild(distribution(dist), folders[0], "the old build"), rebuild(distribution(dist), folders[1], "the new build")];
const filesOf = folders.map((folder) => new Set(readdirSync(folder)));
const site = { folder: folders[0], caches: false, sockets: new Set() };
const pause = random(seed + 1);

const server = createServer(async (request, response) => {
  const { folder } = site;
  await sleep(30 * pause());
  const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)).slice(1) || "index.html";
  let bytes = null;
  try {
    bytes = readFileSync(join(folder, path));
  } catch {
    // Answered below.
  }
  const cache = site.caches && path !== "sw.js" ? "max-age=3600" : "no-cache";
  response.writeHead(bytes ? 200 : 404, { "content-type": MIME[extname(path)] ?? "application/octet-stream", "cache-control": cache });
  if (!bytes) return response.end("not found");
  // In two halves, so that it can be cut.
  response.write(bytes.subarray(0, bytes.length >> 1));
  await sleep(20 * pause());
  response.end(bytes.subarray(bytes.length >> 1));
});
server.on("connection", (socket) => {
  site.sockets.add(socket);
  socket.on("close", () => site.sockets.delete(socket));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const url = `http://127.0.0.1:${server.address().port}/`;

// ---------------------------------------------------------------- a load

const browser = await launch(kind);

const state = (page) =>
  page
    .evaluate(() => {
      const boot = document.getElementById("boot-message");
      if (boot) return boot.textContent.includes("couldn't start") ? "refused" : "starting";
      return document.querySelector("header") ? "running" : "starting";
    })
    // A page that is just being replaced has no answer.
    .catch(() => "starting");

async function settled(page) {
  const until = Date.now() + STAYS;
  let now = await state(page);
  while (now === "starting" && Date.now() < until) {
    await sleep(25);
    now = await state(page);
  }
  return now;
}

/** The page takes a picture, and says of which build it is and what it loaded; null where it says that its worker is missing. */
async function whole(page, number) {
  await page.getByLabel("Add inputs", { exact: true }).first().setInputFiles([{ name: `${number}.png`, mimeType: "", buffer: png(40, 30, undefined, `${number}`) }]);
  const tile = page.getByRole("gridcell", { name: `${number}.png`, exact: true });
  const missing = page.getByText("reload the page");
  await tile.or(missing).first().waitFor({ timeout: PATIENCE });
  if (await missing.count()) return null;
  return page.evaluate(() => ({
    build: document.querySelector('meta[name="cartouche-build"]').content,
    files: [...performance.getEntriesByType("resource").map(({ name }) => name), document.querySelector('meta[name="cartouche-worker"]').content].map((name) => new URL(name, location.href).pathname.slice(1)),
  }));
}

const keptComplete = (page) => page.getByText("Works offline", { exact: true }).waitFor({ state: "attached", timeout: PATIENCE });

/** The page, asked for: the browser's own page about a connection that was cut may still come in between. */
async function ask(page) {
  for (;;) {
    const failed = await page.goto(url).then(() => null, (error) => error);
    if (!failed) return;
    if (!failed.message.includes("interrupted by another navigation")) throw failed;
  }
}

async function load(number) {
  const way = ["first visit", "stale cache", "service worker"][number % 3];
  const cuts = number % 2 === 0;
  site.folder = folders[0];
  site.caches = way === "stale cache";
  let step = "the build before";
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    if (way === "service worker") {
      await page.goto(url);
      await keptComplete(page);
      await page.goto("about:blank");
    }
    step = "loading";
    const change = sleep(LOAD * chance()).then(() => {
      site.folder = folders[1];
      if (cuts) for (const socket of site.sockets) socket.destroy();
    });
    await page.goto(url).catch(() => {});
    await change;
    // A page whose connection was cut is asked for again, as a person does.
    if (!page.url().startsWith(url)) await ask(page);
    let now = await settled(page);
    // Where the very first script is missing, the sentence that the page is starting stays, and says what to do.
    if (now !== "running") {
      found.said_that_it_could_not_start += 1;
      await page.reload();
      now = await settled(page);
    }
    if (now !== "running") throw new Error(`the page is ${now}`);
    step = "a picture";
    let taken = await whole(page, number);
    if (!taken) {
      found.said_that_its_worker_was_missing += 1;
      await page.reload();
      await settled(page);
      taken = await whole(page, number);
    }
    if (!taken) throw new Error("its worker is missing after a reload");
    const { build, files } = taken;
    const which = builds.indexOf(build);
    const strangers = files.filter((name) => /-[0-9a-f]{8,}\./.test(name) && !name.includes("/") && !filesOf[which]?.has(name));
    if (which < 0 || strangers.length > 0) found.mixed.push({ number, way, build, strangers });
    found[which === 0 ? "of_the_old_build" : "of_the_new_build"] += 1;
    step = "to be kept";
    await keptComplete(page);
    step = "without the network";
    await context.setOffline(true);
    await page.reload();
    if ((await settled(page)) !== "running") throw new Error("it doesn't start without the network");
    found.offline_starts += 1;
  } catch (error) {
    found.not_whole.push({ number, way, cuts, step, reason: String(error.message).split("\n")[0] });
  } finally {
    await context.close().catch(() => {});
  }
  found.loads += 1;
}

const began = Date.now();
for (let number = 0; number < loads; number += 1) {
  await load(number);
  if ((number + 1) % 25 === 0) console.log(`${number + 1} loads: ${found.mixed.length} mixed, ${found.not_whole.length} not whole`);
}
found.seconds = Math.round((Date.now() - began) / 1000);
await browser.close();
server.closeAllConnections();
server.close();
folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(found, null, 1)}\n`);
console.log(`
loads while the host changed over     ${found.loads} (${kind})
pages of the old build, whole         ${found.of_the_old_build}
pages of the new build, whole         ${found.of_the_new_build}
said that they couldn't start, once   ${found.said_that_it_could_not_start}
said that their worker is missing     ${found.said_that_its_worker_was_missing}
started again without the network     ${found.offline_starts}
mixtures of two builds                ${found.mixed.length ? JSON.stringify(found.mixed[0]) : 0}
pages that weren't whole              ${found.not_whole.length ? JSON.stringify(found.not_whole[0]) : 0}
${found.seconds} s; ${out}`);
if (found.mixed.length + found.not_whole.length > 0) process.exitCode = 1;
