// 3 Inputs: filters, Object Mode, metadata, the trash; what came of it is read from the exported file.

import { expect, test, choose, file, freshPage, importFiles, native, saved, tile, tiles, toast } from "../support.mjs";

const NAMES = ["farm/1.png", "farm/2.png", "sea/3.png", "sea/4.png"];

/** Ada has a box of a sheep on 1 and says dog of 2; a model has a pending polygon of a boat on 3. */
async function start(page) {
  await freshPage(page);
  const label = (concept, annotator, more = {}) => ({ concept, annotator, ...more });
  const labels = {
    format: "cartouche", version: 1,
    concepts: [{ name: "sheep" }, { name: "dog" }, { name: "boat" }],
    annotators: [{ name: "Ada", kind: "person" }, { name: "Net", kind: "model" }],
    inputs: NAMES.map((name) => ({ name, media: { width: 80, height: 60 } })),
  };
  labels.inputs[0].objects = [{ shape: { box: [10, 10, 40, 40] }, labels: [label("sheep", "Ada")] }];
  labels.inputs[1].labels = [label("dog", "Ada")];
  labels.inputs[1].metadata = { camera: "north" };
  labels.inputs[2].objects = [
    { shape: { polygon: [[[[5, 5], [30, 5], [20, 30]]]] }, labels: [label("boat", "Net", { status: "pending" })] },
    { shape: { box: [40, 10, 60, 40] }, labels: [label("sheep", "Net")] },
  ];
  await importFiles(page, [file("labels.json", Buffer.from(JSON.stringify(labels)))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "farm/1.png")).toBeVisible();
  await saved(page);
}

const filters = (page) => page.getByRole("region", { name: "Filters" });
const shown = (page, names) => expect.poll(async () => (await tiles(page)).sort()).toEqual([...names].sort());
const openFilters = (page) => page.getByRole("button", { name: "Filters", exact: true }).click();

test("labels with or, and, not and Unlabeled; the address and Back keep them @firefox", async ({ page }) => {
  await start(page);
  await openFilters(page);
  const box = (name) => filters(page).getByRole("checkbox", { name, exact: true });
  await box("sheep").check();
  await shown(page, ["farm/1.png", "sea/3.png"]);
  await box("boat").check();
  await shown(page, ["farm/1.png", "sea/3.png"]);
  await filters(page).getByText("and", { exact: true }).click();
  await shown(page, ["sea/3.png"]);
  await filters(page).getByText("or", { exact: true }).click();
  await filters(page).getByRole("button", { name: "Not boat" }).click();
  await shown(page, ["farm/1.png"]);
  await page.reload();
  await shown(page, ["farm/1.png"]);
  await expect(page.getByRole("button", { name: "Remove NOT boat" })).toBeVisible();
  await tile(page, "farm/1.png").click();
  await expect(page.getByText("1 of 1", { exact: true })).toBeVisible();
  await page.goBack();
  await shown(page, ["farm/1.png"]);
  await page.getByRole("button", { name: "Remove sheep", exact: true }).click();
  await shown(page, ["farm/1.png", "farm/2.png", "sea/4.png"]);
  await filters(page).getByRole("button", { name: "Clear filters" }).click();
  await box("Unlabeled").check();
  await shown(page, ["sea/4.png"]);
});

test("labeler, annotation status, region, type, folder, metadata", async ({ page }) => {
  await start(page);
  await openFilters(page);
  const select = (name, option) => filters(page).getByRole("combobox", { name, exact: true }).selectOption(option);
  await select("Labeler", "Ada");
  await shown(page, ["farm/1.png", "farm/2.png"]);
  await select("Labeler", "Net");
  await shown(page, ["sea/3.png"]);
  await select("Labeler", "");
  await select("Annotation status", "Pending");
  await shown(page, ["sea/3.png"]);
  await select("Annotation status", "");
  await select("Region", "Polygon");
  await shown(page, ["sea/3.png"]);
  await select("Region", "Bounding box");
  await shown(page, ["farm/1.png", "sea/3.png"]);
  await select("Folder", "farm");
  await shown(page, ["farm/1.png"]);
  await select("Region", "");
  await shown(page, ["farm/1.png", "farm/2.png"]);
  await filters(page).getByRole("textbox", { name: "Metadata" }).fill("camera=north");
  await filters(page).getByRole("textbox", { name: "Metadata" }).press("Enter");
  await shown(page, ["farm/2.png"]);
  await filters(page).getByRole("button", { name: "Clear filters" }).click();
  await select("Input type", "awaited");
  await shown(page, NAMES);
});

test("Object Mode: a tile for each object, reassigned and removed as one step, opened with it selected @firefox", async ({ page }) => {
  await start(page);
  await page.getByRole("button", { name: "Object Mode" }).click();
  await shown(page, ["sheep.1 on farm/1.png", "boat.1 on sea/3.png", "sheep.1 on sea/3.png"]);
  await expect(page.getByText("3 objects on 2 inputs")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("#sheep");
  await shown(page, ["sheep.1 on farm/1.png", "sheep.1 on sea/3.png"]);
  await tile(page, "sheep.1 on farm/1.png").click({ modifiers: ["Control"] });
  await tile(page, "sheep.1 on sea/3.png").click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Reassign concept…" }).click();
  const dialog = page.getByRole("dialog", { name: "Reassign concept" });
  await dialog.getByRole("combobox").fill("dog");
  await dialog.getByRole("combobox").press("Enter");
  await expect(toast(page, "2 objects reassigned")).toBeVisible();
  await expect(page.getByText("No object matches.")).toBeVisible();
  await page.getByRole("button", { name: "Clear search" }).click();
  await shown(page, ["dog.1 on farm/1.png", "boat.1 on sea/3.png", "dog.1 on sea/3.png"]);
  await tile(page, "boat.1 on sea/3.png").click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Remove annotations" }).click();
  await shown(page, ["dog.1 on farm/1.png", "dog.1 on sea/3.png"]);
  await saved(page);
  const { inputs, concepts } = await native(page);
  const name = new Map(concepts.map((it) => [it.id, it.name]));
  const left = inputs.flatMap((input) => (input.objects ?? []).map((it) => [input.name, name.get(it.labels[0].concept)]));
  expect(left).toEqual([["farm/1.png", "dog"], ["sea/3.png", "dog"]]);
  await tile(page, "dog.1 on sea/3.png").click();
  const row = page.getByRole("region", { name: "Objects" }).getByRole("button", { name: "dog.1", exact: true });
  await expect(row).toHaveAttribute("aria-pressed", "true");
  // The selection doesn't go over to the other mode.
  await page.goBack();
  await page.keyboard.press("Control+a");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.getByRole("button", { name: "Input Mode" }).click();
  await expect(page.getByRole("region", { name: "Selection" })).toHaveCount(0);
});

test("Edit metadata: a valid JSON object is added and removed, for several at once", async ({ page }) => {
  await start(page);
  await page.keyboard.press("Control+a");
  const edit = async (way, text, button) => {
    await page.getByRole("button", { name: "Edit metadata…" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit metadata" });
    await dialog.getByText(way, { exact: true }).click();
    const field = dialog.getByRole("textbox", { name: "Metadata" });
    await field.fill("{ no json");
    await expect(dialog.getByRole("alert")).toContainText("Not valid JSON");
    await expect(dialog.getByRole("button", { name: button })).toBeDisabled();
    await field.fill("[1]");
    await expect(dialog.getByRole("alert")).toContainText("A JSON object is wanted");
    await field.fill(text);
    await dialog.getByRole("button", { name: button }).click();
    await saved(page);
    return (await native(page)).inputs.map(({ metadata }) => metadata);
  };
  const added = await edit("Add", '{ "run": 7, "camera": "south" }', "Add to inputs");
  expect(added).toEqual(NAMES.map(() => ({ run: 7, camera: "south" })));
  await page.keyboard.press("Control+a");
  const rest = await edit("Remove", '{ "camera": null }', "Remove from inputs");
  expect(rest).toEqual(NAMES.map(() => ({ run: 7 })));
});

test("the trash keeps what was deleted, gives it back, and is emptied with a question @firefox", async ({ page }) => {
  await start(page);
  await tile(page, "farm/1.png").click({ modifiers: ["Control"] });
  await tile(page, "sea/3.png").click({ modifiers: ["Control"] });
  await page.getByRole("region", { name: "Selection" }).getByRole("button", { name: "Delete" }).click();
  await shown(page, ["farm/2.png", "sea/4.png"]);
  await saved(page);
  expect((await native(page)).inputs.map(({ name }) => name)).toEqual(["farm/2.png", "sea/4.png"]);
  await page.reload();
  await page.getByRole("button", { name: "Trash", exact: true }).click();
  await shown(page, ["farm/1.png", "sea/3.png"]);
  await tile(page, "farm/1.png").hover();
  await page.getByRole("button", { name: "Restore farm/1.png" }).click();
  await shown(page, ["sea/3.png"]);
  await page.getByRole("button", { name: "Empty trash" }).click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("The trash is empty.")).toBeVisible();
  await page.getByRole("button", { name: "Close trash" }).click();
  await shown(page, ["farm/1.png", "farm/2.png", "sea/4.png"]);
  await saved(page);
  const { inputs } = await native(page);
  expect(inputs[0].objects).toHaveLength(1);
  // Even that is undone.
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "Trash", exact: true }).click();
  await shown(page, ["sea/3.png"]);
});

test("Info shows what is known of an input, and its metadata is edited there", async ({ page }) => {
  await start(page);
  await tile(page, "farm/2.png").hover();
  await page.getByRole("button", { name: "Info farm/2.png" }).click();
  const dialog = page.getByRole("dialog", { name: "Info" });
  await expect(dialog).toContainText("farm/2.png");
  await expect(dialog).toContainText("80 × 60 pixels");
  await dialog.getByRole("textbox", { name: "Metadata" }).fill('{ "camera": "west" }');
  await dialog.getByRole("button", { name: "Save metadata" }).click();
  await saved(page);
  expect((await native(page)).inputs[1].metadata).toEqual({ camera: "west" });
});
