// A browser of a test's own: what is set for the whole browser, and what no window has that keeps nothing.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Firefox takes preferences; Chromium gets a profile, which may have some. */
async function context({ playwright, browserName, launchOptions, baseURL }, settings, use) {
  const around = { viewport: { width: 1440, height: 900 }, baseURL };
  const profile = mkdtempSync(join(tmpdir(), "cartouche-profile-"));
  let context;
  if (browserName === "chromium") {
    mkdirSync(join(profile, "Default"));
    writeFileSync(join(profile, "Default/Preferences"), JSON.stringify(settings.chromium ?? {}));
    // What is installed is to be found in the profile, and not in the menu of whoever runs the tests.
    const env = { ...process.env, HOME: profile, XDG_DATA_HOME: profile, XDG_CONFIG_HOME: profile };
    context = await playwright.chromium.launchPersistentContext(profile, { ...launchOptions, ...around, env });
  } else {
    const browser = await playwright.firefox.launch({ ...launchOptions, channel: "moz-firefox", firefoxUserPrefs: settings.firefox });
    context = await browser.newContext(around);
  }
  await use(context);
  await (context.browser()?.close() ?? context.close());
  rmSync(profile, { recursive: true, force: true });
}

/** A test in a browser of its own: `settings.chromium` are preferences of the profile, `settings.firefox` of Firefox. */
export const withSettings = (test, settings = {}) =>
  test.extend({
    context: async ({ playwright, browserName, launchOptions, baseURL }, use) =>
      context({ playwright, browserName, launchOptions, baseURL }, settings, use),
    page: async ({ context }, use) => use(await context.newPage()),
  });
