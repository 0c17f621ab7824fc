// 4 Copy, paste, duplicate, Copy from previous input; what came of it is read from the exported file.

import {
  expect, test, addPictures, bbox, coco, drawWith, expectNear, file, freshPage, importFiles, native, objects, openViewer, saved,
  shapes, steps, takeTool, tile, viewer,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };
const LARGE = png(SIZE.width, SIZE.height);

async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("a.png", LARGE), file("b.png", png(SIZE.width, SIZE.height, undefined, "b")), file("small.png", png(60, 40))]);
  const canvas = await openViewer(page, "a.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const box = [canvas.at(50, 40), canvas.at(150, 120)];
  await canvas.drag(...box);
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(100, 80));
  await expect(objects(page).getByRole("button", { name: "sheep.1", exact: true })).toHaveAttribute("aria-pressed", "true");
  return { canvas, first: bbox(...box) };
}

const on = async (page, name) => shapes(await coco(page)).filter((shape) => shape.on === name);

test("pasted on the same picture it lies aside, again and again, and each is one step", async ({ page }) => {
  const { canvas, first } = await start(page);
  await saved(page);
  const before = await steps(page);
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Control+v");
  await expect(objects(page).getByRole("button", { name: "sheep.2", exact: true })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Control+v");
  await page.keyboard.press("Control+d");
  await saved(page);
  expect(await steps(page)).toBe(before + 3);
  const found = await on(page, "a.png");
  const aside = 12 / canvas.camera.scale;
  expect(found.map(({ concept }) => concept)).toEqual(["sheep", "sheep", "sheep", "sheep"]);
  found.forEach(({ bbox: [x, y, w, h] }, at) => {
    expectNear([x, y, w, h], [first[0] + at * aside, first[1] + at * aside, first[2], first[3]]);
  });
  await viewer(page, SIZE);
  await page.keyboard.press("Control+z");
  await saved(page);
  expect((await on(page, "a.png")).length).toBe(3);
});

test("pasted on the next picture it lies where it was, and one without room says so", async ({ page }) => {
  const { first } = await start(page);
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("b.png");
  await page.keyboard.press("Control+v");
  await saved(page);
  const [pasted] = await on(page, "b.png");
  expectNear(pasted.bbox, first);
  await viewer(page, SIZE);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("small.png");
  await page.keyboard.press("Control+v");
  await expect(page.getByText("1 object was left out")).toBeVisible();
  await saved(page);
  expect(await on(page, "small.png")).toEqual([]);
});

test("Copy from previous input brings everything, families included", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("a.png", LARGE), file("b.png", png(SIZE.width, SIZE.height, undefined, "b"))]);
  const labels = {
    format: "cartouche", version: 1, concepts: [{ name: "barn" }, { name: "door" }, { name: "red" }],
    inputs: [{ name: "a.png", media: SIZE, objects: [
      { id: "00000000000000a1", shape: { box: [40, 40, 240, 240] }, labels: [{ concept: "barn" }, { concept: "red" }] },
      { id: "00000000000000a2", parent: "00000000000000a1", shape: { polygon: [[[[140, 140], [220, 140], [220, 220]]]] }, labels: [{ concept: "door" }] },
    ] }],
  };
  await importFiles(page, [file("labels.json", Buffer.from(JSON.stringify(labels)))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await saved(page);
  await openViewer(page, "a.png", SIZE);
  const button = page.getByRole("button", { name: "Copy from previous input" });
  await expect(button).toBeDisabled();
  await page.keyboard.press("ArrowRight");
  await expect(button).toBeEnabled();
  await button.click();
  await expect(objects(page).getByRole("button", { name: "door.1", exact: true })).toBeVisible();
  await saved(page);
  const { concepts, inputs } = await native(page);
  const name = new Map(concepts.map((concept) => [concept.id, concept.name]));
  const told = (input) => input.objects.map(({ shape, labels }) => [shape, labels.map((label) => name.get(label.concept))]);
  const [a, b] = inputs;
  expect(told(b)).toEqual(told(a));
  expect(b.objects[1].parent).toBe(b.objects[0].id);
  expect(b.objects[0].id).not.toBe(a.objects[0].id);
  await expect(tile(page, "a.png")).toHaveCount(0);
});
