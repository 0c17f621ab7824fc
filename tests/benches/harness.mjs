// What the benches and the campaigns share: a file server, a browser in a process group of its own, statistics.

import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// The one that comes with tests/e2e: nothing else is installed.
const require = createRequire(new URL("../e2e/package.json", import.meta.url));
export const { chromium } = require("playwright-core");

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RAW = fileURLToPath(new URL("raw/", import.meta.url));
export const PROBE = readFileSync(new URL("probe.js", import.meta.url), "utf8");

// ---------------------------------------------------------------- options

/** `--name value` and `--flag`, as an object. */
export function options(argv, known) {
  const found = {};
  for (let at = 0; at < argv.length; at += 1) {
    const name = argv[at].replace(/^--/, "");
    if (!argv[at].startsWith("--") || !(name in known)) {
      throw new Error(`unknown: ${argv[at]}; known: ${Object.keys(known).map((it) => `--${it}`).join(" ")}`);
    }
    if (typeof known[name] === "boolean") found[name] = true;
    else found[name] = typeof known[name] === "number" ? Number(argv[(at += 1)]) : argv[(at += 1)];
  }
  return { ...known, ...found };
}

/** The folder of the release build: `--dist`, else `dist` of the repository. */
export function distribution(chosen) {
  const dist = resolve(chosen || process.env.CARTOUCHE_DIST || join(ROOT, "dist"));
  if (!existsSync(join(dist, "index.html"))) {
    throw new Error(`${dist} has no index.html: run \`cargo dev build\` first, or name a folder by --dist`);
  }
  return dist;
}

// ---------------------------------------------------------------- chance

/** Numbers from 0 to 1, the same for the same seed. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// ---------------------------------------------------------------- statistics

export const sorted = (values) => [...values].sort((a, b) => a - b);
export function quantile(values, q) {
  const all = sorted(values);
  return all.length === 0 ? NaN : all[Math.min(all.length - 1, Math.max(0, Math.ceil(q * all.length) - 1))];
}
export const median = (values) => quantile(values, 0.5);
export const sum = (values) => values.reduce((a, b) => a + b, 0);
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// ---------------------------------------------------------------- server

const MIME = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/**
 * Serves the page at /, the raw references at /raw/ and generated files at /files/, all the same way: nothing is
 * cached, nothing is compressed. Resolves with what to close it by.
 */
export async function serve({ dist, port, files }) {
  const log = [];
  const folders = [["/raw/", RAW], ["/files/", files], ["/", dist]].filter(([, folder]) => folder);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const [prefix, folder] = folders.find(([start]) => path.startsWith(start));
    const inside = normalize(path.slice(prefix.length)) || "index.html";
    const file = join(folder, inside === "." ? "index.html" : inside);
    if (inside.startsWith("..") || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    log.push({ path: path.slice(1) || "index.html", file, at: Date.now() });
    response.writeHead(200, {
      "Content-Type": MIME[extname(file)] ?? "application/octet-stream",
      "Content-Length": statSync(file).size,
      "Cache-Control": "no-store",
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}/`;
  return { url, log, close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) };
}

// ---------------------------------------------------------------- browser

function onPath(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

const ARGUMENTS = [
  "--headless=new",
  "--no-sandbox",
  "--no-zygote",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--password-store=basic",
  "--remote-debugging-port=0",
];

/** A browser didn't come up: nothing is known of the product. */
export class NotStarted extends Error {}

/**
 * Chromium with a profile on disk, in a process group of its own. `kill` ends the whole group by SIGKILL, as a power
 * button would; `close` asks it to go.
 */
export async function launch(profile, { width = 1280, height = 800, patience = 60_000 } = {}) {
  const executable = process.env.CHROMIUM ?? onPath("chromium", "chromium-browser", "google-chrome", "chrome");
  if (!executable) throw new NotStarted("there is no Chromium on the PATH; name one by CHROMIUM");
  for (const name of existsSync(profile) ? readdirSync(profile) : []) {
    // What a killed browser leaves behind to say that it runs.
    if (name.startsWith("Singleton") || name === "DevToolsActivePort") rmSync(join(profile, name), { force: true });
  }
  const child = spawn(executable, [...ARGUMENTS, `--user-data-dir=${profile}`, `--window-size=${width},${height}`, "about:blank"], {
    detached: true,
    stdio: "ignore",
  });
  groups.add(child.pid);
  let gone = false;
  const ended = new Promise((done) => child.once("exit", () => done((gone = true))));
  const kill = async () => {
    end(child.pid);
    await ended;
    groups.delete(child.pid);
  };
  const until = Date.now() + patience;
  const portFile = join(profile, "DevToolsActivePort");
  while (!existsSync(portFile) || !readFileSync(portFile, "utf8").includes("\n")) {
    if (gone || Date.now() > until) {
      await kill();
      throw new NotStarted(gone ? `Chromium ended with ${child.exitCode}` : "Chromium said no port in time");
    }
    await sleep(20);
  }
  const port = readFileSync(portFile, "utf8").split("\n")[0];
  let browser;
  try {
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: patience });
  } catch (error) {
    await kill();
    throw new NotStarted(`no connection to Chromium: ${error.message}`);
  }
  const context = browser.contexts()[0];
  const close = async () => {
    await browser.close().catch(() => {});
    await kill();
  };
  return { browser, context, pid: child.pid, kill, close };
}

const folders = new Set();
const groups = new Set();

function end(group) {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

// However this ends, no browser stays behind: they are in groups of their own, which no Ctrl+C reaches.
process.once("exit", () => {
  groups.forEach(end);
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(130));

/** A folder that is gone when the process ends. */
export function scratch(name) {
  const folder = mkdtempSync(join(tmpdir(), `cartouche-${name}-`));
  folders.add(folder);
  return folder;
}

/** A browser with an empty profile, for one measurement. */
export async function fresh(options) {
  const profile = scratch("profile");
  const browser = await launch(profile, options);
  return { ...browser, close: async () => (await browser.close(), rmSync(profile, { recursive: true, force: true })) };
}

/** A page with the probe in it. */
export async function page(browser, { width = 1280, height = 800 } = {}) {
  const opened = await browser.context.newPage();
  await opened.setViewportSize({ width, height });
  await opened.addInitScript(PROBE);
  opened.setDefaultTimeout(240_000);
  opened.complaints = [];
  opened.on("pageerror", (error) => opened.complaints.push(error.message));
  opened.on("crash", () => opened.complaints.push("the page crashed"));
  opened.cdp = await browser.context.newCDPSession(opened);
  // Time that the thread ran, not time that passed: other programs don't count.
  await opened.cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  return opened;
}

/** Milliseconds that the main thread ran since the page began. */
export async function taskTime(page) {
  const { metrics } = await page.cdp.send("Performance.getMetrics");
  return 1000 * metrics.find((metric) => metric.name === "TaskDuration").value;
}

// ---------------------------------------------------------------- memory

/** Resident bytes of a process and all below it, shared pages counted once for each (so: differences only). */
export function resident(pid) {
  const children = new Map();
  const own = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
      const parent = Number(fields[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
      own.set(Number(name), Number(fields[21]) * 4096);
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (at) => sum([own.get(at) ?? 0, ...(children.get(at) ?? []).map(below)]);
  return below(pid);
}

/** Watches the memory of a browser until it is asked for the most that was seen. */
export function watchMemory(pid) {
  const before = resident(pid);
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, resident(pid))), 100);
  return () => {
    clearInterval(timer);
    peak = Math.max(peak, resident(pid));
    return { before, peak, more: peak - before };
  };
}
