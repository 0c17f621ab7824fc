// Defects that people met in pages like these: each is looked for here where no other journey does.

import {
  expect, test, addPictures, choose, classified, drawWith, file, freshPage, native, objects, openViewer, saved, takeTool, tile, tiles,
  viewer,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };
const NAMES = ["north/a.png", "north/b.png", "south/c.png"];

async function start(page) {
  await freshPage(page);
  const pictures = NAMES.map((name, at) => file(name.split("/")[1], png(SIZE.width, SIZE.height, undefined, String(at))));
  await addPictures(page, pictures);
}

const shown = (page, names) => expect.poll(async () => (await tiles(page)).sort()).toEqual([...names].sort());

test("capitals, dashes and blanks in a concept; renamed twice and back it is one concept, and found by its name", async ({ page }) => {
  await start(page);
  const canvas = await openViewer(page, "a.png", SIZE);
  await drawWith(page, "Bounding Box", "Polar-Bear No. 1");
  await canvas.drag(canvas.at(50, 40), canvas.at(150, 120));
  const rename = async (from, to) => {
    await objects(page).getByText(`${from}(1)`).hover();
    await objects(page).getByRole("button", { name: `Rename ${from}`, exact: true }).click();
    await page.getByRole("textbox", { name: `New name of ${from}` }).fill(to);
    await page.keyboard.press("Enter");
    await expect(objects(page).getByText(`${to}(1)`)).toBeVisible();
  };
  await rename("Polar-Bear No. 1", "Eisbär");
  await rename("Eisbär", "ICE-bear");
  await rename("ICE-bear", "Polar-Bear No. 1");
  await saved(page);
  const { concepts, inputs } = await native(page);
  expect(concepts.map(({ name }) => name)).toEqual(["Polar-Bear No. 1"]);
  expect(inputs[0].objects).toHaveLength(1);
  await page.getByRole("link", { name: "Inputs" }).click();
  await page.getByRole("searchbox", { name: "Search inputs" }).fill('#"polar-bear no. 1"');
  await shown(page, ["a.png"]);
});

test("the concept field keeps the focus, and keys work at once after a box was made, moved and deleted", async ({ page }) => {
  await start(page);
  const canvas = await openViewer(page, "a.png", SIZE);
  const field = classified(page).getByRole("combobox", { name: "Select or add concepts" });
  await field.click();
  for (const concept of ["one", "two", "three"]) {
    await page.keyboard.type(concept);
    await page.keyboard.press("Enter");
  }
  await expect(field).toBeFocused();
  await expect(classified(page)).toContainText("Classifications(3)");
  // A letter of a name is no tool.
  await page.keyboard.type("b");
  await expect(page.getByRole("toolbar").getByRole("button", { name: "Bounding Box" })).toHaveAttribute("aria-pressed", "false");
  await field.fill("");
  await drawWith(page, "Bounding Box", "one");
  await canvas.drag(canvas.at(50, 40), canvas.at(150, 120));
  await page.keyboard.press("v");
  await canvas.drag(canvas.at(100, 80), canvas.at(140, 100));
  await page.keyboard.press("Delete");
  await expect(objects(page)).toContainText("Objects(0)");
  await page.keyboard.press("p");
  await expect(page.getByRole("toolbar").getByRole("button", { name: "Polygon" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("2");
  await expect(page.getByText("Drawing: two")).toBeVisible();
});

test("Unlabeled goes with the other filters, empties when the last is labelled, and Clear works", async ({ page }) => {
  await start(page);
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  const filters = page.getByRole("region", { name: "Filters" });
  await filters.getByRole("checkbox", { name: "Unlabeled" }).check();
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("c.png");
  await shown(page, ["c.png"]);
  await tile(page, "c.png").click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Label as…" }).click();
  const dialog = page.getByRole("dialog", { name: "Label as" });
  await dialog.getByRole("combobox").fill("meadow");
  await dialog.getByRole("combobox").press("Enter");
  await dialog.getByRole("button", { name: "Add to inputs" }).click();
  // The list is looked up again when it is asked for again.
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("");
  await shown(page, ["a.png", "b.png"]);
  // A concept that has just come can be chosen and let go of.
  const meadow = filters.getByRole("checkbox", { name: "meadow", exact: true });
  await filters.getByRole("checkbox", { name: "Unlabeled" }).uncheck();
  await meadow.check();
  await shown(page, ["c.png"]);
  await meadow.uncheck();
  await shown(page, ["a.png", "b.png", "c.png"]);
  await meadow.check();
  await filters.getByRole("button", { name: "Clear filters" }).click();
  await shown(page, ["a.png", "b.png", "c.png"]);
});

test("Ctrl and + zoom the picture and never the page; the film strip goes with the canvas", async ({ page }) => {
  await start(page);
  await openViewer(page, "a.png", SIZE);
  const page_zoom = () => page.evaluate(() => [devicePixelRatio, visualViewport.scale, innerWidth]);
  const before = await page_zoom();
  const percent = page.locator(".percent");
  const at = await percent.textContent();
  await page.keyboard.press("Control+Equal");
  await expect(percent).not.toHaveText(at);
  await page.keyboard.press("Control+Minus");
  await expect(percent).toHaveText(at);
  expect(await page_zoom()).toEqual(before);
  const strip = page.getByRole("group", { name: "Film strip" });
  await strip.getByRole("button", { name: "c.png" }).click();
  await viewer(page, SIZE);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("c.png");
  await takeTool(page, "Bounding Box");
  await choose(page, "Select label", "here");
  const canvas = await viewerBox(page);
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
  await page.mouse.down();
  await page.mouse.move(canvas.x + canvas.width / 2 + 60, canvas.y + canvas.height / 2 + 60, { steps: 3 });
  await page.mouse.up();
  await saved(page);
  const { inputs } = await native(page);
  expect(inputs.map(({ name, objects: made }) => [name, made.length])).toEqual([["a.png", 0], ["b.png", 0], ["c.png", 1]]);
});

const viewerBox = (page) => page.getByRole("application", { name: "Canvas" }).boundingBox();
