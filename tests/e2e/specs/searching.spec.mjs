// 3 Inputs: what the search box, the status and the order find; kept in the address.

import {
  expect, test, addPictures, choose, file, freshPage, goTo, importFiles, openViewer, saved, takeTool, tile, tiles,
} from "../support.mjs";
import { instances, png } from "../fixtures.mjs";

const NAMES = ["farm/2.png", "farm/10.png", "sea/1.png", "sea/3.png"];

/** `2` and `10` have sheep on them, by a box and as a classification; `sea/1` is done. */
async function start(page) {
  await freshPage(page);
  const size = { width: 80, height: 60 };
  const labels = {
    format: "cartouche", version: 1, concepts: [{ name: "sheep" }, { name: "polar bear" }],
    inputs: NAMES.map((name) => ({ name, media: size })),
  };
  labels.inputs[0].objects = [{ shape: { box: [10, 10, 40, 40] }, labels: [{ concept: "sheep" }] }];
  labels.inputs[1].labels = [{ concept: "sheep" }];
  labels.inputs[2].labels = [{ concept: "polar bear" }];
  labels.inputs[2].status = "done";
  await importFiles(page, [file("labels.json", Buffer.from(JSON.stringify(labels)))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "farm/2.png")).toBeVisible();
  await saved(page);
}

const search = (page) => page.getByRole("searchbox", { name: "Search inputs" });
const shown = (page, names) => expect.poll(async () => (await tiles(page)).sort()).toEqual([...names].sort());

test("words, #concepts and their opposites find, chips take them away, the address keeps them", async ({ page }) => {
  await start(page);
  await search(page).pressSequentially("farm");
  await shown(page, ["farm/2.png", "farm/10.png"]);
  await expect(page.getByText("2 of 4 inputs")).toBeVisible();
  await search(page).fill("#sheep");
  await shown(page, ["farm/2.png", "farm/10.png"]);
  await search(page).fill('-#sheep -#"polar bear"');
  await shown(page, ["sea/3.png"]);
  await page.reload();
  await shown(page, ["sea/3.png"]);
  await expect(search(page)).toHaveValue('-#sheep -#"polar bear"');
  await page.getByRole("button", { name: "Remove -#sheep" }).click();
  await shown(page, ["farm/2.png", "farm/10.png", "sea/3.png"]);
  await expect(search(page)).toHaveValue('-#"polar bear"');
  await search(page).fill("nothing like this");
  await expect(page.getByText("No input matches.")).toBeVisible();
  await page.getByRole("button", { name: "Clear search" }).click();
  await shown(page, NAMES);
  await expect(page.getByText("4 inputs", { exact: true })).toBeVisible();
});

test("status and order, and the viewer walks what was found", async ({ page }) => {
  await start(page);
  await page.getByRole("combobox", { name: "Status" }).selectOption("In progress");
  await shown(page, ["farm/2.png", "farm/10.png"]);
  await page.getByRole("combobox", { name: "Status" }).selectOption("Done");
  await shown(page, ["sea/1.png"]);
  await page.getByRole("combobox", { name: "Status" }).selectOption("");
  await page.getByRole("combobox", { name: "Sort" }).selectOption("Name");
  await expect.poll(() => tiles(page)).toEqual(["farm/2.png", "farm/10.png", "sea/1.png", "sea/3.png"]);
  await page.getByRole("combobox", { name: "Sort" }).selectOption("Objects");
  await expect.poll(async () => (await tiles(page))[0]).toBe("farm/2.png");

  await page.getByRole("combobox", { name: "Sort" }).selectOption("Name");
  await search(page).fill("sea");
  await shown(page, ["sea/1.png", "sea/3.png"]);
  await tile(page, "sea/1.png").click();
  await expect(page.getByText("1 of 2", { exact: true })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("sea/3.png");
  await page.goBack();
  await shown(page, ["sea/1.png", "sea/3.png"]);
  // Another page and back, by the sidebar.
  await goTo(page, "Concepts");
  await goTo(page, "Inputs");
  await shown(page, ["sea/1.png", "sea/3.png"]);
});

test("what is labelled stays in the list until the grid is seen again", async ({ page }) => {
  await freshPage(page);
  const names = ["a.png", "b.png", "c.png"];
  await addPictures(page, names.map((name, at) => file(name, png(80, 60, undefined, String(at)))));
  await page.getByRole("combobox", { name: "Status" }).selectOption("Unlabeled");
  await openViewer(page, "a.png", { width: 80, height: 60 });
  await takeTool(page, "Select / Edit");
  await choose(page, "Select label", "meadow");
  await page.keyboard.press("Escape");
  await saved(page);
  await expect(page.getByText("1 of 3", { exact: true })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("b.png");
  await page.goBack();
  await shown(page, ["b.png", "c.png"]);
});

test("Select all takes what was found, and what is searched away is let go", async ({ page }) => {
  await freshPage(page);
  await importFiles(page, [file("set.json", Buffer.from(JSON.stringify(instances(300))))]);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "set/0001.png")).toBeVisible();
  await search(page).fill("set/00");
  await expect(page.getByText("99 of 300 inputs")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all", exact: true }).check();
  const bar = page.getByRole("region", { name: "Selection" });
  await expect(bar).toContainText("99 selected");
  await search(page).fill("set/001");
  await expect(bar).toContainText("10 selected");
});
