// 4.8 Videos: which frame is shown is read from the pixels, where every frame of the test videos has its number; what was
// labelled is read from the exported Cartouche JSON. The test videos have a rate that varies: see tests/video.

import { readFile } from "node:fs/promises";
import {
  expect, test, choose, classifications, classified, coco, drawWith, file, freshPage, goTo, native as exported, objects, openViewer, saved, takeTool, tile, toast,
} from "../support.mjs";

const SIZE = { width: 320, height: 240 };
const FRAMES = 60;

/** When a frame begins, in milliseconds: see tests/video/steps.mjs. */
const at = (frame) => 40 * Math.min(frame, 20) + 100 * Math.min(Math.max(frame - 20, 0), 20) + 20 * Math.max(frame - 40, 0);

const fixture = async (name) => file(name, await readFile(new URL(`../../video/fixtures/${name}`, import.meta.url)));
const fixtures = (names) => Promise.all(names.map(fixture));
const add = (page, files) => page.getByLabel("Add inputs", { exact: true }).setInputFiles(files);

const line = (page) => page.getByRole("group", { name: "Time line" });
/** The project as Cartouche JSON. Afterwards the video is open again where one was. */
async function native(page) {
  const json = await exported(page);
  if (/input=/.test(page.url())) await expect(line(page).getByText("0:03.200")).toBeVisible();
  return json;
}

const field = (page) => line(page).getByLabel("Frame", { exact: true });
const press = (page, name) => line(page).getByRole("button", { name, exact: true }).click();

/** The frame's number, as its pixels say it: eight blocks along its upper edge, the highest first. */
async function seen(page, canvas) {
  let number = 0;
  for (let bit = 0; bit < 8; bit++) {
    const [red] = await canvas.painted(canvas.at(20 + 40 * bit, 20));
    number = 2 * number + (red > 128 ? 1 : 0);
  }
  return number;
}

/** The page says that this frame is shown, and its pixels do. */
async function expectFrame(page, canvas, frame) {
  await expect(field(page)).toHaveValue(String(frame + 1));
  await expect.poll(() => seen(page, canvas)).toBe(frame);
}

async function goToFrame(page, frame) {
  await field(page).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(String(frame + 1));
  await page.keyboard.press("Enter");
  await page.getByRole("application", { name: "Canvas" }).focus();
  await expect(field(page)).toHaveValue(String(frame + 1));
}

async function start(page, name = "steps.webm") {
  await freshPage(page);
  await add(page, await fixtures([name]));
  const canvas = await openViewer(page, name, SIZE);
  await expect(line(page).getByText("0:03.200")).toBeVisible();
  return canvas;
}

/** The red square of a frame. */
const square = (canvas, frame) => [canvas.at(4 * frame, 120), canvas.at(4 * frame + 60, 180)];

/** Draws a box around the red square of the frame that is shown. */
async function drawSquare(page, canvas, frame, concept = "square") {
  await drawWith(page, "Bounding Box", concept);
  await canvas.drag(...square(canvas, frame));
  await takeTool(page, "Select / Edit");
}

/** Moves what is selected from the square of one frame to that of another. */
async function moveSquare(canvas, from, to) {
  await canvas.drag(canvas.at(4 * from + 30, 150), canvas.at(4 * to + 30, 150));
}

/** The tracks of an export: concept, and [milliseconds, left edge, sight] of each key frame. */
function tracks({ concepts, inputs }) {
  const name = new Map(concepts.map((concept) => [concept.id, concept.name]));
  const all = inputs.flatMap((input) => input.objects).filter(({ shape }) => shape.track);
  return all.map(({ shape, labels }) => ({
    concept: name.get(labels[0].concept),
    keys: shape.track.map(({ at, box, sight }) => [at / 1000, Math.round(box[0]), sight ?? "visible"]),
  }));
}

/** The time ranges of an export: concept, first and last frame in milliseconds. */
function ranges({ concepts, inputs }) {
  const name = new Map(concepts.map((concept) => [concept.id, concept.name]));
  const all = inputs.flatMap((input) => input.objects).filter(({ shape }) => shape.segment);
  return all.map(({ shape, labels }) => [name.get(labels[0].concept), ...shape.segment.map((it) => it / 1000)]);
}

test("videos come in with their length, and what can't be played is refused by name @firefox", async ({ page }) => {
  await freshPage(page);
  const names = ["steps.webm", "steps.mp4", "unknown.mp4", "damaged.webm", "cut.mp4", "sound.webm"];
  await add(page, [...(await fixtures(names)), file("empty.webm", Buffer.alloc(0)), file("text.mp4", Buffer.from("no video"))]);
  const refused = page.getByRole("dialog", { name: "6 files were not added" });
  await expect(refused).toBeVisible();
  await expect(refused).toContainText(/cut.mp4\s*the file is cut off: more should follow after 4820 bytes/);
  await expect(refused).toContainText(/damaged.webm\s*the file is damaged at byte 432/);
  await expect(refused).toContainText(/empty.webm\s*the file is empty/);
  await expect(refused).toContainText(/sound.webm\s*there are no pictures in it/);
  await expect(refused).toContainText(/text.mp4\s*this is no MP4 or WebM video/);
  await expect(refused).toContainText(/unknown.mp4\s*this browser can't play it.*its pictures are coded as xxxx/);
  await refused.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByRole("gridcell")).toHaveCount(2);
  for (const name of ["steps.webm", "steps.mp4"]) {
    await expect(tile(page, name).getByRole("img", { name: "Video of 0:03" })).toBeVisible();
    // The thumbnail is a frame of it: the frame at a tenth of its time, which is frame 8.
    const picture = tile(page, name).locator("img:not([role])");
    await expect(picture).toBeVisible();
    const white = await picture.evaluate((img) => {
      const canvas = new OffscreenCanvas(320, 240).getContext("2d");
      canvas.drawImage(img, 0, 0, 320, 240);
      return [...Array(8).keys()].map((bit) => canvas.getImageData(20 + 40 * bit, 20, 1, 1).data[0] > 128);
    });
    expect(white.map(Number).join("")).toBe("00001000");
  }
  const { inputs } = await native(page);
  expect(inputs.map(({ media }) => [media.kind, media.frames, media.end, media.width, media.height, media.mime])).toEqual([
    ["video", 60, 3_200_000, 320, 240, "video/mp4"],
    ["video", 60, 3_200_000, 320, 240, "video/webm"],
  ]);
});

for (const name of ["steps.webm", "steps.mp4"]) {
  test(`${name}: every frame is the one that is asked for, forwards, backwards and anywhere @firefox`, async ({ page }) => {
    const canvas = await start(page, name);
    await expectFrame(page, canvas, 0);
    for (let frame = 1; frame < FRAMES; frame++) {
      await page.keyboard.press(".");
      await expectFrame(page, canvas, frame);
    }
    // Behind the last there is none.
    await page.keyboard.press(".");
    await expectFrame(page, canvas, FRAMES - 1);
    for (let frame = FRAMES - 2; frame > FRAMES - 12; frame--) {
      await page.keyboard.press(",");
      await expectFrame(page, canvas, frame);
    }
    for (const frame of [3, 41, 20, 19, 40, 39, 59, 0, 30]) {
      await goToFrame(page, frame);
      await expectFrame(page, canvas, frame);
      await expect(line(page)).toContainText(`${(at(frame) / 1000).toFixed(3)} / 0:03.200`);
    }
    // Keys that come faster than frames are all counted.
    for (let count = 0; count < 12; count++) await page.keyboard.press(",");
    await expectFrame(page, canvas, 18);
    // On the ruler: the middle of frame 30, which is at 1.85 of 3.2 seconds.
    const ruler = await line(page).getByRole("slider", { name: "Position" }).boundingBox();
    await page.mouse.click(ruler.x + (ruler.width * 1.85) / 3.2, ruler.y + 15);
    await expectFrame(page, canvas, 30);
  });
}

test("it plays with the space bar, and shows and says the same frame wherever it stops @firefox", async ({ page }) => {
  const canvas = await start(page);
  await page.keyboard.press("Space");
  await expect.poll(() => field(page).inputValue().then(Number)).toBeGreaterThan(5);
  await page.keyboard.press("Space");
  await expect(line(page).getByRole("button", { name: "Play" })).toBeVisible();
  // At rest the number and the pixels say the same.
  await expect.poll(async () => (await seen(page, canvas)) + 1 - Number(await field(page).inputValue())).toBe(0);
  // From where it is to its end, and once more from the beginning.
  await press(page, "Play");
  await expectFrame(page, canvas, FRAMES - 1);
  await expect(line(page).getByRole("button", { name: "Play" })).toBeVisible();
  await press(page, "Play");
  await expect.poll(() => field(page).inputValue().then(Number)).toBeLessThan(40);
});

test("a box begins a track, moved on another frame it has a key frame there, between them it is interpolated @firefox", async ({ page }) => {
  const canvas = await start(page);
  await drawSquare(page, canvas, 0);
  await expect(objects(page).getByText("square.1")).toBeVisible();
  await goToFrame(page, 40);
  // It is where it was, and the hand moves it to where it is now.
  await canvas.click(canvas.at(30, 150));
  await moveSquare(canvas, 0, 40);
  await expect(toast(page, "Undo").first()).toBeHidden();
  // Key frame by key frame.
  await page.keyboard.press("<");
  await expectFrame(page, canvas, 0);
  await page.keyboard.press(">");
  await expectFrame(page, canvas, 40);
  // On frame 20 the time is 800 of 2,800 ms: so much of the way it has gone.
  await goToFrame(page, 20);
  await page.keyboard.press("k");
  await expect(line(page).getByRole("button", { name: "Delete key frame" })).toBeVisible();
  const json = await native(page);
  expect(tracks(json)).toEqual([
    { concept: "square", keys: [[0, 0, "visible"], [800, Math.round((160 * 800) / 2800), "visible"], [2800, 160, "visible"]] },
  ]);
  // COCO holds no videos, and says so.
  const { images, annotations } = await coco(page);
  expect([images, annotations]).toEqual([[], []]);
});

test("a polygon is a track too, and its vertices go their ways", async ({ page }) => {
  const canvas = await start(page);
  await drawWith(page, "Polygon", "leaf");
  for (const [x, y] of [[40, 60], [100, 60], [100, 110]]) await canvas.click(canvas.at(x, y));
  await page.keyboard.press("Enter");
  await takeTool(page, "Select / Edit");
  await goToFrame(page, 20);
  await canvas.click(canvas.at(90, 70));
  const [from, to] = [canvas.at(40, 60), canvas.at(20, 80)];
  await canvas.drag(from, to);
  await goToFrame(page, 10);
  await page.keyboard.press("k");
  const [{ shape }] = (await native(page)).inputs[0].objects;
  expect(shape.track.map((key) => key.at)).toEqual([0, 400_000, 800_000]);
  const rings = shape.track.map((key) => key.polygon[0][0]);
  rings[1].forEach(([x, y], index) => {
    expect(x).toBeCloseTo((rings[0][index][0] + rings[2][index][0]) / 2, 6);
    expect(y).toBeCloseTo((rings[0][index][1] + rings[2][index][1]) / 2, 6);
  });
  expect(rings[2][0][0]).toBeLessThan(25);
});

test("occluded, outside, ended, split, merged, and every step back again @firefox", async ({ page }) => {
  const canvas = await start(page);
  await drawSquare(page, canvas, 0);
  await canvas.click(canvas.at(30, 150));
  await goToFrame(page, 10);
  await page.keyboard.press("q");
  await expect(line(page).getByRole("button", { name: "Occluded" })).toHaveAttribute("aria-pressed", "true");
  await goToFrame(page, 20);
  await page.keyboard.press("o");
  await expect(line(page).getByRole("button", { name: "Outside" })).toHaveAttribute("aria-pressed", "true");
  await goToFrame(page, 30);
  await press(page, "Outside");
  await expect(line(page).getByRole("button", { name: "Outside" })).toHaveAttribute("aria-pressed", "false");
  const keys = [[0, 0, "visible"], [400, 0, "occluded"], [800, 0, "outside"], [1800, 0, "visible"]];
  expect(tracks(await native(page))).toEqual([{ concept: "square", keys }]);

  await canvas.click(canvas.at(30, 150));
  await goToFrame(page, 40);
  await press(page, "Split track");
  await expect(objects(page).getByText("square.2")).toBeVisible();
  const [first, second] = [[...keys, [2800, 0, "outside"]], [[2800, 0, "visible"]]];
  expect(tracks(await native(page))).toEqual([{ concept: "square", keys: first }, { concept: "square", keys: second }]);

  // Selected by their rows, the two become one.
  await line(page).getByRole("button", { name: "square.1" }).click();
  await line(page).getByRole("button", { name: "square.2" }).click({ modifiers: ["ControlOrMeta"] });
  await press(page, "Merge tracks");
  await expect(objects(page).getByText("square.2")).toBeHidden();
  expect(tracks(await native(page))).toEqual([{ concept: "square", keys: [...keys, [2800, 0, "visible"]] }]);

  await line(page).getByRole("button", { name: "square.1" }).click();
  await goToFrame(page, 30);
  await press(page, "Delete key frame");
  await goToFrame(page, 50);
  await press(page, "End track");
  const ended = [[0, 0, "visible"], [400, 0, "occluded"], [800, 0, "outside"], [2800, 0, "visible"], [3000, 0, "outside"]];
  expect(tracks(await native(page))).toEqual([{ concept: "square", keys: ended }]);

  for (let step = 0; step < 8; step++) await page.keyboard.press("Control+z");
  await expect(objects(page).getByText("square.1")).toBeHidden();
  for (let step = 0; step < 8; step++) await page.keyboard.press("Control+Shift+z");
  expect(tracks(await native(page))).toEqual([{ concept: "square", keys: ended }]);
});

test("the video, a frame and a time range are classified, and a range is changed at both ends @firefox", async ({ page }) => {
  await start(page);
  const pane = classified(page);
  await choose(page, "Select or add concepts", "harbour");
  await goToFrame(page, 10);
  await pane.getByRole("button", { name: "Frame", exact: true }).click();
  await choose(page, "Select or add concepts", "flash");
  await expect(pane.getByRole("button", { name: "flash 0:00.400", exact: true })).toBeVisible();
  // By keys: it begins where T is pressed, and ends where it is pressed again.
  await page.getByRole("application", { name: "Canvas" }).focus();
  await page.keyboard.press("t");
  await goToFrame(page, 30);
  await page.keyboard.press("t");
  await expect(pane).toContainText("0:00.400 – 0:01.800");
  await choose(page, "Select or add concepts", "dusk");
  await expect(pane.getByRole("heading", { name: "Classifications(3)" })).toBeVisible();
  // By hand: Shift+drag on the ruler, from frame 2 to frame 4.
  const ruler = await line(page).getByRole("slider", { name: "Position" }).boundingBox();
  const x = (ms) => ruler.x + (ruler.width * ms) / 3200;
  await page.keyboard.down("Shift");
  await page.mouse.move(x(at(2) + 20), ruler.y + 10);
  await page.mouse.down();
  await page.mouse.move(x(at(3) + 20), ruler.y + 10);
  await page.mouse.move(x(at(4) + 20), ruler.y + 10);
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await choose(page, "Select or add concepts", "dusk");
  const all = [["flash", 400, 400], ["dusk", 400, 1800], ["dusk", 80, 160]];
  let json = await native(page);
  expect(ranges(json)).toEqual(all);
  expect(classifications(json)).toEqual({ "steps.webm": ["harbour"] });

  // The end of the long one is dragged from behind frame 30 into frame 22, on the time line.
  const lane = await line(page).getByRole("img", { name: "Time ranges of dusk" }).boundingBox();
  const y = lane.y + lane.height / 2;
  await page.mouse.move(x(at(31)), y);
  await page.mouse.down();
  await page.mouse.move(x(at(24)), y);
  await page.mouse.move(x(at(22) + 50), y);
  await page.mouse.up();
  // And its beginning is set to the frame that is shown.
  await goToFrame(page, 12);
  await pane.getByRole("button", { name: /^Begin dusk 0:00.400/ }).click();
  json = await native(page);
  expect(ranges(json)).toEqual([["flash", 400, 400], ["dusk", 480, 1000], ["dusk", 80, 160]]);

  await pane.getByRole("button", { name: /^Delete flash/ }).click();
  await expect(pane.getByRole("heading", { name: "Classifications(3)" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(pane.getByRole("heading", { name: "Classifications(4)" })).toBeVisible();
});

test("two people say the same of a frame, each for themselves", async ({ page }) => {
  await start(page);
  const pane = classified(page);
  const said = async (count) => {
    await pane.getByRole("button", { name: "Frame", exact: true }).click();
    await choose(page, "Select or add concepts", "flash");
    await expect(pane.getByRole("heading", { name: `Classifications(${count})` })).toBeVisible();
  };
  await said(1);
  // Said twice by one person it is said once.
  await said(1);
  await goTo(page, "Settings");
  await page.getByRole("textbox", { name: "Your name" }).fill("Grace");
  await page.keyboard.press("Tab");
  await page.goBack();
  await expect(line(page).getByText("0:03.200")).toBeVisible();
  await said(2);
  const { inputs, annotators } = await native(page);
  const name = new Map(annotators.map((annotator) => [annotator.id, annotator.name]));
  const by = inputs[0].objects.map(({ shape, labels }) => [shape.segment, labels.map((label) => name.get(label.annotator))]);
  expect(by).toHaveLength(2);
  expect(by.map(([segment]) => segment)).toEqual([[0, 0], [0, 0]]);
  expect(by[1][1]).toEqual(["Grace"]);
  expect(by[0][1]).not.toEqual(["Grace"]);
});

test("tracks and ranges are there after a reload, are found, and are seen in Object Mode", async ({ page }) => {
  const canvas = await start(page);
  await drawSquare(page, canvas, 0);
  await goToFrame(page, 40);
  await canvas.click(canvas.at(30, 150));
  await moveSquare(canvas, 0, 40);
  await classified(page).getByRole("button", { name: "Frame", exact: true }).click();
  await choose(page, "Select or add concepts", "flash");
  const before = await native(page);
  await saved(page);
  await page.reload();
  await expect(line(page).getByText("0:03.200")).toBeVisible();
  expect(await native(page)).toEqual(before);
  await expect(objects(page).getByText("square.1")).toBeVisible();
  await expect(objects(page).getByText("flash")).toBeHidden();
  // The row of the range goes to its frame, and selects it.
  await classified(page).getByRole("button", { name: "flash 0:02.800", exact: true }).click({ position: { x: 9, y: 9 } });
  await expectFrame(page, canvas, 40);
  // What has gone before is on no frame now; its row goes where it begins.
  await objects(page).getByRole("button", { name: "square.1", exact: true }).click();
  await page.keyboard.press("g");
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("#flash");
  await expect(page.getByRole("gridcell")).toHaveCount(1);
  await page.getByRole("button", { name: "Object Mode" }).click();
  await expect(tile(page, "flash.1 on steps.webm")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("#square");
  const found = tile(page, "square.1 on steps.webm");
  await expect(found.locator("img")).toBeVisible();
  // It is cut out of the frame where it begins: red in the middle.
  const middle = await found.locator("img").evaluate((img) => {
    const canvas = new OffscreenCanvas(9, 9).getContext("2d");
    canvas.drawImage(img, 0, 0, 9, 9);
    return [...canvas.getImageData(4, 4, 1, 1).data];
  });
  expect(middle[0]).toBeGreaterThan(150);
  expect(middle[1]).toBeLessThan(90);
});

test("hands faster than frames: an edit is of the frame that was asked for, and Delete of what is on others", async ({ page }) => {
  const canvas = await start(page);
  await drawSquare(page, canvas, 0);
  await canvas.click(canvas.at(30, 150));
  // Nobody waits between these keys.
  await page.evaluate(() => {
    const press = (key, code) => window.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
    for (let step = 0; step < 8; step++) press(".", "Period");
    press("k", "KeyK");
  });
  await expectFrame(page, canvas, 8);
  await expect(line(page).getByRole("button", { name: "Delete key frame" })).toBeVisible();
  expect(tracks(await native(page))[0].keys.map(([ms]) => ms)).toEqual([0, 320]);
  // With the focus on the ruler the arrow keys go frame by frame, and the track stays where it is.
  await line(page).getByRole("button", { name: "square.1" }).click();
  await line(page).getByRole("slider", { name: "Position" }).focus();
  await page.keyboard.press("Home");
  await expectFrame(page, canvas, 0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expectFrame(page, canvas, 2);
  await page.keyboard.press("End");
  await expectFrame(page, canvas, FRAMES - 1);
  expect(tracks(await native(page))[0].keys.map(([ms]) => ms)).toEqual([0, 320]);
  // Ended before this frame, it is deleted nevertheless.
  await page.getByRole("application", { name: "Canvas" }).focus();
  await line(page).getByRole("button", { name: "square.1" }).click();
  await goToFrame(page, 20);
  await press(page, "End track");
  await goToFrame(page, 40);
  await page.keyboard.press("Delete");
  await expect(objects(page).getByText("square.1")).toBeHidden();
  expect(tracks(await native(page))).toEqual([]);
});

test("what is copied on one frame is pasted on another as a track that begins there", async ({ page }) => {
  const canvas = await start(page);
  await drawSquare(page, canvas, 0);
  await canvas.click(canvas.at(30, 150));
  await page.keyboard.press("Control+c");
  await goToFrame(page, 20);
  await page.keyboard.press("Control+v");
  await expect(objects(page).getByText("square.2")).toBeVisible();
  expect(tracks(await native(page)).map(({ keys }) => keys.map(([ms]) => ms))).toEqual([[0], [800]]);
});
