// How the benches use the page: by what a person sees, with clicks as fast as a frame where nobody has to think.

import { basename } from "node:path";
import { page as open } from "./harness.mjs";

const SAVED = "All changes saved";

/** Cartouche on a new profile, ready for use. */
export async function cartouche(browser, site, size) {
  const page = await open(browser, size);
  page.site = site;
  await page.goto(site.url);
  await ready(page);
  return page;
}

/** Waits until the page can be used; when that was, in milliseconds since the navigation. */
export function ready(page) {
  return page.evaluate(async (saved) => {
    const usable = () => {
      const input = document.querySelector('input[type=file][aria-label="Add inputs"]');
      return input && input.parentElement.getBoundingClientRect().width > 0 && probe.isSaved(saved);
    };
    probe.isSaved = (text) => [...document.querySelectorAll("[role=status]")].some((it) => it.textContent.trim() === text);
    return probe.until(usable);
  }, SAVED);
}

/** Gives files to a file input by their paths: Playwright would send their bytes, slowly, through a message. */
export async function choose(page, selector, files) {
  const { result } = await page.cdp.send("Runtime.evaluate", { expression: `document.querySelector(${JSON.stringify(selector)})` });
  if (!result.objectId) throw new Error(`there is no ${selector}`);
  await page.cdp.send("DOM.setFileInputFiles", { objectId: result.objectId, files });
}

/** Adds pictures, and waits until all are there and saved. */
export async function addPictures(page, files) {
  const before = await inputCount(page);
  await choose(page, 'input[type=file][aria-label="Add inputs"]', files);
  await page.evaluate(([count, saved]) => probe.until(() => probe.inputs() >= count && probe.isSaved(saved)), [before + files.length, SAVED]);
}

/** So many inputs the project has, as the sidebar says. */
export async function inputCount(page) {
  return page.evaluate(() => {
    probe.inputs = () => {
      const way = [...document.querySelectorAll("nav a")].find((it) => it.title === "Inputs");
      return Number(way?.querySelector(".count")?.textContent.replace(/\D/g, "") || 0);
    };
    return probe.inputs();
  });
}

/**
 * Imports a label file. Times in milliseconds since the file was chosen: `preview`, `picture` (the first labelled
 * picture is visible: decoded, with shapes on it), `end` (everything is there and saved).
 */
export async function importFile(page, path, { inputs, picture = false }) {
  await inputCount(page);
  await page.evaluate(
    ([count, saved, wantsPicture]) => {
      const { marks } = probe;
      for (const name of ["chosen", "preview", "confirmed", "picture", "end"]) delete marks[name];
      addEventListener("change", (event) => {
        if (event.target.type === "file") probe.mark("chosen");
      }, { capture: true, once: true });
      const labelled = () => {
        const image = document.querySelector(".tile .thumb img");
        const line = document.querySelector(".tile .thumb svg path.line");
        return image?.complete && image.naturalWidth > 0 && (line?.getAttribute("d") ?? "") !== "";
      };
      const button = () => [...document.querySelectorAll("dialog[open] button")].find((it) => it.textContent.trim() === "Import");
      const toast = () => [...document.querySelectorAll("[role=status]")].some((it) => it.textContent.includes("imported"));
      probe.imported = (async () => {
        await probe.until(button, 540_000);
        probe.mark("preview");
        button().click();
        probe.mark("confirmed");
        await Promise.all([
          wantsPicture ? probe.until(labelled).then((at) => probe.mark("picture", at)) : null,
          probe.until(() => toast() && probe.inputs() >= count && probe.isSaved(saved)).then((at) => probe.mark("end", at)),
        ]);
        const since = (name) => (marks[name] === undefined ? null : marks[name] - marks.chosen);
        return {
          preview: since("preview"),
          picture: since("picture"),
          end: since("end"),
          long: Math.max(0, ...probe.long.filter(([at]) => at >= marks.chosen).map(([, took]) => took)),
        };
      })();
      probe.imported.catch(() => {});
    },
    [inputs, SAVED, picture],
  );
  // What the sidebar's Import opens.
  await choose(page, 'nav input[type=file][accept^=".json"]', [path]);
  const refused = page.getByRole("dialog").filter({ hasText: basename(path) }).filter({ hasNot: page.getByRole("button", { name: "Import" }) });
  const answer = await Promise.race([
    page.evaluate(() => probe.imported),
    refused.waitFor({ timeout: 600_000 }).then(async () => ({ refused: await refused.innerText() }), () => new Promise(() => {})),
  ]);
  if (answer.refused) throw new Error(`the file wasn't taken: ${answer.refused.slice(0, 300)}`);
  return answer;
}

/** Opens an input in the viewer, and waits until it is painted. */
export async function openInput(page, name) {
  await page.getByRole("gridcell", { name, exact: true }).click();
  await page.getByRole("application", { name: "Canvas" }).waitFor();
  await page.waitForURL(/input=/);
  return page.url();
}

/** Rows and bytes of the project database, by table. */
export function storedRows(page) {
  return page.evaluate(async () => {
    const database = await new Promise((done, failed) => {
      const request = indexedDB.open("cartouche");
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const tables = {};
    for (const table of database.objectStoreNames) {
      const entry = (tables[table] = { rows: 0, bytes: 0 });
      await new Promise((done) => {
        const request = database.transaction(table).objectStore(table).openCursor();
        request.onsuccess = () => {
          const cursor = request.result;
          if (!cursor) return done();
          entry.rows += 1;
          entry.bytes += cursor.value.byteLength ?? 0;
          cursor.continue();
        };
      });
    }
    database.close();
    return tables;
  });
}

export { SAVED };
