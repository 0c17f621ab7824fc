// 4.1 Boxes, drawn and edited with a real mouse; what came of it is read from the exported COCO.

import {
  expect, test, addPictures, bbox, choose, coco, drawWith, expectNear, file, freshPage, native, objects, openViewer, rows,
  saved, shapes, steps, takeTool, viewer,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  return openViewer(page, "grey.png", SIZE);
}

const boxes = async (page) => shapes(await coco(page)).map(({ bbox }) => bbox);

test("a box has exactly the corners of the drag @firefox", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(61, 47), canvas.at(233, 180)];
  await canvas.drag(a, b);
  // From the lower right to the upper left as well, and by click, click.
  const [c, d] = [canvas.at(380, 260), canvas.at(290, 205)];
  await canvas.drag(c, d);
  const [e, f] = [canvas.at(20, 220), canvas.at(120, 280)];
  await canvas.click(e);
  await canvas.click(f);
  const file = await coco(page);
  expect(shapes(file)).toEqual([
    { on: "grey.png", concept: "sheep", bbox: bbox(a, b), rings: [] },
    { on: "grey.png", concept: "sheep", bbox: bbox(c, d), rings: [] },
    { on: "grey.png", concept: "sheep", bbox: bbox(e, f), rings: [] },
  ]);
  expect(file.images).toMatchObject([{ file_name: "grey.png", ...SIZE }]);
});

test("at every zoom the box is where the mouse was", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  // Nearer about a place: what is under the pointer stays there.
  const about = canvas.at(100, 80);
  await canvas.move(about);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -450);
  await page.keyboard.up("Control");
  const { scale, x, y } = canvas.camera;
  const under = { x: about.page.x - canvas.box.x, y: about.page.y - canvas.box.y };
  canvas.camera = {
    scale: scale * Math.E,
    x: under.x - (under.x - x) * Math.E,
    y: under.y - (under.y - y) * Math.E,
  };
  const [a, b] = [canvas.at(80, 60), canvas.at(130, 110)];
  await canvas.drag(a, b);
  const [found] = await boxes(page);
  expectNear(found, bbox(a, b));
});

test("a drag of less than 3 px makes nothing, and leaves no trace", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  await saved(page);
  const before = await rows(page);
  const at = canvas.at(200, 150);
  await canvas.drag(at, { page: { x: at.page.x + 2, y: at.page.y + 1 } });
  // It is a click then, which sets a first corner: Escape drops that.
  await page.keyboard.press("Escape");
  await canvas.move(canvas.at(300, 200));
  await saved(page);
  expect(await rows(page)).toEqual(before);
  expect(await boxes(page)).toEqual([]);
});

test("Escape while drawing leaves no trace", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  await saved(page);
  const before = await rows(page);
  await canvas.move(canvas.at(50, 50));
  await page.mouse.down();
  await canvas.move(canvas.at(200, 200));
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await saved(page);
  expect(await rows(page)).toEqual(before);
  // The drawing mode goes on: Escape took back only the box.
  await expect(page.getByText("Drawing: sheep")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Drawing: sheep")).toHaveCount(0);
  expect(await boxes(page)).toEqual([]);
});

test("resizing moves only the dragged sides", async ({ page }) => {
  let canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(100, 80), canvas.at(250, 200)];
  await canvas.drag(a, b);
  const [left, top, width, height] = bbox(a, b);
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(130, 110));
  // The right side.
  const east = canvas.at(left + width, top + height / 2);
  await canvas.drag(east, canvas.at(310, 260));
  let [found] = await boxes(page);
  expect([found[0], found[1], found[3]]).toEqual([left, top, height]);
  expectNear([found[2]], [width + (canvas.at(310, 260).x - east.x)]);

  // The upper left corner.
  const before = found;
  canvas = await viewer(page, SIZE);
  await canvas.click(canvas.at(130, 110));
  const corner = canvas.at(before[0], before[1]);
  const to = canvas.at(60, 30);
  await canvas.drag(corner, to);
  [found] = await boxes(page);
  expectNear(found.slice(0, 2), [before[0] + to.x - corner.x, before[1] + to.y - corner.y]);
  expectNear([found[0] + found[2], found[1] + found[3]], [before[0] + before[2], before[1] + before[3]], 1e-9);
});

test("a box is moved by its inside and nudged by the arrow keys", async ({ page }) => {
  let canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(100, 80), canvas.at(200, 160)];
  await canvas.drag(a, b);
  const before = bbox(a, b);
  await takeTool(page, "Select / Edit");
  const [from, to] = [canvas.at(130, 105), canvas.at(190, 150)];
  await canvas.drag(from, to);
  let [found] = await boxes(page);
  expectNear(found, [before[0] + to.x - from.x, before[1] + to.y - from.y, before[2], before[3]]);

  canvas = await viewer(page, SIZE);
  await canvas.click(canvas.at(found[0] + 30, found[1] + 25));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowUp");
  const moved = found;
  [found] = await boxes(page);
  const { scale } = canvas.camera;
  expectNear(found, [moved[0] + 1 / scale, moved[1] - 10 / scale, moved[2], moved[3]]);
});

test("shapes stay inside the picture", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  // Drawn beyond the corner, it ends there.
  const a = canvas.at(300, 200);
  await canvas.drag(a, canvas.pixel(Math.round(canvas.box.width) - 20, Math.round(canvas.box.height) - 20));
  let [found] = await boxes(page);
  expect(found).toEqual([a.x, a.y, SIZE.width - a.x, SIZE.height - a.y]);

  // Moved beyond the corner, it stops as a whole.
  const again = await viewer(page, SIZE);
  await again.drag(again.at(350, 250), again.pixel(6, 6));
  const [, , width, height] = found;
  [found] = await boxes(page);
  expectNear(found, [0, 0, width, height]);

  // A side dragged beyond stops at the edge.
  const third = await viewer(page, SIZE);
  await third.click(third.at(30, 30));
  await third.drag(third.at(width, height / 2), third.pixel(Math.round(third.box.width) - 4, 300));
  [found] = await boxes(page);
  expectNear(found, [0, 0, SIZE.width, height]);
});

test("a click takes the smallest shape under the pointer, another click the next", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "barn");
  await canvas.drag(canvas.at(40, 40), canvas.at(360, 260));
  await choose(page, "Select label", "door");
  await canvas.drag(canvas.at(150, 110), canvas.at(250, 190));
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(200, 150));
  const pressed = (name) => objects(page).getByRole("button", { name, exact: true });
  await expect(pressed("door.1")).toHaveAttribute("aria-pressed", "true");
  await expect(pressed("barn.1")).toHaveAttribute("aria-pressed", "false");
  await canvas.click(canvas.at(200, 150));
  await expect(pressed("barn.1")).toHaveAttribute("aria-pressed", "true");
  // Delete takes what is selected, which the file tells.
  await page.keyboard.press("Delete");
  expect(shapes(await coco(page)).map(({ concept }) => concept)).toEqual(["door"]);
});

test("a box can be drawn inside a box, and inside the selected one it becomes its child", async ({ page }) => {
  let canvas = await start(page);
  await drawWith(page, "Bounding Box", "barn");
  await canvas.drag(canvas.at(40, 40), canvas.at(360, 260));
  await choose(page, "Select label", "door");
  const [a, b] = [canvas.at(150, 110), canvas.at(250, 190)];
  await canvas.drag(a, b);
  let file = await native(page);
  expect(file.inputs[0].objects.map(({ parent }) => parent)).toEqual([undefined, undefined]);

  canvas = await viewer(page, SIZE);
  await canvas.click(canvas.at(70, 70));
  await drawWith(page, "Bounding Box", "window");
  const [c, d] = [canvas.at(280, 60), canvas.at(340, 100)];
  await canvas.drag(c, d);
  file = await native(page);
  const [barn, , window] = file.inputs[0].objects;
  expect(window.parent).toBe(barn.id);
  expect(window.shape.box).toEqual([c.x, c.y, d.x, d.y]);
});

test("a tool in hand asks for a concept at the first press, never when it is picked", async ({ page }) => {
  const canvas = await start(page);
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: "Bounding Box" })).toHaveAttribute("aria-pressed", "true");
  const ask = page.getByRole("dialog", { name: "Which concept" });
  await expect(ask).toHaveCount(0);
  const [a, b] = [canvas.at(100, 80), canvas.at(220, 180)];
  await canvas.click(a);
  await expect(ask).toBeVisible();
  await ask.getByRole("combobox").fill("sheep");
  await page.keyboard.press("Enter");
  await expect(ask).toHaveCount(0);
  // The press was the first corner; a click sets the second.
  await canvas.click(b);
  expect(await boxes(page)).toEqual([bbox(a, b)]);
});

test("Escape in the question for a concept leaves no trace", async ({ page }) => {
  const canvas = await start(page);
  const before = await steps(page);
  await page.keyboard.press("b");
  await canvas.click(canvas.at(100, 80));
  await expect(page.getByRole("dialog", { name: "Which concept" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Which concept" })).toHaveCount(0);
  await canvas.move(canvas.at(200, 200));
  expect(await steps(page)).toBe(before);
  expect(await native(page)).toMatchObject({ concepts: [], inputs: [{ objects: [] }] });
});

test("a shape beside one that is deleted keeps its line", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  const alphas = () =>
    page.evaluate(([x, y]) => {
      const shapes = document.querySelector("canvas.shapes");
      const { left, top } = shapes.getBoundingClientRect();
      const row = shapes.getContext("2d").getImageData(Math.round(x - left) - 8, Math.round(y - top), 17, 1).data;
      return [...row].filter((_, at) => at % 4 === 3);
    }, [edge.page.x, edge.page.y]);
  // The line of the second lies within what is painted anew for the first, the shape itself doesn't.
  const [edge, end] = [canvas.at(120, 60), canvas.at(200, 120)];
  await canvas.drag(edge, end);
  edge.page.y += 20;
  await takeTool(page, "Select");
  await canvas.move(canvas.at(300, 200));
  await saved(page);
  const alone = await alphas();
  expect(Math.max(...alone)).toBeGreaterThan(100);
  for (const apart of [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
    await drawWith(page, "Bounding Box", "sheep");
    await canvas.drag(canvas.at(60, 60), { page: { x: edge.page.x - apart, y: end.page.y } });
    await saved(page);
    await takeTool(page, "Select");
    await page.keyboard.press("Control+z");
    await canvas.move(canvas.at(300, 200));
    await expect.poll(alphas, { message: `${apart} pixels apart` }).toEqual(alone);
  }
  expect(await boxes(page)).toHaveLength(1);
});
