// When the browser refuses: told at once in plain words, worked on in memory, exported without storage, saved again by
// itself. Quota and blocked storage are the browser's own, not played.

import {
  expect, test, addPictures, banner, bbox, coco, drawWith, exportNow, file, freshPage, goTo, importFiles, newProject, objects, openViewer,
  saved, savedState, shapes, steps, tile, toast, viewer,
} from "../support.mjs";
import { closeConnections, fillUp, refuseAtFirst, rememberConnections } from "../in-page.mjs";
import { withSettings } from "../profiles.mjs";
import { cocoFile, instances, png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

/** No page may store anything. */
const storageless = withSettings(test, {
  chromium: { profile: { default_content_setting_values: { cookies: 2 } } },
  firefox: { "network.cookie.cookieBehavior": 2 },
});

/** Firefox remembers no history: every window is a private one. */
const privately = withSettings(test, { chromium: {}, firefox: { "browser.privatebrowsing.autostart": true } });

/** The page where nothing can be stored, in its project in memory. */
async function inMemory(page) {
  await page.goto("./");
  await expect(page.getByRole("heading", { name: "This browser stores nothing for Cartouche" })).toBeVisible();
  await page.getByRole("button", { name: "Go on without storage" }).click();
  await expect(page.getByRole("heading", { name: "Drop pictures or a whole folder here" })).toBeVisible();
  await expect(banner(page)).toContainText("Nothing is stored");
}

storageless("with storage blocked one works in memory, imports and exports @firefox", async ({ page, complaints }) => {
  await inMemory(page);
  await expect(savedState(page)).toContainText("Not saved");
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([
    file("grey.png", png(SIZE.width, SIZE.height)),
    file("note.txt", Buffer.from("four sheep")),
  ]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await expect(objects(page).getByText("sheep(1)", { exact: true })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(objects(page).getByText("sheep(1)", { exact: true })).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(objects(page).getByText("sheep(1)", { exact: true })).toBeVisible();
  await expect(savedState(page)).toContainText("Not saved");
  expect(shapes(await exportNow(page, "COCO")).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
  // A text is read, a label file is taken.
  await goTo(page, "Inputs");
  await tile(page, "note.txt").click();
  await expect(page.getByRole("document", { name: "Text" })).toHaveText(/four sheep/);
  await goTo(page, "Inputs");
  const more = instances(3);
  await importFiles(page, [file("more.json", cocoFile(more))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "set/0003.png")).toBeVisible();
  const all = shapes(await exportNow(page, "COCO"));
  expect(all).toHaveLength(1 + more.annotations.length);
  await expect(banner(page)).toBeVisible();
  // Firefox itself says on the console that it keeps no page here.
  const told = complaints.splice(0);
  expect(told.filter((text) => !/ServiceWorker for scope .* Storage access is restricted/.test(text))).toEqual([]);
});

privately("in a private window of Firefox, which keeps no files, one works in memory and exports @firefox", async ({ page, browserName }) => {
  privately.skip(browserName !== "firefox", "a private window of Chromium keeps files: every other journey runs in one");
  await page.addInitScript(() => {
    const { storage } = navigator;
    // An empty page has none.
    const ask = storage?.getDirectory.bind(storage);
    window.asked = 0;
    if (ask) storage.getDirectory = () => ((window.asked += 1), ask());
  });
  await inMemory(page);
  await expect(banner(page)).toContainText("Firefox keeps none in private windows");
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await expect(objects(page).getByText("sheep(1)", { exact: true })).toBeVisible();
  // It is tried to store everything after all.
  const before = await page.evaluate(() => window.asked);
  await page.waitForFunction((before) => window.asked > before + 1, before);
  await expect(savedState(page)).toContainText("Not saved");
  await expect(banner(page)).toBeVisible();
  expect(shapes(await exportNow(page, "COCO")).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
});

storageless("with storage blocked the sample opens and can be looked at", async ({ page }) => {
  await inMemory(page);
  await page.getByRole("button", { name: "Open sample project" }).click();
  await expect(page.getByRole("gridcell")).toHaveCount(11);
  await tile(page, "meadow_01.jpg").click();
  await expect(objects(page).getByText("sheep(12)", { exact: true })).toBeVisible();
  await expect(banner(page)).toBeVisible();
});

/** A picture is open, and sheep are drawn. */
async function start(page) {
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  await saved(page);
  return canvas;
}

/** The room that the browser gives to this site, in bytes; none: as much as ever. Before the page stores anything. */
async function setQuota(page, site, quotaSize) {
  page.quota ??= await page.context().newCDPSession(page);
  await page.quota.send("Storage.overrideQuotaForOrigin", { origin: new URL(site).origin, quotaSize });
}

test("without room it says so within a second, goes on, exports, and saves by itself when there is room", async ({ page, baseURL }) => {
  await setQuota(page, baseURL, 12_000_000);
  const canvas = await start(page);
  const drawn = [];
  const draw = async (column) => {
    const [a, b] = [canvas.at(20 + column * 30, 40), canvas.at(45 + column * 30, 120)];
    await canvas.drag(a, b);
    drawn.push(bbox(a, b));
  };
  await draw(0);
  await saved(page);
  const before = await steps(page);
  await page.evaluate(fillUp);
  await draw(1);
  await expect(banner(page)).toBeVisible({ timeout: 1_000 });
  await expect(banner(page)).toContainText("There is no room");
  await expect(savedState(page)).toContainText("Not saved");
  for (let column = 2; column < 6; column++) await draw(column);
  expect(await steps(page)).toBe(before);
  // What is saved and what isn't, in one file, without any room.
  await banner(page).getByRole("button", { name: "Export" }).click();
  expect(shapes(await exportNow(page, "COCO", { isThere: true })).map(({ bbox }) => bbox)).toEqual(drawn);
  await expect(banner(page)).toBeVisible();
  await setQuota(page, baseURL, undefined);
  await saved(page);
  await expect(banner(page)).toHaveCount(0);
  await expect(toast(page, "Everything is saved again.")).toBeVisible();
  expect(await steps(page)).toBe(before + 5);
  await page.goBack();
  await page.reload();
  await viewer(page, SIZE);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual(drawn);
});

test("a picture that there is no room for is refused by name, and nothing else is lost", async ({ page, baseURL }) => {
  await start(page);
  await goTo(page, "Inputs");
  await setQuota(page, baseURL, 1);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("more.png", png(300, 200))]);
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("more.png");
  await expect(dialog).toContainText("no room");
  await dialog.getByRole("button", { name: "Close dialog" }).click();
  await setQuota(page, baseURL, undefined);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("more.png", png(300, 200))]);
  await expect(tile(page, "more.png")).toBeVisible();
  await saved(page);
});

test("a connection that died is opened anew, twenty times in the middle of work, and nothing is lost @firefox", async ({ page }) => {
  await page.addInitScript(rememberConnections);
  const canvas = await start(page);
  const drawn = [];
  for (let at = 0; at < 20; at++) {
    const [a, b] = [canvas.at(20 + (at % 10) * 35, 30 + Math.floor(at / 10) * 120), canvas.at(50 + (at % 10) * 35, 120 + Math.floor(at / 10) * 120)];
    await canvas.move(a);
    await page.mouse.down();
    await canvas.move(b);
    // It dies without a word, as on a phone that slept.
    await page.evaluate(closeConnections);
    await page.mouse.up();
    drawn.push(bbox(a, b));
  }
  await saved(page);
  await page.reload();
  await viewer(page, SIZE);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual(drawn);
});

test("a project whose last edit is refused isn't let go of for another one", async ({ page }) => {
  await page.addInitScript(() => {
    // While `refusing`, what is written stays on its way until `end`, and comes to nothing then.
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, ...given) {
      const transaction = begin.call(this, stores, mode, ...given);
      if (this.name !== "cartouche" || mode !== "readwrite" || !window.refusing) return transaction;
      window.isHeld = true;
      transaction.commit = () => {
        const again = () => {
          if (window.end) transaction.abort();
          else transaction.objectStore("projects").count().onsuccess = again;
        };
        again();
      };
      return transaction;
    };
  });
  await start(page);
  const ours = page.url();
  await newProject(page, "Untitled project", "Other");
  await page.goto(ours);
  const canvas = await viewer(page, SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  await page.evaluate(() => (window.refusing = true));
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await page.waitForFunction(() => window.isHeld);
  // It may still be saved; then it isn't.
  await page.getByRole("banner").getByRole("button", { name: "Untitled project", exact: true }).click();
  await page.getByRole("menuitemradio", { name: "Other", exact: true }).click();
  await page.evaluate(() => (window.end = true));
  await expect(toast(page, "This project isn't saved yet, so it stays open.")).toBeVisible();
  await expect(page.getByRole("banner").getByRole("button", { name: "Untitled project", exact: true })).toBeVisible();
  await expect(banner(page)).toBeVisible();
  await page.evaluate(() => (window.refusing = false));
  await saved(page);
  await page.goto(ours);
  await viewer(page, SIZE);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
});

test("storage that never answers is told within five seconds, and work goes on in memory", async ({ page, context }) => {
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => new EventTarget();
  });
  await page.goto("./");
  await expect(page.getByRole("heading", { name: "This browser stores nothing for Cartouche" })).toBeVisible({ timeout: 7_000 });
  await page.getByRole("button", { name: "Go on without storage" }).click();
  await expect(banner(page)).toContainText("Nothing is stored");
});

test("what was in memory is stored as soon as the browser takes it", async ({ page, context }) => {
  await context.addInitScript(refuseAtFirst);
  await page.goto("./");
  await page.getByRole("button", { name: "Go on without storage" }).click();
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await expect(banner(page)).toContainText("Nothing is stored");
  await page.evaluate(() => (window.refusing = false));
  await saved(page);
  await expect(toast(page, "Everything is saved again.")).toBeVisible();
  await page.reload();
  await viewer(page, SIZE);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
});

test("what is drawn while everything goes from memory into storage goes along", async ({ page, context }) => {
  await context.addInitScript(refuseAtFirst);
  await context.addInitScript(() => {
    // The first rows stay on their way until they are let go.
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, ...given) {
      const transaction = begin.call(this, stores, mode, ...given);
      const isFirst = this.name === "cartouche" && mode === "readwrite" && window.held === undefined && !window.isLetGo;
      if (isFirst) {
        window.held = transaction;
        transaction.commit = () => {
          const again = () => {
            if (!window.isLetGo) transaction.objectStore("projects").count().onsuccess = again;
          };
          again();
        };
      }
      return transaction;
    };
  });
  await page.goto("./");
  await page.getByRole("button", { name: "Go on without storage" }).click();
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  const [a, b, c, d] = [canvas.at(40, 40), canvas.at(150, 120), canvas.at(200, 60), canvas.at(300, 160)];
  await canvas.drag(a, b);
  await page.evaluate(() => (window.refusing = false));
  await page.waitForFunction(() => window.held !== undefined);
  await canvas.drag(c, d);
  await expect(banner(page)).toContainText("Nothing is stored");
  await page.evaluate(() => (window.isLetGo = true));
  await saved(page);
  await expect(toast(page, "Everything is saved again.")).toBeVisible();
  await page.reload();
  await viewer(page, SIZE);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b), bbox(c, d)]);
});

test("connections that died are opened anew for whoever reads, in the page and in the workers", async ({ page }) => {
  await page.addInitScript(rememberConnections);
  const canvas = await start(page);
  const [a, b, c, d] = [canvas.at(40, 40), canvas.at(150, 120), canvas.at(200, 60), canvas.at(300, 160)];
  await canvas.drag(a, b);
  await saved(page);
  await goTo(page, "Inputs");
  await page.reload();
  await expect(tile(page, "grey.png")).toBeVisible();
  // The labels of the picture are read, and what is drawn onto them is kept.
  await page.evaluate(closeConnections);
  await tile(page, "grey.png").click();
  await viewer(page, SIZE);
  await expect(objects(page).getByText("sheep(1)", { exact: true })).toBeVisible();
  await drawWith(page, "Bounding Box", "sheep");
  await page.evaluate(closeConnections);
  await canvas.drag(c, d);
  await saved(page);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b), bbox(c, d)]);
  // Another project is made and opened.
  await page.evaluate(closeConnections);
  await newProject(page, "Untitled project", "Other");
  // Workers have connections of their own.
  for (const worker of page.workers()) await worker.evaluate(rememberConnections);
  await page.getByLabel("Add inputs", { exact: true }).setInputFiles([file("note.txt", Buffer.from("four sheep"))]);
  await expect(tile(page, "note.txt")).toBeVisible();
  for (const worker of page.workers()) await worker.evaluate(closeConnections);
  await tile(page, "note.txt").click();
  await expect(page.getByRole("document", { name: "Text" })).toHaveText(/four sheep/);
});

test("the browser is asked to keep everything once there is something, and its answer is shown", async ({ page }) => {
  await page.addInitScript(() => {
    window.asked = 0;
    navigator.storage.persist = () => new Promise((resolve) => ((window.asked += 1), (window.answerPersist = resolve)));
  });
  await freshPage(page);
  expect(await page.evaluate(() => window.asked)).toBe(0);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  expect(await page.evaluate(() => window.asked)).toBe(1);
  await goTo(page, "Settings");
  // An answer that never comes blocks nothing.
  await expect(page.getByText("hasn't answered yet")).toBeVisible();
  await page.evaluate(() => window.answerPersist(false));
  await expect(page.getByText("didn't promise it")).toBeVisible();
  await page.getByRole("button", { name: "Keep my data" }).click();
  await page.evaluate(() => window.answerPersist(true));
  await expect(page.getByText("promised to keep this data")).toBeVisible();
  await expect(page.getByRole("meter", { name: "Space in use" })).toBeVisible();
});

test("it is asked too where the first thing is a label file", async ({ page }) => {
  await page.addInitScript(() => {
    window.asked = 0;
    navigator.storage.persist = () => new Promise(() => (window.asked += 1));
  });
  await freshPage(page);
  await importFiles(page, [file("more.json", cocoFile(instances(3)))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "set/0003.png")).toBeVisible();
  expect(await page.evaluate(() => window.asked)).toBe(1);
});
