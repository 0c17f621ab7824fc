// Everything can be reached, has a name and can be read: axe-core on every page and dialog, and the keyboard alone.

import AxeBuilder from "@axe-core/playwright";
import {
  expect, test, addPictures, choose, classified, drawWith, file, freshPage, goTo, objects, openViewer, saved, takeTool, tile,
} from "../support.mjs";
import { cocoFile, instances, png } from "../fixtures.mjs";

/** No serious and no critical finding. */
async function readable(page, where) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  expect.soft(told, where).toEqual([]);
}

/** What has the focus, by its role's text or name. */
const focused = (page) =>
  page.evaluate(() => {
    const it = document.activeElement;
    return it.getAttribute("aria-label") ?? it.title ?? it.textContent;
  });

/** Presses Tab until this has the focus. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 60; presses++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab doesn't reach ${locator}`);
}

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing serious on any page, ${theme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await freshPage(page);
    await readable(page, "first run");
    await page.getByRole("button", { name: "Open sample project" }).click();
    await expect(tile(page, "harbour_06.png").getByText("sunny")).toBeVisible();
    await expect(tile(page, "meadow_01.jpg").locator("img")).toBeVisible();
    await saved(page);
    await readable(page, "grid");
    await page.keyboard.press("Control+a");
    const bar = page.getByRole("region", { name: "Selection" });
    await expect(bar).toBeVisible();
    await readable(page, "grid, all selected");
    for (const [button, window] of [["Label as…", "Label as"], ["Set status…", "Set status"], ["Edit metadata…", "Edit metadata"]]) {
      await bar.getByRole("button", { name: button }).click();
      await expect(page.getByRole("dialog", { name: window })).toBeVisible();
      await readable(page, window);
      await page.getByRole("button", { name: "Close dialog" }).click();
    }
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Filters", exact: true }).click();
    await page.getByRole("region", { name: "Filters" }).getByRole("checkbox", { name: "sheep", exact: true }).check();
    await readable(page, "filters");
    await page.getByRole("region", { name: "Filters" }).getByRole("button", { name: "Clear filters" }).click();
    await page.getByRole("button", { name: "Filters", exact: true }).click();
    await page.getByRole("button", { name: "Object Mode" }).click();
    await expect(tile(page, "house.1 on meadow_01.jpg")).toBeVisible();
    await readable(page, "Object Mode");
    await page.getByRole("button", { name: "Input Mode" }).click();
    await page.getByRole("button", { name: "Visual search" }).click();
    await readable(page, "Visual search");
    await page.keyboard.press("Escape");
    await openViewer(page, "meadow_01.jpg", { width: 1600, height: 1067 });
    await objects(page).getByRole("button", { name: "sheep.1", exact: true }).click();
    await readable(page, "viewer");
    await page.getByRole("button", { name: "Info", exact: true }).click();
    await readable(page, "Info");
    await page.keyboard.press("Escape");
    await drawWith(page, "Bounding Box", "sheep");
    await page.getByRole("button", { name: "Adjust the picture" }).click();
    await readable(page, "viewer, drawing");
    await page.getByRole("toolbar", { name: "Tools" }).getByRole("button", { name: "Brush" }).click();
    await readable(page, "viewer, painting");
    await goTo(page, "Inputs");
    await tile(page, "harbour_log.txt").click();
    await expect(page.locator("mark").first()).toBeVisible();
    await objects(page).getByRole("button", { name: "vessel.1", exact: true }).click();
    await readable(page, "text");
    await goTo(page, "Inputs");
    await page.getByLabel("Add inputs", { exact: true }).setInputFiles([
      { name: "rows.csv", mimeType: "", buffer: Buffer.from("id,text\n1,one\n") },
    ]);
    await expect(page.getByRole("dialog", { name: "Texts of rows.csv" })).toBeVisible();
    await readable(page, "table of texts");
    await page.getByRole("button", { name: "Cancel" }).click();
    for (const name of ["Concepts", "Export", "Settings"]) {
      await goTo(page, name);
      await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
      await readable(page, name);
    }
  });

  test(`axe finds nothing serious in any dialog or menu, ${theme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await freshPage(page);
    const header = page.getByRole("banner");
    const close = async () => {
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    };
    await header.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await readable(page, "Keyboard shortcuts");
    await close();
    await page.getByRole("button", { name: "Paste a list of concepts" }).click();
    await expect(page.getByRole("dialog", { name: "Paste a list of concepts" })).toBeVisible();
    await readable(page, "Paste a list of concepts");
    await close();
    await header.getByRole("button", { name: "Untitled project", exact: true }).click();
    await expect(page.getByRole("menuitem", { name: "New project" })).toBeVisible();
    await readable(page, "project menu");
    await page.getByRole("menuitem", { name: "New project" }).click();
    await expect(page.getByRole("dialog", { name: "New project" })).toBeVisible();
    await readable(page, "New project");
    await close();
    const bad = instances(2);
    bad.annotations[0].bbox = [1, 1, -1, 1];
    await page.getByLabel("Add inputs", { exact: true }).setInputFiles([
      file("cut.png", png(40, 30).subarray(0, 40)),
    ]);
    await expect(page.getByRole("dialog", { name: "1 file was not added" })).toBeVisible();
    await readable(page, "files that were not added");
    await close();
    await page.getByLabel("Import", { exact: true }).setInputFiles([file("bad.json", cocoFile(bad))]);
    await expect(page.getByRole("dialog", { name: "Import bad.json" })).toBeVisible();
    await readable(page, "Import");
    await close();
  });
}

test("dialogs close by Escape and give the focus back", async ({ page }) => {
  await freshPage(page);
  const button = page.getByRole("button", { name: "Paste a list of concepts" });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Paste a list of concepts" });
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});

test("from the first run to a classified picture without a mouse", async ({ page }) => {
  await freshPage(page);
  await tabTo(page, page.getByLabel("Add inputs", { exact: true }));
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Space");
  await (await chooser).setFiles([file("a.png", png(400, 300)), file("b.png", png(400, 300, undefined, "b"))]);
  await expect(tile(page, "b.png")).toBeVisible();
  await tabTo(page, tile(page, "a.png"));
  await page.keyboard.press("ArrowRight");
  await expect(tile(page, "b.png")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("application", { name: "Canvas" })).toBeVisible();
  await expect(page.getByRole("banner").getByText("2 of 2")).toBeVisible();

  // Tools by their keys, exactly one in hand.
  const tools = page.getByRole("toolbar", { name: "Tools" }).getByRole("button");
  for (const [key, name] of Object.entries({ b: "Bounding Box", p: "Polygon", h: "Hand", z: "Zoom", v: "Select / Edit" })) {
    await page.keyboard.press(key);
    const pressed = tools.and(page.locator("[aria-pressed=true]"));
    await expect(pressed).toHaveCount(1);
    await expect(pressed).toHaveAccessibleName(new RegExp(`^${name}`));
  }

  // The panes.
  const field = classified(page).getByRole("combobox", { name: "Select or add concepts" });
  await tabTo(page, field);
  await page.keyboard.type("meadow");
  await page.keyboard.press("Enter");
  await tabTo(page, classified(page).getByRole("checkbox", { name: "meadow" }));
  await page.keyboard.press("Space");
  await expect(classified(page).getByRole("heading", { name: "Classifications(0)" })).toBeVisible();
});

test("keys of the viewer reach it right after it opened, and walk the pictures", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, ["a", "b", "c"].map((name) => file(`${name}.png`, png(400, 300, undefined, name))));
  await openViewer(page, "a.png", { width: 400, height: 300 });
  const at = (place) => expect(page.getByRole("banner").getByText(`${place} of 3`, { exact: true })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await at(2);
  await page.keyboard.press("Control+Enter");
  await at(3);
  await expect(page.getByRole("banner").getByText("1 of 3 done")).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await at(2);
  await page.keyboard.press("g");
  await expect(tile(page, "b.png")).toBeFocused();
});

test("the focus is seen on every control that Tab reaches", async ({ page }) => {
  await freshPage(page);
  await addPictures(page, [file("a.png", png(400, 300))]);
  await openViewer(page, "a.png", { width: 400, height: 300 });
  await choose(page, "Select label", "meadow");
  await takeTool(page, "Select / Edit");
  const unseen = [];
  const names = new Set();
  await page.evaluate(() => document.activeElement.blur());
  for (let presses = 0; presses < 45; presses++) {
    await page.keyboard.press("Tab");
    names.add(await focused(page));
    const seen = await page.evaluate(() => {
      // A ring or a border on the element, or on what is drawn for an unseen input.
      const ringed = (element) => {
        const style = getComputedStyle(element);
        const line = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        return line || style.boxShadow !== "none";
      };
      const it = document.activeElement;
      return it === document.body || ringed(it) || (it.parentElement && ringed(it.parentElement));
    });
    if (!seen) unseen.push(await focused(page));
  }
  expect(unseen).toEqual([]);
  expect(names.size).toBeGreaterThan(20);
});
