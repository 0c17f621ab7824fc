// 3 Inputs: selecting several, and labelling them at once; what came of it is read from the exported file.

import {
  expect, test, addPictures, classifications, file, freshPage, importFiles, native, saved, steps, tile, toast,
} from "../support.mjs";
import { instances, png } from "../fixtures.mjs";

const NAMES = ["a.png", "b.png", "c.png", "d.png", "e.png", "f.png"];

async function start(page) {
  await freshPage(page);
  await addPictures(page, NAMES.map((name, at) => file(name, png(80, 60, undefined, String(at)))));
}

const box = (page, name) => page.getByRole("checkbox", { name: `Select ${name}`, exact: true });
const bar = (page) => page.getByRole("region", { name: "Selection" });
const selected = (page) =>
  page.locator('[role=gridcell][aria-selected="true"]').evaluateAll((all) => all.map((it) => it.getAttribute("aria-label")));

/** Chooses concepts in the open window. */
async function chooseConcepts(page, ...names) {
  const field = page.getByRole("dialog").getByRole("combobox", { name: "Select or add concepts" });
  for (const name of names) {
    await field.fill(name);
    await field.press("Enter");
    await expect(page.getByRole("list", { name: "Chosen concepts" })).toContainText(name);
  }
}

test("the box, Shift, Ctrl, Select all, Ctrl+A and Esc select", async ({ page }) => {
  await start(page);
  await expect(bar(page)).toHaveCount(0);
  await tile(page, "b.png").hover();
  await box(page, "b.png").click();
  await expect(bar(page)).toContainText("1 selected");
  await tile(page, "d.png").hover();
  await box(page, "d.png").click({ modifiers: ["Shift"] });
  expect(await selected(page)).toEqual(["b.png", "c.png", "d.png"]);
  await tile(page, "c.png").click({ modifiers: ["Control"] });
  await tile(page, "f.png").click({ modifiers: ["Control"] });
  expect(await selected(page)).toEqual(["b.png", "d.png", "f.png"]);
  await expect(bar(page)).toContainText("3 selected");
  await expect(page.getByRole("checkbox", { name: "Select all", exact: true })).toHaveJSProperty("indeterminate", true);

  await page.keyboard.press("Escape");
  expect(await selected(page)).toEqual([]);
  // A range selects tiles and no text.
  expect(await page.evaluate(() => String(getSelection()))).toBe("");
  await page.keyboard.press("Control+a");
  expect(await selected(page)).toEqual(NAMES);
  await bar(page).getByRole("button", { name: "Clear selection" }).click();
  expect(await selected(page)).toEqual([]);
  await page.getByRole("checkbox", { name: "Select all", exact: true }).check();
  expect(await selected(page)).toEqual(NAMES);
});

test("without a mouse: arrow keys, Space and Shift+Space select, Enter still opens", async ({ page }) => {
  await start(page);
  await tile(page, "a.png").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+Space");
  expect(await selected(page)).toEqual(["b.png", "c.png", "d.png"]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("d.png");
  await page.goBack();
  // Who looks at one comes back to what was selected.
  await expect(bar(page)).toContainText("3 selected");
});

test("Label as… says several concepts of all selected inputs in one step", async ({ page }) => {
  await start(page);
  await tile(page, "a.png").click({ modifiers: ["Control"] });
  await tile(page, "c.png").click({ modifiers: ["Shift"] });
  await bar(page).getByRole("button", { name: "Label as…" }).click();
  const window = page.getByRole("dialog", { name: "Label as" });
  await expect(window.getByRole("radio", { name: "Add", exact: true })).toBeChecked();
  await expect(window.getByRole("button", { name: "Add to inputs" })).toBeDisabled();
  await chooseConcepts(page, "meadow", "sunny");
  await saved(page);
  const before = await steps(page);
  await window.getByRole("button", { name: "Add to inputs" }).click();
  await expect(window).toHaveCount(0);
  await saved(page);
  expect(await steps(page)).toBe(before + 1);
  const both = ["meadow", "sunny"];
  expect(classifications(await native(page))).toEqual({ "a.png": both, "b.png": both, "c.png": both });

  await page.keyboard.press("Control+z");
  await saved(page);
  expect(classifications(await native(page))).toEqual({});
  await page.keyboard.press("Control+Shift+z");
  await saved(page);

  // Off again: one of them, then whatever there is.
  await bar(page).getByRole("button", { name: "Label as…" }).click();
  await window.getByRole("radio", { name: "Remove", exact: true }).check({ force: true });
  await chooseConcepts(page, "sunny");
  await window.getByRole("button", { name: "Remove from inputs" }).click();
  await saved(page);
  const one = ["meadow"];
  expect(classifications(await native(page))).toEqual({ "a.png": one, "b.png": one, "c.png": one });
  await bar(page).getByRole("button", { name: "Label as…" }).click();
  await window.getByRole("radio", { name: "Remove", exact: true }).check({ force: true });
  await window.getByRole("button", { name: "Remove all concepts" }).click();
  await saved(page);
  expect(classifications(await native(page))).toEqual({});
});

test("Set status… and Delete take all selected inputs, each as one step that is undone", async ({ page }) => {
  await start(page);
  await tile(page, "b.png").click({ modifiers: ["Control"] });
  await tile(page, "d.png").click({ modifiers: ["Control"] });
  await bar(page).getByRole("button", { name: "Set status…" }).click();
  await page.getByRole("dialog", { name: "Set status" }).getByRole("button", { name: "Skipped" }).click();
  await saved(page);
  const statuses = async () => Object.fromEntries((await native(page)).inputs.map(({ name, status }) => [name, status]));
  expect(await statuses()).toMatchObject({ "a.png": "unlabeled", "b.png": "skipped", "c.png": "unlabeled", "d.png": "skipped" });
  await bar(page).getByRole("button", { name: "Delete" }).click();
  await expect(tile(page, "b.png")).toHaveCount(0);
  await saved(page);
  expect(Object.keys(await statuses())).toEqual(["a.png", "c.png", "e.png", "f.png"]);
  await expect(bar(page)).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(tile(page, "d.png")).toBeVisible();
  await saved(page);
  expect(Object.keys(await statuses())).toEqual(NAMES);
});

test("ten thousand inputs are labelled at once, as one step", async ({ page }) => {
  test.slow();
  await freshPage(page);
  await importFiles(page, [file("set.json", Buffer.from(JSON.stringify(instances(10_000))))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "set/0001.png")).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press("Control+a");
  await expect(bar(page)).toContainText("10,000 selected");
  await bar(page).getByRole("button", { name: "Label as…" }).click();
  await chooseConcepts(page, "meadow");
  await saved(page);
  const before = await steps(page);
  await page.getByRole("dialog", { name: "Label as" }).getByRole("button", { name: "Add to inputs" }).click();
  await expect(toast(page, "10000 inputs labelled")).toBeVisible();
  await saved(page);
  expect(await steps(page)).toBe(before + 1);
  const said = classifications(await native(page));
  expect(Object.keys(said).length).toBe(10_000);
  expect(new Set(Object.values(said).flat())).toEqual(new Set(["meadow"]));
  await page.keyboard.press("Control+z");
  await saved(page);
  expect(classifications(await native(page))).toEqual({});
});
