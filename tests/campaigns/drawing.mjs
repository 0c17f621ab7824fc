// What campaigns do with the page: open a picture, draw boxes by real pointer events, read the exported file.

import { png } from "../e2e/fixtures.mjs";
import { handedOut } from "../e2e/handed-out.mjs";

export const SAVED = "All changes saved";
/** The picture that is drawn on. */
export const [WIDTH, HEIGHT] = [2000, 1500];

/** What the header says. */
export const saved = (page) => page.getByRole("banner").getByRole("status").textContent();

/** The picture in a fresh project, open in the viewer. */
export async function openPicture(page, url) {
  await page.goto(url);
  const picture = { name: "grey.png", mimeType: "", buffer: png(WIDTH, HEIGHT) };
  await page.getByLabel("Add inputs", { exact: true }).first().setInputFiles([picture]);
  await page.getByRole("gridcell", { name: "grey.png", exact: true }).click();
  return stageOf(page);
}

/** Where the picture lies on the page, by the arithmetic of src/geometry/camera.rs. */
export async function stageOf(page) {
  const surface = page.getByRole("application", { name: "Canvas" });
  await surface.waitFor();
  await page.getByText("Click a shape to select it").waitFor();
  const { x, y, width, height } = await surface.boundingBox();
  const scale = Math.min((width - 80) / WIDTH, (height - 80) / HEIGHT);
  return { x: x + (width - WIDTH * scale) / 2, y: y + (height - HEIGHT * scale) / 2, scale };
}

/** Boxes from here on are of one concept. */
export async function beginDrawing(page) {
  await page.getByRole("toolbar", { name: "Tools" }).getByRole("button", { name: "Bounding Box" }).click();
  const field = page.getByRole("combobox", { name: "Select label" });
  await field.fill("kept");
  await field.press("Enter");
  await page.getByText("Drawing: kept").waitFor();
}

/** The box of this number, drawn: no two are the same. Gives its COCO `bbox`. */
export async function drawBox(page, stage, number) {
  const [left, top] = [20 + (number % 48) * 12, 90 + (Math.floor(number / 48) % 28) * 12];
  const [w, h] = [10 + (number % 7), 10 + (Math.floor(number / 7) % 5)];
  await page.mouse.move(stage.x + left, stage.y + top);
  await page.mouse.down();
  await page.mouse.move(stage.x + left + w, stage.y + top + h);
  await page.mouse.up();
  return [left, top, w, h].map((pixels) => pixels / stage.scale);
}

/** Every `bbox` of the project as the exported COCO file has it. */
export async function exportedBoxes(page) {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Export", exact: true }).click();
  await page.getByRole("radio", { name: "COCO", exact: true }).check();
  const { bytes } = await handedOut(page, page.getByRole("button", { name: "Download", exact: true }));
  const boxes = JSON.parse(bytes.toString()).annotations.map(({ bbox }) => bbox);
  await page.goBack();
  return boxes;
}

/** Takes the boxes that were drawn out of those that were found: what is missing, and what nobody drew. */
export function compareBoxes(drawn, found, stage) {
  const tolerance = 0.6 / stage.scale;
  const isNear = (a, b) => a.every((value, at) => Math.abs(value - b[at]) < tolerance);
  const strangers = [...found];
  const missing = drawn.filter((box) => {
    const at = strangers.findIndex((bbox) => isNear(bbox, box.bbox));
    if (at >= 0) strangers.splice(at, 1);
    return at < 0;
  });
  return { missing, strangers };
}
