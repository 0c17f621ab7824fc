// The page starts wherever it is put, and does nothing that it shouldn't.

import { expect, test as base } from "../support.mjs";
import { sites } from "../playwright.config.mjs";

for (const [name, site] of Object.entries(sites)) {
  const test = base.extend({ site: async ({}, use) => use(site) });
  test(`the page starts at ${name}, by a deep link and after a reload @firefox`, async ({ page }) => {
    await page.goto(`${site}?view=inputs`);
    // The sentence that index.html shows until the page runs.
    await expect(page.locator("#boot")).toHaveCount(0);
    await expect(page.getByRole("banner")).toBeVisible();
    await page.reload();
    await expect(page.locator("#boot")).toHaveCount(0);
    await expect(page.getByRole("banner")).toBeVisible();
    expect(new URL(page.url()).searchParams.get("view")).toBe("inputs");
  });
}
