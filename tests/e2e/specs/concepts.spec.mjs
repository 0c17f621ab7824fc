// 11 Concepts, 6 Hotkeys and Settings; what came of it is read from the exported file or the downloaded list.

import { readFile } from "node:fs/promises";
import {
  expect, test, addPictures, bbox, coco, drawWith, file, freshPage, goTo, native, objects, openViewer, saved, shapes, takeTool, toast,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("a.png", png(SIZE.width, SIZE.height)), file("b.png", png(SIZE.width, SIZE.height, undefined, "b"))]);
  await goTo(page, "Concepts");
  await page.getByRole("button", { name: "Paste a list of concepts" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("sheep\ndog\ncat");
  await page.getByRole("dialog").getByRole("button", { name: "Add concepts" }).click();
  await saved(page);
}

const line = (page, name) => page.getByRole("listitem").filter({ has: page.getByText(name, { exact: true }) });
const concepts = async (page) => {
  await saved(page);
  return (await native(page)).concepts;
};

test("colour, hotkey and parent", async ({ page }) => {
  await start(page);
  await page.getByLabel("Colour of dog").fill("#123456");
  await expect(toast(page, "Colour changed")).toBeVisible();
  // A key that something else has is refused by its name.
  const key = page.getByRole("button", { name: /^Hotkey of dog/ });
  await key.click();
  await key.press("b");
  await expect(line(page, "dog").getByRole("alert")).toHaveText("B is Bounding Box");
  await key.press("1");
  await expect(line(page, "dog").getByRole("alert")).toHaveText("sheep has that key already");
  await key.press("u");
  await expect(page.getByRole("button", { name: "Hotkey of dog: U" })).toBeVisible();
  await line(page, "dog").hover();
  await page.getByRole("button", { name: "Parent of dog" }).click();
  await page.getByRole("combobox", { name: "Select or add concepts" }).fill("animal");
  await page.getByRole("combobox", { name: "Select or add concepts" }).press("Enter");
  await expect(toast(page, "Parent changed")).toBeVisible();
  const all = await concepts(page);
  const find = (name) => all.find((it) => it.name === name);
  expect(find("dog")).toMatchObject({ color: "#123456", hotkey: 40, parent: find("animal").id });
  // The key draws.
  await goTo(page, "Inputs");
  await openViewer(page, "a.png", SIZE);
  await page.keyboard.press("u");
  await expect(page.getByText("Drawing: dog")).toBeVisible();
});

test("order by dragging and by keys, and it is the order everywhere", async ({ page }) => {
  await start(page);
  await page.getByRole("button", { name: "Move cat" }).dragTo(line(page, "sheep"));
  await expect.poll(() => page.locator(".concept-line .name").allTextContents()).toEqual(["cat", "sheep", "dog"]);
  await page.getByRole("button", { name: "Move cat" }).press("ArrowDown");
  await expect.poll(() => page.locator(".concept-line .name").allTextContents()).toEqual(["sheep", "cat", "dog"]);
  expect((await concepts(page)).map(({ name }) => name)).toEqual(["sheep", "cat", "dog"]);
  await page.reload();
  await expect.poll(() => page.locator(".concept-line .name").allTextContents()).toEqual(["sheep", "cat", "dog"]);
});

test("a concept is deleted with the number that goes with it, undoably @firefox", async ({ page }) => {
  await start(page);
  await goTo(page, "Inputs");
  const canvas = await openViewer(page, "a.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const box = [canvas.at(50, 40), canvas.at(150, 120)];
  await canvas.drag(...box);
  await drawWith(page, "Bounding Box", "dog");
  await canvas.drag(canvas.at(200, 100), canvas.at(250, 200));
  await goTo(page, "Concepts");
  await line(page, "sheep").hover();
  await page.getByRole("button", { name: "Delete sheep" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Delete sheep? 1 annotation on 1 input go with it." })).toBeVisible();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(toast(page, "Concept deleted")).toBeVisible();
  expect((await concepts(page)).map(({ name }) => name)).toEqual(["dog", "cat"]);
  expect(shapes(await coco(page)).map(({ concept }) => concept)).toEqual(["dog"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => page.locator(".concept-line .name").allTextContents()).toEqual(["sheep", "dog", "cat"]);
  const found = shapes(await coco(page)).find(({ concept }) => concept === "sheep");
  expect(found.bbox).toEqual(bbox(...box));
});

test("a label list goes out and comes in again", async ({ page }) => {
  await start(page);
  await page.getByLabel("Colour of dog").fill("#123456");
  const [download] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("button", { name: "Export label list" }).click(),
  ]);
  const list = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(list.map(({ name }) => name)).toEqual(["sheep", "dog", "cat"]);
  expect(list[1]).toEqual({ name: "dog", color: "#123456", hotkey: "2" });
  const more = [{ name: "Dog" }, { name: "lamb", parent: "sheep", color: "#0000ff" }, "kid"];
  await page.getByLabel("Import label list", { exact: true }).setInputFiles(file("more.json", Buffer.from(JSON.stringify(more))));
  await expect(toast(page, "2 concepts added")).toBeVisible();
  const all = await concepts(page);
  expect(all.map(({ name }) => name)).toEqual(["sheep", "dog", "cat", "lamb", "kid"]);
  expect(all[3]).toMatchObject({ parent: all[0].id, color: "#0000ff" });
  const bad = file("bad.json", Buffer.from('[{ "name": "x", "color": "red" }]'));
  await page.getByLabel("Import label list", { exact: true }).setInputFiles(bad);
  await expect(toast(page, "bad.json wasn't imported: entry 1: red is no colour")).toBeVisible();
});

test("a key is given to another action, a clash is shown, presets change all of them, and they stay @firefox", async ({ page }) => {
  await start(page);
  await goTo(page, "Settings");
  const add = page.getByRole("button", { name: "Add a key for Next input" });
  await add.click();
  await add.press("b");
  const clash = page.getByRole("alert").filter({ hasText: "B is Bounding Box." });
  await expect(clash).toBeVisible();
  await clash.getByRole("button", { name: "Use it here instead" }).click();
  await add.click();
  await add.press("3");
  await expect(page.getByRole("alert").filter({ hasText: "3 is a hotkey of concepts." })).toBeVisible();
  await page.reload();
  await goTo(page, "Inputs");
  await openViewer(page, "a.png", SIZE);
  await page.keyboard.press("b");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("b.png");
  // The table under ? says so too.
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog").getByText("Next input").locator("xpath=following-sibling::dd[1]")).toContainText("B");
  await page.keyboard.press("Escape");
  await goTo(page, "Settings");
  await page.getByRole("combobox", { name: "Keys as in" }).selectOption("CVAT");
  await goTo(page, "Inputs");
  await openViewer(page, "a.png", SIZE);
  await page.keyboard.press("f");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("b.png");
  await page.keyboard.press("d");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("a.png");
  await page.keyboard.press("b");
  await expect(page.getByRole("toolbar").getByRole("button", { name: "Bounding Box" })).toHaveAttribute("aria-pressed", "true");
});

test("Nest boxes automatically, and no names on shapes", async ({ page }) => {
  await start(page);
  await goTo(page, "Settings");
  await page.getByRole("checkbox", { name: /^Nest boxes automatically/ }).check();
  await goTo(page, "Inputs");
  const canvas = await openViewer(page, "a.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  await canvas.drag(canvas.at(50, 40), canvas.at(250, 220));
  await canvas.drag(canvas.at(80, 80), canvas.at(150, 150));
  await saved(page);
  const made = (await native(page)).inputs[0].objects;
  expect(made[1].parent).toBe(made[0].id);
  await takeTool(page, "Select / Edit");
  await canvas.click(canvas.at(60, 50));
  await expect(page.locator(".overlay .tag")).toHaveCount(1);
  await goTo(page, "Settings");
  await page.getByText("Never", { exact: true }).click();
  await goTo(page, "Inputs");
  await openViewer(page, "a.png", SIZE);
  await objects(page).getByRole("button", { name: "sheep.1", exact: true }).click();
  await expect(page.locator(".overlay .selected")).toHaveCount(1);
  await expect(page.locator(".overlay .tag")).toHaveCount(0);
});
