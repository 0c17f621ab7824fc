// A host of static files in the test's own hands: it sends no header of its own, and its folder can be changed while
// somebody is there.

import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, resolve } from "node:path";
import { test } from "./support.mjs";

/** The release build. */
export const DIST = resolve("../..", process.env.CARTOUCHE_DIST ?? "dist");

const MIME = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

/** Serves a folder; `served` lists what was asked for. */
export async function host(folder) {
  const site = { folder, served: [] };
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)).slice(1) || "index.html";
    let bytes;
    try {
      bytes = readFileSync(join(site.folder, path));
    } catch {
      bytes = null;
    }
    site.served.push({ path, from: site.folder, found: bytes !== null });
    response.writeHead(bytes ? 200 : 404, { "content-type": MIME[extname(path)] ?? "application/octet-stream" });
    response.end(bytes ?? "not found");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    });
  return Object.assign(site, { url: `http://127.0.0.1:${server.address().port}/`, close });
}

/** A folder for another build. */
export const scratch = () => mkdtempSync(join(tmpdir(), "cartouche-builds-"));

/** A test whose own host, with a copy of a build, takes the place of the usual one. */
export const hostedFrom = (dist) =>
  test.extend({
    host: async ({}, use) => {
      const folder = scratch();
      cpSync(dist, folder, { recursive: true });
      const site = await host(folder);
      await use(site);
      await site.close();
      rmSync(folder, { recursive: true, force: true });
    },
    site: async ({ host }, use) => use(host.url),
    baseURL: async ({ host }, use) => use(host.url),
  });
