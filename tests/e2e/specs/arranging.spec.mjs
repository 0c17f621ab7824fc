// 4 The viewer: several shapes at once, lock, order, family, absent labels, the view turned; read from the exported file.

import {
  expect, test, addPictures, classified, choose, drawWith, expectNear, file, freshPage, native, objects, openViewer, saved, steps,
  takeTool, tile, viewer,
} from "../support.mjs";
import { CORNERS, png, quadrants } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };
const PLACES = [[40, 30, 100, 90], [150, 30, 210, 90], [260, 200, 330, 260]];

/** Three boxes of a sheep. */
async function start(page) {
  await freshPage(page);
  const paint = quadrants(SIZE.width, SIZE.height);
  await addPictures(page, [file("a.png", png(SIZE.width, SIZE.height, paint)), file("b.png", png(SIZE.width, SIZE.height, paint, "b")), file("c.png", png(300, 300))]);
  const canvas = await openViewer(page, "a.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  for (const [left, top, right, bottom] of PLACES) await canvas.drag(canvas.at(left, top), canvas.at(right, bottom));
  await takeTool(page, "Select / Edit");
  await saved(page);
  return canvas;
}

const bar = (page) => page.getByRole("group", { name: "Selected objects" });
const made = async (page) => {
  await saved(page);
  return (await native(page)).inputs[0].objects;
};

test("Shift+drag selects several; they are moved, reassigned and deleted as one step each @firefox", async ({ page }) => {
  const canvas = await start(page);
  const before = await made(page);
  const count = await steps(page);
  const again = await viewer(page, SIZE);
  await page.keyboard.down("Shift");
  await again.drag(again.at(20, 15), again.at(180, 60));
  await page.keyboard.up("Shift");
  await expect(bar(page)).toContainText("2 selected");
  // Both go along with the one that is dragged.
  const [from, to] = [again.at(60, 50), again.at(60, 110)];
  await again.drag(from, to);
  await bar(page).getByRole("button", { name: "Reassign…" }).click();
  await page.getByRole("dialog", { name: "Reassign" }).getByRole("combobox").fill("goat");
  await page.getByRole("dialog", { name: "Reassign" }).getByRole("combobox").press("Enter");
  await expect(objects(page)).toContainText("goat(2)");
  const after = await made(page);
  const way = to.y - from.y;
  after.slice(0, 2).forEach((object, at) => {
    const [left, top, right, bottom] = before[at].shape.box;
    expectNear(object.shape.box, [left, top + way, right, bottom + way]);
  });
  expect(after[2]).toEqual(before[2]);
  await viewer(page, SIZE);
  await page.keyboard.press("Control+a");
  await expect(bar(page)).toContainText("3 selected");
  await page.keyboard.press("Delete");
  await expect(objects(page)).toContainText("Objects(0)");
  // Moved, a concept, reassigned, deleted.
  await saved(page);
  expect(await steps(page)).toBe(count + 4);
  await page.keyboard.press("Control+z");
  expect(await made(page)).toEqual(after);
});

test("what is locked can't be moved or deleted; it comes to the front and goes to the back", async ({ page }) => {
  const canvas = await start(page);
  await canvas.click(canvas.at(60, 60));
  await page.keyboard.press("l");
  await expect(bar(page).getByRole("button", { name: "Unlock" })).toBeVisible();
  await canvas.drag(canvas.at(60, 60), canvas.at(120, 120));
  await page.keyboard.press("Delete");
  let [first] = await made(page);
  expect(first.locked).toBe(true);
  await viewer(page, SIZE);
  await canvas.click(canvas.at(60, 60));
  await bar(page).getByRole("button", { name: "Unlock" }).click();
  await bar(page).getByRole("button", { name: "Bring to front" }).click();
  const up = await made(page);
  expect(up[0].z).toBeGreaterThan(up[1].z ?? 0);
  expect(up[0].locked ?? false).toBe(false);
  await viewer(page, SIZE);
  await canvas.click(canvas.at(60, 60));
  await page.keyboard.press("Control+[");
  const down = await made(page);
  expect(down[0].z).toBeLessThan(down[1].z ?? 0);
});

test("Make child of… and Detach change the family; Alt moves the children along", async ({ page }) => {
  const canvas = await start(page);
  await canvas.click(canvas.at(180, 60));
  await bar(page).getByRole("button", { name: "Make child of…" }).click();
  const dialog = page.getByRole("dialog", { name: "Make child of" });
  await dialog.getByRole("searchbox").fill("sheep.1");
  await dialog.getByRole("button", { name: "sheep.1" }).click();
  await expect(bar(page).getByRole("button", { name: "Detach" })).toBeVisible();
  let all = await made(page);
  expect(all[1].parent).toBe(all[0].id);
  const again = await viewer(page, SIZE);
  await again.click(again.at(60, 60));
  await page.keyboard.down("Alt");
  const [from, to] = [again.at(60, 60), again.at(60, 90)];
  await again.drag(from, to);
  await page.keyboard.up("Alt");
  const moved = await made(page);
  for (const at of [0, 1]) expectNear([moved[at].shape.box[1]], [all[at].shape.box[1] + to.y - from.y]);
  await viewer(page, SIZE);
  await objects(page).getByRole("button", { name: "sheep.2", exact: true }).click();
  await bar(page).getByRole("button", { name: "Detach" }).click();
  all = await made(page);
  expect(all[1].parent).toBeUndefined();
});

test("present and absent: said, turned round, taken off, in the viewer and on the grid @firefox", async ({ page }) => {
  await start(page);
  await choose(page, "Select or add concepts", "meadow");
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: "meadow", exact: true }).hover();
  await classified(page).getByRole("button", { name: "Mark meadow absent" }).click();
  await expect(classified(page).getByRole("checkbox", { name: "not meadow" })).toBeVisible();
  const said = async () => {
    await saved(page);
    const file = await native(page);
    const name = new Map(file.concepts.map((it) => [it.id, it.name]));
    return file.inputs.map(({ labels }) => labels.map((it) => `${it.presence ?? "present"} ${name.get(it.concept)}`));
  };
  expect((await said())[0]).toEqual(["absent meadow"]);
  await page.getByRole("link", { name: "Inputs" }).click();
  await expect(tile(page, "a.png")).toContainText("not meadow");
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("absent:meadow");
  await expect(page.getByText("1 of 3 inputs")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("");
  await tile(page, "b.png").click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Label as…" }).click();
  const dialog = page.getByRole("dialog", { name: "Label as" });
  await dialog.getByRole("checkbox", { name: /^Absent/ }).check();
  await dialog.getByRole("combobox").fill("meadow");
  await dialog.getByRole("combobox").press("Enter");
  await dialog.getByRole("button", { name: "Add to inputs" }).click();
  expect(await said()).toEqual([["absent meadow"], ["absent meadow"], []]);
  await tile(page, "a.png").click();
  await classified(page).getByRole("checkbox", { name: "not meadow" }).hover();
  await classified(page).getByRole("button", { name: "Mark meadow present" }).click();
  await expect(classified(page).getByRole("checkbox", { name: "meadow", exact: true })).toBeVisible();
  expect((await said())[0]).toEqual(["present meadow"]);
  await classified(page).getByRole("checkbox", { name: "meadow", exact: true }).click();
  expect((await said())[0]).toEqual([]);
});

test("turned and inverted, what is drawn lies where it is seen, and the file is as it was", async ({ page }) => {
  const canvas = await start(page);
  const before = await made(page);
  await viewer(page, SIZE);
  await expect.poll(() => canvas.color(canvas.at(120, 120))).toEqual(CORNERS[0]);
  await page.keyboard.press("i");
  await expect.poll(() => canvas.color(canvas.at(120, 120))).toEqual(CORNERS[0].map((value) => 255 - value));
  await page.keyboard.press("i");
  await page.keyboard.press("Shift+R");
  // A quarter clockwise: the top-left quadrant is at the top right.
  const stage = await page.locator(".stage").boundingBox();
  const scale = Math.min((stage.width - 80) / SIZE.height, (stage.height - 80) / SIZE.width);
  const at = (x, y) => ({
    page: {
      x: Math.round(stage.x + stage.width / 2 + (SIZE.height / 2 - y) * scale),
      y: Math.round(stage.y + stage.height / 2 + (x - SIZE.width / 2) * scale),
    },
  });
  await expect.poll(() => canvas.color(at(20, 130))).toEqual(CORNERS[0]);
  await expect.poll(() => canvas.color(at(20, 280))).toEqual(CORNERS[2]);
  await page.keyboard.press("b");
  await choose(page, "Select label", "sheep");
  await canvas.drag(at(300, 40), at(360, 120));
  const after = await made(page);
  expect(after.slice(0, 3)).toEqual(before);
  expectNear(after[3].shape.box, [300, 40, 360, 120], 1 / scale + 0.01);
});

test("the film strip goes along the list, the zoom stays by a setting, the original is downloaded", async ({ page }) => {
  const canvas = await start(page);
  const strip = page.getByRole("group", { name: "Film strip" });
  await expect(strip.getByRole("button")).toHaveCount(3);
  await expect(strip.getByRole("button", { name: "a.png" })).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("Control+1");
  const percent = page.locator(".percent");
  await expect(percent).toHaveText("100 %");
  await strip.getByRole("button", { name: "b.png" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("b.png");
  await expect(percent).not.toHaveText("100 %");
  await page.keyboard.press("End");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("c.png");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("checkbox", { name: /^Keep the zoom/ }).check();
  await page.goBack();
  await page.keyboard.press("Home");
  await page.keyboard.press("Control+1");
  await expect(percent).toHaveText("100 %");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("b.png");
  await expect(percent).toHaveText("100 %");
  // Another size is seen as a whole.
  await page.keyboard.press("ArrowRight");
  await expect(percent).not.toHaveText("100 %");
  await page.keyboard.press("f");
  await expect(strip).toHaveCount(0);
  await page.getByRole("application", { name: "Canvas" }).click({ button: "right" });
  const [download] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("menuitem", { name: "Download original" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("c.png");
  const { readFile } = await import("node:fs/promises");
  expect(await readFile(await download.path())).toEqual(png(300, 300));
});
