// 4.3 Masks from files: found by name or dropped on the viewer, their values named, imported as one step. What came of it
// is read from the exported COCO and Cartouche JSON.

import {
  expect, test, addPictures, coco, file, freshPage, goTo, importFiles, native, objects, openViewer, saved, steps, tile, tiles, toast,
} from "../support.mjs";
import { palettePng, png, zip } from "../fixtures.mjs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIZE = { width: 40, height: 30 };

// Two values that look the same, a border, and the background.
const index = (x, y) => (x < 10 ? 1 : x < 20 && y < 15 ? 2 : x === 39 ? 255 : 0);
const PALETTE = Array.from({ length: 256 }, (_, at) => (at === 0 ? [0, 0, 0] : [200, 60, 60]));

/** Every pixel of a mask of an exported COCO file, row by row. */
function pixels({ size: [height, width], counts }) {
  const all = new Uint8Array(width * height);
  let at = 0;
  counts.forEach((run, place) => {
    for (let end = at + run; at < end; at += 1) if (place % 2) all[(at % height) * width + Math.floor(at / height)] = 1;
  });
  return [...all];
}

const where = (is) => Array.from({ length: SIZE.width * SIZE.height }, (_, at) => (is(at % SIZE.width, Math.floor(at / SIZE.width)) ? 1 : 0));

/** The masks of the project by concept. */
async function masks(page) {
  const { annotations, categories, images } = await coco(page);
  const name = new Map(categories.map((category) => [category.id, category.name]));
  const on = new Map(images.map((image) => [image.id, image.file_name]));
  return annotations.map((it) => [on.get(it.image_id), name.get(it.category_id), pixels(it.segmentation)]);
}

const dialog = (page) => page.getByRole("dialog", { name: "Import masks" });
const add = (page, files) => page.getByLabel("Add inputs", { exact: true }).setInputFiles(files);

test("masks beside their pictures are imported pixel by pixel, in one step, with the names that people give @firefox", async ({ page }) => {
  await freshPage(page);
  await add(page, [file("photo.png", png(SIZE.width, SIZE.height)), file("photo_mask.png", palettePng(SIZE.width, SIZE.height, index, PALETTE))]);
  await expect(dialog(page)).toContainText("1 mask file for 1 picture");
  // VOC's border is no class.
  await expect(dialog(page).getByRole("checkbox", { name: "Import class 255" })).not.toBeChecked();
  await dialog(page).getByRole("textbox", { name: "Concept of class 1", exact: true }).fill("water");
  await dialog(page).getByRole("textbox", { name: "Concept of class 2", exact: true }).fill("boat");
  const before = await steps(page);
  await dialog(page).getByRole("button", { name: "Import masks" }).click();
  await expect(toast(page, "2 masks imported")).toBeVisible();
  await saved(page);
  expect(await steps(page)).toBe(before + 1);
  expect(await tiles(page)).toEqual(["photo.png"]);
  expect(await masks(page)).toEqual([
    ["photo.png", "water", where((x, y) => index(x, y) === 1)],
    ["photo.png", "boat", where((x, y) => index(x, y) === 2)],
  ]);
  await page.keyboard.press("Control+z");
  await saved(page);
  const { concepts, inputs } = await native(page);
  expect([concepts, inputs[0].objects]).toEqual([[], []]);
});

test("Import takes a file for each concept and a legend; what has no picture, another size or is a picture is refused by name", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("a.png", png(SIZE.width, SIZE.height)), file("b.png", png(SIZE.width, SIZE.height, undefined, "b"))]);
  const grey = (is) => palettePng(SIZE.width, SIZE.height, (x, y) => (is(x, y) ? 255 : 0));
  await importFiles(page, [
    file("a_sheep.png", grey((x) => x < 5)), file("a_dog.png", grey((x) => x > 30)),
    file("b.png", palettePng(SIZE.width, SIZE.height, (x) => (x < 3 ? 1 : 0))), file("classes.txt", Buffer.from("background\ngrass\n")),
    file("c_mask.png", grey(() => true)), file("a_small.png", palettePng(8, 8, () => 1)),
    file("a_photo.png", png(SIZE.width, SIZE.height, (x, y) => [x * 6, y * 8, (x * y) % 256])),
  ]);
  const refusals = page.getByRole("dialog", { name: "3 files were not added" });
  await expect(refusals).toContainText("no picture, or more than one, has the name of this mask");
  await expect(refusals).toContainText("the mask has 8 × 8 pixels, its picture 40 × 30");
  await expect(refusals).toContainText("more than 256 different values");
  await refusals.getByRole("button", { name: "Close", exact: true }).click();
  for (const name of ["sheep", "dog", "grass"]) {
    await expect(dialog(page).getByRole("textbox", { name: `Concept of ${name}` })).toHaveValue(name);
  }
  await dialog(page).getByRole("button", { name: "Import masks" }).click();
  await expect(toast(page, "3 masks imported")).toBeVisible();
  expect((await masks(page)).map(([on, concept]) => [on, concept]).sort()).toEqual([["a.png", "dog"], ["a.png", "sheep"], ["b.png", "grass"]]);
});

test("a mask that is dropped on the viewer is of the picture that is open; another PNG is added", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("a.png", png(SIZE.width, SIZE.height)), file("z.png", png(SIZE.width, SIZE.height, undefined, "z"))]);
  await openViewer(page, "z.png", SIZE);
  const folder = await mkdtemp(join(tmpdir(), "cartouche-"));
  const drop = async (name, bytes) => {
    await writeFile(join(folder, name), bytes);
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [join(folder, name)], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: 720, y: 450, data });
  };
  await drop("colours.png", png(SIZE.width, SIZE.height, (x) => (x < 8 ? [128, 0, 64] : [0, 0, 0])));
  await dialog(page).getByRole("textbox", { name: "Concept of mask" }).fill("reed");
  await dialog(page).getByRole("button", { name: "Import masks" }).click();
  await expect(objects(page)).toContainText("reed(1)");
  expect(await masks(page)).toEqual([["z.png", "reed", where((x) => x < 8)]]);
  await drop("other.png", png(60, 60));
  await goTo(page, "Inputs");
  await expect(tile(page, "other.png")).toBeVisible();
});

test("a .zip is unpacked: pictures with their masks, texts, labels; what leads out of it is refused by name @firefox", async ({ page }) => {
  await freshPage(page);
  const labels = { format: "cartouche", version: 1, concepts: [{ name: "note" }], inputs: [{ name: "set/a.txt", media: { kind: "text" }, labels: [{ concept: "note" }], objects: [] }] };
  const packed = zip({
    "set/photo.png": png(SIZE.width, SIZE.height),
    "set/photo_mask.png": palettePng(SIZE.width, SIZE.height, index, PALETTE),
    "set/a.txt": Buffer.from("words ".repeat(50)),
    "../evil.txt": Buffer.from("evil"),
    "bomb.txt": Buffer.alloc(8 << 20),
    "labels.json": Buffer.from(JSON.stringify(labels)),
    "__MACOSX/set/._photo.png": Buffer.from("litter"),
  });
  const cut = packed.subarray(0, packed.length - 200);
  await add(page, [file("set.zip", packed), file("cut.zip", cut)]);
  const refusals = page.getByRole("dialog", { name: "3 files were not added" });
  await expect(refusals).toContainText(/set.zip\/..\/evil.txt\s*its name leads out of the archive/);
  await expect(refusals).toContainText(/set.zip\/bomb.txt\s*it is more than 200 times as large/);
  await expect(refusals).toContainText(/cut.zip\s*it can't be opened as a .zip/);
  // What was asked last lies on top.
  await page.getByRole("dialog", { name: "Import labels.json" }).getByRole("button", { name: "Import", exact: true }).click();
  await expect(toast(page, "labels.json imported")).toBeVisible();
  await expect(dialog(page)).toContainText("1 mask file for 1 picture");
  await dialog(page).getByRole("textbox", { name: "Concept of class 1", exact: true }).fill("water");
  await dialog(page).getByRole("button", { name: "Import masks" }).click();
  await refusals.getByRole("button", { name: "Close", exact: true }).click();
  expect(await tiles(page)).toEqual(["set/a.txt", "set/photo.png"]);
  const { inputs, concepts } = await native(page);
  const name = new Map(concepts.map((concept) => [concept.id, concept.name]));
  expect(inputs.map((input) => [input.name, input.labels.map((label) => name.get(label.concept)), input.objects.length])).toEqual([
    ["set/a.txt", ["note"], 0], ["set/photo.png", [], 2],
  ]);
});
