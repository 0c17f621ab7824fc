// A panic, in the page and in the worker: nothing of it goes on, what was saved is there, and the page is back at once.
// The build that is tested here can be told to break (`cargo dev faults`).

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, addPictures, bbox, coco, drawWith, file, freshPage, goTo, importFiles, objects, openViewer, rows, saved, shapes, steps, tile, viewer } from "../support.mjs";
import { cocoFile, instances, png } from "../fixtures.mjs";
import { hostedFrom } from "../host.mjs";

const FAULTS = resolve("../..", process.env.CARTOUCHE_FAULTS_DIST ?? "target/faults");
const test = hostedFrom(FAULTS);
const SIZE = { width: 400, height: 300 };
const fallen = (page) => page.getByRole("dialog", { name: "Cartouche has stopped" });

test.beforeAll(() => {
  expect(existsSync(FAULTS), `${FAULTS}: run \`cargo dev faults\` first`).toBe(true);
});

/** Breaks the page after so many places: 0 by a panic, 1 by calls that go too deep, 2 by memory that runs out. */
const arm = (page, after, kind) =>
  page.evaluate(
    async ([after, kind]) => (await import(document.querySelector('script[type="module"]').src)).armFault(after, kind),
    [after, kind],
  );

/** The breakdown itself is told on the console, by us and by the browser. */
function onlyTheBreakdown(complaints) {
  const told = complaints.splice(0);
  const expected = /a fault that was asked for|unreachable|too much recursion|Maximum call stack|RuntimeError|memory|recursive use|null pointer/i;
  expect(told.filter((text) => !expected.test(text))).toEqual([]);
}

async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await saved(page);
  return { canvas, first: bbox(a, b) };
}

for (const [kind, name] of ["a panic", "calls that go too deep", "memory that runs out"].entries()) {
  test(`${name}: it says so, offers the project as a file, and is back within two seconds`, async ({ page, complaints }) => {
    const { canvas, first } = await start(page);
    const before = await rows(page);
    // In the middle of the next gesture's change.
    await arm(page, 9, kind);
    await canvas.drag(canvas.at(200, 150), canvas.at(300, 250));
    await expect(fallen(page)).toBeVisible();
    // Nothing of the page's own code runs any more: neither keys nor pointers write anything.
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Escape");
    await expect(fallen(page)).toBeVisible();
    expect(await rows(page)).toEqual(before);
    const [download] = await Promise.all([page.waitForEvent("download"), fallen(page).getByRole("button", { name: "Save a file" }).click()]);
    const rescue = JSON.parse(await readFile(await download.path(), "utf8"));
    expect(rescue.inputs[0].objects).toHaveLength(1);
    expect(rescue.rescue.gesture.map(({ type }) => type)).toContain("pointerdown");
    expect(rescue.rescue.reason.length).toBeGreaterThan(3);
    const pressed = Date.now();
    await fallen(page).getByRole("button", { name: "Reload" }).click();
    await expect(fallen(page)).toHaveCount(0);
    await viewer(page, SIZE);
    expect(Date.now() - pressed).toBeLessThan(2_000);
    expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([first]);
    onlyTheBreakdown(complaints);
    // The file opens as the project that it was.
    const url = new URL(page.url());
    expect(url.searchParams.get("project")).toBeTruthy();
    await importFiles(page, [file("rescue.json", await readFile(await download.path()))]);
    await expect(page.getByRole("dialog")).toContainText("rescue.json");
  });
}

test("wherever it breaks, nothing half is written and what was saved is there", async ({ page, complaints }) => {
  test.slow();
  const { first } = await start(page);
  await page.reload();
  const wanted = [first];
  let there = 1;
  for (const after of [0, 2, 4, 6, 8, 9, 10, 11, 12, 13, 15, 19]) {
    const canvas = await viewer(page, SIZE);
    await drawWith(page, "Bounding Box", "sheep");
    await arm(page, after, 0);
    const before = await steps(page);
    const [a, b] = [canvas.at(20 + after * 12, 150), canvas.at(40 + after * 12, 200)];
    await canvas.drag(a, b);
    await expect(fallen(page)).toBeVisible();
    await fallen(page).getByRole("button", { name: "Reload" }).click();
    await viewer(page, SIZE);
    const found = shapes(await coco(page)).map(({ bbox }) => bbox);
    // A whole step more, with all of its rows, or none.
    const steps_after = await steps(page);
    if (found.length > wanted.length) wanted.push(bbox(a, b));
    expect(found).toEqual(wanted);
    expect(steps_after - before, `after ${after}`).toBe(found.length - there);
    there = found.length;
  }
  onlyTheBreakdown(complaints);
});

test("a worker that breaks in the middle of an import leaves nothing, and the next import goes through", async ({ page, complaints }) => {
  await page.addInitScript(() => {
    window.workers = [];
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        window.workers.push(this);
      }
    };
  });
  const { first } = await start(page);
  await goTo(page, "Inputs");
  const before = await rows(page);
  const labels = instances(400);
  await page.evaluate(() => window.workers.forEach((worker) => worker.postMessage({ fault: 3 })));
  await importFiles(page, [file("many.json", cocoFile(labels))]);
  await expect(page.getByRole("dialog")).toContainText("the worker stopped while reading many.json");
  await page.getByRole("dialog").getByRole("button", { name: "Close dialog" }).click();
  const after = await rows(page);
  expect(after.journal).toEqual(before.journal);
  expect(after.projects).toEqual(before.projects);
  await expect(objects(page)).toHaveCount(0);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([first]);
  await importFiles(page, [file("many.json", cocoFile(labels))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "set/0001.png")).toBeVisible();
  await saved(page);
  expect(shapes(await coco(page))).toHaveLength(1 + labels.annotations.length);
  onlyTheBreakdown(complaints);
});
