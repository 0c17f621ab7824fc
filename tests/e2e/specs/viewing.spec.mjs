// 4 The viewer: moving the picture, looking through it, and going from input to input; seen by the pixels.

import {
  expect, test, addPictures, choose, drawWith, file, freshPage, importFiles, native, objects, openViewer, saved, shapes,
  coco, takeTool, tile, tiles, viewer,
} from "../support.mjs";
import { CORNERS, instances, png, quadrants } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("corners.png", png(SIZE.width, SIZE.height, quadrants(SIZE.width, SIZE.height)))]);
  return openViewer(page, "corners.png", SIZE);
}

/** The picture lies where the canvas believes: the four colours meet in its middle. */
async function expectInPlace(canvas) {
  const middle = canvas.at(SIZE.width / 2, SIZE.height / 2);
  const beside = (x, y) => ({ page: { x: middle.page.x + x, y: middle.page.y + y } });
  const around = [beside(-4, -4), beside(4, -4), beside(-4, 4), beside(4, 4)];
  await expect.poll(() => Promise.all(around.map((at) => canvas.color(at)))).toEqual(CORNERS);
}

/** The picture moved by whole pixels. */
function panned(canvas, x, y) {
  canvas.camera = { ...canvas.camera, x: canvas.camera.x + x, y: canvas.camera.y + y };
}

/** So many times nearer, about a place on the page. */
function zoomed(canvas, factor, about) {
  const { scale, x, y } = canvas.camera;
  const [left, top] = [about.page.x - canvas.box.x, about.page.y - canvas.box.y];
  canvas.camera = { scale: scale * factor, x: left - (left - x) * factor, y: top - (top - y) * factor };
}

const percent = (page) => page.locator(".zoombar .percent");

test("Hand, Space, the middle button and the wheel move the picture", async ({ page }) => {
  const canvas = await start(page);
  await expectInPlace(canvas);
  const [a, b] = [canvas.pixel(300, 300), canvas.pixel(380, 270)];

  await takeTool(page, "Hand");
  await canvas.drag(a, b);
  panned(canvas, 80, -30);
  await expectInPlace(canvas);

  await takeTool(page, "Select / Edit");
  await canvas.move(a);
  await page.keyboard.down("Space");
  await canvas.drag(a, b);
  await page.keyboard.up("Space");
  panned(canvas, 80, -30);
  await expectInPlace(canvas);

  await canvas.move(b);
  await page.mouse.down({ button: "middle" });
  await canvas.move(a);
  await page.mouse.up({ button: "middle" });
  panned(canvas, -80, 30);
  await expectInPlace(canvas);

  await page.mouse.wheel(25, 40);
  panned(canvas, -25, -40);
  await expectInPlace(canvas);
  expect(await page.evaluate(() => [scrollX, scrollY])).toEqual([0, 0]);
});

test("Zoom, the wheel with Ctrl, Fit and 100 %", async ({ page }) => {
  const canvas = await start(page);
  const about = canvas.at(150, 120);
  await takeTool(page, "Zoom");
  await canvas.click(about);
  zoomed(canvas, 2, about);
  await expectInPlace(canvas);
  await page.keyboard.down("Alt");
  await canvas.click(about);
  await page.keyboard.up("Alt");
  zoomed(canvas, 0.5, about);
  await expectInPlace(canvas);

  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 225);
  await page.keyboard.up("Control");
  zoomed(canvas, Math.exp(-0.5), about);
  await expectInPlace(canvas);
  // The page itself isn't zoomed.
  expect(await page.evaluate(() => visualViewport.scale)).toBe(1);

  await page.getByRole("button", { name: "Fit", exact: true }).click();
  canvas.fit();
  await expectInPlace(canvas);
  await page.getByRole("button", { name: "100 %", exact: true }).click();
  await expect(percent(page)).toHaveText("100 %");
  zoomed(canvas, 1 / canvas.camera.scale, canvas.pixel(canvas.box.width / 2, canvas.box.height / 2));
  await expectInPlace(canvas);
  await page.keyboard.press("Control+0");
  canvas.fit();
  await expectInPlace(canvas);
});

test("a picture that fits goes on fitting while the window changes", async ({ page }) => {
  const canvas = await start(page);
  await page.setViewportSize({ width: 1024, height: 700 });
  await expect.poll(async () => (canvas.box = await page.getByRole("application", { name: "Canvas" }).boundingBox()).width).toBeLessThan(800);
  canvas.fit();
  await expectInPlace(canvas);
  await expect(percent(page)).toHaveText(`${Math.round(canvas.camera.scale * 100)} %`);
});

test("lines and handles keep their size on the screen", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  await canvas.drag(canvas.at(120, 90), canvas.at(280, 210));
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(150, 120));
  const handle = page.locator("svg.overlay .handle").first();
  const before = await handle.boundingBox();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -300);
  await page.keyboard.up("Control");
  await expect(percent(page)).not.toHaveText(`${Math.round(canvas.camera.scale * 100)} %`);
  const after = await handle.boundingBox();
  expect([after.width, after.height]).toEqual([before.width, before.height]);
});

test("brightness, contrast and saturation change what is seen, never the file", async ({ page }) => {
  const canvas = await start(page);
  const at = canvas.at(100, 75);
  const plain = CORNERS[0];
  await expect.poll(() => canvas.color(at)).toEqual(plain);
  const before = (await coco(page)).images;
  await viewer(page, SIZE);
  await page.getByRole("button", { name: "Adjust the picture" }).click();
  const cases = [
    ["Brightness", [0, 0, 0]],
    ["Contrast", [128, 128, 128]],
    ["Saturation", null],
  ];
  for (const [name, wanted] of cases) {
    await page.getByRole("slider", { name }).focus();
    await page.keyboard.press("Home");
    const grey = ([red, green, blue]) => red === green && green === blue;
    if (wanted) await expect.poll(() => canvas.color(at)).toEqual(wanted);
    else await expect.poll(async () => grey(await canvas.color(at))).toBe(true);
    await page.getByRole("button", { name: `Reset ${name.toLowerCase()}` }).click();
    await expect.poll(() => canvas.color(at)).toEqual(plain);
  }
  await page.getByRole("slider", { name: "Brightness" }).focus();
  await page.keyboard.press("Home");
  await expect.poll(() => canvas.color(at)).toEqual([0, 0, 0]);
  expect((await coco(page)).images).toEqual(before);
});

test("the next picture is there in the first frame after the key, shapes and all", async ({ page }) => {
  // Counts the decoded pictures that the workers handed over.
  await page.addInitScript(() => {
    window.decoded = 0;
    const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
    Object.defineProperty(Worker.prototype, "onmessage", {
      set(listener) {
        set.call(this, listener && ((event) => {
          if (event.data.attachment instanceof ImageBitmap) window.decoded += 1;
          listener.call(this, event);
        }));
      },
    });
  });
  await freshPage(page);
  const colors = [[200, 40, 40], [40, 160, 40], [40, 40, 200], [180, 180, 40]];
  await addPictures(page, colors.map((color, at) => file(`${at}.png`, png(1600, 1200, () => color))));
  const canvas = await openViewer(page, "0.png", { width: 1600, height: 1200 });
  const at = canvas.at(800, 600);
  await expect.poll(() => canvas.color(at)).toEqual(colors[0]);
  for (const [steps, color] of colors.slice(1).entries()) {
    await page.waitForFunction((count) => window.decoded >= count, steps + 2);
    await page.evaluate(([x, y]) => {
      window.inFrame = new Promise((done) => {
        addEventListener("keydown", () => {
          // The first frame paints; what it painted is read in the second.
          requestAnimationFrame(() => requestAnimationFrame(() => {
            const { data } = document.querySelector(".stage canvas.picture").getContext("2d").getImageData(x, y, 1, 1);
            done([...data.slice(0, 3)]);
          }));
        }, { capture: true, once: true });
      });
    }, [at.page.x - canvas.box.x, at.page.y - canvas.box.y]);
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(() => window.inFrame)).toEqual(color);
  }
});

test("Done and next, Skip and Next unlabeled go on, and the file says what was said", async ({ page }) => {
  await freshPage(page);
  const names = ["a.png", "b.png", "c.png", "d.png", "e.png"];
  await addPictures(page, names.map((name, at) => file(name, png(80, 60, undefined, String(at)))));
  await openViewer(page, "a.png", { width: 80, height: 60 });
  const heading = page.getByRole("heading", { level: 1 });
  await page.keyboard.press("Control+Enter");
  await expect(heading).toHaveText("b.png");
  await expect(page.getByText("1 of 5 done")).toBeVisible();
  await page.keyboard.press("Control+Shift+Enter");
  await expect(heading).toHaveText("c.png");
  await page.keyboard.press("ArrowRight");
  await expect(heading).toHaveText("d.png");
  await choose(page, "Select label", "meadow");
  await page.keyboard.press("Escape");
  await saved(page);
  // From d on: e, and then around to c, which is the only one that nobody touched.
  await page.keyboard.press("n");
  await expect(heading).toHaveText("e.png");
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("n");
  await expect(heading).toHaveText("c.png");
  const { inputs } = await native(page);
  expect(Object.fromEntries(inputs.map(({ name, status }) => [name, status]))).toEqual({
    "a.png": "done", "b.png": "skipped", "c.png": "unlabeled", "d.png": "in_progress", "e.png": "done",
  });
});

test("holes and parts are seen, and a vertex of a hole is edited by itself", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const outer = [[60, 50], [240, 50], [240, 250], [60, 250]];
  const hole = [[100, 100], [200, 100], [200, 200], [100, 200]];
  const other = [[300, 60], [360, 60], [330, 140]];
  const labels = {
    format: "cartouche", version: 1, concepts: [{ name: "barn", color: "#ff0000" }], annotators: [{ name: "Ann", kind: "person" }],
    inputs: [{ name: "grey.png", media: { width: SIZE.width, height: SIZE.height }, objects: [
      { shape: { polygon: [[outer, hole], [other]] }, labels: [{ concept: "barn", annotator: "ann" }] },
    ] }],
  };
  await importFiles(page, [file("labels.json", Buffer.from(JSON.stringify(labels)))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await saved(page);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await expect(objects(page).getByRole("button", { name: "barn.1", exact: true })).toBeVisible();
  const bare = [128, 128, 128];
  await expect.poll(() => canvas.color(canvas.at(80, 150))).not.toEqual(bare);
  await expect.poll(() => canvas.color(canvas.at(330, 85))).not.toEqual(bare);
  expect(await canvas.color(canvas.at(150, 150))).toEqual(bare);
  await canvas.click(canvas.at(80, 150));
  const [from, to] = [canvas.at(200, 200), canvas.at(180, 170)];
  await canvas.drag(from, to);
  const [polygon] = (await native(page)).inputs[0].objects.map(({ shape }) => shape.polygon);
  const [[left, cut], [right]] = polygon;
  expect([left, right]).toEqual([outer, other]);
  expect([cut[0], cut[1], cut[3]]).toEqual([hole[0], hole[1], hole[3]]);
  expect(cut[2][0]).toBeCloseTo(hole[2][0] + to.x - from.x, 6);
  expect(cut[2][1]).toBeCloseTo(hole[2][1] + to.y - from.y, 6);
});

test("Alt takes the children along, and deleting a parent lifts them", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const labels = {
    format: "cartouche", version: 1, concepts: [{ name: "barn" }, { name: "door" }],
    inputs: [{ name: "grey.png", media: { width: SIZE.width, height: SIZE.height }, objects: [
      { id: "00000000000000a1", shape: { box: [40, 40, 240, 240] }, labels: [{ concept: "barn" }] },
      { id: "00000000000000a2", parent: "00000000000000a1", shape: { box: [140, 140, 220, 220] }, labels: [{ concept: "door" }] },
      { id: "00000000000000a3", parent: "00000000000000a2", shape: { box: [160, 160, 180, 180] }, labels: [{ concept: "door" }] },
    ] }],
  };
  await importFiles(page, [file("labels.json", Buffer.from(JSON.stringify(labels)))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await saved(page);
  const boxes = async () => (await native(page)).inputs[0].objects;
  const before = await boxes();
  let canvas = await openViewer(page, "grey.png", SIZE);
  await expect(objects(page).getByRole("button", { name: "barn.1", exact: true })).toBeVisible();
  const [from, to] = [canvas.at(70, 100), canvas.at(110, 120)];
  const moved = (box) => [box[0] + to.x - from.x, box[1] + to.y - from.y, box[2] + to.x - from.x, box[3] + to.y - from.y];
  const near = (found, wanted) => found.forEach((number, at) => expect(number).toBeCloseTo(wanted[at], 6));
  await canvas.drag(from, to);
  let after = await boxes();
  near(after[0].shape.box, moved(before[0].shape.box));
  expect(after.slice(1)).toEqual(before.slice(1));
  await page.keyboard.press("Control+z");
  await saved(page);

  canvas = await viewer(page, SIZE);
  await page.keyboard.down("Alt");
  await canvas.drag(from, to);
  await page.keyboard.up("Alt");
  after = await boxes();
  after.forEach(({ shape }, at) => near(shape.box, moved(before[at].shape.box)));

  // The middle one goes: what stood under it stands under the first.
  canvas = await viewer(page, SIZE);
  await objects(page).getByRole("button", { name: "door.1", exact: true }).click();
  await page.keyboard.press("Delete");
  after = await boxes();
  expect(after.map(({ id, parent }) => [id, parent])).toEqual([
    [before[0].id, undefined],
    [before[2].id, before[0].id],
  ]);
});

test("a grid of five thousand is as long, and only what is seen is in the page", async ({ page }) => {
  await freshPage(page);
  await importFiles(page, [file("set.json", Buffer.from(JSON.stringify(instances(5_000))))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "set/0001.png")).toBeVisible();
  expect((await tiles(page)).length).toBeLessThan(200);
  await page.getByRole("grid", { name: "Inputs" }).focus();
  await page.keyboard.press("End");
  await expect(tile(page, "set/5000.png")).toBeInViewport();
  expect((await tiles(page)).length).toBeLessThan(200);
  await page.keyboard.press("Home");
  await expect(tile(page, "set/0001.png")).toBeInViewport();

  const width = async () => (await tile(page, "set/0001.png").boundingBox()).width;
  const before = await width();
  await page.getByRole("slider", { name: "Tile size" }).focus();
  await page.keyboard.press("End");
  await expect.poll(width).toBeGreaterThan(before * 1.3);
  const chosen = await width();
  await page.reload();
  await expect(tile(page, "set/0001.png")).toBeVisible();
  expect(await width()).toBe(chosen);
});

test("an import says how far it is, and Cancel leaves the project as it was", async ({ page }) => {
  test.slow();
  await freshPage(page);
  await addPictures(page, [file("before.png", png(40, 30))]);
  const stored = () =>
    page.evaluate(async () => {
      const database = await new Promise((done) => (indexedDB.open("cartouche").onsuccess = (event) => done(event.target.result)));
      const counted = {};
      for (const name of database.objectStoreNames) {
        const request = database.transaction(name).objectStore(name).count();
        counted[name] = await new Promise((done) => (request.onsuccess = () => done(request.result)));
      }
      database.close();
      return counted;
    });
  const before = await stored();
  await importFiles(page, [file("large.json", Buffer.from(JSON.stringify(instances(60_000))))]);
  const bar = page.getByRole("progressbar", { name: /large\.json/ });
  await expect(bar).toBeVisible();
  await expect(bar).toHaveAttribute("aria-valuetext", /of/);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect.poll(stored).toEqual(before);
  expect(await tiles(page)).toEqual(["before.png"]);
  expect(shapes(await coco(page))).toEqual([]);
});
