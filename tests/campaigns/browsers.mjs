// The browsers of the machine, driven by Playwright: nothing is downloaded.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { NotStarted } from "../benches/harness.mjs";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
// Not playwright-core: it asks a stock Firefox for what that does not have.
const playwright = require("@playwright/test");

const NAMES = {
  chromium: ["chromium", "chromium-browser", "google-chrome", "chrome"],
  firefox: ["firefox", "firefox-esr"],
};

/** Where `chromium` or `firefox` is. */
function executable(kind) {
  const named = process.env[kind.toUpperCase()];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = named ?? NAMES[kind]?.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (!found) throw new NotStarted(`there is no ${kind} on the PATH; name one by ${kind.toUpperCase()}`);
  return found;
}

function launching(kind, more) {
  const executablePath = executable(kind);
  // The channel is what makes Playwright drive a stock Firefox, by WebDriver BiDi.
  if (kind === "firefox") return { executablePath, channel: "moz-firefox", ...more };
  return { executablePath, args: ["--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"], ...more };
}

/** A `chromium` or `firefox`, with what Playwright calls `LaunchOptions` besides. */
export const launch = (kind, more = {}) => playwright[kind].launch(launching(kind, more));

/** The same with its profile in a folder: its one context. */
export const launchIn = (kind, folder, more = {}) => playwright[kind].launchPersistentContext(folder, launching(kind, more));
