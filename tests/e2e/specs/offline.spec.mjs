// Without the network: kept whole, started from what is kept, brought up to date without mixing.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, addPictures, bbox, coco, drawWith, file, freshPage, openViewer, saved, shapes, tile, toast, viewer } from "../support.mjs";
import { cocoFile, instances, png } from "../fixtures.mjs";
import { DIST, hostedFrom, scratch } from "../host.mjs";
import { refuseAtFirst } from "../in-page.mjs";
import { withSettings } from "../profiles.mjs";
import { rebuild } from "../rebuild.mjs";

const hosted = hostedFrom(DIST);
const SIZE = { width: 400, height: 300 };
const worksOffline = (page) => page.getByRole("banner").getByText("Works offline", { exact: true });
const updateReady = (page) => page.getByRole("banner").getByText("Update ready", { exact: true });
const build = (page) => page.evaluate(() => document.querySelector('meta[name="cartouche-build"]').content);

hosted("after one load everything works with the server gone @firefox", async ({ page, host }) => {
  await freshPage(page);
  await expect(worksOffline(page)).toBeAttached();
  await host.close();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Drop pictures or a whole folder here" })).toBeVisible();
  await expect(worksOffline(page)).toBeAttached();
  // A picture is added (the worker decodes it), labelled, exported; the next start finds it.
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  let canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await saved(page);
  const url = page.url();
  await page.goto("about:blank");
  await page.goto(url);
  canvas = await viewer(page, SIZE);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
});

hosted("the sample project opens with the server gone", async ({ page, host }) => {
  await freshPage(page);
  await expect(worksOffline(page)).toBeAttached();
  await host.close();
  await page.reload();
  await page.getByRole("button", { name: "Open sample project" }).click();
  await expect(page.getByRole("gridcell")).toHaveCount(11);
});

hosted("what is kept is what was built, to the byte, and nothing else", async ({ page, host }) => {
  await freshPage(page);
  await expect(worksOffline(page)).toBeAttached();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const cache = await caches.open(names[0]);
    const rows = await Promise.all(
      (await cache.keys()).map(async (request) => {
        const bytes = await (await cache.match(request)).arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        return [new URL(request.url).pathname.slice(1), btoa(String.fromCharCode(...digest))];
      }),
    );
    return { names, rows };
  });
  expect(kept.names).toEqual([`cartouche / ${await build(page)}`]);
  const files = readdirSync(host.folder, { recursive: true }).filter((name) => statSync(join(host.folder, name)).isFile());
  const isKept = (name) => !/^(sw\.js|_headers|hosts\/|schema\/)/.test(name);
  const hash = (name) => createHash("sha256").update(readFileSync(join(host.folder, name))).digest("base64");
  const wanted = files.filter(isKept).map((name) => [name === "index.html" ? "" : name, hash(name)]);
  const found = kept.rows.filter(([name]) => name !== "complete");
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  for (const [name] of wanted) expect(name, "is named by its hash").toMatch(/^$|-[0-9a-f]{8,}\.[a-z0-9]+$/);
});

hosted("a newer build is offered, forced on nobody, and comes whole @firefox", async ({ page, context, host }) => {
  await freshPage(page);
  await expect(worksOffline(page)).toBeAttached();
  const first = await build(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const next = scratch();
  const second = rebuild(host.folder, next, "the next build");
  host.folder = next;
  // Coming back to the tab is when the page asks.
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(updateReady(page)).toBeVisible();
  // It goes on in the old build: also another tab, and a reload that nobody meant for the update.
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await saved(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await viewer(other, SIZE);
  expect(await build(other)).toBe(first);
  await page.reload();
  await viewer(page, SIZE);
  expect(await build(page)).toBe(first);
  await page.getByRole("banner").getByRole("button", { name: "Reload" }).click();
  await expect.poll(() => build(page).catch(() => first)).toBe(second);
  await viewer(page, SIZE);
  await expect(updateReady(page)).toHaveCount(0);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
  // The other tab still runs the old build, whole: its worker comes from what was kept of it.
  expect(await build(other)).toBe(first);
  await expect(updateReady(other)).toBeVisible();
  await other.getByRole("banner").getByRole("button", { name: "Reload" }).click();
  await expect.poll(() => build(other).catch(() => first)).toBe(second);
  await viewer(other, SIZE);
  rmSync(next, { recursive: true, force: true });
});

hosted("a newer build waits while something is in memory alone", async ({ page, context, host }) => {
  await context.addInitScript(refuseAtFirst);
  await page.goto("./");
  await page.getByRole("button", { name: "Go on without storage" }).click();
  await expect(worksOffline(page)).toBeAttached();
  const first = await build(page);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("grey.png", png(SIZE.width, SIZE.height))]);
  await expect(tile(page, "grey.png")).toBeVisible();
  const next = scratch();
  rebuild(host.folder, next, "the next build");
  host.folder = next;
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await page.getByRole("banner").getByRole("button", { name: "Reload" }).click();
  await expect(toast(page, "The page isn't loaded anew while something is in its memory alone")).toBeVisible();
  await expect(tile(page, "grey.png")).toBeVisible();
  expect(await build(page)).toBe(first);
  expect(await page.evaluate(() => caches.keys())).toContain(`cartouche / ${first}`);
  rmSync(next, { recursive: true, force: true });
});

hosted("one changed byte in a file of the next build, and it is not taken", async ({ page, host, complaints }) => {
  await freshPage(page);
  await expect(worksOffline(page)).toBeAttached();
  const first = await build(page);
  const next = scratch();
  rebuild(host.folder, next, "a damaged build");
  const script = readFileSync(join(next, "sw.js"), "utf8");
  const [, name] = /\["(worker-[0-9a-f]+\.wasm)"/.exec(script);
  const bytes = readFileSync(join(next, name));
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(join(next, name), bytes);
  host.folder = next;
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const fresh = await registration.update();
    const worker = fresh.installing;
    await new Promise((done) => worker.addEventListener("statechange", () => worker.state === "redundant" && done()));
  });
  expect(host.served.filter(({ path }) => path === name).length).toBeGreaterThan(0);
  await page.reload();
  await expect(worksOffline(page)).toBeAttached();
  await expect(updateReady(page)).toHaveCount(0);
  expect(await build(page)).toBe(first);
  // The browser says on the console what it refused.
  const told = complaints.splice(0);
  expect(told.filter((text) => !/integrity/i.test(text))).toEqual([]);
  rmSync(next, { recursive: true, force: true });
});

hosted("one changed byte in any file of the page, and it doesn't start or doesn't use it", async ({ page, host, complaints }) => {
  const html = readFileSync(join(host.folder, "index.html"), "utf8");
  const named = [...html.matchAll(/(?:href|src)="\.\/([^"]+\.(?:css|js))"/g)].map(([, name]) => name);
  const wasm = readdirSync(host.folder).find((name) => /^cartouche-.*\.wasm$/.test(name));
  expect(named.length).toBeGreaterThan(10);
  for (const name of [...named.filter((name) => name.endsWith(".js")), named.find((name) => name.endsWith(".css")), wasm]) {
    const whole = readFileSync(join(host.folder, name));
    const bytes = Buffer.from(whole);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(join(host.folder, name), bytes);
    await page.goto("about:blank");
    await page.goto(host.url);
    if (name.startsWith("boot-")) await expect(page.locator("#boot-message")).toContainText("If this sentence stays");
    else await expect(page.locator("#boot-message"), name).toContainText("couldn't start");
    await expect(page.getByRole("banner")).toHaveCount(0);
    writeFileSync(join(host.folder, name), whole);
  }
  expect(complaints.splice(0).filter((text) => !/integrity|TrustedScriptURL|fetch|cartouche/i.test(text))).toEqual([]);
});

hosted("the page may be installed, and opens files in the window that is there", async ({ page, host }) => {
  await freshPage(page);
  const href = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = JSON.parse(readFileSync(join(host.folder, href), "utf8"));
  expect(manifest).toMatchObject({ name: "Cartouche", display: "standalone", start_url: "./", scope: "./" });
  for (const { src, sizes } of manifest.icons) {
    const bytes = readFileSync(join(host.folder, src));
    if (src.endsWith(".png")) expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
  const session = await page.context().newCDPSession(page);
  const { errors } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // Every test has a window of its own that keeps nothing; the browser finds nothing else in the way.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(["in-incognito"]);
});

const lasting = withSettings(hosted);

lasting("installed, it opens files in a window of its own, also without the network", async ({ page, context, host }) => {
  await freshPage(page);
  await expect(worksOffline(page)).toBeAttached();
  const session = await context.newCDPSession(page);
  expect((await session.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([]);
  const manifestId = host.url;
  await session.send("PWA.install", { manifestId });
  await session.send("PWA.changeAppUserSettings", { manifestId, displayMode: "standalone" });
  await page.goto("about:blank");
  await host.close();

  const folder = scratch();
  const more = instances(3);
  const write = (name, bytes) => (writeFileSync(join(folder, name), bytes), join(folder, name));
  const files = [write("grey.png", png(SIZE.width, SIZE.height)), write("more.json", cocoFile(more)), join(folder, "gone.png")];
  const opened = context.waitForEvent("page");
  await session.send("PWA.launchFilesInApp", { manifestId, files });
  const own = await opened;
  expect(await own.evaluate(() => matchMedia("(display-mode: standalone)").matches)).toBe(true);
  await own.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  // What isn't there any more was refused by name; it held up nothing else.
  const refused = own.getByRole("dialog", { name: "1 file was not added" });
  await expect(refused).toContainText("gone.png");
  await refused.getByRole("button", { name: "Close", exact: true }).click();
  await expect(tile(own, "set/0003.png")).toBeVisible();
  await expect(tile(own, "grey.png")).toBeVisible();
  await saved(own);
  // More goes into the window that is there.
  const windows = context.pages().length;
  await session.send("PWA.launchFilesInApp", { manifestId, files: [write("dark.png", png(300, 200))] });
  await expect(tile(own, "dark.png")).toBeVisible();
  await saved(own);
  expect(context.pages()).toHaveLength(windows);
  expect(shapes(await coco(own))).toHaveLength(more.annotations.length);
  await session.send("PWA.uninstall", { manifestId });
  rmSync(folder, { recursive: true, force: true });
});

hosted("inside another page it doesn't start", async ({ page, host }) => {
  await page.goto(host.url);
  writeFileSync(join(host.folder, "frame.html"), `<!doctype html><link rel="icon" href="data:,"><iframe src="./" width="900" height="600"></iframe>`);
  await page.goto(`${host.url}frame.html`);
  const frame = page.frameLocator("iframe");
  await expect(frame.locator("#boot-message")).toContainText("doesn't run inside another page");
  await expect(frame.getByRole("banner")).toHaveCount(0);
});
