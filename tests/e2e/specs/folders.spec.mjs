// A folder that is used in place, and what others do to it behind the page's back. The chooser of the browser can't be
// driven: a folder of the origin's own file system stands in for what it gives.

import { expect, test, bbox, coco, drawWith, freshPage, goTo, native, objects, openViewer, saved, shapes, tile, toast, viewer } from "../support.mjs";
import { png, quadrants } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

/** The folder, with these files. */
async function openFolder(page, files) {
  await page.addInitScript(() => {
    window.onDisk = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("on disk", { create: true });
    window.writeFile = async (name, bytes) => {
      const handle = await (await window.onDisk()).getFileHandle(name, { create: true });
      const writer = await handle.createWritable();
      await writer.write(new Uint8Array(bytes));
      await writer.close();
    };
    window.removeFile = async (name) => (await window.onDisk()).removeEntry(name);
    window.showDirectoryPicker = () => window.onDisk();
  });
  await freshPage(page);
  for (const [name, bytes] of Object.entries(files)) await write(page, name, bytes);
  await page.getByRole("button", { name: "Open folder" }).click();
  for (const name of Object.keys(files)) await expect(tile(page, name)).toBeVisible();
  await saved(page);
}

const write = (page, name, bytes) => page.evaluate(([name, bytes]) => window.writeFile(name, bytes), [name, [...bytes]]);
const remove = (page, name) => page.evaluate((name) => window.removeFile(name), name);
const changed = (page) => page.getByRole("group", { name: "The file has changed" });
const gone = (page) => page.getByRole("group", { name: "The file isn't where it was" });
const red = () => [200, 30, 30];
const green = () => [30, 200, 30];

/** Opens a picture and draws a box on it. */
async function labelled(page, name) {
  const canvas = await openViewer(page, name, SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await saved(page);
  return bbox(a, b);
}

/** The page anew: nothing of before is in memory. */
async function again(page, name) {
  await page.reload();
  await goTo(page, "Inputs");
  await tile(page, name).click();
  await expect(page.getByRole("application", { name: "Canvas" })).toBeVisible();
}

test("a file that was changed is shown beside the one that was added; its labels stay, and move only when they are told to", async ({ page }) => {
  await openFolder(page, { "a.png": png(SIZE.width, SIZE.height, red), "b.png": png(SIZE.width, SIZE.height, quadrants(400, 300)) });
  const box = await labelled(page, "a.png");
  const before = (await native(page)).inputs.find(({ name }) => name === "a.png");
  await write(page, "a.png", png(SIZE.width, SIZE.height, green));
  await again(page, "a.png");
  const notice = changed(page);
  await expect(notice).toBeVisible();
  // Both pictures, by their pixels.
  const colors = await notice.locator("img").evaluateAll((images) =>
    Promise.all(
      images.map(async (image) => {
        await image.decode();
        const context = new OffscreenCanvas(1, 1).getContext("2d");
        context.drawImage(image, 0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
      }),
    ),
  );
  expect(colors).toHaveLength(2);
  expect(colors[0][0]).toBeGreaterThan(150);
  expect(colors[0][1]).toBeLessThan(80);
  expect(colors[1][0]).toBeLessThan(80);
  expect(colors[1][1]).toBeGreaterThan(150);
  // Nothing has happened to the project.
  expect((await native(page)).inputs.find(({ name }) => name === "a.png")).toEqual(before);
  await goTo(page, "Inputs");
  await tile(page, "a.png").click();
  await changed(page).getByRole("button", { name: "Use the new file for these labels" }).click();
  await expect(changed(page)).toHaveCount(0);
  await saved(page);
  const canvas = await viewer(page, SIZE);
  await expect.poll(async () => (await canvas.painted(canvas.at(300, 250)))[1]).toBeGreaterThan(150);
  const after = (await native(page)).inputs.find(({ name }) => name === "a.png");
  expect(after.media.hash).not.toBe(before.media.hash);
  expect(after.objects).toEqual(before.objects);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([box]);
  // One step to undo.
  await goTo(page, "Inputs");
  await page.keyboard.press("Control+z");
  await expect(toast(page, "Undone: File replaced")).toBeVisible();
  expect((await native(page)).inputs.find(({ name }) => name === "a.png").media.hash).toBe(before.media.hash);
});

test("the same bytes written anew are the same file", async ({ page }) => {
  const bytes = png(SIZE.width, SIZE.height, red);
  await openFolder(page, { "a.png": bytes });
  await labelled(page, "a.png");
  await write(page, "a.png", bytes);
  await again(page, "a.png");
  const canvas = await viewer(page, SIZE);
  await expect.poll(async () => (await canvas.painted(canvas.at(300, 250)))[0]).toBeGreaterThan(150);
  await expect(changed(page)).toHaveCount(0);
});

test("a file that was renamed is found, one that was swapped isn't taken for the other, one that is gone keeps its labels", async ({ page }) => {
  const [first, second] = [png(SIZE.width, SIZE.height, red), png(SIZE.width, SIZE.height, quadrants(400, 300))];
  await openFolder(page, { "a.png": first, "b.png": second });
  const box = await labelled(page, "a.png");
  // Renamed.
  await remove(page, "a.png");
  await write(page, "renamed.png", first);
  await again(page, "a.png");
  await expect(gone(page)).toContainText("renamed or moved");
  expect(shapes(await coco(page)).map(({ on, bbox }) => [on, bbox])).toEqual([["a.png", box]]);
  await goTo(page, "Inputs");
  await tile(page, "a.png").click();
  await gone(page).getByRole("button", { name: "Use renamed.png" }).click();
  let canvas = await viewer(page, SIZE);
  await expect.poll(async () => (await canvas.painted(canvas.at(300, 250)))[0]).toBeGreaterThan(150);
  await saved(page);
  // Another picture under its name: the labels don't move to it.
  await write(page, "renamed.png", second);
  await again(page, "a.png");
  await expect(changed(page)).toBeVisible();
  await expect(objects(page).getByText("sheep(1)", { exact: true })).toBeVisible();
  // Gone.
  await remove(page, "renamed.png");
  await changed(page).getByRole("button", { name: "Look again" }).click();
  await expect(gone(page)).toContainText("put it back");
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([box]);
  // Put back.
  await write(page, "renamed.png", first);
  await goTo(page, "Inputs");
  await tile(page, "a.png").click();
  canvas = await viewer(page, SIZE);
  await expect.poll(async () => (await canvas.painted(canvas.at(300, 250)))[0]).toBeGreaterThan(150);
});

test("a text that says something else is noticed, one in another encoding is the same", async ({ page }) => {
  await openFolder(page, { "note.txt": Buffer.from("four sheep near the pond") });
  const shown = page.getByRole("document", { name: "Text" });
  const open = async () => {
    await page.reload();
    await goTo(page, "Inputs");
    await tile(page, "note.txt").click();
  };
  await write(page, "note.txt", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("four sheep near the pond", "utf16le")]));
  await open();
  await expect(shown).toHaveText(/four sheep near the pond/);
  await write(page, "note.txt", Buffer.from("five sheep near the pond"));
  await open();
  await expect(changed(page)).toBeVisible();
});
