// 4.3 Masks, painted and edited with a real mouse; what came of it is read from the exported COCO and from the canvas.

import {
  expect, test, addPictures, coco, drawWith, file, freshPage, native, openViewer, saved, steps, takeTool, viewer,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Brush", "pond");
  await size(page, 20);
  return canvas;
}

async function size(page, pixels) {
  const field = page.getByRole("spinbutton", { name: "Brush size in pixels" });
  await field.press("Control+a");
  await page.keyboard.type(String(pixels));
  await page.keyboard.press("Enter");
  await page.getByRole("application", { name: "Canvas" }).focus();
}

/** Every pixel of a mask of an exported file, row by row. */
function pixels({ size: [height, width], counts }) {
  const all = new Uint8Array(width * height);
  let at = 0;
  counts.forEach((run, index) => {
    for (let end = at + run; at < end; at += 1) if (index % 2) all[(at % height) * width + Math.floor(at / height)] = 1;
  });
  return all;
}

/** The masks of the project, each as its pixels. */
const masks = async (page) => (await coco(page)).annotations.map(({ segmentation }) => pixels(segmentation));

/** The pixels whose centre is nearer to the way than the radius. */
function swept(way, radius) {
  const all = new Uint8Array(SIZE.width * SIZE.height);
  for (let y = 0; y < SIZE.height; y += 1)
    for (let x = 0; x < SIZE.width; x += 1) all[y * SIZE.width + x] = way.some((from, at) => {
      const to = way[at + 1] ?? from;
      const [dx, dy, px, py] = [to.x - from.x, to.y - from.y, x + 0.5 - from.x, y + 0.5 - from.y];
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(px - along * dx, py - along * dy) <= radius;
    }) ? 1 : 0;
  return all;
}

const differing = (a, b) => a.reduce((sum, pixel, at) => sum + (pixel === b[at] ? 0 : 1), 0);
const area = (mask) => mask.reduce((sum, pixel) => sum + pixel, 0);

/** How opaque the shapes are at a place. */
const alphaOf = (page) => ({ page: { x, y } }) =>
  page.evaluate(([x, y]) => {
    const shapes = document.querySelector("canvas.shapes");
    const { left, top } = shapes.getBoundingClientRect();
    const density = shapes.width / shapes.clientWidth;
    return shapes.getContext("2d").getImageData((x - left) * density, (y - top) * density, 1, 1).data[3];
  }, [x, y]);

test("a stroke is exactly the pixels that the brush went over, and is there after a reload @firefox", async ({ page }) => {
  const canvas = await start(page);
  const way = [canvas.pixel(300, 200), canvas.pixel(620, 440)];
  await canvas.move(way[0]);
  await page.mouse.down();
  await canvas.move(way[1]);
  await page.mouse.up();
  const [painted] = await masks(page);
  expect(differing(painted, swept(way, 10))).toBe(0);
  await page.reload();
  await viewer(page, SIZE);
  expect(differing((await masks(page))[0], painted)).toBe(0);
});

test("strokes go on with the mask until Enter, the eraser takes away, undo goes stroke by stroke @firefox", async ({ page }) => {
  const canvas = await start(page);
  const alpha = alphaOf(page);
  const before = await steps(page);
  const [upper, lower, crossing] = [canvas.at(70, 60), canvas.at(70, 120), canvas.at(110, 60)];
  const painted = async () => [await alpha(upper), await alpha(lower), await alpha(crossing)].map((alpha) => alpha > 0);
  await canvas.drag(canvas.at(60, 60), canvas.at(160, 60));
  await canvas.drag(canvas.at(60, 120), canvas.at(160, 120));
  await expect.poll(painted).toEqual([true, true, true]);
  await page.keyboard.press("w");
  await canvas.drag(canvas.at(110, 20), canvas.at(110, 160));
  await expect.poll(painted).toEqual([true, true, false]);
  await expect.poll(() => steps(page)).toBe(before + 3);
  await page.keyboard.press("Control+z");
  await expect.poll(painted).toEqual([true, true, true]);
  await page.keyboard.press("Control+z");
  await expect.poll(painted).toEqual([true, false, true]);
  await page.keyboard.press("m");
  await page.keyboard.press("Enter");
  await canvas.drag(canvas.at(60, 240), canvas.at(160, 240));
  const [first, second, ...others] = await masks(page);
  expect(others).toEqual([]);
  expect([first, second].map((mask) => [mask[60 * SIZE.width + 110], mask[240 * SIZE.width + 110]])).toEqual([[1, 0], [0, 1]]);
});

test("what is painted is seen in the concept's colour, as strongly as the slider says", async ({ page }) => {
  const canvas = await start(page);
  const alpha = alphaOf(page);
  const place = canvas.at(120, 100);
  await canvas.drag(canvas.at(80, 100), canvas.at(160, 100));
  await expect.poll(() => alpha(place)).toBe(Math.floor(43 * 255 / 100));
  await page.getByRole("button", { name: "Adjust the picture" }).click();
  await page.getByRole("slider", { name: "Mask opacity" }).fill("80");
  await expect.poll(() => alpha(place)).toBe(Math.floor(80 * 255 / 100));
  // Away from the mask nothing is painted.
  expect(await alpha(canvas.at(300, 250))).toBe(0);
});

test("[ and ] change the size, a closed stroke is filled if it is to be, an outline adds and Alt takes away", async ({ page }) => {
  const canvas = await start(page);
  const field = page.getByRole("spinbutton", { name: "Brush size in pixels" });
  await page.keyboard.press("]");
  await expect(field).toHaveValue("24");
  await page.keyboard.press("[");
  await page.keyboard.press("[");
  await expect(field).toHaveValue("15");
  await page.getByRole("checkbox", { name: "Fill outlines" }).check();
  const round = [[60, 60], [160, 60], [160, 140], [60, 140], [60, 60]].map(([x, y]) => canvas.at(x, y));
  await canvas.move(round[0]);
  await page.mouse.down();
  for (const at of round) await canvas.move(at);
  await page.mouse.up();
  const [alpha, middle] = [alphaOf(page), canvas.at(110, 100)];
  await expect.poll(() => alpha(middle)).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Outline" }).click();
  await page.keyboard.down("Alt");
  await canvas.click(canvas.at(90, 80));
  await page.keyboard.up("Alt");
  for (const at of [canvas.at(130, 80), canvas.at(130, 120), canvas.at(90, 120)]) await canvas.click(at);
  await page.keyboard.press("Enter");
  await expect.poll(() => alpha(middle)).toBe(0);
  await page.getByRole("button", { name: "Fill holes" }).click();
  await expect.poll(() => alpha(middle)).toBeGreaterThan(0);
  const [filled, ...others] = await masks(page);
  expect(others).toEqual([]);
  expect(filled[100 * SIZE.width + 110]).toBe(1);
});

test("a mask becomes a polygon and a mask again, and specks go", async ({ page }) => {
  const canvas = await start(page);
  await canvas.drag(canvas.at(80, 100), canvas.at(200, 100));
  await size(page, 3);
  await canvas.click(canvas.at(300, 200));
  const [alpha, speck, before] = [alphaOf(page), canvas.at(300, 200), await steps(page)];
  await expect.poll(() => alpha(speck)).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Remove specks" }).click();
  await expect.poll(() => alpha(speck)).toBe(0);
  const [bar] = await masks(page);
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(140, 100));
  await page.getByRole("button", { name: "To polygon" }).click();
  await page.getByRole("button", { name: "To mask" }).click();
  await expect.poll(() => steps(page)).toBe(before + 3);
  const [again] = await masks(page);
  expect(differing(again, bar)).toBeLessThan(area(bar) * 0.06);
  await page.keyboard.press("Control+z");
  const { annotations: [{ segmentation }] } = await coco(page);
  expect(segmentation).toHaveLength(1);
  expect(segmentation[0].length).toBeLessThan(60);
});

test("a mask is listed, hidden, reassigned and deleted as a whole", async ({ page }) => {
  const canvas = await start(page);
  await canvas.drag(canvas.at(80, 100), canvas.at(200, 100));
  const pane = page.getByRole("region", { name: "Objects" });
  await expect(pane.getByText("pond.1")).toBeVisible();
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(140, 100));
  await page.keyboard.press("e");
  await page.getByRole("dialog", { name: "Reassign" }).getByRole("combobox").fill("lake");
  await page.keyboard.press("Enter");
  await expect(pane.getByText("lake.1")).toBeVisible();
  await canvas.click(canvas.at(140, 100));
  await page.keyboard.press("Delete");
  await saved(page);
  expect((await native(page)).inputs[0].objects).toEqual([]);
});
