// Another build of the page: the same program, with every script, style and binary changed by a remark, so that every
// name and every hash is another one. It stands for the next release where two builds have to be told apart.

import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const digest = (bytes) => createHash("sha256").update(bytes).digest();
const integrity = (bytes, kind = "sha256") => `${kind}-${createHash(kind).update(bytes).digest("base64")}`;
const short = (bytes) => digest(bytes).toString("hex").slice(0, 16);

/** A custom section of a WebAssembly file: nothing reads it. */
const section = (text) => {
  const name = Buffer.from(text);
  return Buffer.concat([Buffer.from([0, name.length + 1, name.length]), name]);
};

const remarks = {
  js: (text) => Buffer.from(`\n// ${text}\n`),
  css: (text) => Buffer.from(`\n/* ${text} */\n`),
  wasm: section,
};

/** Writes the build into another folder; the remark says which it is. Returns the build's name. */
export function rebuild(from, to, remark) {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  const read = (name) => readFileSync(join(to, name));
  const names = readdirSync(to).filter((name) => /-[0-9a-f]{8,}\.[a-z0-9]+$/.test(name) && statSync(join(to, name)).isFile());
  // What is named comes before what names it.
  const order = (name) => ["wasm", "css", "js"].indexOf(name.split(".").pop());
  const changed = names.filter((name) => order(name) >= 0).sort((a, b) => order(a) - order(b));
  const renamed = [];
  const update = (text) => renamed.reduce((all, [old, fresh]) => all.replaceAll(old, fresh), text);
  for (const name of changed) {
    const extension = name.split(".").pop();
    const old = read(name);
    const text = extension === "wasm" ? old : Buffer.from(update(old.toString()));
    const bytes = Buffer.concat([text, remarks[extension](remark)]);
    const fresh = name.replace(/-[0-9a-f]+\./, `-${short(bytes)}.`);
    renameSync(join(to, name), join(to, fresh));
    writeFileSync(join(to, fresh), bytes);
    renamed.push([name, fresh], ...["sha256", "sha384"].map((kind) => [integrity(old, kind), integrity(bytes, kind)]));
  }
  const page = read("index.html").toString();
  const build = /name="cartouche-build" content="([0-9a-f]+)"/.exec(page)[1];
  const next = short(Buffer.from(`${build} ${remark}`));
  renamed.push([build, next]);
  const freshPage = update(page);
  renamed.push([integrity(page), integrity(freshPage)]);
  writeFileSync(join(to, "index.html"), freshPage);
  writeFileSync(join(to, "sw.js"), update(read("sw.js").toString()));
  return next;
}
