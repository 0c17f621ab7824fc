// 1. Projects: the first run, several projects, and addresses that lead back.

import {
  expect, test, addPictures, askForProject, file, freshPage, goTo, native, newProject, openViewer, saved, tile, tiles, toast,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const menu = async (page, name, item) => {
  await page.getByRole("banner").getByRole("button", { name, exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};

async function pick(page, from, name) {
  await page.getByRole("banner").getByRole("button", { name: from, exact: true }).click();
  await page.getByRole("menuitemradio", { name, exact: true }).click();
  await expect(page.getByRole("banner").getByRole("button", { name, exact: true })).toBeVisible();
}

test("the first run shows what to do first", async ({ page }) => {
  await freshPage(page);
  for (const name of ["Add inputs", "Import"]) {
    await expect(page.getByRole("main").getByLabel(name, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole("button", { name: "Open sample project" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Paste a list of concepts" })).toBeVisible();
  // An empty project is a project all the same: it can be written.
  expect(await native(page)).toMatchObject({ format: "cartouche", inputs: [], concepts: [] });
});

test("the sample opens with pictures, texts and a video, shapes and classifications", async ({ page }) => {
  await freshPage(page);
  await page.getByRole("button", { name: "Open sample project" }).click();
  await expect(tile(page, "meadow_01.jpg")).toBeVisible();
  await expect(tile(page, "street_08.webp")).toBeVisible();
  await expect(tile(page, "meadow_01.jpg").getByText("sunny")).toBeVisible();
  const project = await native(page);
  expect(project.project.name).toBe("Sample project");
  expect(project.inputs).toHaveLength(11);
  const kinds = new Set(project.inputs.flatMap(({ objects }) => objects.map(({ shape }) => Object.keys(shape)[0])));
  expect([...kinds].sort()).toEqual(["box", "mask", "polygon", "segment", "span", "track"]);
  // Every picture is here, none is awaited.
  expect(project.inputs.every(({ media }) => media.bytes > 0 && media.hash)).toBe(true);
});

test("another project isn't opened while something is being added", async ({ page }) => {
  await freshPage(page);
  // What the workers are asked for waits.
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    const held = [];
    Worker.prototype.postMessage = function (...given) {
      held.push(() => post.apply(this, given));
    };
    window.letGo = () => {
      Worker.prototype.postMessage = post;
      held.forEach((it) => it());
    };
  });
  const ours = page.url();
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("grey.png", png(40, 30))]);
  await askForProject(page, "Untitled project", "Other");
  await expect(toast(page, "Something is still being added to this project, so it stays open.")).toBeVisible();
  await page.evaluate(() => window.letGo());
  await expect(tile(page, "grey.png")).toBeVisible();
  expect(new URL(page.url()).searchParams.get("project")).toBe(new URL(ours).searchParams.get("project"));
  await newProject(page, "Untitled project", "Other");
  await expect(tile(page, "grey.png")).toHaveCount(0);
});

test("several projects keep their own inputs and names", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("first.png", png(40, 30))]);
  await newProject(page, "Untitled project", "Second");
  await addPictures(page, [file("second.png", png(50, 30))]);
  expect(await tiles(page)).toEqual(["second.png"]);
  await pick(page, "Second", "Untitled project");
  await expect(tile(page, "first.png")).toBeVisible();
  expect(await tiles(page)).toEqual(["first.png"]);

  await menu(page, "Untitled project", "Rename");
  const dialog = page.getByRole("dialog", { name: "Rename project" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Flock");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await saved(page);
  const project = await native(page);
  expect([project.project.name, project.inputs.map(({ name }) => name)]).toEqual(["Flock", ["first.png"]]);
  await page.reload();
  await expect(tile(page, "first.png")).toBeVisible();
  await pick(page, "Flock", "Second");
  await expect(tile(page, "second.png")).toBeVisible();
  expect((await native(page)).inputs.map(({ name }) => name)).toEqual(["second.png"]);
});

test("a deleted project comes back by Undo, until the page is left", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("first.png", png(40, 30))]);
  await newProject(page, "Untitled project", "Second");
  await addPictures(page, [file("second.png", png(50, 30))]);
  await menu(page, "Second", "Delete");
  await expect(tile(page, "first.png")).toBeVisible();
  await toast(page, "Project deleted").getByRole("button", { name: "Undo" }).click();
  await expect(tile(page, "second.png")).toBeVisible();
  expect((await native(page)).inputs.map(({ name }) => name)).toEqual(["second.png"]);

  await menu(page, "Second", "Delete");
  await expect(tile(page, "first.png")).toBeVisible();
  await page.reload();
  await expect(tile(page, "first.png")).toBeVisible();
  await page.getByRole("banner").getByRole("button", { name: "Untitled project", exact: true }).click();
  await expect(page.getByRole("menuitemradio", { name: "Untitled project" })).toBeVisible();
  await expect(page.getByRole("menuitemradio", { name: "Second" })).toHaveCount(0);
  // Its rows are swept up too.
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const open = indexedDB.open("cartouche");
        await new Promise((resolve) => (open.onsuccess = resolve));
        const keys = open.result.transaction("projects").objectStore("projects").getAllKeys();
        await new Promise((resolve) => (keys.onsuccess = resolve));
        open.result.close();
        return keys.result.length;
      }),
    )
    .toBe(1);
});

test("a copied link, reload and back lead where one was @firefox", async ({ page, context }) => {
  await freshPage(page);
  await addPictures(page, [file("a.png", png(40, 30)), file("b.png", png(50, 30))]);
  await openViewer(page, "b.png", { width: 50, height: 30 });
  const link = page.url();
  expect(new URL(link).searchParams.get("view")).toBe("viewer");
  await page.reload();
  await expect(page.getByRole("application", { name: "Canvas" })).toBeVisible();
  await expect(page.getByRole("banner").getByText("2 of 2")).toBeVisible();
  await page.goBack();
  await expect(tile(page, "b.png")).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("application", { name: "Canvas" })).toBeVisible();

  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByRole("banner").getByText("2 of 2")).toBeVisible();
  await other.close();

  await goTo(page, "Concepts");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Concepts", exact: true })).toBeVisible();
});
