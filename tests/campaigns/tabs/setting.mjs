// What was asked for, and the measures that all of it goes by.

import { options } from "../../benches/harness.mjs";

export const PARTS = ["mix", "deaf", "frozen", "crash", "clock", "restore"];
export const chosen = options(process.argv.slice(2), {
  seeds: 2,
  edits: 40,
  tabs: 2,
  seed: 1,
  only: PARTS.join(),
  "no-undo": false,
  "sample-every": 20,
  browser: "chromium",
  dist: "",
  port: 4192,
  out: "target/campaigns/tabs.json",
});
export const parts = chosen.only.split(",");
for (const part of parts) if (!PARTS.includes(part)) throw new Error(`unknown part ${part}; known: ${PARTS.join(" ")}`);
if (chosen.tabs < 1 || chosen.tabs > 4) throw new Error("1 to 4 tabs");
export const inFirefox = chosen.browser === "firefox";

export const SAVED = "All changes saved";
export const [WIDTH, HEIGHT] = [2000, 1500];
export const VIEWPORT = { width: 1600, height: 1000 };
// Of the viewer's fit (src/ui/viewer/desk.rs).
export const FIT_MARGIN = 40;
// On the screen. Boxes keep apart so far that no handle of one reaches another (src/tools/hit.rs), and are so large
// that their middles are free of their own.
export const CELL = 40;
export const APART = 5;
export const [SMALLEST, LARGEST] = [14, 27];
// At the foot of the window messages come and go.
export const MESSAGES = { width: 600, height: 240 };
// What the design promises.
export const OPENED_MS = 5_000;
export const SHOWN_MS = 500;
// Where colours are laid over each other they may be so much apart, and where a line crosses the edge of what was painted
// anew: there a browser rounds the corner pixel of a halo otherwise (by 7 and 11 of 255 so far). A line that stayed or is
// missing differs by 65 and more.
export const ROUNDING = 16;
// Beyond this nothing is waited for.
export const PATIENCE = 60_000;
export const DAY = 24 * 60 * 60 * 1000;
