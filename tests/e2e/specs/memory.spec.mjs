// In memory alone: nothing goes with the page unasked, everything gets into the storage that comes back, and what was read
// once can be exported whatever became of the storage.

import {
  expect, test, addPictures, banner, bbox, drawWith, exportNow, file, freshPage, newProject, openViewer, saved, shapes, tile, toast,
} from "../support.mjs";
import { png } from "../fixtures.mjs";
import { refuseAtFirst } from "../in-page.mjs";

const SIZE = { width: 400, height: 300 };
const grey = file("grey.png", png(SIZE.width, SIZE.height));

/** The browser opens no database at first; one goes on. */
async function goOn(page, context) {
  await context.addInitScript(refuseAtFirst);
  await page.goto("./");
  await page.getByRole("button", { name: "Go on without storage" }).click();
  await expect(banner(page)).toContainText("Nothing is stored");
}

test("leaving is asked about for every project that is in memory alone", async ({ page, context }) => {
  await goOn(page, context);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([grey]);
  await expect(tile(page, "grey.png")).toBeVisible();
  await newProject(page, "Untitled project", "Other");
  const asked = page.waitForEvent("dialog");
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await closing;
});

test("texts of every project, and those in the trash, get into the storage that comes back", async ({ page, context }) => {
  await goOn(page, context);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([
    file("note.txt", Buffer.from("four sheep")),
    file("thrown.txt", Buffer.from("five sheep")),
  ]);
  await tile(page, "thrown.txt").hover();
  await tile(page, "thrown.txt").getByRole("button", { name: "Delete" }).click();
  await expect(tile(page, "thrown.txt")).toHaveCount(0);
  const first = page.url();
  await newProject(page, "Untitled project", "Other");
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("other.txt", Buffer.from("six sheep"))]);
  await expect(tile(page, "other.txt")).toBeVisible();
  await page.evaluate(() => (window.refusing = false));
  await saved(page);
  await expect(toast(page, "Everything is saved again.")).toBeVisible();
  await page.reload();
  await tile(page, "other.txt").click();
  await expect(page.getByRole("document", { name: "Text" })).toHaveText(/six sheep/);
  await page.goto(first);
  await tile(page, "note.txt").click();
  await expect(page.getByRole("document", { name: "Text" })).toHaveText(/four sheep/);
  // What every one of them says is where texts are looked for.
  const texts = await page.evaluate(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open("cartouche-texts"));
    return (await done(database.transaction("texts").objectStore("texts").getAll())).sort();
  });
  expect(texts).toEqual(["five sheep", "four sheep", "six sheep"]);
});

test("where the first project finds no room one works in memory", async ({ page, baseURL }) => {
  const session = await page.context().newCDPSession(page);
  const origin = new URL(baseURL).origin;
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await page.goto("./");
  await expect(page.getByRole("heading", { name: "This browser stores nothing for Cartouche" })).toBeVisible();
  await page.getByRole("button", { name: "Go on without storage" }).click();
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([grey]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  expect(shapes(await exportNow(page, "COCO")).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await saved(page);
  await expect(banner(page)).toHaveCount(0);
});

test("what is shown can be exported after the browser has thrown everything away", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [grey]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await saved(page);
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase("cartouche");
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      }),
  );
  expect(shapes(await exportNow(page, "COCO")).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
});
