// Measures the page beside raw pages that do nothing but the browser's own work, in one run and one browser.
//
//   node tests/benches/run.mjs [--only A,B,C,D,E,F,H,I,J,K,L] [--seed N] [--dist FOLDER] [--counts 100,1000] [--out FILE]
//
// Absolute times are noise; look at the ratios. What isn't measured says so.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname } from "node:path";
import { ROOT, distribution, options, scratch, serve } from "./harness.mjs";
import { a } from "./lines/a.mjs";
import { b } from "./lines/b.mjs";
import { c } from "./lines/c.mjs";
import { d } from "./lines/d.mjs";
import { e } from "./lines/e.mjs";
import { h } from "./lines/h.mjs";
import { i } from "./lines/i.mjs";
import { j } from "./lines/j.mjs";
import { k } from "./lines/k.mjs";
import { l } from "./lines/l.mjs";

const LINES = { A: a, B: b, C: c, D: d, E: e, H: h, I: i, J: j, K: k, L: l };
const UNMEASURED = {
  G: "a picture of 20,000 × 20,000",
};

const asked = options(process.argv.slice(2), { only: "A,B,C,D,E,F,G,H,I,J,K,L", seed: 1, dist: "", port: 4190, counts: "", out: "target/benches/results.json" });
const only = new Set(asked.only.toUpperCase().split(","));
const files = scratch("bench");
const dist = distribution(asked.dist);
const site = await serve({ dist, port: asked.port, files });
const rows = [];
const notes = {};

const bench = {
  site,
  dist,
  files,
  seed: asked.seed,
  counts: asked.counts ? asked.counts.split(",").map(Number) : null,
  wants: (line) => only.has(line),
  say: (text) => console.log(text),
  row(row) {
    rows.push(row);
    console.log(text(row));
  },
  note: (name, value) => (notes[name] = value),
  /** Who has their turn: ours, raw, raw, ours, ours, raw … so many times each. */
  abba: (rounds) => Array.from({ length: rounds }, (_, at) => (at % 2 ? ["raw", "ours"] : ["ours", "raw"])).flat(),
};

function number(value, unit) {
  if (value === undefined || value === null) return "–";
  if (Number.isNaN(value)) return "not measured";
  const digits = unit === "" || Math.abs(value) >= 100 ? 0 : 1;
  return `${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })}${unit ? ` ${unit}` : ""}`;
}

function columns({ line, what, ours, reference, unit = "", goal, met, note }) {
  const missing = ours === undefined;
  const ratio = missing || reference === undefined || reference === null || reference === 0 ? "" : (ours / reference).toFixed(2);
  const verdict = met === undefined || goal === undefined ? "" : met ? "yes" : "NO";
  return [line, what, missing ? note : number(ours, unit), number(reference, unit), ratio, goal ?? "", verdict, missing ? "" : note ?? ""];
}

const WIDTHS = [1, 58, 14, 12, 6, 22, 4, 0];
const text = (row) => columns(row).map((cell, at) => String(cell).padEnd(WIDTHS[at])).join("  ").trimEnd();

const began = Date.now();
const broken = [];
console.log(["", "what", "ours", "reference", "ratio", "goal", "met", ""].map((cell, at) => cell.padEnd(WIDTHS[at])).join("  "));
for (const [name, measure] of Object.entries(LINES)) {
  // F goes on with B's project.
  if (!only.has(name) && !(name === "B" && only.has("F"))) continue;
  try {
    await measure(bench);
  } catch (error) {
    broken.push(name);
    bench.row({ line: name, what: "", note: `not measured: ${String(error.message).split("\n")[0]}` });
    console.error(error);
  }
}
for (const [name, what] of Object.entries(UNMEASURED)) if (only.has(name)) bench.row({ line: name, what, note: "not measured" });
await site.close();

let commit = "unknown";
try {
  commit = execFileSync("git", ["-C", ROOT, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
} catch {
  // Not in a checkout.
}
const machine = { cpus: cpus().length, model: cpus()[0]?.model, load: loadavg(), node: process.version };
mkdirSync(dirname(asked.out), { recursive: true });
writeFileSync(asked.out, `${JSON.stringify({ at: new Date(began).toISOString(), commit, seed: asked.seed, machine, rows, notes }, null, 1)}\n`);
const missed = rows.filter((row) => row.met === false).length;
console.log(`\n${rows.length} rows, ${missed} goals missed; load ${loadavg()[0].toFixed(1)} on ${machine.cpus} cores; ${Math.round((Date.now() - began) / 1000)} s; ${asked.out}`);
if (broken.length > 0) process.exitCode = 1;
