// The browsers of the machine: nothing is downloaded.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = {
  chromium: ["chromium", "chromium-browser", "google-chrome", "chrome"],
  firefox: ["firefox", "firefox-esr"],
};

/** Where `chromium` or `firefox` is. */
export function executable(kind) {
  const named = process.env[kind.toUpperCase()];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = named ?? NAMES[kind]?.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (!found) throw new Error(`there is no ${kind} on the PATH; name one by ${kind.toUpperCase()}`);
  return found;
}
