// 4.4, 4.5 and 4.6: the panes beside the picture and the hotkeys.

import {
  expect, test, addPictures, bbox, choose, classifications, classified, coco, drawWith, file, freshPage, goTo, native, objects,
  openViewer, saved, shapes, takeTool, toast, viewer,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  return openViewer(page, "grey.png", SIZE);
}

/** Two sheep and a barn, none over another. */
const PLACES = { sheep1: [30, 30, 130, 120], sheep2: [160, 40, 240, 130], barn1: [260, 160, 380, 280] };

async function drawThree(page, canvas) {
  const draw = async ([left, top, right, bottom]) => {
    const [a, b] = [canvas.at(left, top), canvas.at(right, bottom)];
    await canvas.drag(a, b);
    return bbox(a, b);
  };
  await drawWith(page, "Bounding Box", "sheep");
  const drawn = [await draw(PLACES.sheep1), await draw(PLACES.sheep2)];
  await choose(page, "Select label", "barn");
  drawn.push(await draw(PLACES.barn1));
  await takeTool(page, "Select / Edit");
  await saved(page);
  return drawn;
}

const inside = (canvas, [left, top, right, bottom]) => canvas.at((left + right) / 2, (top + bottom) / 2);
const instance = (page, name) => objects(page).getByRole("button", { name, exact: true });
const concepts = async (page) => shapes(await coco(page)).map(({ concept }) => concept);

test("headings count, instances are numbered in the order of creation", async ({ page }) => {
  const canvas = await start(page);
  await expect(objects(page).getByRole("heading", { name: "Objects(0)" })).toBeVisible();
  await drawThree(page, canvas);
  await expect(objects(page).getByRole("heading", { name: "Objects(2)" })).toBeVisible();
  await expect(objects(page).getByText("sheep(2)", { exact: true })).toBeVisible();
  await expect(objects(page).getByText("barn(1)", { exact: true })).toBeVisible();
  for (const name of ["sheep.1", "sheep.2", "barn.1"]) await expect(instance(page, name)).toBeVisible();
});

test("hiding takes shapes off the screen and nothing out of the file", async ({ page }) => {
  const canvas = await start(page);
  await drawThree(page, canvas);
  const [first, second, barn] = ["sheep1", "sheep2", "barn1"].map((name) => inside(canvas, PLACES[name]));
  const away = canvas.at(200, 290);
  await canvas.move(away);
  const grey = [128, 128, 128];
  await expect.poll(() => canvas.color(first)).not.toEqual(grey);
  await objects(page).getByText("sheep.1", { exact: true }).hover();
  await objects(page).getByRole("button", { name: "Hide sheep.1" }).click();
  await canvas.move(away);
  await expect.poll(() => canvas.color(first)).toEqual(grey);
  expect(await canvas.color(second)).not.toEqual(grey);
  // What is hidden can't be taken.
  await canvas.click(first);
  await expect(instance(page, "sheep.1")).toHaveAttribute("aria-pressed", "false");

  await objects(page).getByText("sheep(2)", { exact: true }).hover();
  await objects(page).getByRole("button", { name: "Hide sheep", exact: true }).click();
  await canvas.move(away);
  await expect.poll(() => canvas.color(second)).toEqual(grey);
  expect(await canvas.color(barn)).not.toEqual(grey);
  await objects(page).getByText("sheep(2)", { exact: true }).hover();
  await objects(page).getByRole("button", { name: "Show sheep", exact: true }).click();
  await canvas.move(away);
  await expect.poll(() => canvas.color(second)).not.toEqual(grey);
  expect(await concepts(page)).toEqual(["sheep", "sheep", "barn"]);
});

test("renaming a concept renames it everywhere, and a taken name offers to merge", async ({ page }) => {
  const canvas = await start(page);
  await drawThree(page, canvas);
  const rename = async (from, to) => {
    await objects(page).getByText(new RegExp(`^${from}\\(`)).hover();
    await objects(page).getByRole("button", { name: `Rename ${from}`, exact: true }).click();
    const field = objects(page).getByRole("textbox", { name: `New name of ${from}` });
    await field.fill(to);
    await field.press("Enter");
  };
  await rename("sheep", "lamb");
  await expect(objects(page).getByText("lamb(2)", { exact: true })).toBeVisible();
  expect(await concepts(page)).toEqual(["lamb", "lamb", "barn"]);
  await viewer(page, SIZE);
  await rename("lamb", "barn");
  await page.getByRole("button", { name: "Merge the two" }).click();
  await expect(objects(page).getByText("barn(3)", { exact: true })).toBeVisible();
  const file = await coco(page);
  expect(file.categories.map(({ name }) => name)).toEqual(["barn"]);
  expect(file.annotations.map(({ category_id }) => category_id)).toEqual([1, 1, 1]);
});

test("an instance is reassigned, one shape and no other", async ({ page }) => {
  const canvas = await start(page);
  const drawn = await drawThree(page, canvas);
  await objects(page).getByText("sheep.2", { exact: true }).hover();
  await objects(page).getByRole("button", { name: "Reassign sheep.2" }).click();
  const field = objects(page).getByRole("combobox");
  await field.fill("goat");
  await field.press("Enter");
  await expect(instance(page, "goat.1")).toBeVisible();
  const found = shapes(await coco(page)).map(({ concept, bbox }) => [concept, bbox]);
  expect(found).toEqual([
    ["sheep", drawn[0]],
    ["goat", drawn[1]],
    ["barn", drawn[2]],
  ]);
});

test("bin and tick delete, each with Undo", async ({ page }) => {
  const canvas = await start(page);
  const drawn = await drawThree(page, canvas);
  const boxes = async () => shapes(await coco(page)).map(({ bbox }) => bbox);

  await objects(page).getByText("sheep.1", { exact: true }).hover();
  await objects(page).getByRole("button", { name: "Delete sheep.1" }).click();
  expect(await boxes()).toEqual([drawn[1], drawn[2]]);
  await viewer(page, SIZE);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(instance(page, "sheep.2")).toBeVisible();

  await objects(page).getByRole("checkbox", { name: "sheep.2" }).click();
  expect(await boxes()).toEqual([drawn[0], drawn[2]]);
  await viewer(page, SIZE);
  await page.keyboard.press("Control+z");
  await expect(instance(page, "sheep.2")).toBeVisible();

  await objects(page).getByText("sheep(2)", { exact: true }).hover();
  await objects(page).getByRole("button", { name: "Delete all sheep" }).click();
  expect(await boxes()).toEqual([drawn[2]]);
  await viewer(page, SIZE);
  await toast(page, "deleted").getByRole("button", { name: "Undo" }).click();
  await expect(instance(page, "sheep.2")).toBeVisible();
  expect(await boxes()).toEqual(drawn);
});

test("row and shape select each other, and Delete takes what is selected", async ({ page }) => {
  const canvas = await start(page);
  const drawn = await drawThree(page, canvas);
  await canvas.click(inside(canvas, PLACES.barn1));
  await expect(instance(page, "barn.1")).toHaveAttribute("aria-pressed", "true");
  await expect(instance(page, "sheep.1")).toHaveAttribute("aria-pressed", "false");

  await instance(page, "sheep.2").click();
  await expect(instance(page, "barn.1")).toHaveAttribute("aria-pressed", "false");
  // The shape on the canvas has handles now: one of them is dragged.
  const [left, top, width, height] = drawn[1];
  await canvas.drag(canvas.at(left + width, top + height / 2), canvas.at(left + width - 20, top + height / 2));
  await page.keyboard.press("Delete");
  const found = shapes(await coco(page)).map(({ bbox }) => bbox);
  expect(found).toEqual([drawn[0], drawn[2]]);
});

test("a click on a row scrolls the shape into view", async ({ page }) => {
  const canvas = await start(page);
  await drawThree(page, canvas);
  // Far into the lower right corner, so that sheep.1 is outside.
  const corner = canvas.at(390, 290);
  await canvas.move(corner);
  await page.keyboard.down("Control");
  for (let notch = 0; notch < 6; notch++) await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await instance(page, "sheep.1").click();
  const middle = canvas.pixel(Math.round(canvas.box.width / 2), Math.round(canvas.box.height / 2));
  const grey = [128, 128, 128];
  await expect.poll(() => canvas.color(middle)).not.toEqual(grey);
});

test("the search field filters rows and shapes alike", async ({ page }) => {
  const canvas = await start(page);
  await drawThree(page, canvas);
  await objects(page).getByRole("searchbox", { name: "Search objects" }).fill("bar");
  await expect(objects(page).getByText("sheep(2)", { exact: true })).toHaveCount(0);
  await expect(objects(page).getByText("barn(1)", { exact: true })).toBeVisible();
  await expect.poll(() => canvas.color(inside(canvas, PLACES.sheep1))).toEqual([128, 128, 128]);
  expect(await canvas.color(inside(canvas, PLACES.barn1))).not.toEqual([128, 128, 128]);
});

test("Draw sheep starts drawing with the shape used last", async ({ page }) => {
  const canvas = await start(page);
  await drawThree(page, canvas);
  await objects(page).getByRole("button", { name: "Draw sheep" }).click();
  await expect(page.getByText("Drawing: sheep")).toBeVisible();
  await expect(page.getByRole("button", { name: "Bounding Box" })).toHaveAttribute("aria-pressed", "true");
  const [a, b] = [canvas.at(40, 200), canvas.at(120, 270)];
  await canvas.drag(a, b);
  await page.getByRole("button", { name: "Exit" }).click();
  await expect(page.getByText("Drawing: sheep")).toHaveCount(0);
  const last = shapes(await coco(page)).at(-1);
  expect([last.concept, last.bbox]).toEqual(["sheep", bbox(a, b)]);
});

test("the whole picture is classified, reassigned and unticked", async ({ page }) => {
  await start(page);
  const heading = (count) => classified(page).getByRole("heading", { name: `Classifications(${count})` });
  const field = classified(page).getByRole("combobox", { name: "Select or add concepts" });
  await field.fill("meadow");
  await field.press("Enter");
  await expect(field).toBeFocused();
  await page.keyboard.type("sunny");
  await page.keyboard.press("Enter");
  await expect(heading(2)).toBeVisible();
  expect(classifications(await native(page))).toEqual({ "grey.png": ["meadow", "sunny"] });

  await viewer(page, SIZE);
  await classified(page).getByText("sunny", { exact: true }).hover();
  await classified(page).getByRole("button", { name: "Reassign sunny" }).click();
  const to = classified(page).getByRole("combobox", { name: "Reassign to" });
  await to.fill("overcast");
  await to.press("Enter");
  await expect(classified(page).getByRole("checkbox", { name: "overcast" })).toBeVisible();
  await classified(page).getByRole("checkbox", { name: "meadow" }).click();
  await expect(heading(1)).toBeVisible();
  expect(classifications(await native(page))).toEqual({ "grey.png": ["overcast"] });

  await viewer(page, SIZE);
  await classified(page).getByText("overcast", { exact: true }).hover();
  await classified(page).getByRole("button", { name: "Delete overcast" }).click();
  await expect(heading(0)).toBeVisible();
  expect(classifications(await native(page))).toEqual({});
});

test("Select label classifies in Select / Edit, and takes a marked one off", async ({ page }) => {
  await start(page);
  await choose(page, "Select label", "meadow");
  await expect(classified(page).getByRole("checkbox", { name: "meadow" })).toBeVisible();
  const field = page.getByRole("combobox", { name: "Select label" });
  await field.fill("mea");
  const option = page.getByRole("listbox", { name: "Select label" }).getByRole("option", { name: "meadow" });
  await expect(option).toHaveAttribute("aria-selected", "true");
  expect(classifications(await native(page))).toEqual({ "grey.png": ["meadow"] });
  await viewer(page, SIZE);
  await choose(page, "Select label", "meadow");
  await expect(classified(page).getByRole("heading", { name: "Classifications(0)" })).toBeVisible();
  expect(classifications(await native(page))).toEqual({});
});

test("the first ten concepts have hotkeys, which draw or, in the Classifications pane, toggle", async ({ page }) => {
  await freshPage(page);
  await page.getByRole("button", { name: "Paste a list of concepts" }).click();
  const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"].map((letter) => `concept ${letter}`);
  const dialog = page.getByRole("dialog", { name: "Paste a list of concepts" });
  await dialog.getByRole("textbox").fill(names.join("\n"));
  await dialog.getByRole("button", { name: "Add concepts" }).click();
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  const wanted = [];
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "Shift+1"];
  for (const [at, key] of keys.entries()) {
    await page.keyboard.press(key.replace(/(\d)$/, "Digit$1"));
    await expect(page.getByText(`Drawing: ${names[at]}`)).toBeVisible();
    const [left, top] = [20 + (at % 4) * 90, 20 + Math.floor(at / 4) * 90];
    const [a, b] = [canvas.at(left, top), canvas.at(left + 60, top + 60)];
    await canvas.drag(a, b);
    wanted.push([names[at], bbox(a, b)]);
  }
  const found = shapes(await coco(page));
  expect(found.map(({ concept, bbox }) => [concept, bbox])).toEqual(wanted);

  await viewer(page, SIZE);
  await choose(page, "Select label", names[0]);
  await classified(page).getByRole("checkbox", { name: names[0], exact: true }).focus();
  await page.keyboard.press("Digit2");
  await expect(classified(page).getByRole("checkbox", { name: names[1], exact: true })).toBeVisible();
  expect(classifications(await native(page))).toEqual({ "grey.png": [names[0], names[1]] });
});

test("a hotkey in a text field is a letter", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Bounding Box", "sheep");
  await canvas.drag(canvas.at(30, 30), canvas.at(100, 90));
  await takeTool(page, "Select / Edit");
  const field = page.getByRole("combobox", { name: "Select label" });
  await field.click();
  await page.keyboard.type("1bp");
  await expect(field).toHaveValue("1bp");
  await expect(page.getByRole("button", { name: "Select / Edit" })).toHaveAttribute("aria-pressed", "true");
});

test("a concept renamed in Concepts is renamed in the file", async ({ page }) => {
  const canvas = await start(page);
  await drawThree(page, canvas);
  await goTo(page, "Concepts");
  await page.getByRole("main").getByText("barn", { exact: true }).hover();
  await page.getByRole("button", { name: "Rename barn" }).click();
  const field = page.getByRole("main").getByRole("textbox", { name: "Name", exact: true });
  await field.fill("shed");
  await field.press("Enter");
  await saved(page);
  expect(await concepts(page)).toEqual(["sheep", "sheep", "shed"]);
});
