// Keeps the page for use without the network. The build fills in what it consists of (src/bin/dev/offline.rs).
//
// One cache for each build, filled completely and checked before anything of it is used. Every file but the page itself
// is named by its hash, so that a name means the same bytes in whatever build it is found; the page itself comes from
// this build alone. Nothing else is ever kept, and what people open doesn't come by here.
"use strict";

const BUILD = "{build}";
/** Addresses from this script on, each with its hash; "./" is the page. */
const FILES = {files};

const SCOPE = new URL("./", self.location.href);
/** Others may live under the same origin: only what begins like this is ours. */
const OURS = `cartouche ${SCOPE.pathname} `;
const CACHE = OURS + BUILD;
const COMPLETE = new URL("./complete", SCOPE).href;
const SIDE_BY_SIDE = 4;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(self.skipWaiting());
  if (event.data === "state") event.waitUntil(state().then((state) => event.ports[0]?.postMessage(state)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = request.method === "GET" && url.origin === SCOPE.origin && url.pathname.startsWith(SCOPE.pathname);
  if (isOurs) event.respondWith(answer(request, url));
});

async function answer(request, url) {
  const inside = url.pathname.slice(SCOPE.pathname.length);
  const isPage = request.mode === "navigate" && (inside === "" || inside === "index.html");
  // Storage that fails is no reason to fail: the server has the same.
  const found = isPage ? keptPage() : keptFile(new URL(inside, SCOPE).href);
  return (await found.catch(() => undefined)) ?? fetch(request);
}

/** The page of this build, once all of the build is here. */
async function keptPage() {
  const cache = await caches.open(CACHE);
  return (await cache.match(COMPLETE)) && cache.match(SCOPE.href);
}

/** A file that is named by its hash, of whatever build: a page of the build before may still be open. */
async function keptFile(href) {
  if (!/-[0-9a-f]{8,}\.[a-z0-9]+$/.test(href)) return undefined;
  for (const name of await ourCaches()) {
    const cache = await caches.open(name);
    const found = (await cache.match(COMPLETE)) && (await cache.match(href));
    if (found) return found;
  }
  return undefined;
}

const ourCaches = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

/** Fetches what isn't here yet, reads all of it again, and only then says that the build is complete. */
async function fill() {
  const cache = await caches.open(CACHE);
  const rest = [...FILES];
  const take = async () => {
    for (let file = rest.pop(); file; file = rest.pop()) await keep(cache, ...file);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, take));
  await cache.put(COMPLETE, new Response(BUILD));
}

async function keep(cache, name, integrity) {
  const href = new URL(name, SCOPE).href;
  if (await isRight(await cache.match(href), integrity)) return;
  await cache.put(href, await fetched(href, integrity));
  if (!(await isRight(await cache.match(href), integrity))) throw new Error(`${name} wasn't kept as it is`);
}

/** From the build before, where it is the same; else from the server, past a stale copy on the way if need be. */
async function fetched(href, integrity) {
  const before = href === SCOPE.href ? undefined : await keptFile(href);
  if (before && (await isRight(before.clone(), integrity))) return before;
  const get = async (cache) => plain(await fetch(href, { integrity, cache, credentials: "same-origin" }));
  return href === SCOPE.href ? get("no-cache") : get("default").catch(() => get("reload"));
}

/** A response that came by a detour may not answer a navigation. */
async function plain(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  if (!response.redirected) return response;
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(await response.blob(), { headers });
}

async function isRight(response, integrity) {
  if (!response) return false;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return integrity === `sha256-${btoa(String.fromCharCode(...digest))}`;
}

/** What older builds left goes, unless a page of theirs may be open. The first page of all is served from here on. */
async function begin() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length <= 1) {
    const old = (await ourCaches()).filter((name) => name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
  }
  await self.clients.claim();
}

/** Whether everything is here; what the browser took away is fetched again. */
async function state() {
  const isComplete = async () => Boolean(await (await caches.open(CACHE)).match(COMPLETE));
  if (!(await isComplete())) await fill().catch(() => undefined);
  return { build: BUILD, complete: await isComplete() };
}
