// Builds one commit twice, in two places and with two homes of cargo, and compares every byte.
//
//   node tests/campaigns/two-builds.mjs [--commit HEAD] [--out FILE]
//
// It takes as long as two builds from nothing.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT, options, scratch } from "../benches/harness.mjs";

const given = options(process.argv.slice(2), { commit: "HEAD", out: "target/campaigns/two-builds.json" });
const { out } = given;
// Whoever works on meanwhile moves HEAD.
const commit = execFileSync("git", ["-C", ROOT, "rev-parse", given.commit]).toString().trim();
const home = process.env.CARGO_HOME ?? join(homedir(), ".cargo");

function build(name, cargoHome) {
  const folder = join(scratch(name), name);
  execFileSync("git", ["clone", "--quiet", ROOT, folder]);
  execFileSync("git", ["-C", folder, "checkout", "--quiet", commit]);
  execFileSync("cargo", ["dev", "build"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, CARGO_HOME: cargoHome, CARGO_TARGET_DIR: join(folder, "target"), PATH: `${join(home, "bin")}:${process.env.PATH}` },
  });
  const dist = join(folder, "dist");
  const files = readdirSync(dist, { recursive: true }).filter((file) => statSync(join(dist, file)).isFile());
  return Object.fromEntries(files.sort().map((file) => [file, createHash("sha256").update(readFileSync(join(dist, file))).digest("hex")]));
}

const other = scratch("cargo-home");
for (const part of ["registry", "config.toml"]) {
  if (existsSync(join(home, part))) cpSync(join(home, part), join(other, part), { recursive: true });
}
const [first, second] = [build("a", home), build("another-place", other)];
const differ = [...new Set([...Object.keys(first), ...Object.keys(second)])].filter((file) => first[file] !== second[file]);
const found = { commit, files: Object.keys(first).length, differ, sha256: first };
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(found, null, 1)}\n`);
console.log(`${found.files} files of ${found.commit}; other bytes: ${differ.length ? differ.join(", ") : "none"}; ${out}`);
if (differ.length > 0) process.exitCode = 1;
