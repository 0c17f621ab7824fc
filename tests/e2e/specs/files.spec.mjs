// 8. Files: Cartouche JSON and COCO in and out, and what bad files get.

import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  expect, test, addPictures, bbox, choose, coco, drawWith, expectNear, exportFile, file, freshPage, goTo, importFiles, native, openViewer,
  rows, saved, shapes, takeTool, tile, viewer,
} from "../support.mjs";
import { cocoFile, instances, png } from "../fixtures.mjs";

const preview = (page, name) => page.getByRole("dialog", { name: `Import ${name}` });

async function accept(page, name) {
  await preview(page, name).getByRole("button", { name: "Import", exact: true }).click();
  await expect(preview(page, name)).toHaveCount(0);
}

/** Reads a label file into the project. */
async function importFile(page, name, content) {
  await importFiles(page, [file(name, cocoFile(content))]);
  await accept(page, name);
  await expect(page.getByRole("status").filter({ hasText: `${name} imported` })).toBeVisible();
  await saved(page);
}

/** An empty project in a browser that has nothing else. */
async function elsewhere(browser, page, act) {
  const context = await browser.newContext({ baseURL: new URL("./", page.url()).href, viewport: page.viewportSize() });
  const other = await context.newPage();
  await freshPage(other);
  const result = await act(other);
  await context.close();
  return result;
}

test("Cartouche JSON comes back byte for byte from an empty project", async ({ page, browser }) => {
  test.slow();
  await freshPage(page);
  await page.getByRole("button", { name: "Open sample project" }).click();
  await expect(tile(page, "street_08.webp")).toBeVisible();
  await expect(tile(page, "harbour_06.png").getByText("sunny")).toBeVisible();
  await saved(page);
  const first = await exportFile(page, "Cartouche JSON");
  expect(first.name).toBe("Sample project.cartouche.json");
  const second = await elsewhere(browser, page, async (other) => {
    await importFile(other, first.name, first.bytes.toString());
    await expect(tile(other, "meadow_01.jpg")).toBeVisible();
    return exportFile(other, "Cartouche JSON");
  });
  expect(second.bytes.toString()).toBe(first.bytes.toString());
});

test("drawn labels go out and come in somewhere else @firefox", async ({ page, browser }) => {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(400, 300))]);
  const canvas = await openViewer(page, "grey.png", { width: 400, height: 300 });
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await takeTool(page, "Select / Edit");
  await choose(page, "Select label", "meadow");
  const first = await exportFile(page, "Cartouche JSON");
  const out = await exportFile(page, "COCO");
  expect(out.name).toBe("Untitled project.coco.json");
  await elsewhere(browser, page, async (other) => {
    await importFile(other, first.name, first.bytes.toString());
    const back = await coco(other);
    expect(back).toEqual(out.json);
    expect(shapes(back)[0].bbox).toEqual(bbox(a, b));
  });
});

test("COCO comes in with everything that it has, and goes out the same", async ({ page }) => {
  await freshPage(page);
  const given = instances(50);
  await importFiles(page, [file("instances.json", cocoFile(given))]);
  const dialog = preview(page, "instances.json");
  await expect(dialog.getByText("A COCO file.")).toBeVisible();
  for (const [number, what] of [["50", "new inputs"], ["3", "new concepts"], ["200", "objects"]]) {
    await expect(dialog.locator("div", { has: page.getByText(what, { exact: false }) }).last()).toContainText(number);
  }
  await accept(page, "instances.json");
  await expect(tile(page, "set/0001.png")).toBeVisible();
  const back = await coco(page);
  expect(back.images.map(({ file_name, width, height }) => [file_name, width, height])).toEqual(
    given.images.map(({ file_name, width, height }) => [file_name, width, height]),
  );
  const [found, wanted] = [shapes(back), shapes(given)];
  expect(found).toHaveLength(wanted.length);
  found.forEach((shape, at) => {
    expect([shape.on, shape.concept]).toEqual([wanted[at].on, wanted[at].concept]);
    expectNear(shape.bbox, wanted[at].bbox, 1e-3);
    expect(shape.rings).toEqual(wanted[at].rings);
  });
});

test("runs and crowds are shown as masks and go out as they came", async ({ page }) => {
  await freshPage(page);
  const [width, height] = [100, 80];
  await addPictures(page, [file("grey.png", png(width, height))]);
  // Columns 10 to 29 from row 20 to 59; columns 60 to 89 from row 10 to 29.
  const runs = (left, columns, top, length) => {
    const counts = [left * height + top];
    for (let column = 1; column < columns; column++) counts.push(length, height - length);
    counts.push(length);
    counts.push(width * height - counts.reduce((sum, run) => sum + run, 0));
    return { size: [height, width], counts };
  };
  const [one, two] = [runs(10, 20, 20, 40), runs(60, 30, 10, 20)];
  await importFile(page, "masks.json", {
    images: [{ id: 1, file_name: "grey.png", width, height }],
    categories: [{ id: 1, name: "pond" }],
    annotations: [
      { id: 1, image_id: 1, category_id: 1, segmentation: one, bbox: [10, 20, 20, 40], area: 800, iscrowd: 0 },
      { id: 2, image_id: 1, category_id: 1, segmentation: two, bbox: [60, 10, 30, 20], area: 600, iscrowd: 1 },
    ],
  });
  const canvas = await openViewer(page, "grey.png", { width, height });
  await canvas.move(canvas.at(50, 78));
  const grey = [128, 128, 128];
  for (const [x, y] of [[20, 40], [75, 20]]) await expect.poll(() => canvas.color(canvas.at(x, y))).not.toEqual(grey);
  for (const [x, y] of [[45, 40], [20, 70], [75, 50]]) expect(await canvas.color(canvas.at(x, y))).toEqual(grey);
  const back = await coco(page);
  expect(back.annotations.map(({ segmentation, iscrowd, area, bbox }) => ({ segmentation, iscrowd, area, bbox }))).toEqual([
    { segmentation: one, iscrowd: 0, area: 800, bbox: [10, 20, 20, 40] },
    { segmentation: two, iscrowd: 1, area: 600, bbox: [60, 10, 30, 20] },
  ]);
});

test("labels wait for their picture by its name", async ({ page }) => {
  await freshPage(page);
  await importFile(page, "labels.json", {
    images: [
      { id: 1, file_name: "set/a.png", width: 400, height: 300 },
      { id: 2, file_name: "set/b.png", width: 400, height: 300 },
    ],
    categories: [{ id: 1, name: "sheep" }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [100, 75, 200, 150] }],
  });
  await tile(page, "set/a.png").click();
  await expect(page.getByText("The picture isn't here yet.")).toBeVisible();
  await goTo(page, "Inputs");
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("a.png", png(400, 300))]);
  await expect(tile(page, "set/a.png").locator("img")).toBeVisible();
  await expect(page.getByRole("gridcell")).toHaveCount(2);
  const canvas = await openViewer(page, "set/a.png", { width: 400, height: 300 });
  await canvas.move(canvas.at(10, 290));
  await expect.poll(() => canvas.color(canvas.at(10, 10))).toEqual([128, 128, 128]);
  expect(await canvas.color(canvas.at(200, 150))).not.toEqual([128, 128, 128]);
  const { inputs } = await native(page);
  expect(inputs.map(({ name, media }) => [name, media.bytes > 0])).toEqual([["set/a.png", true], ["set/b.png", false]]);
  expect(inputs[0].objects[0].shape.box).toEqual([100, 75, 300, 225]);
});

test("leaving a preview changes nothing", async ({ page }) => {
  await freshPage(page);
  const before = await rows(page);
  await importFiles(page, [file("labels.json", cocoFile(instances(5)))]);
  await expect(preview(page, "labels.json")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(preview(page, "labels.json")).toHaveCount(0);
  await expect.poll(() => rows(page)).toEqual(before);
  await expect(page.getByRole("heading", { name: "Drop pictures or a whole folder here" })).toBeVisible();
});

test("a file is refused whose concept another tab deleted since it was read", async ({ page, context }) => {
  await freshPage(page);
  await importFile(page, "labels.json", instances(1));
  await importFiles(page, [file("more.json", cocoFile(instances(2)))]);
  await expect(preview(page, "more.json")).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await goTo(other, "Concepts");
  const name = instances(2).categories[0].name;
  await other.locator(".concept-line").filter({ hasText: name }).first().hover();
  await other.getByRole("button", { name: `Delete ${name}`, exact: true }).click();
  await other.getByRole("button", { name: "Delete", exact: true }).click();
  await saved(other);
  await expect.poll(async () => (await native(other)).concepts.map((concept) => concept.name)).not.toContain(name);
  const before = await native(other);
  await accept(page, "more.json");
  const told = page.getByRole("status").filter({ hasText: "more.json wasn't imported" });
  await expect(told).toContainText(`“${name}” was deleted since it was read; choose the file again`);
  expect(await native(page)).toEqual(before);
});

test("importing the same file twice brings no picture and no concept twice", async ({ page }) => {
  await freshPage(page);
  const given = instances(5);
  await importFile(page, "labels.json", given);
  const first = await coco(page);
  await importFiles(page, [file("again.json", cocoFile(first))]);
  await expect(preview(page, "again.json")).toBeVisible();
  const second = preview(page, "again.json").getByRole("button", { name: "Import", exact: true });
  if (await second.count()) {
    await second.click();
    await expect(preview(page, "again.json")).toHaveCount(0);
  } else {
    await page.keyboard.press("Escape");
  }
  await saved(page);
  const back = await coco(page);
  expect(back.images).toEqual(first.images);
  expect(back.categories).toEqual(first.categories);
});

/** Files of which nothing is taken: name, content, what is said. */
const REFUSED = [
  ["brace.json", '{"images": [{"id": 1, "file_name": "a.png"}], "annotations": [], "categories": [', /ends in the middle/, /line \d+, column \d+/],
  ["broken.json", '{"images": [\n{"id": 1}\n{"id": 2}]}', /expected a comma or \]/, /line 3, column \d+/],
  ["empty.json", "", /0 bytes/],
  ["text.json", "hello", /no label file that Cartouche knows/],
  ["results.json", '[{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}]', /list|no label file/],
  ["picture.json", png(4, 4), /no label file that Cartouche knows/],
];

test("a file that isn't a label file is refused by name, place and reason, and nothing else in the drop is lost", async ({ page }) => {
  await freshPage(page);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([
    ...REFUSED.map(([name, content]) => file(name, Buffer.from(content))),
    file("good.json", cocoFile(instances(2))),
    file("good.png", png(40, 30)),
  ]);
  await accept(page, "good.json");
  const dialog = page.getByRole("dialog", { name: /not added$/ });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("listitem")).toHaveCount(REFUSED.length);
  for (const [name, , ...reasons] of REFUSED) {
    const item = dialog.getByRole("listitem").filter({ hasText: name });
    for (const reason of reasons) await expect(item).toContainText(reason);
  }
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await saved(page);
  const { inputs } = await native(page);
  expect(inputs.map(({ name }) => name).sort()).toEqual(["good.png", "set/0001.png", "set/0002.png"]);
});

/** One bad record among good ones: what is said and where. */
const BAD = [
  ["an unknown picture", { image_id: 99 }, /image_id|picture|image/, "Left"],
  ["an unknown category", { category_id: 99 }, /category/, "Left"],
  ["a negative width", { bbox: [10, 10, -5, 5] }, /negative width or height/, "Left"],
  ["a box without area", { bbox: [10, 10, 0, 5] }, /no area/, "Left"],
  ["NaN", { bbox: [10, "NaN", 5, 5] }, /NaN is not a number in JSON/, "Left"],
  ["Infinity", { bbox: [10, "Infinity", 5, 5] }, /Infinity is not a number in JSON/, "Left"],
  ["a ring of two points", { segmentation: [[1, 1, 2, 2]], bbox: undefined }, /3 points/, "Left"],
  ["runs that don't add up", { segmentation: { size: [480, 640], counts: [1, 2, 3] } }, /runs|add up|pixels/i, "Left"],
  ["an id that is there already", { id: 1 }, /same id/, "Changed"],
];

for (const [what, change, reason, outcome] of BAD) {
  test(`${what} costs that record only, and is said with its place`, async ({ page }) => {
    await freshPage(page);
    const given = instances(2);
    const bad = { id: 9, image_id: 1, category_id: 1, segmentation: [], bbox: [1, 1, 5, 5], iscrowd: 0, ...change };
    given.annotations.splice(3, 0, bad);
    // Numbers that JSON doesn't have are written as Python does.
    const text = JSON.stringify(given).replaceAll('"NaN"', "NaN").replaceAll('"Infinity"', "Infinity");
    await importFiles(page, [file("bad.json", Buffer.from(text))]);
    const item = preview(page, "bad.json").getByRole("listitem");
    await expect(item).toHaveCount(1);
    await expect(item).toContainText(outcome === "Left" ? "1 left out" : "1 changed");
    await expect(item).toContainText(reason);
    await expect(item).toContainText("annotations[3]");
    await accept(page, "bad.json");
    await expect(tile(page, "set/0001.png")).toBeVisible();
    const back = await coco(page);
    expect(back.annotations).toHaveLength(outcome === "Left" ? 8 : 9);
  });
}

test("pictures twice, without a name or out of their folder are said", async ({ page }) => {
  await freshPage(page);
  const given = instances(1);
  given.images.push(
    { id: 1, file_name: "twice.png" },
    { id: 3, width: 10, height: 10 },
    { id: 4, file_name: "../secret.png", width: 10, height: 10 },
    { id: 5, file_name: "odd.png", width: -10, height: 1.5 },
  );
  await importFiles(page, [file("bad.json", cocoFile(given))]);
  const items = preview(page, "bad.json").getByRole("listitem");
  await expect(items.filter({ hasText: "another image has the same id" })).toContainText("images[1]");
  await expect(items.filter({ hasText: "no file_name" })).toContainText("images[2]");
  await expect(items.filter({ hasText: "out of its folder" })).toContainText("images[3]");
  await expect(items.filter({ hasText: "whole numbers above 0" })).toContainText("images[4]");
  await accept(page, "bad.json");
  await expect(tile(page, "odd.png")).toBeVisible();
  expect((await native(page)).inputs.map(({ name }) => name)).toEqual(["set/0001.png", "odd.png"]);
});

test("ten million vertices in one ring cost that record only", async ({ page }) => {
  test.slow();
  await freshPage(page);
  const given = instances(1);
  given.annotations[1].segmentation = [["HERE"]];
  const folder = await mkdtemp(join(tmpdir(), "cartouche-"));
  const path = join(folder, "huge.json");
  const [head, tail] = JSON.stringify(given).split('"HERE"');
  await writeFile(path, [head, "1,2,".repeat(10_000_000).slice(0, -1), tail].join(""));
  await importFiles(page, path);
  const item = preview(page, "huge.json").getByRole("listitem");
  await expect(item).toContainText("1,000,000 vertices", { timeout: 90_000 });
  await expect(item).toContainText("annotations[1]");
  await accept(page, "huge.json");
  await expect(tile(page, "set/0001.png")).toBeVisible();
  expect((await coco(page)).annotations).toHaveLength(3);
  await rm(folder, { recursive: true });
});

test("what a format can't hold is said before the download", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(400, 300))]);
  await openViewer(page, "grey.png", { width: 400, height: 300 });
  await choose(page, "Select label", "meadow");
  await saved(page);
  await goTo(page, "Export");
  await page.getByRole("radio", { name: "COCO", exact: true }).check();
  const item = page.getByRole("main").getByRole("listitem").filter({ hasText: "left out" });
  await expect(item).toContainText(/classification/i);
  await expect(item).toContainText("grey.png");
  await page.getByRole("radio", { name: "Cartouche JSON", exact: true }).check();
  await expect(page.getByText("It holds everything that this project has.")).toBeVisible();
});

const python = process.env.CARTOUCHE_PYTHON ?? "python3";
const hasReaders = spawnSync(python, ["-c", "import pycocotools, jsonschema, numpy"]).status === 0;

test("pycocotools and the schema agree with what was exported", async ({ page }) => {
  test.skip(!hasReaders, `${python} has no pycocotools and jsonschema (tests/formats/requirements.txt)`);
  await freshPage(page);
  await page.getByRole("button", { name: "Open sample project" }).click();
  await expect(tile(page, "harbour_06.png").getByText("sunny")).toBeVisible();
  await saved(page);
  const canvas = await openViewer(page, "meadow_01.jpg", { width: 1600, height: 1067 });
  await drawWith(page, "Bounding Box", "gate");
  await canvas.drag(canvas.at(1200, 100), canvas.at(1500, 333));
  await drawWith(page, "Polygon", "cloud");
  for (const [x, y] of [[100, 60], [400, 40], [350, 160], [120, 180]]) await canvas.click(canvas.at(x, y));
  await page.keyboard.press("Enter");
  await drawWith(page, "Brush", "paint");
  const size = page.getByRole("spinbutton", { name: "Brush size in pixels" });
  await size.press("Control+a");
  await page.keyboard.type("50");
  await page.keyboard.press("Enter");
  const way = [canvas.at(300, 330), canvas.at(720, 410), canvas.at(500, 620)];
  await canvas.move(way[0]);
  await page.mouse.down();
  for (const at of way.slice(1)) await canvas.move(at);
  await page.mouse.up();
  const folder = await mkdtemp(join(tmpdir(), "cartouche-"));
  const strokes = join(folder, "strokes.json");
  await writeFile(strokes, JSON.stringify([{ concept: "paint", way: way.map(({ x, y }) => [x, y]), radius: 25 }]));
  const paths = [];
  for (const format of ["COCO", "Cartouche JSON"]) {
    const { bytes, name } = await exportFile(page, format);
    await viewer(page, { width: 1600, height: 1067 });
    paths.push(join(folder, name));
    await writeFile(paths.at(-1), bytes);
  }
  const repository = fileURLToPath(new URL("../../..", import.meta.url));
  const check = spawnSync(python, ["tests/formats/check_coco.py", ...paths, "public/schema/cartouche-1.schema.json", strokes], {
    cwd: repository,
    encoding: "utf8",
  });
  expect(check.stderr).toBe("");
  expect(check.stdout).toMatch(/\d+ annotations agree/);
  expect(check.status).toBe(0);
  await rm(folder, { recursive: true });
});
