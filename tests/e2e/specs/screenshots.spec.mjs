// Pictures of the product for its README. They are taken in every run; UPDATE_SCREENSHOTS=1 keeps them.

import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { drawWith, expect, test, freshPage, objects, openViewer, saved, tile, toast } from "../support.mjs";
import { decodePng } from "../fixtures.mjs";

const folder = fileURLToPath(new URL("../../screenshots/", import.meta.url));

/** Takes a picture of the window; kept, it is one of the README's. */
async function shoot(page, name) {
  const bytes = await page.screenshot();
  if (process.env.UPDATE_SCREENSHOTS) {
    // As JPEG it is a third of the size.
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}${name}.jpg`, await page.screenshot({ type: "jpeg", quality: 85 }));
  }
  // A page that shows nothing has few colours.
  const { data } = decodePng(bytes);
  const colors = new Set();
  for (let at = 0; at < data.length; at += 4) colors.add(data.readUInt32BE(at));
  expect(colors.size, name).toBeGreaterThan(100);
}

for (const theme of ["light", "dark"]) {
  test(`first run, grid and viewer of the sample, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await freshPage(page);
    await shoot(page, `first-run-${theme}-1440`);
    await page.getByRole("button", { name: "Open sample project" }).click();
    await expect(tile(page, "harbour_06.png").getByText("sunny")).toBeVisible();
    await expect(page.getByRole("gridcell").locator("img")).toHaveCount(9);
    await saved(page);
    await expect(toast(page, "added")).toHaveCount(0, { timeout: 10_000 });
    await page.mouse.move(5, 890);
    await shoot(page, `grid-${theme}-1440`);
    const canvas = await openViewer(page, "meadow_01.jpg", { width: 1600, height: 1067 });
    await objects(page).getByRole("button", { name: "sheep.1", exact: true }).click();
    const background = await canvas.color(canvas.pixel(3, 3));
    await expect.poll(() => canvas.color(canvas.at(800, 20))).not.toEqual(background);
    await page.mouse.move(5, 890);
    await shoot(page, `viewer-${theme}-1440`);
    if (theme === "light") {
      await page.setViewportSize({ width: 1024, height: 700 });
      await expect(page.getByRole("region", { name: "Objects" })).toBeInViewport();
      await shoot(page, "viewer-light-1024");
    }
  });
}

test("a tour from the sample project", async ({ page }) => {
  test.slow();
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await freshPage(page);
  await page.getByRole("button", { name: "Open sample project" }).click();
  await expect(page.getByRole("gridcell").locator("img")).toHaveCount(9);
  await expect(tile(page, "harbour_06.png").getByText("sunny")).toBeVisible();
  await saved(page);
  await expect(toast(page, "added")).toHaveCount(0, { timeout: 10_000 });
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  const filters = page.getByRole("region", { name: "Filters" });
  await filters.getByRole("checkbox", { name: "sheep", exact: true }).check();
  await expect(page.getByText("2 of 11 inputs")).toBeVisible();
  await shoot(page, "tour-1-filters");
  await filters.getByRole("button", { name: "Clear filters" }).click();
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await tile(page, "meadow_01.jpg").click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Label as…" }).click();
  const dialog = page.getByRole("dialog", { name: "Label as" });
  await dialog.getByRole("checkbox", { name: "Apply to all search results" }).check();
  await dialog.getByRole("slider", { name: "Threshold" }).fill("50");
  await expect(dialog.getByRole("list", { name: "First that are out" }).locator("img").first()).toBeVisible();
  await shoot(page, "tour-2-similar");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear selection" }).click();
  await page.getByRole("button", { name: "Object Mode" }).click();
  await expect(page.getByRole("gridcell").locator("img").nth(11)).toBeVisible();
  await shoot(page, "tour-3-objects");
  await page.getByRole("button", { name: "Input Mode" }).click();
  const canvas = await openViewer(page, "meadow_01.jpg", { width: 1600, height: 1067 });
  await page.keyboard.down("Shift");
  await canvas.drag(canvas.at(250, 780), canvas.at(640, 1010));
  await page.keyboard.up("Shift");
  await expect(page.getByRole("group", { name: "Selected objects" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Film strip" }).locator("img")).toHaveCount(9);
  await shoot(page, "tour-4-several");
  await page.keyboard.press("g");
  const harbour = await openViewer(page, "harbour_02.jpg", { width: 1600, height: 1067 });
  await drawWith(page, "Brush", "sun");
  await harbour.drag(harbour.at(300, 150), harbour.at(500, 180));
  await harbour.move(harbour.at(560, 190));
  await shoot(page, "tour-7-brush");
  await page.keyboard.press("g");
  await tile(page, "harbour_log.txt").click();
  await expect(page.getByRole("document", { name: "Text" })).toContainText("Alma");
  await expect(page.locator("mark")).not.toHaveCount(0);
  await shoot(page, "tour-8-text");
  await page.keyboard.press("g");
  await tile(page, "harbour_ferry.webm").click();
  const time = page.getByRole("group", { name: "Time line" });
  await expect(time.getByText("0:08.000")).toBeVisible();
  await time.getByLabel("Frame", { exact: true }).fill("60");
  await time.getByLabel("Frame", { exact: true }).press("Enter");
  await expect(time).toContainText("0:02.360");
  await time.getByRole("button", { name: "boat.1" }).click();
  await shoot(page, "tour-9-video");
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Concepts", exact: true }).click();
  await expect(page.getByRole("button", { name: "Export label list" })).toBeVisible();
  await shoot(page, "tour-5-concepts");
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("heading", { name: "Keyboard" }).scrollIntoViewIfNeeded();
  await shoot(page, "tour-6-settings");
});
