// Draws the icons of the installed application from public/icon.svg: node tests/sample/icons.mjs

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, fresh } from "../benches/harness.mjs";

const svg = readFileSync(join(ROOT, "public/icon.svg"), "utf8");
const browser = await fresh();
const page = await browser.context.newPage();
// A maskable icon is cut to a circle: what counts lies in the middle, on a ground of its own.
for (const [name, size, share, ground] of [
  ["icon-192", 192, 1, "transparent"],
  ["icon-512", 512, 1, "transparent"],
  ["icon-maskable", 512, 0.62, "#ffffff"],
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>* { margin: 0 } body { display: grid; place-items: center; width: 100vw; height: 100vh; background: ${ground} }
     svg { width: ${share * 100}vw; height: ${share * 100}vh }</style>${svg}`,
  );
  writeFileSync(join(ROOT, `public/${name}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
