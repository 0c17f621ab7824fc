// Two tabs on one project: the database is the arbiter, and nothing that was drawn is lost.

import { expect, test, addPictures, coco, drawWith, file, freshPage, openViewer, saved, viewer } from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

/** Draws a box per number at a place that is its own. */
async function draw(page, canvas, numbers) {
  for (const number of numbers) await canvas.drag(canvas.at(20 * number, 20), canvas.at(20 * number + 15, 60));
  await saved(page);
}

test("both tabs draw, and both boxes of each are there", async ({ page, context }) => {
  test.slow();
  await freshPage(page);
  await addPictures(page, [file("shared.png", png(SIZE.width, SIZE.height))]);
  const first = await openViewer(page, "shared.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  await draw(page, first, [1]);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("button", { name: "sheep.1", exact: true })).toBeVisible();
  const second = await viewer(other, SIZE);
  await drawWith(other, "Bounding Box", "sheep");
  await Promise.all([draw(page, first, [2, 3, 4, 5, 6]), draw(other, second, [12, 13, 14, 15, 16])]);
  const lefts = async (tab) => {
    const { annotations } = await coco(tab);
    return annotations.map((annotation) => Math.round(annotation.bbox[0] / 20)).sort((a, b) => a - b);
  };
  const all = [1, 2, 3, 4, 5, 6, 12, 13, 14, 15, 16];
  await expect(page.getByRole("button", { name: "sheep.11", exact: true })).toBeVisible();
  await expect(other.getByRole("button", { name: "sheep.11", exact: true })).toBeVisible();
  expect(await lefts(page)).toEqual(all);
});
