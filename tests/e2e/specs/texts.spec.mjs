// 4.7 Texts: added as files and tables, classified, and labelled word by word with a real mouse and by keys; what came
// of it is read from the exported Cartouche JSON, whose offsets are compared with those that Python counts.

import {
  expect, test, choose, drawWith, openViewer, classifications, classified, file, freshPage, native, objects, saved, steps, takeTool, tile, tiles, toast,
} from "../support.mjs";
import { png } from "../fixtures.mjs";

// Line ends of two kinds, a family of emoji, combining marks, right to left, and words that stand several times.
const TEXT =
  "The log of Skagen.\r\n\r\n\u{1f469}\u200d\u{1f33e} Ines ate a cre\u0300me bru\u0302le\u0301e by the sea.\r\n" +
  "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd was on the door, and the sea was grey.\n";

/** Where words stand, in code points. */
function span(words, text = TEXT) {
  const at = text.indexOf(words);
  const start = [...text.slice(0, at)].length;
  return [start, start + [...words].length];
}

const add = (page, files) => page.getByLabel("Add inputs", { exact: true }).setInputFiles(files);
const words = (page) => page.getByRole("document", { name: "Text" });

async function start(page, text = TEXT) {
  await freshPage(page);
  await add(page, [file("log.txt", Buffer.from(text))]);
  await tile(page, "log.txt").click();
  await expect(words(page)).toContainText("The log of Skagen.");
}

/** Where the first and the last letter of these words are on the screen. */
const ends = (page, from, to = from) => page.evaluate(([from, to]) => {
  const walker = document.createTreeWalker(document.querySelector(".words"), NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const all = nodes.map((node) => node.textContent).join("");
  const place = (offset) => {
    let rest = offset;
    for (const node of nodes) {
      if (rest < node.textContent.length) return [node, rest];
      rest -= node.textContent.length;
    }
    throw new Error("beyond the text");
  };
  const rect = (offset) => {
    const [node, at] = place(offset);
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const [first, last] = [rect(all.indexOf(from)), rect(all.indexOf(to) + to.length - 1)];
  const [a, b] = [{ y: first.top + first.height / 2 }, { y: last.top + last.height / 2 }];
  // Right to left, what is first is on the right.
  return /[\u0590-\u06ff]/.test(from)
    ? [{ x: first.right - 1, ...a }, { x: last.left + 1, ...b }]
    : [{ x: first.left + 1, ...a }, { x: last.right - 1, ...b }];
}, [from, to]);

/** A drag over words, as a hand does it. */
async function drag(page, from, to) {
  const [a, b] = await ends(page, from, to);
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2);
  await page.mouse.move(b.x, b.y);
  await page.mouse.up();
}

async function labelWith(page, concept) {
  await takeTool(page, "Span");
  await choose(page, "Select label", concept);
  await expect(page.getByText(`Drawing: ${concept}`)).toBeVisible();
}

/** The spans of the text, each with its concept: `[["name", 4, 9]]`. */
async function spans(page) {
  const { concepts, inputs } = await native(page);
  const name = new Map(concepts.map(({ id, name }) => [id, name]));
  return inputs[0].objects.map(({ shape, labels }) => [name.get(labels[0].concept), ...shape.span]);
}

test("texts, a table and lines of JSON are added, with their first lines on the tiles @firefox", async ({ page }) => {
  await freshPage(page);
  await add(page, [
    file("log.txt", Buffer.from(TEXT)), file("notes/a.md", Buffer.from("# Gulls\n\nMany.")),
    file("reviews.csv", Buffer.from('id,review,stars\r\n1,"Good fish, ""fresh""",5\r\n2,Too many gulls,2\r\n3,,1\r\n')),
    file("lines.jsonl", Buffer.from('{"body":"first","by":{"name":"Ines"}}\n{"body":"second"}\n')),
  ]);
  for (const [title, column] of [["Texts of lines.jsonl", "body"], ["Texts of reviews.csv", "review"]]) {
    const dialog = page.getByRole("dialog", { name: title });
    await expect(dialog.getByRole("radio", { name: column })).toBeChecked();
    await dialog.getByRole("button", { name: "Add texts" }).click();
  }
  const refusals = page.getByRole("dialog", { name: "1 file was not added" });
  await expect(refusals).toContainText("reviews.csv/3");
  await expect(refusals).toContainText("the row has no text in this column");
  await refusals.getByRole("button", { name: "Close", exact: true }).click();
  await expect.poll(() => tiles(page).then((all) => all.sort())).toEqual(["lines.jsonl/1", "lines.jsonl/2", "log.txt", "notes/a.md", "reviews.csv/1", "reviews.csv/2"]);
  await expect(tile(page, "log.txt")).toContainText("The log of Skagen.");
  await expect(tile(page, "reviews.csv/1")).toContainText('Good fish, "fresh"');
  await saved(page);
  const { inputs } = await native(page);
  const known = new Map(inputs.map(({ name, media, metadata }) => [name, { kind: media.kind, metadata }]));
  expect(known.get("reviews.csv/1")).toEqual({ kind: "text", metadata: { id: "1", stars: "5" } });
  expect(known.get("lines.jsonl/1")).toEqual({ kind: "text", metadata: { by: { name: "Ines" } } });
  expect(known.get("notes/a.md").kind).toBe("text");
});

test("a text is classified on the grid and in the viewer, by hotkey too, and found by its words", async ({ page }) => {
  await start(page);
  await choose(page, "Select label", "logbook");
  await expect(classified(page)).toContainText("Classifications(1)");
  await words(page).focus();
  await page.keyboard.press("1");
  await expect(classified(page)).toContainText("Classifications(0)");
  await page.keyboard.press("1");
  await expect(classified(page)).toContainText("Classifications(1)");
  await saved(page);
  expect(classifications(await native(page))).toEqual({ "log.txt": ["logbook"] });
  await page.keyboard.press("g");
  await expect(tile(page, "log.txt")).toContainText("logbook");
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("#logbook");
  await expect.poll(() => tiles(page)).toEqual(["log.txt"]);
  await add(page, [file("other.txt", Buffer.from("Nothing of the kind."))]);
  // Words are searched in the texts themselves.
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("of the KIND");
  await expect.poll(() => tiles(page)).toEqual(["other.txt"]);
  await page.getByRole("searchbox", { name: "Search inputs" }).fill("brûlée".normalize("NFD"));
  await expect.poll(() => tiles(page)).toEqual(["log.txt"]);
});

test("a drag labels words, exact to the code point whatever stands before them @firefox", async ({ page }) => {
  await start(page);
  await labelWith(page, "thing");
  await page.getByRole("checkbox", { name: "Whole words" }).uncheck();
  const all = ["log", "Ines", "cre\u0300me bru\u0302le\u0301e", "\u05e9\u05dc\u05d5\u05dd", "the sea was grey"];
  for (const [at, some] of all.entries()) {
    await drag(page, some);
    // The words have moved for the name in front of them by then.
    await expect(objects(page)).toContainText(`thing(${at + 1})`);
  }
  await saved(page);
  expect(await spans(page)).toEqual(all.map((some) => ["thing", ...span(some)]));
});

test("a drag takes whole words, spans nest and overlap, and without a concept it asks for one @firefox", async ({ page }) => {
  await start(page);
  await takeTool(page, "Span");
  await drag(page, "og of Ska");
  const ask = page.getByRole("dialog", { name: "Which concept" });
  await ask.getByRole("combobox").fill("title");
  await ask.getByRole("combobox").press("Enter");
  await expect(objects(page)).toContainText("title(1)");
  await choose(page, "Select label", "place");
  await drag(page, "Skagen");
  await expect(objects(page)).toContainText("place(1)");
  await choose(page, "Select label", "start");
  await drag(page, "The log");
  await expect(objects(page)).toContainText("start(1)");
  await saved(page);
  expect(await spans(page)).toEqual([
    ["title", ...span("log of Skagen")], ["place", ...span("Skagen")], ["start", ...span("The log")],
  ]);
});

test("both ends of a span are dragged and moved by keys; undo goes step by step", async ({ page }) => {
  await start(page);
  await labelWith(page, "place");
  const [word] = await ends(page, "Skagen");
  // A double click takes a word.
  await page.mouse.dblclick(word.x + 20, word.y);
  await expect(objects(page)).toContainText("place(1)");
  await page.keyboard.press("v");
  const [, end] = await ends(page, "Skagen");
  await page.mouse.click(end.x - 8, end.y);
  await expect(objects(page).getByRole("button", { name: "place.1", exact: true })).toHaveAttribute("aria-pressed", "true");
  // The end goes along with the hand.
  await page.mouse.move(end.x, end.y);
  await page.mouse.down();
  await page.mouse.move(end.x - 12, end.y);
  const [a] = await ends(page, "agen");
  await page.mouse.move(a.x, a.y);
  await page.mouse.up();
  await words(page).focus();
  const before = await steps(page);
  await page.keyboard.press("Alt+Control+ArrowLeft");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => steps(page)).toBe(before + 3);
  await saved(page);
  expect(await spans(page)).toEqual([["place", ...span("of Skag")]]);
  await page.keyboard.press("Control+z");
  expect(await spans(page)).toEqual([["place", ...span("of Ska")]]);
});

test("a span is made without a mouse, selected by another click where spans lie over each other, and deleted", async ({ page }) => {
  await start(page);
  await labelWith(page, "title");
  await words(page).focus();
  for (let times = 0; times < 4; times += 1) await page.keyboard.press("ArrowRight");
  for (let times = 0; times < 3; times += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await expect(objects(page)).toContainText("title(1)");
  await choose(page, "Select label", "line");
  await drag(page, "The log of Skagen");
  await expect(objects(page)).toContainText("line(1)");
  await page.keyboard.press("v");
  const [at] = await ends(page, "og of");
  const pressed = (name) => objects(page).getByRole("button", { name, exact: true });
  await page.mouse.click(at.x, at.y);
  await expect(pressed("title.1")).toHaveAttribute("aria-pressed", "true");
  await page.mouse.click(at.x, at.y);
  await expect(pressed("line.1")).toHaveAttribute("aria-pressed", "true");
  await words(page).focus();
  await page.keyboard.press("Delete");
  await expect(toast(page, "deleted")).toBeVisible();
  await saved(page);
  expect(await spans(page)).toEqual([["title", ...span("log")]]);
});

test("files that are no texts are refused by name and place, and nothing else is lost", async ({ page }) => {
  await freshPage(page);
  await add(page, [
    file("good.txt", Buffer.from("good")), file("latin.txt", Buffer.from([0x61, 0x62, 0xe4, 0x63])), file("empty.txt", Buffer.from("")),
    file("short.csv", Buffer.from("a,b\n1,2\n3\n")), file("bad.jsonl", Buffer.from('{"a":"b"}\n{,}\n')),
  ]);
  const refusals = page.getByRole("dialog", { name: /files? (was|were) not added/ });
  await expect(refusals).toContainText("latin.txt");
  await expect(refusals).toContainText("the byte at 2 belongs to no character");
  await expect(refusals).toContainText("the file is empty");
  await expect(refusals).toContainText("line 3: it has 1 cells, the first line names 2 columns");
  await expect(refusals).toContainText("line 2: ");
  await refusals.getByRole("button", { name: "Close", exact: true }).click();
  expect(await tiles(page)).toEqual(["good.txt"]);
});

test("what is pasted becomes a text, and what the project has is in its file again byte by byte", async ({ page }) => {
  await start(page);
  await labelWith(page, "place");
  await drag(page, "Skagen");
  await page.keyboard.press("g");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "pasted words");
    window.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  });
  await expect(page.getByRole("gridcell", { name: /^Pasted .*\.txt$/ })).toContainText("pasted words");
  await page.reload();
  await expect(tile(page, "log.txt")).toContainText("place");
  await tile(page, "log.txt").click();
  await expect(words(page)).toContainText("The log of Skagen.");
  expect(await spans(page)).toEqual([["place", ...span("Skagen")]]);
});

test("from a picture to a text and back, what is drawn is there again", async ({ page }) => {
  await freshPage(page);
  await add(page, [file("a.png", png(400, 300)), file("b.txt", Buffer.from(TEXT))]);
  const canvas = await openViewer(page, "a.png", { width: 400, height: 300 });
  await drawWith(page, "Brush", "pond");
  await canvas.drag(canvas.at(100, 100), canvas.at(200, 100));
  const place = canvas.at(150, 100);
  const painted = () => page.evaluate(([x, y]) => {
    const shapes = document.querySelector("canvas.shapes");
    if (!shapes) return null;
    const { left, top } = shapes.getBoundingClientRect();
    return shapes.getContext("2d").getImageData(x - left, y - top, 1, 1).data[3] > 0;
  }, [place.page.x, place.page.y]);
  await expect.poll(painted).toBe(true);
  await page.keyboard.press("ArrowRight");
  await expect(words(page)).toContainText("The log of Skagen.");
  await page.keyboard.press("ArrowLeft");
  await expect(words(page)).toHaveCount(0);
  await expect.poll(painted).toBe(true);
  await page.keyboard.press("b");
  await canvas.drag(canvas.at(20, 20), canvas.at(80, 60));
  await expect(objects(page)).toContainText("pond(2)");
});
