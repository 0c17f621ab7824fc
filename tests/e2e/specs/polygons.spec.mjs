// 4.2 Polygons, drawn and edited with a real mouse; what came of it is read from the exported COCO.

import {
  expect, test, addPictures, coco, drawWith, expectNear, file, freshPage, openViewer, ring, rows, saved, shapes, steps, takeTool,
  viewer,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Polygon", "pond");
  return canvas;
}

const rings = async (page) => shapes(await coco(page)).map(({ rings }) => rings);

const corners = (canvas) => [canvas.at(80, 60), canvas.at(220, 70), canvas.at(260, 180), canvas.at(110, 200)];

async function click(canvas, places) {
  for (const place of places) await canvas.click(place);
}

test("a polygon closes on its first vertex and has exactly the clicked vertices @firefox", async ({ page }) => {
  const canvas = await start(page);
  const places = corners(canvas);
  await click(canvas, [...places, places[0]]);
  const found = shapes(await coco(page));
  expect(found).toMatchObject([{ on: "grey.png", concept: "pond", rings: [ring(...places)] }]);
});

test("Enter closes, and so does a double click", async ({ page }) => {
  const canvas = await start(page);
  const places = corners(canvas);
  await click(canvas, places);
  await page.keyboard.press("Enter");
  const others = [canvas.at(300, 40), canvas.at(380, 60), canvas.at(340, 120)];
  await click(canvas, others.slice(0, 2));
  await page.mouse.dblclick(others[2].page.x, others[2].page.y);
  expect(await rings(page)).toEqual([[ring(...places)], [ring(...others)]]);
});

test("nothing else closes it: not the second vertex, not two vertices, not another click", async ({ page }) => {
  const canvas = await start(page);
  await saved(page);
  const before = await rows(page);
  const [a, b, c, d] = corners(canvas);
  await click(canvas, [a, b]);
  // With two vertices Enter closes nothing, and a click on the second vertex is one more place.
  await page.keyboard.press("Enter");
  await click(canvas, [c, b, d]);
  await saved(page);
  expect(await rows(page)).toEqual(before);
  await page.keyboard.press("Enter");
  expect(await rings(page)).toEqual([[ring(a, b, c, b, d)]]);
});

test("Backspace takes the last vertex back", async ({ page }) => {
  const canvas = await start(page);
  const [a, b, c, d] = corners(canvas);
  await click(canvas, [a, b, canvas.at(390, 290), c]);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await click(canvas, [c, d]);
  await page.keyboard.press("Enter");
  expect(await rings(page)).toEqual([[ring(a, b, c, d)]]);
});

test("Escape leaves no trace @firefox", async ({ page }) => {
  const canvas = await start(page);
  await saved(page);
  const before = await rows(page);
  await click(canvas, corners(canvas));
  await page.keyboard.press("Escape");
  await expect(page.getByText("Drawing: pond")).toBeVisible();
  await canvas.move(canvas.at(300, 100));
  await saved(page);
  expect(await rows(page)).toEqual(before);
  expect(await rings(page)).toEqual([]);
});

test("holding the button draws free-hand, lighter than the way of the hand", async ({ page }) => {
  const canvas = await start(page);
  // A circle of 120 steps.
  const on = (part) => canvas.at(200 + 90 * Math.cos(part * 2 * Math.PI), 150 + 90 * Math.sin(part * 2 * Math.PI));
  await canvas.move(on(0));
  await page.mouse.down();
  for (let step = 1; step <= 120; step++) await canvas.move(on(step / 120));
  await page.mouse.up();
  const [[found]] = await rings(page);
  expect(found.length / 2).toBeGreaterThan(8);
  expect(found.length / 2).toBeLessThan(60);
  for (let at = 0; at < found.length; at += 2) {
    const off = Math.abs(Math.hypot(found[at] - 200, found[at + 1] - 150) - 90);
    expect(off).toBeLessThan(2 / canvas.camera.scale + 0.5);
  }
});

test("a vertex is dragged, inserted on an edge, and removed", async ({ page }) => {
  let canvas = await start(page);
  const [a, b, c, d] = corners(canvas);
  await click(canvas, [a, b, c, d, a]);
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(170, 130));
  const to = canvas.at(290, 220);
  await canvas.drag(c, to);
  let [[found]] = await rings(page);
  expectNear(found, ring(a, b, to, d));
  expect([found[0], found[1], found[2], found[3], found[6], found[7]]).toEqual(ring(a, b, d));

  // A drag on the first edge makes a vertex there.
  canvas = await viewer(page, SIZE);
  await canvas.click(canvas.at(170, 130));
  const middle = canvas.at((a.x + b.x) / 2, (a.y + b.y) / 2);
  const raised = canvas.at(150, 20);
  await canvas.drag(middle, raised);
  [[found]] = await rings(page);
  expect(found).toHaveLength(10);
  expectNear(found.slice(2, 4), [raised.x, raised.y], 4 / canvas.camera.scale);

  // Alt+click takes it out again.
  canvas = await viewer(page, SIZE);
  await canvas.click(canvas.at(170, 130));
  await page.keyboard.down("Alt");
  await canvas.click(raised);
  await page.keyboard.up("Alt");
  [[found]] = await rings(page);
  expectNear(found, ring(a, b, to, d));

  // And so does Delete on a selected one.
  canvas = await viewer(page, SIZE);
  await canvas.click(canvas.at(170, 130));
  await canvas.click(d);
  await page.keyboard.press("Delete");
  [[found]] = await rings(page);
  expectNear(found, ring(a, b, to));
});

test("a polygon is moved by its inside and stays inside the picture", async ({ page }) => {
  let canvas = await start(page);
  const [a, b, c, d] = corners(canvas);
  await click(canvas, [a, b, c, d, a]);
  await takeTool(page, "Select / Edit");
  const [from, to] = [canvas.at(170, 130), canvas.at(200, 150)];
  await canvas.drag(from, to);
  let [[found]] = await rings(page);
  const way = [to.x - from.x, to.y - from.y];
  expectNear(found, ring(a, b, c, d).map((number, at) => number + way[at % 2]));

  canvas = await viewer(page, SIZE);
  await canvas.drag(to, canvas.pixel(4, 4));
  const before = found;
  [[found]] = await rings(page);
  const left = Math.min(...before.filter((_, at) => at % 2 === 0));
  const top = Math.min(...before.filter((_, at) => at % 2 === 1));
  expectNear(found, before.map((number, at) => number - (at % 2 === 0 ? left : top)));
});

test("a vertex dragged beyond the picture stops at its edge", async ({ page }) => {
  const canvas = await start(page);
  const [a, b, c, d] = corners(canvas);
  await click(canvas, [a, b, c, d, a]);
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(170, 130));
  await canvas.drag(a, canvas.pixel(4, 4));
  const [[found]] = await rings(page);
  expect(found).toEqual([0, 0, ...ring(b, c, d)]);
});

test("undo inside an open polygon takes a vertex, and afterwards the polygon as one step", async ({ page }) => {
  const canvas = await start(page);
  const before = await steps(page);
  const [a, b, c, d] = corners(canvas);
  await click(canvas, [a, b, c, canvas.at(390, 20)]);
  await page.keyboard.press("Control+z");
  await click(canvas, [d]);
  await page.keyboard.press("Enter");
  await saved(page);
  expect(await steps(page)).toBe(before + 1);
  await page.keyboard.press("Control+z");
  await saved(page);
  expect(await rings(page)).toEqual([]);
});
