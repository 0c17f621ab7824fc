// 3 Inputs: what looks alike. Pictures are drawn here; what was labelled is read from the exported file.

import { expect, test, addPictures, classifications, file, freshPage, native, saved, tile, tiles } from "../support.mjs";
import { png } from "../fixtures.mjs";

/** A scene of a few discs on a ground, always the same for a seed. */
function scene(seed, { dx = 0, light = 1, flip = false } = {}) {
  const random = (n) => ((Math.sin(seed * 127.1 + n * 311.7) * 43758.5453) % 1 + 1) % 1;
  const color = (n) => [0, 1, 2].map((at) => 40 + 200 * random(n * 3 + at));
  const discs = Array.from({ length: 5 }, (_, n) => ({
    x: 160 * random(n + 50), y: 120 * random(n + 70), r: 12 + 25 * random(n + 90), color: color(n + 10),
  }));
  const ground = [color(1), color(2)];
  return png(160, 120, (x, y) => {
    const at = (flip ? 159 - x : x) + dx;
    const found = discs.find((disc) => (at - disc.x) ** 2 + (y - disc.y) ** 2 < disc.r ** 2);
    const base = found ? found.color : ground[y > 40 + 50 * random(3) ? 1 : 0];
    return base.map((value) => Math.min(255, Math.round(value * light)));
  });
}

/** Three of one scene (as it is, mirrored and lighter, a little aside) among seven others. */
async function start(page) {
  await freshPage(page);
  await addPictures(page, [
    file("other_1.png", scene(11)), file("other_2.png", scene(12)), file("twin.png", scene(1)), file("other_3.png", scene(13)),
    file("twin_mirrored.png", scene(1, { flip: true, light: 1.15 })), file("other_4.png", scene(14)),
    file("twin_aside.png", scene(1, { dx: 6 })), file("other_5.png", scene(15)), file("other_6.png", scene(16)),
  ]);
}

const TWINS = ["twin.png", "twin_aside.png", "twin_mirrored.png"];
const firstThree = async (page) => (await tiles(page)).slice(0, 3).sort();

test("a tile's likes come first, in the address, until the chip is taken away @firefox", async ({ page }) => {
  await start(page);
  await tile(page, "twin.png").hover();
  await page.getByRole("button", { name: "Search by similarity twin.png", exact: true }).click();
  await expect.poll(() => firstThree(page)).toEqual(TWINS);
  expect((await tiles(page))[0]).toBe("twin.png");
  await page.reload();
  await expect.poll(() => firstThree(page)).toEqual(TWINS);
  // Words narrow what is alike.
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("aside");
  await expect.poll(() => tiles(page)).toEqual(["twin_aside.png"]);
  await page.getByRole("button", { name: "Remove aside", exact: true }).click();
  await page.getByRole("button", { name: "Remove Similar to twin.png" }).click();
  await expect.poll(async () => (await tiles(page)).length).toBe(9);
});

test("a picture that isn't added, and a part of it, are searched by", async ({ page }) => {
  await start(page);
  await page.getByRole("button", { name: "Visual search" }).click();
  const dialog = page.getByRole("dialog", { name: "Visual search" });
  await dialog.getByLabel("Choose a picture", { exact: true }).setInputFiles(file("shown.png", scene(13, { light: 0.9 })));
  await expect(dialog.locator(".crop img")).toBeVisible();
  await dialog.getByRole("button", { name: "Search inputs" }).click();
  await expect.poll(async () => (await tiles(page))[0]).toBe("other_3.png");
  await page.reload();
  await expect.poll(async () => (await tiles(page))[0]).toBe("other_3.png");
  // A part: drawn with the pointer, seen in the numbers, kept in the address.
  await page.getByRole("button", { name: "Visual search" }).click();
  await expect(dialog.locator(".crop img")).toBeVisible();
  const crop = await dialog.locator(".crop").boundingBox();
  await page.mouse.move(crop.x + crop.width * 0.1, crop.y + crop.height * 0.1);
  await page.mouse.down();
  await page.mouse.move(crop.x + crop.width * 0.9, crop.y + crop.height * 0.9, { steps: 3 });
  await page.mouse.up();
  // A pixel of the mouse is a hundredth of this small picture.
  for (const [name, wanted] of [["Left", 10], ["Top", 10], ["Right", 90], ["Bottom", 90]]) {
    const found = Number(await dialog.getByRole("spinbutton", { name }).inputValue());
    expect(Math.abs(found - wanted), name).toBeLessThanOrEqual(2);
  }
  await dialog.getByRole("spinbutton", { name: "Left" }).fill("12");
  await dialog.getByRole("spinbutton", { name: "Left" }).press("Tab");
  await dialog.getByRole("button", { name: "Search inputs" }).click();
  await expect.poll(() => page.url()).toContain("%40120%2C");
  await expect.poll(async () => (await tiles(page))[0]).toBe("other_3.png");
  // No picture is added by it.
  await page.getByRole("button", { name: /^Remove Similar to/ }).click();
  await expect.poll(async () => (await tiles(page)).length).toBe(9);
  // What is no picture is refused by name.
  await page.getByRole("button", { name: "Visual search" }).click();
  await dialog.getByLabel("Choose a picture", { exact: true }).setInputFiles(file("notes.txt", Buffer.from("no picture")));
  await expect(dialog.getByRole("alert").filter({ hasText: "notes.txt" })).toBeVisible();
});

test("Apply to all search results: what looks alike, with the number and the threshold before", async ({ page }) => {
  await start(page);
  await tile(page, "twin.png").click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Label as…" }).click();
  const dialog = page.getByRole("dialog", { name: "Label as" });
  const number = dialog.locator(".reach > b");
  await expect(number).toHaveText("1 input");
  await dialog.getByRole("checkbox", { name: "Apply to all search results" }).check();
  const threshold = dialog.getByRole("slider", { name: "Threshold" });
  await threshold.fill("70");
  await expect(number).toHaveText("3 inputs");
  await expect(dialog.getByRole("list", { name: "Last that are in" }).getByRole("listitem")).toHaveCount(2);
  await threshold.fill("100");
  await expect(number).toHaveText(/^[12] inputs?$/);
  await threshold.fill("70");
  const field = dialog.getByRole("combobox", { name: "Select or add concepts" });
  await field.fill("twins");
  await field.press("Enter");
  await dialog.getByRole("button", { name: "Add to inputs" }).click();
  await saved(page);
  expect(Object.keys(classifications(await native(page))).sort()).toEqual(TWINS);
  await page.keyboard.press("Control+z");
  await saved(page);
  expect(classifications(await native(page))).toEqual({});
});

test("Apply to all search results: with a search on, all that it found", async ({ page }) => {
  await start(page);
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("other");
  await expect.poll(async () => (await tiles(page)).length).toBe(6);
  await tile(page, "other_2.png").click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Label as…" }).click();
  const dialog = page.getByRole("dialog", { name: "Label as" });
  await dialog.getByRole("checkbox", { name: "Apply to all search results" }).check();
  await expect(dialog.locator(".reach > b")).toHaveText("6 inputs");
  await expect(dialog.getByRole("slider", { name: "Threshold" })).toHaveCount(0);
  const field = dialog.getByRole("combobox", { name: "Select or add concepts" });
  await field.fill("others");
  await field.press("Enter");
  await dialog.getByRole("button", { name: "Add to inputs" }).click();
  await saved(page);
  const said = classifications(await native(page));
  expect(Object.keys(said)).toHaveLength(6);
  expect(Object.keys(said).every((name) => name.startsWith("other"))).toBe(true);
});
