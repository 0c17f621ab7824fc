// 6. Undo and redo: every kind of change, per input and for the project, and after a reload.

import {
  expect, test, addPictures, bbox, choose, classified, coco, drawWith, exportFile, file, freshPage, goTo, native, objects, openViewer,
  saved, shapes, steps, takeTool, tile, tiles, viewer,
} from "../support.mjs";
import { cocoFile, instances, png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

const undo = (page) => page.keyboard.press("Control+z");
const redo = (page) => page.keyboard.press("Control+Shift+z");

/** What the file says, without what a clock put there. */
const state = async (page) => (await exportFile(page, "Cartouche JSON")).bytes.toString();

/** Does something, takes it back, does it again: the file is as it was each time. */
async function thereAndBack(page, act, again = () => Promise.resolve()) {
  const before = await state(page);
  await again();
  await act();
  await saved(page);
  const after = await state(page);
  expect(after).not.toBe(before);
  await again();
  await undo(page);
  await saved(page);
  expect(await state(page)).toBe(before);
  await again();
  await redo(page);
  await saved(page);
  expect(await state(page)).toBe(after);
  await again();
}

test("drawing, moving, resizing, deleting and classifying, each back and forth", async ({ page }) => {
  test.slow();
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  // The concept first: making one is a step of its own.
  await drawWith(page, "Bounding Box", "sheep");
  await takeTool(page, "Select / Edit");
  const again = async () => {
    await viewer(page, SIZE);
  };
  const act = (what) => thereAndBack(page, what, again);
  const [a, b] = [canvas.at(100, 80), canvas.at(200, 160)];
  await act(async () => {
    await drawWith(page, "Bounding Box", "sheep");
    await canvas.drag(a, b);
    await takeTool(page, "Select / Edit");
  });
  await act(() => canvas.drag(canvas.at(130, 100), canvas.at(160, 130)));
  const [left, top, width, height] = shapes(await coco(page))[0].bbox;
  await again();
  await act(async () => {
    await canvas.click(canvas.at(left + 20, top + 20));
    await canvas.drag(canvas.at(left + width, top + height / 2), canvas.at(left + width + 30, top));
  });
  await act(() => choose(page, "Select label", "sheep"));
  await act(() => classified(page).getByRole("checkbox", { name: "sheep" }).click());
  await act(async () => {
    await canvas.click(canvas.at(left + 20, top + 20));
    await page.keyboard.press("Delete");
  });
});

test("what was done is undone after a reload, in its order @firefox", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  let canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  const [c, d] = [canvas.at(200, 150), canvas.at(300, 250)];
  await canvas.drag(a, b);
  await canvas.drag(c, d);
  await saved(page);
  await page.reload();
  canvas = await viewer(page, SIZE);
  await undo(page);
  await saved(page);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
  await page.reload();
  await viewer(page, SIZE);
  await redo(page);
  await expect(objects(page).getByText("sheep(2)", { exact: true })).toBeVisible();
  await saved(page);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b), bbox(c, d)]);
});

test("in the viewer undo belongs to the picture that is seen, elsewhere to the project", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("a.png", png(400, 300)), file("b.png", png(400, 300, undefined, "b"))]);
  let canvas = await openViewer(page, "a.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  await canvas.drag(canvas.at(40, 40), canvas.at(150, 120));
  await page.getByRole("button", { name: "Next input" }).click();
  await expect(page.getByRole("banner").getByText("2 of 2")).toBeVisible();
  await canvas.drag(canvas.at(200, 40), canvas.at(300, 120));
  await saved(page);
  expect(shapes(await coco(page)).map(({ on }) => on)).toEqual(["a.png", "b.png"]);

  // On a.png it is its own box that goes, though b.png's is newer.
  await goTo(page, "Inputs");
  await openViewer(page, "a.png", SIZE);
  await undo(page);
  await expect(objects(page).getByRole("heading", { name: "Objects(0)" })).toBeVisible();
  expect(shapes(await coco(page)).map(({ on }) => on)).toEqual(["b.png"]);

  // In the grid it is the newest of the project.
  await goTo(page, "Inputs");
  await expect(tile(page, "b.png")).toBeVisible();
  await undo(page);
  await saved(page);
  expect(shapes(await coco(page))).toEqual([]);
});

test("inputs that were added or deleted come and go by undo, with all that is on them", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("a.png", png(400, 300)), file("b.png", png(400, 300, undefined, "b"))]);
  const canvas = await openViewer(page, "b.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await goTo(page, "Inputs");
  await tile(page, "b.png").hover();
  await page.getByRole("button", { name: "Delete b.png" }).click();
  await expect(tile(page, "b.png")).toHaveCount(0);
  await saved(page);
  expect((await native(page)).inputs.map(({ name }) => name)).toEqual(["a.png"]);
  await undo(page);
  await expect(tile(page, "b.png")).toBeVisible();
  expect(await tiles(page)).toEqual(["a.png", "b.png"]);
  await saved(page);
  expect(shapes(await coco(page))).toEqual([{ on: "b.png", concept: "sheep", bbox: bbox(a, b), rings: [] }]);

  // The box, the concept, and the pictures.
  for (let step = 0; step < 3; step++) await undo(page);
  await expect(page.getByRole("heading", { name: "Drop pictures or a whole folder here" })).toBeVisible();
  await saved(page);
  expect(await native(page)).toMatchObject({ inputs: [], concepts: [] });
  await redo(page);
  await expect(tile(page, "a.png")).toBeVisible();
  await saved(page);
  expect((await native(page)).inputs.map(({ name }) => name)).toEqual(["a.png", "b.png"]);
});

test("an import is one step, whatever it brought, and survives a reload", async ({ page }) => {
  await freshPage(page);
  const before = await state(page);
  const count = await steps(page);
  await page.getByLabel("Import", { exact: true }).setInputFiles([
    file("labels.json", cocoFile(instances(50))),
  ]);
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await expect(tile(page, "set/0001.png")).toBeVisible();
  await saved(page);
  expect(await steps(page)).toBe(count + 1);
  const after = await state(page);
  expect(JSON.parse(after).count).toMatchObject({ inputs: 50, objects: 200, concepts: 3 });
  await page.reload();
  await expect(tile(page, "set/0001.png")).toBeVisible();
  await undo(page);
  await expect(page.getByRole("heading", { name: "Drop pictures or a whole folder here" })).toBeVisible();
  await saved(page);
  expect(await state(page)).toBe(before);
  await redo(page);
  await expect(tile(page, "set/0001.png")).toBeVisible();
  await saved(page);
  expect(await state(page)).toBe(after);
});

test("renaming concepts and projects is undone too", async ({ page }) => {
  await freshPage(page);
  await goTo(page, "Concepts");
  await page.getByRole("textbox", { name: "New concept" }).fill("sheep");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Rename sheep" })).toBeAttached();
  await thereAndBack(page, async () => {
    await page.getByRole("main").getByText("sheep", { exact: true }).hover();
    await page.getByRole("button", { name: "Rename sheep" }).click();
    const field = page.getByRole("main").getByRole("textbox", { name: "Name", exact: true });
    await field.fill("lamb");
    await field.press("Enter");
    await expect(page.getByRole("main").getByText("lamb", { exact: true })).toBeVisible();
  });
  await thereAndBack(page, async () => {
    await page.getByRole("banner").getByRole("button", { name: "Untitled project", exact: true }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    const dialog = page.getByRole("dialog", { name: "Rename project" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Flock");
    await dialog.getByRole("button", { name: "Rename" }).click();
    await expect(page.getByRole("banner").getByRole("button", { name: "Flock", exact: true })).toBeVisible();
  });
});
