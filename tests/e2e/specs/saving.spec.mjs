// 7. Saving: one strict transaction a gesture, and a header that tells the truth.

import { deafen } from "../in-page.mjs";
import {
  expect, test, addPictures, bbox, coco, drawWith, expectNear, file, freshPage, objects, openViewer, rows, saved, savedState, shapes,
  steps, takeTool, toast, viewer,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

const SIZE = { width: 400, height: 300 };

/**
 * Sees every transaction of the page. While `window.holding` is set, what waits for `complete` isn't told of it; while
 * `window.refusing` is set, no transaction that writes is opened.
 */
function instrument() {
  window.transactions = [];
  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (tables, mode, options) {
    if (mode === "readwrite" && window.refusing) throw new DOMException("there is no room", "QuotaExceededError");
    const transaction = open.call(this, tables, mode, options);
    if (this.name !== "cartouche") return transaction;
    const seen = { mode: transaction.mode, durability: transaction.durability, state: "open" };
    window.transactions.push(seen);
    transaction.addEventListener("complete", () => (seen.state = "complete"));
    transaction.addEventListener("abort", () => (seen.state = "aborted"));
    Object.defineProperty(transaction, "oncomplete", {
      set(told) {
        transaction.addEventListener("complete", async (event) => {
          if (transaction.mode === "readwrite") await window.holding;
          told.call(transaction, event);
        });
      },
    });
    return transaction;
  };
  window.hold = () => (window.holding = new Promise((resolve) => (window.letGo = resolve)));
}

async function start(page, { watched = true } = {}) {
  if (watched) await page.addInitScript(instrument);
  await freshPage(page);
  await addPictures(page, [file("grey.png", png(SIZE.width, SIZE.height))]);
  const canvas = await openViewer(page, "grey.png", SIZE);
  await drawWith(page, "Bounding Box", "sheep");
  await saved(page);
  return canvas;
}

test("each gesture is one strict transaction", async ({ page }) => {
  const canvas = await start(page);
  const written = () =>
    page.evaluate(() => window.transactions.filter(({ mode, state }) => mode === "readwrite" && state === "complete"));
  // The project, the picture, the concept.
  const before = await written();
  expect(before).toHaveLength(3);
  await canvas.drag(canvas.at(40, 40), canvas.at(150, 120));
  await saved(page);
  expect(await written()).toHaveLength(4);
  await canvas.drag(canvas.at(200, 150), canvas.at(300, 250));
  await saved(page);
  const all = await written();
  expect(all).toHaveLength(5);
  expect(all.map(({ durability }) => durability)).toEqual(all.map(() => "strict"));
  expect(await page.evaluate(() => window.transactions.filter(({ state }) => state === "aborted"))).toEqual([]);
});

test("saved is said after the transaction's complete, and not before", async ({ page }) => {
  const canvas = await start(page);
  const before = await steps(page);
  await page.evaluate(() => void window.hold());
  await canvas.drag(canvas.at(40, 40), canvas.at(150, 120));
  await expect(savedState(page)).toHaveText("Saving…");
  // It is in the database, but nobody was told so yet.
  await expect.poll(() => steps(page)).toBe(before + 1);
  await canvas.drag(canvas.at(200, 150), canvas.at(300, 250));
  await expect(savedState(page)).toHaveText("Saving…");
  expect(await steps(page)).toBe(before + 1);
  await page.evaluate(() => window.letGo());
  await saved(page);
  expect(await steps(page)).toBe(before + 2);
});

test("leaving with something unsaved asks first", async ({ page }) => {
  const canvas = await start(page);
  await page.evaluate(() => void window.hold());
  await canvas.drag(canvas.at(40, 40), canvas.at(150, 120));
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await page.evaluate(() => window.letGo());
  await saved(page);
});

test("a refusal of the browser is said, and everything is kept and tried again", async ({ page }) => {
  const canvas = await start(page);
  await page.evaluate(() => (window.refusing = true));
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  const [c, d] = [canvas.at(200, 150), canvas.at(300, 250)];
  await canvas.drag(a, b);
  await expect(savedState(page)).toHaveText("Not saved");
  const banner = page.getByRole("alert");
  await expect(banner).toContainText("Your last changes are not saved");
  await expect(banner).toContainText("There is no room");
  await expect(banner.getByRole("button", { name: "Export" })).toBeVisible();
  // The work goes on in memory.
  await canvas.drag(c, d);
  await expect(objects(page).getByText("sheep(2)", { exact: true })).toBeVisible();
  await expect(savedState(page)).toContainText("Not saved");
  await page.evaluate(() => (window.refusing = false));
  await saved(page);
  await page.reload();
  await viewer(page, SIZE);
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual([bbox(a, b), bbox(c, d)]);
});

test("what was shown as saved is there after a reload @firefox", async ({ page }) => {
  let canvas = await start(page, { watched: false });
  const wanted = [];
  for (let round = 0; round < 5; round++) {
    const [a, b] = [canvas.at(20 + round * 70, 40), canvas.at(70 + round * 70, 120)];
    await canvas.drag(a, b);
    wanted.push(bbox(a, b));
    await saved(page);
    await page.reload();
    canvas = await viewer(page, SIZE);
    await expect(objects(page).getByText(`sheep(${wanted.length})`, { exact: true })).toBeVisible();
    await drawWith(page, "Bounding Box", "sheep");
  }
  expect(shapes(await coco(page)).map(({ bbox }) => bbox)).toEqual(wanted);
});

test("a page that is closed without a word has lost nothing that was saved", async ({ page, context }) => {
  const canvas = await start(page, { watched: false });
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await saved(page);
  const url = page.url();
  await page.close();
  const next = await context.newPage();
  await next.goto(url);
  await viewer(next, SIZE);
  expect(shapes(await coco(next)).map(({ bbox }) => bbox)).toEqual([bbox(a, b)]);
});

test("what a newer build wrote is left as it is, and said; the older one writes nothing over it", async ({ page }) => {
  const canvas = await start(page, { watched: false });
  await canvas.drag(canvas.at(40, 40), canvas.at(150, 120));
  await saved(page);
  // The next entry of the journal, by a version that isn't there yet.
  await page.evaluate(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open("cartouche"));
    const transaction = database.transaction(["projects", "journal"], "readwrite");
    for (const [name, next] of [["projects", 0], ["journal", 1]]) {
      const store = transaction.objectStore(name);
      const key = (await done(store.getAllKeys())).at(-1);
      const row = await done(store.get(key));
      row[0] = 99;
      const number = (parseInt(key.slice(-16), 16) + next).toString(16).padStart(16, "0");
      store.put(row, next ? key.slice(0, -16) + number : key);
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  });
  const before = await rows(page);
  await canvas.drag(canvas.at(200, 150), canvas.at(300, 250));
  await expect(savedState(page)).toHaveText("Not saved");
  await expect(page.getByRole("alert")).toContainText("newer version of Cartouche");
  await expect(objects(page).getByText("sheep(2)", { exact: true })).toBeVisible();
  expect(await rows(page)).toEqual(before);
  await page.reload();
  await expect(page.getByRole("heading", { name: "This project can't be opened" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("newer version of Cartouche");
  expect(await rows(page)).toEqual(before);
});

test("a project whose row can't be read keeps nobody from the others, and is left as it is", async ({ page }) => {
  const canvas = await start(page, { watched: false });
  const [a, b] = [canvas.at(40, 40), canvas.at(150, 120)];
  await canvas.drag(a, b);
  await saved(page);
  const put = await page.evaluate(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open("cartouche"));
    const store = database.transaction("projects", "readwrite").objectStore("projects");
    const [key] = await done(store.getAllKeys());
    const row = await done(store.get(key));
    row[0] = 99;
    const other = "f".repeat(key.length);
    await done(store.put(row, other));
    database.close();
    return other;
  });
  await page.goto("about:blank");
  await page.goto("./?view=inputs");
  await expect(toast(page, "A project in this browser can't be read")).toBeVisible();
  await expect(page.getByRole("gridcell")).toHaveCount(1);
  await page.getByRole("gridcell").click();
  await expect(objects(page).getByText("sheep(1)", { exact: true })).toBeVisible();
  expect(Object.keys((await rows(page)).projects)).toContain(put);
});

test("two tabs edit one project, both show the same, nothing is lost", async ({ page, context }) => {
  const canvas = await start(page, { watched: false });
  const other = await context.newPage();
  await other.goto(page.url());
  const second = await viewer(other, SIZE);
  await drawWith(other, "Bounding Box", "sheep");
  const wanted = [];
  // At the same time, so that each finds the database ahead of it.
  const draw = async (canvas, top) => {
    for (let column = 0; column < 6; column++) {
      const [a, b] = [canvas.at(20 + column * 40, top), canvas.at(50 + column * 40, top + 60)];
      await canvas.drag(a, b);
      wanted.push(bbox(a, b));
    }
  };
  await Promise.all([draw(canvas, 30), draw(second, 150)]);
  for (const tab of [page, other]) {
    await expect(objects(tab).getByText("sheep(12)", { exact: true })).toBeVisible();
    await saved(tab);
  }
  const found = shapes(await coco(other)).map(({ bbox }) => bbox);
  expect(new Set(found.map(String))).toEqual(new Set(wanted.map(String)));
  expect(found).toHaveLength(12);
  expect(await rows(page)).toEqual(await rows(other));
});

test("a tab that hears of nothing writes over nothing that another one wrote @firefox", async ({ page, context }) => {
  const canvas = await start(page, { watched: false });
  const other = await context.newPage();
  await other.addInitScript(deafen);
  await other.goto(page.url());
  const second = await viewer(other, SIZE);
  await drawWith(other, "Bounding Box", "sheep");
  const wanted = [];
  // In turn: from its second box on, the deaf tab finds entries in the journal where it would put its own.
  for (let column = 0; column < 4; column++) {
    for (const [tab, on, top] of [[page, canvas, 30], [other, second, 150]]) {
      const [a, b] = [on.at(20 + column * 40, top), on.at(50 + column * 40, top + 60)];
      await on.drag(a, b);
      wanted.push(bbox(a, b));
      await saved(tab);
    }
  }
  await page.reload();
  await expect(objects(page).getByText("sheep(8)", { exact: true })).toBeVisible();
  const found = shapes(await coco(page)).map(({ bbox }) => bbox);
  expect(new Set(found.map(String))).toEqual(new Set(wanted.map(String)));
  expect(found).toHaveLength(8);
});

test("what another tab deleted meanwhile is told, and what was drawn can be pasted @firefox", async ({ page, context }) => {
  const canvas = await start(page, { watched: false });
  await drawWith(page, "Bounding Box", "sheep");
  await canvas.drag(canvas.at(40, 40), canvas.at(100, 90));
  await saved(page);
  const other = await context.newPage();
  await other.addInitScript(deafen);
  await other.goto(page.url());
  const second = await viewer(other, SIZE);
  await takeTool(page, "Select");
  await canvas.click(canvas.at(70, 65));
  await page.keyboard.press("Delete");
  await saved(page);
  await takeTool(other, "Select");
  const [from, to] = [second.at(70, 65), second.at(190, 125)];
  await second.click(from);
  await second.drag(from, to);
  await expect(toast(other, "couldn't be kept, since another tab changed the project first")).toContainText("the object was changed or deleted since. What was drawn is on the clipboard: paste it.");
  await expect(objects(other).getByText("sheep(1)", { exact: true })).toBeHidden();
  await second.move(second.at(300, 200));
  await other.keyboard.press("Control+v");
  await expect(objects(other).getByText("sheep(1)", { exact: true })).toBeVisible();
  await saved(other);
  // Where it was moved to: by whole pixels of the screen.
  const by = (axis) => to[axis] - from[axis];
  const [left, top, width, height] = bbox(canvas.at(40, 40), canvas.at(100, 90));
  const [{ bbox: pasted }] = shapes(await coco(other));
  expectNear(pasted, [left + by("x"), top + by("y"), width, height], 1e-3);
});
