// 2. Inputs: every way in, every kind of picture, and what becomes of files that are none.

import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  expect, test, addPictures, file, freshPage, native, openViewer, rows, saved, steps, tile, tiles, toast,
  viewer,
} from "../support.mjs";
import { CORNERS, SEEN, avif, bmp, decodePng, gif, png, quadrants, sample, turned, written } from "../fixtures.mjs";

const media = async (page) => Object.fromEntries((await native(page)).inputs.map((input) => [input.name, input.media]));

/** The colours in the middle of the four quarters of the picture. */
async function corners(canvas) {
  const { width, height } = canvas.size;
  const places = [
    [width / 4, height / 4],
    [(width * 3) / 4, height / 4],
    [width / 4, (height * 3) / 4],
    [(width * 3) / 4, (height * 3) / 4],
  ];
  const colors = [];
  for (const [x, y] of places) colors.push(await canvas.color(canvas.at(x, y)));
  return colors;
}

/** Which corner of the drawing each colour is: lossy formats are off by a little. */
function named(colors) {
  return colors.map((color) =>
    CORNERS.findIndex((corner) => corner.every((value, at) => Math.abs(value - color[at]) < 16)),
  );
}

/** The rows of the list of files that weren't added. */
async function refusals(page) {
  const dialog = page.getByRole("dialog", { name: /not added$/ });
  await expect(dialog).toBeVisible();
  const items = await dialog.getByRole("listitem").allTextContents();
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  return items;
}

/** Drops files that the page is given as a browser gives them; in Chromium by the browser itself, folders too. */
async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 720, y: 450, data });
  }
}

async function folder(files) {
  const root = await mkdtemp(join(tmpdir(), "cartouche-"));
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(root, name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, bytes);
  }
  return root;
}

test("the chooser takes several pictures, in the order of their names @firefox", async ({ page }) => {
  await freshPage(page);
  const chooser = page.waitForEvent("filechooser");
  await page.getByLabel("Add inputs", { exact: true }).click();
  const pictures = ["b10.png", "b2.png", "a.png"].map((name) => file(name, png(40, 30, undefined, name)));
  await (await chooser).setFiles(pictures);
  await expect(tile(page, "b10.png")).toBeVisible();
  await saved(page);
  expect(await tiles(page)).toEqual(["a.png", "b2.png", "b10.png"]);
  const found = await media(page);
  expect(found["a.png"]).toMatchObject({ kind: "image", width: 40, height: 30, mime: "image/png" });
});

test("a folder is taken with its folders in the names", async ({ page }) => {
  await freshPage(page);
  const root = await folder({
    "set/north/1.png": png(40, 30, undefined, "north"),
    "set/south/1.png": png(40, 30, undefined, "south"),
    "set/.DS_Store": Buffer.from("litter"),
  });
  await page.getByLabel(/^(Add|Open) folder$/).first().setInputFiles(join(root, "set"));
  await expect(tile(page, "set/south/1.png")).toBeVisible();
  expect(await tiles(page)).toEqual(["set/north/1.png", "set/south/1.png"]);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await rm(root, { recursive: true });
});

test("files and folders are dropped together, label files among them", async ({ page, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium lets a test drop real folders");
  await freshPage(page);
  const labels = {
    images: [{ id: 1, file_name: "loose.png", width: 40, height: 30 }],
    categories: [{ id: 1, name: "sheep" }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 3, 4] }],
  };
  const root = await folder({
    "loose.png": png(40, 30),
    "labels.json": JSON.stringify(labels),
    "walk/deep/er/inner.png": png(50, 30),
  });
  await drop(page, ["loose.png", "labels.json", "walk"].map((name) => join(root, name)));
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await expect(tile(page, "walk/deep/er/inner.png")).toBeVisible();
  await expect(tile(page, "loose.png").getByText("sheep")).toBeVisible();
  await saved(page);
  const { inputs } = await native(page);
  expect(inputs.map(({ name, objects }) => [name, objects.map(({ shape }) => shape.box)])).toEqual([
    ["loose.png", [[1, 2, 4, 6]]],
    ["walk/deep/er/inner.png", []],
  ]);
  await rm(root, { recursive: true });
});

test("a dropped file that a page is handed is taken as well @firefox", async ({ page }) => {
  await freshPage(page);
  const bytes = [...png(40, 30)];
  await page.evaluate((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
    for (const type of ["dragenter", "dragover", "drop"]) {
      const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer });
      document.querySelector("main").dispatchEvent(event);
    }
  }, bytes);
  await expect(tile(page, "dropped.png")).toBeVisible();
});

test("an empty folder says that there is nothing in it", async ({ page, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium lets a test drop real folders");
  await freshPage(page);
  const before = await steps(page);
  const root = await folder({});
  await drop(page, [root]);
  await expect(toast(page, "There are no files in it.")).toBeVisible();
  expect(await steps(page)).toBe(before);
  await rm(root, { recursive: true });
});

test("a picture is pasted", async ({ page, context, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium lets a test fill the clipboard");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await freshPage(page);
  await page.evaluate(async (bytes) => {
    const blob = new Blob([new Uint8Array(bytes)], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
  }, [...png(40, 30, quadrants(40, 30))]);
  await page.keyboard.press("Control+v");
  await expect(page.getByRole("gridcell")).toHaveCount(1);
  const [[name, picture]] = Object.entries(await media(page));
  expect(name).toMatch(/^Pasted .*\.png$/);
  expect(picture).toMatchObject({ width: 40, height: 30 });
});

test("PNG, JPEG, WebP, GIF, BMP and AVIF are shown pixel by pixel", async ({ page }) => {
  await freshPage(page);
  const size = { width: 60, height: 40 };
  const paint = quadrants(size.width, size.height);
  const kinds = {
    "a.png": ["image/png", png(60, 40, paint)],
    "b.jpg": ["image/jpeg", await written(page, "image/jpeg", 60, 40)],
    "c.webp": ["image/webp", await written(page, "image/webp", 60, 40)],
    "d.gif": ["image/gif", gif(60, 40, paint)],
    "e.bmp": ["image/bmp", bmp(60, 40, paint)],
    "f.avif": ["image/avif", avif],
  };
  await addPictures(page, Object.entries(kinds).map(([name, [, bytes]]) => file(name, bytes)));
  const found = await media(page);
  for (const [name, [mime, bytes]] of Object.entries(kinds)) {
    expect(found[name]).toMatchObject({ ...size, mime, bytes: bytes.length });
    const canvas = await openViewer(page, name, size);
    await expect.poll(async () => named(await corners(canvas)), name).toEqual([0, 1, 2, 3]);
    await page.goBack();
    await expect(tile(page, name)).toBeVisible();
  }
});

test("every EXIF orientation is honoured: size, pixels and thumbnail", async ({ page }) => {
  test.slow();
  await freshPage(page);
  const jpeg = await written(page, "image/jpeg", 96, 64);
  const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
  await addPictures(page, orientations.map((n) => file(`${n}.jpg`, turned(jpeg, n))));
  const found = await media(page);
  for (const n of orientations) {
    const size = n < 5 ? { width: 96, height: 64 } : { width: 64, height: 96 };
    expect(found[`${n}.jpg`], `orientation ${n}`).toMatchObject(size);
    expect(found[`${n}.jpg`].orientation ?? 1).toBe(n);
    const shot = async () => {
      const { data, width, height } = decodePng(await tile(page, `${n}.jpg`).locator("img").screenshot());
      const at = (x, y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
      // A tall picture is seen as a whole in the middle of its tile.
      const [middle, center] = [width >> 1, height >> 1];
      const step = Math.floor(Math.min(width, height) / 8);
      return named([-1, 1].flatMap((down) => [-1, 1].map((right) => at(middle + right * step, center + down * step))));
    };
    await expect.poll(shot, `the thumbnail of orientation ${n}`).toEqual(SEEN[n]);
    const canvas = await openViewer(page, `${n}.jpg`, size);
    await expect.poll(async () => named(await corners(canvas)), `orientation ${n}`).toEqual(SEEN[n]);
    await page.goBack();
  }
});

test("a photograph with an orientation is turned as a whole", async ({ page }) => {
  await freshPage(page);
  const photograph = sample("meadow_01.jpg");
  await addPictures(page, [file("up.jpg", photograph), file("turned.jpg", turned(photograph, 6))]);
  const found = await media(page);
  expect(found["up.jpg"]).toMatchObject({ width: 1600, height: 1067 });
  expect(found["turned.jpg"]).toMatchObject({ width: 1067, height: 1600, orientation: 6 });
});

test("what can't be read is listed by name and reason, and stops nothing else", async ({ page }) => {
  await freshPage(page);
  const whole = sample("meadow_01.jpg");
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([
    file("good1.png", png(40, 30)),
    file("cut.jpg", whole.subarray(0, 40000)),
    file("empty.png", Buffer.alloc(0)),
    file("letter.png", Buffer.from("Dear Sir or Madam")),
    file("page.jpg", Buffer.from("<!doctype html><title>no</title>")),
    file("cut.png", png(200, 100, quadrants(200, 100)).subarray(0, 60)),
    file("phone.heic", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")),
    file("good2.webp", sample("meadow_07.webp")),
  ]);
  const items = await refusals(page);
  const reason = (name) => items.find((item) => item.startsWith(name))?.slice(name.length);
  expect(items).toHaveLength(6);
  expect(reason("cut.jpg")).toMatch(/truncated/);
  expect(reason("cut.png")).toMatch(/truncated/);
  expect(reason("empty.png")).toMatch(/0 bytes/);
  expect(reason("letter.png")).toMatch(/a text file, not a picture/);
  expect(reason("page.jpg")).toMatch(/web page/);
  expect(reason("phone.heic")).toMatch(/HEIC/);
  await saved(page);
  expect(Object.keys(await media(page))).toEqual(["good1.png", "good2.webp"]);
});

test("a picture whose pixels are damaged is refused with the browser's reason", async ({ page }) => {
  await freshPage(page);
  const broken = png(200, 100, quadrants(200, 100));
  broken.fill(0xff, 60, broken.length - 16);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("broken.png", broken), file("ok.png", png(40, 30))]);
  const [item] = await refusals(page);
  expect(item).toMatch(/^broken\.png.+/);
  expect(Object.keys(await media(page))).toEqual(["ok.png"]);
});

test("the same bytes are said and skipped", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("one.png", png(40, 30))]);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([
    file("again.png", png(40, 30)),
    file("other.png", png(41, 30)),
    file("twice.png", png(41, 30)),
  ]);
  const items = await refusals(page);
  expect(items.map((item) => item.split("the same")[0])).toEqual(["again.png", "twice.png"]);
  expect(Object.keys(await media(page))).toEqual(["one.png", "other.png"]);
});

test("pictures open again without their files @firefox", async ({ page }) => {
  await freshPage(page);
  const size = { width: 60, height: 40 };
  await addPictures(page, [file("kept.png", png(60, 40, quadrants(60, 40)))]);
  await page.reload();
  const canvas = await openViewer(page, "kept.png", size);
  await expect.poll(async () => named(await corners(canvas))).toEqual([0, 1, 2, 3]);
});

// The chooser of the browser can't be driven: a folder of the origin's own file system stands in for what it gives.
test("a folder is used in place: nothing is copied, and its pictures open after a reload", async ({ page }) => {
  const bytes = [...png(60, 40, quadrants(60, 40))];
  await page.addInitScript((bytes) => {
    window.showDirectoryPicker = async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("on disk", { create: true });
      const north = await folder.getDirectoryHandle("north", { create: true });
      const file = await north.getFileHandle("a.png", { create: true });
      const writer = await file.createWritable();
      await writer.write(new Uint8Array(bytes));
      await writer.close();
      return folder;
    };
  }, bytes);
  await freshPage(page);
  await page.getByRole("button", { name: "Open folder" }).click();
  await expect(tile(page, "north/a.png")).toBeVisible();
  await saved(page);
  const stored = () =>
    page.evaluate(async () => {
      const names = [];
      for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
      return names;
    });
  expect(await stored()).toEqual(["on disk"]);
  await page.reload();
  let canvas = await openViewer(page, "north/a.png", { width: 60, height: 40 });
  await expect.poll(async () => named(await corners(canvas))).toEqual([0, 1, 2, 3]);
  await expect(page.getByRole("button", { name: "Reconnect folder" })).toHaveCount(0);
  // A permission that lapsed: the folder is asked for, and then the picture is there.
  await page.addInitScript(() => {
    let granted = false;
    FileSystemHandle.prototype.queryPermission = async () => (granted ? "granted" : "prompt");
    FileSystemHandle.prototype.requestPermission = async () => {
      granted = true;
      return "granted";
    };
  });
  await page.reload();
  await page.getByRole("button", { name: "Reconnect folder" }).click();
  await expect(page.getByRole("button", { name: "Reconnect folder" })).toHaveCount(0);
  canvas = await viewer(page, { width: 60, height: 40 });
  await expect.poll(async () => named(await corners(canvas))).toEqual([0, 1, 2, 3]);
});

test("an input is deleted and comes back by Undo", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("a.png", png(40, 30)), file("b.png", png(50, 30))]);
  await tile(page, "a.png").hover();
  await page.getByRole("button", { name: "Delete a.png" }).click();
  await expect(tile(page, "a.png")).toHaveCount(0);
  await toast(page, "Input deleted").getByRole("button", { name: "Undo" }).click();
  await expect(tile(page, "a.png")).toBeVisible();
  expect(Object.keys(await media(page))).toEqual(["a.png", "b.png"]);
  // By the keyboard: the tile that has the focus.
  await tile(page, "b.png").focus();
  await page.keyboard.press("Delete");
  await expect(tile(page, "b.png")).toHaveCount(0);
  expect(Object.keys(await media(page))).toEqual(["a.png"]);
});

/** So many photographs come at once: `CARTOUCHE_PHOTOGRAPHS=2000` tries more. */
const PHOTOGRAPHS = Number(process.env.CARTOUCHE_PHOTOGRAPHS ?? 200);

/** A photograph of the sample with a comment, so that each has other bytes. */
function photograph(at) {
  const jpeg = sample("meadow_01.jpg");
  const note = Buffer.from(`number ${at}`);
  const comment = Buffer.from([0xff, 0xfe, 0, note.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), comment, note, jpeg.subarray(2)]);
}

test("many photographs come in one drop, with progress, as one step", async ({ page }, info) => {
  test.setTimeout(60_000 + 300 * PHOTOGRAPHS);
  await freshPage(page);
  const before = await steps(page);
  const names = Array.from({ length: PHOTOGRAPHS }, (_, at) => `${at}.jpg`);
  mkdirSync(info.outputPath("photographs"), { recursive: true });
  const paths = names.map((name, at) => {
    const path = join(info.outputPath("photographs"), name);
    writeFileSync(path, photograph(at));
    return path;
  });
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles(paths);
  const bar = page.getByRole("progressbar", { name: `Adding ${PHOTOGRAPHS.toLocaleString("en")} pictures` });
  await expect(bar).toBeVisible();
  await expect(bar).toHaveAttribute("aria-valuetext", new RegExp(` of ${PHOTOGRAPHS.toLocaleString("en")}$`));
  await expect(bar).toHaveCount(0, { timeout: 30_000 + 250 * PHOTOGRAPHS });
  await saved(page);
  expect(Object.keys(await media(page))).toEqual(names);
  expect(await steps(page)).toBe(before + 1);
  // The last one opens as well as the first.
  await page.getByRole("grid", { name: "Inputs" }).focus();
  await page.keyboard.press("End");
  await expect(tile(page, names.at(-1)).getByRole("img").first()).toBeVisible();
});

test("before more than 1 GB is copied it says how much, and nothing is copied without a yes", async ({ page }, info) => {
  test.slow();
  await freshPage(page);
  const before = await rows(page);
  mkdirSync(info.outputPath(), { recursive: true });
  // A file with nothing in it, which takes no room on the disk.
  const large = info.outputPath("large.png");
  writeFileSync(large, "");
  truncateSync(large, 1_100_000_000);
  const small = info.outputPath("small.png");
  writeFileSync(small, png(40, 30));
  const field = page.getByLabel("Add inputs", { exact: true });
  await field.setInputFiles([large, small]);
  const question = page.getByRole("dialog", { name: "Copy 1.10 GB into this browser?" });
  await expect(question).toBeVisible();
  await expect(question.getByRole("button", { name: "Open folder" })).toBeVisible();
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toHaveCount(0);
  expect(await rows(page)).toEqual(before);

  await field.setInputFiles([large, small]);
  await question.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(tile(page, "small.png")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("dialog", { name: "1 file was not added" })).toContainText("large.png");
});

test("cancelling leaves the project as it was", async ({ page }) => {
  test.slow();
  await freshPage(page);
  await addPictures(page, [file("before.png", png(40, 30))]);
  const before = await rows(page);
  const pictures = Array.from({ length: 200 }, (_, at) => file(`${at}.png`, png(640, 480, undefined, String(at))));
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles(pictures);
  await expect(page.getByRole("progressbar", { name: "Adding 200 pictures" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  expect(await tiles(page)).toEqual(["before.png"]);
  expect(await rows(page)).toEqual(before);
});
