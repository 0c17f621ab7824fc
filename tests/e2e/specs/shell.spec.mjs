import { expect, test } from "@playwright/test";
import { sites } from "../playwright.config.mjs";

// Everything that a page shouldn't do, collected while the test runs.
async function watch(page, site) {
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    const stays = url.protocol === "blob:" || url.protocol === "data:" || url.href.startsWith(site);
    if (!stays) complaints.push(`elsewhere: ${url.href}`);
  });
  await page.exposeFunction("reportPolicy", (text) => complaints.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportPolicy(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return complaints;
}

for (const [name, site] of Object.entries(sites)) {
  test(`the page starts at ${name}, by a deep link and after a reload @firefox`, async ({ page }) => {
    const complaints = await watch(page, site);
    await page.goto(`${site}?view=inputs`);
    // The sentence that index.html shows until the page runs.
    await expect(page.locator("#boot")).toHaveCount(0);
    await expect(page.locator("body")).not.toBeEmpty();
    await page.reload();
    await expect(page.locator("#boot")).toHaveCount(0);
    expect(new URL(page.url()).searchParams.get("view")).toBe("inputs");
    expect(complaints).toEqual([]);
  });
}
