import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { defineConfig } from "@playwright/test";

// The browsers of the machine: nothing is downloaded.
function onPath(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

const firefox = process.env.FIREFOX ?? onPath("firefox", "firefox-esr");
const chromium = process.env.CHROMIUM ?? onPath("chromium", "chromium-browser", "google-chrome", "chrome");

// The release build, from a server that sends no header of its own under a sub-path, and from one
// that sends what dist/_headers says at the root.
const root = process.env.CARTOUCHE_ROOT_PORT ?? "4173";
const sub = process.env.CARTOUCHE_SUB_PORT ?? "4174";
export const sites = {
  root: `http://127.0.0.1:${root}/`,
  sub: `http://127.0.0.1:${sub}/sub/path/`,
};

// Another folder than dist/ may be tested.
const dist = process.env.CARTOUCHE_DIST ?? "dist";

const serve = (url, port, ...options) => ({
  command: ["cargo dev static", dist, port, ...options].join(" "),
  cwd: "../..",
  url,
  timeout: 120_000,
  reuseExistingServer: false,
});

export default defineConfig({
  testDir: "specs",
  outputDir: "results",
  workers: 1,
  retries: 0,
  // Two cores that also build have to be enough.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: "list",
  use: { baseURL: sites.root, actionTimeout: 20_000 },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        launchOptions: {
          executablePath: chromium,
          args: [
            "--headless=new",
            "--no-sandbox",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      },
    },
    // Firefox takes longer, so it runs only the tests that are tagged for it.
    // The channel is what makes Playwright drive a stock Firefox, by WebDriver BiDi.
    {
      name: "firefox",
      grep: /@firefox/,
      use: { browserName: "firefox", channel: "moz-firefox", launchOptions: { executablePath: firefox } },
    },
  ],
  webServer: [
    serve(sites.root, root, "--headers"),
    serve(sites.sub, sub, "--prefix", "/sub/path/"),
  ],
});
