// What every test needs: a page that is watched, the way to the viewer, and results that are read from files, rows
// and pixels.

import { expect, test as base } from "@playwright/test";
import { decodePng } from "./fixtures.mjs";
import { handedOut } from "./handed-out.mjs";

export { expect };

/** Everything that a page shouldn't do, collected while a test runs. */
async function watch(context, site) {
  const complaints = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => complaints.push(`error: ${error.error()}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    const stays = url.protocol === "blob:" || url.protocol === "data:" || url.href.startsWith(site);
    if (!stays) complaints.push(`elsewhere: ${url.href}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  await context.exposeFunction("reportPolicy", (text) => complaints.push(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportPolicy(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return complaints;
}

export const test = base.extend({
  /** Where the page is. */
  site: async ({ baseURL }, use) => use(baseURL),
  viewport: { width: 1440, height: 900 },
  /** No error on the console, no policy report, no request elsewhere: in every test. */
  complaints: [
    async ({ context, site }, use) => {
      const complaints = await watch(context, site);
      await use(complaints);
      expect(complaints, "what the page shouldn't have done").toEqual([]);
    },
    { auto: true },
  ],
});

/** The page with an empty project. */
export async function freshPage(page) {
  await page.goto("./");
  await expect(page.getByRole("heading", { name: "Drop pictures or a whole folder here" })).toBeVisible();
}

/** Everything that was done is in the database. */
export async function saved(page) {
  await expect(savedState(page)).toHaveText("All changes saved");
}

/** The saved state in the header. */
export const savedState = (page) => page.getByRole("banner").getByRole("status");

/** What stands above the page while something isn't saved. */
export const banner = (page) => page.getByRole("alert").filter({ hasText: /not saved|Nothing is stored/ });

/** A file as Playwright takes it. */
export const file = (name, buffer, mimeType = "") => ({ name, mimeType, buffer });

/** Adds pictures by the button, as an ordinary file chooser gives them. */
export async function addPictures(page, pictures) {
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles(pictures);
  for (const { name } of pictures) await expect(tile(page, name)).toBeVisible();
  await saved(page);
}

/** A picture in the grid. */
export const tile = (page, name) => page.getByRole("gridcell", { name, exact: true });

/** The names of the tiles, in their order. */
export const tiles = (page) =>
  page.getByRole("gridcell").evaluateAll((all) => all.map((tile) => tile.getAttribute("aria-label")));

/** Opens a picture of this size in the viewer. */
export async function openViewer(page, name, size) {
  await tile(page, name).click();
  return viewer(page, size);
}

/** The viewer that is open, once it takes what the hand does. */
export async function viewer(page, size) {
  const surface = page.getByRole("application", { name: "Canvas" });
  await expect(surface).toBeVisible();
  await expect(page.getByText("Click a shape to select it")).toBeVisible();
  const box = await surface.boundingBox();
  return new Canvas(page, box, size);
}

/** A page of the sidebar. */
export const goTo = (page, name) =>
  page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }).click();

/** Asks for a new project, from the one of this name. */
export async function askForProject(page, from, name) {
  await page.getByRole("banner").getByRole("button", { name: from, exact: true }).click();
  await page.getByRole("menuitem", { name: "New project", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New project" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Create" }).click();
}

/** The same; it is open afterwards. */
export async function newProject(page, from, name) {
  await askForProject(page, from, name);
  await expect(page.getByRole("banner").getByRole("button", { name, exact: true })).toBeVisible();
}

/** Chooses label files with the sidebar's **Import**. */
export async function importFiles(page, files) {
  const chooser = page.waitForEvent("filechooser");
  await goTo(page, "Import");
  await (await chooser).setFiles(files);
}

/** Downloads the project in a format; afterwards the page is where it was. */
export async function exportFile(page, format) {
  await saved(page);
  await goTo(page, "Export");
  await page.getByRole("radio", { name: format, exact: true }).check();
  const button = page.getByRole("button", { name: "Download" });
  const { name, bytes } = await handedOut(page, button);
  await page.goBack();
  return { name, bytes, json: JSON.parse(bytes.toString()) };
}

/** The same while nothing is saved; on the Export page already, if need be. */
export async function exportNow(page, format, { isThere = false } = {}) {
  if (!isThere) await goTo(page, "Export");
  await page.getByRole("radio", { name: format, exact: true }).check();
  const button = page.getByRole("button", { name: "Download" });
  const { bytes } = await handedOut(page, button);
  return JSON.parse(bytes.toString());
}

const isFirefox = (page) => page.context().browser()?.browserType().name() === "firefox";

/** The project as COCO. */
export const coco = async (page) => (await exportFile(page, "COCO")).json;

/** The project as Cartouche JSON. */
export const native = async (page) => (await exportFile(page, "Cartouche JSON")).json;

/** The boxes and rings of a COCO file, each with its concept. */
export function shapes({ annotations, categories, images }) {
  const concept = new Map(categories.map(({ id, name }) => [id, name]));
  const picture = new Map(images.map((image) => [image.id, image.file_name]));
  return annotations.map((annotation) => ({
    on: picture.get(annotation.image_id),
    concept: concept.get(annotation.category_id),
    bbox: annotation.bbox,
    rings: annotation.segmentation,
  }));
}

/** Concepts of whole inputs in a Cartouche JSON: `{ "a.png": ["meadow"] }`. */
export function classifications({ concepts, inputs }) {
  const name = new Map(concepts.map((concept) => [concept.id, concept.name]));
  const said = inputs.map((input) => [input.name, input.labels.map((label) => name.get(label.concept)).sort()]);
  return Object.fromEntries(said.filter(([, concepts]) => concepts.length > 0));
}

/** Every row of the project database: `{ "journal": { key: "0a1b…" } }`. */
export function rows(page) {
  return page.evaluate(async () => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const hex = (row) => Array.from(row, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const database = await done(indexedDB.open("cartouche"));
    const tables = {};
    for (const name of database.objectStoreNames) {
      const store = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      tables[name] = Object.fromEntries(keys.map((key, at) => [key, hex(values[at])]));
    }
    database.close();
    return tables;
  });
}

/** So many steps are in the journal. */
export const steps = async (page) => Object.keys((await rows(page)).journal).length;

/** The picture's place on the screen, by the arithmetic of src/geometry/camera.rs. */
export class Canvas {
  constructor(page, box, size) {
    this.page = page;
    this.box = box;
    this.size = size;
    this.fit();
  }

  /** As **Fit** has it, with 40 pixels around. */
  fit() {
    const { width, height } = this.box;
    const room = (length) => Math.max(length - 80, 16);
    const nearest = Math.min(room(width) / this.size.width, room(height) / this.size.height);
    const scale = Math.min(Math.max(nearest, 0.005), 64);
    this.camera = {
      scale,
      x: (width - this.size.width * scale) / 2,
      y: (height - this.size.height * scale) / 2,
    };
  }

  /** The whole canvas pixel that is nearest to a place of the picture: where the mouse goes. */
  at(x, y) {
    const { scale, x: left, y: top } = this.camera;
    return this.pixel(Math.round(x * scale + left), Math.round(y * scale + top));
  }

  /** A canvas pixel: where it is on the page and on the picture. */
  pixel(x, y) {
    const { scale, x: left, y: top } = this.camera;
    return { page: { x: this.box.x + x, y: this.box.y + y }, x: (x - left) / scale, y: (y - top) / scale };
  }

  async move(to) {
    await this.page.mouse.move(to.page.x, to.page.y);
  }

  async click(at, options) {
    await this.page.mouse.click(at.page.x, at.page.y, options);
  }

  /** A drag with the button down, in a few steps as a hand does it. */
  async drag(from, to) {
    await this.move(from);
    await this.page.mouse.down();
    await this.page.mouse.move((from.page.x + to.page.x) / 2, (from.page.y + to.page.y) / 2);
    await this.move(to);
    await this.page.mouse.up();
  }

  /** What the screen shows of this part of the picture, overlay included. */
  async look(from, to) {
    const clip = {
      x: Math.min(from.page.x, to.page.x),
      y: Math.min(from.page.y, to.page.y),
      width: Math.max(1, Math.abs(to.page.x - from.page.x)),
      height: Math.max(1, Math.abs(to.page.y - from.page.y)),
    };
    return decodePng(await this.page.screenshot({ clip }));
  }

  /** Red, green and blue of one pixel of the screen. */
  async color(at) {
    // For a picture of the page Playwright adds a style, which the policy refuses and in Firefox tells.
    if (isFirefox(this.page)) return this.painted(at);
    const { data } = await this.look(at, at);
    return [...data.subarray(0, 3)];
  }

  /** The same of the canvases that lie over each other, without the overlay. */
  painted({ page: { x, y } }) {
    const at = [x - this.box.x, y - this.box.y];
    return this.page.evaluate(([x, y]) => {
      const both = new OffscreenCanvas(1, 1).getContext("2d");
      for (const canvas of document.querySelectorAll(".stage canvas")) both.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
      return [...both.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    }, at);
  }
}

/** COCO's `bbox` of the box between two places, with the arithmetic of the product. */
export function bbox(a, b) {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return [left, top, right - left, bottom - top];
}

/** COCO's ring through these places. */
export const ring = (...places) => places.flatMap(({ x, y }) => [x, y]);

/** Takes a tool by its button. */
export const takeTool = (page, name) =>
  page.getByRole("toolbar", { name: "Tools" }).getByRole("button", { name }).click();

/** Chooses a concept in a field, or makes it. */
export async function choose(page, field, concept) {
  const box = page.getByRole("combobox", { name: field });
  await box.fill(concept);
  await box.press("Enter");
}

/** Draws with a concept from now on. */
export async function drawWith(page, tool, concept) {
  await takeTool(page, tool);
  await choose(page, "Select label", concept);
  await expect(page.getByText(`Drawing: ${concept}`)).toBeVisible();
}

/** A row or a button of the Objects pane. */
export const objects = (page) => page.getByRole("region", { name: "Objects" });

/** The Classifications pane. */
export const classified = (page) => page.getByRole("region", { name: "Classifications" });

/** The newest message with these words. */
export const toast = (page, text) => page.getByRole("status").filter({ hasText: text });

/** Two numbers lists are equal but for rounding. */
export function expectNear(found, wanted, tolerance = 1e-6) {
  expect(found).toHaveLength(wanted.length);
  found.forEach((number, at) => expect(Math.abs(number - wanted[at]), `${found} is ${wanted}`).toBeLessThan(tolerance));
}
