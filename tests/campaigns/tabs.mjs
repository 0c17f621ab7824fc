// Several tabs edit one project at once, and every box has to be where its own tab left it.
//
//   node tests/campaigns/tabs.mjs [--seeds 2] [--edits 40] [--tabs 2] [--seed FIRST] [--only mix,clock] [--no-undo]
//                                 [--browser chromium|firefox] [--dist FOLDER] [--port N] [--out FILE]
//
// Each seed goes through these parts, each in a browser and a project of its own:
//
//   mix      every tab draws, moves, nudges, deletes, undoes and redoes in its own part of the picture, all at once;
//            every so many edits all but one pause, and it is measured when the others show what that one did
//   frozen   one tab is frozen meanwhile (Chromium); another edits on and reloads, a third is opened; it is thawed
//   crash    one tab crashes at a random moment (Chromium): what it showed as saved is there
//   clock    the clock of one tab is a day ahead, that of another a day behind
//   restore  all tabs are read again at the same moment, as a browser does that restores a session
//
// All by real pointer and key events, none of which waits for anything to be saved. A tab's model knows what has to be
// there: Ctrl+Z takes back the newest step that was made in that tab, Ctrl+Shift+Z does it again. In the end the exported
// COCO file of every tab is compared with all models together, and what every tab counts and paints with the others.
// Nothing is tried again. Ends with 0 only if nothing was lost, moved or added, in no tab, with 2 if a part couldn't be
// carried out.
//
// A long run: --seeds 20 --edits 1000 --only mix.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { picture } from "../benches/generate.mjs";
import { NotStarted, distribution, fresh, median, options, quantile, random, scratch, serve, sleep } from "../benches/harness.mjs";

const PARTS = ["mix", "frozen", "crash", "clock", "restore"];
const chosen = options(process.argv.slice(2), {
  seeds: 2,
  edits: 40,
  tabs: 2,
  seed: 1,
  only: PARTS.join(),
  "no-undo": false,
  "sample-every": 20,
  browser: "chromium",
  dist: "",
  port: 4192,
  out: "target/campaigns/tabs.json",
});
const { seeds, edits, tabs: count, seed: first, out } = chosen;
const parts = chosen.only.split(",");
for (const part of parts) if (!PARTS.includes(part)) throw new Error(`unknown part ${part}; known: ${PARTS.join(" ")}`);
if (count < 1 || count > 4) throw new Error("1 to 4 tabs");
const inFirefox = chosen.browser === "firefox";

const SAVED = "All changes saved";
const [WIDTH, HEIGHT] = [2000, 1500];
const VIEWPORT = { width: 1600, height: 1000 };
// Of the viewer's fit (src/ui/viewer/desk.rs).
const FIT_MARGIN = 40;
// On the screen. Boxes keep apart so far that no handle of one reaches another (src/tools/hit.rs), and are so large
// that their middles are free of their own.
const CELL = 40;
const APART = 5;
const [SMALLEST, LARGEST] = [14, 27];
// At the foot of the window messages come and go.
const MESSAGES = { width: 600, height: 240 };
// What the design promises.
const OPENED_MS = 5_000;
const SHOWN_MS = 500;
// Where colours are laid over each other they may be so much apart, and where a line crosses the edge of what was painted
// anew: there a browser rounds the corner pixel of a halo otherwise (by 7 and 11 of 255 so far). A line that stayed or is
// missing differs by 65 and more.
const ROUNDING = 16;
// Beyond this nothing is waited for.
const PATIENCE = 60_000;
const DAY = 24 * 60 * 60 * 1000;

const found = {
  started: new Date().toISOString(),
  browser: chosen.browser,
  options: { seeds, edits, tabs: count, seed: first, only: parts, undo: !chosen["no-undo"] },
  rounds: [],
  failures: [],
  not_carried_out: [],
};

// ---------------------------------------------------------------- in the page

/** Runs in the page: sees when it says `All changes saved`, what it counts, and what it complains of. */
function watch(saved) {
  const now = () => performance.timeOrigin + performance.now();
  const status = () => {
    const all = [...document.querySelectorAll("[role=status]")].map((it) => it.textContent.trim());
    return all.find((it) => it === saved || it.startsWith("Saving") || it.startsWith("Not saved")) ?? "";
  };
  const counts = () => {
    const names = [...document.querySelectorAll(".concept-row .name")].map((it) => /^(.*)\((\d+)\)$/.exec(it.textContent));
    return Object.fromEntries(names.filter(Boolean).map(([, name, number]) => [name, Number(number)]));
  };
  const until = (is, patience) =>
    new Promise((done) => {
      const end = now() + patience;
      const look = () => {
        const at = now();
        if (is()) done(at);
        else if (at > end) done(null);
        else setTimeout(look, 4);
      };
      look();
    });
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const complaints = [];
  let sample = null;
  const look = (changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        const bad = node.nodeType === 1 ? [...(node.matches(".toast.bad") ? [node] : []), ...node.querySelectorAll(".toast.bad")] : [];
        complaints.push(...bad.map((it) => it.textContent.trim()));
      }
    }
    if (!sample) return;
    if (sample.shown === null && counts()[sample.name] === sample.number) sample.shown = now();
    const said = status();
    if (said !== saved) sample.began = true;
    else if (sample.began && sample.saved === null) sample.saved = now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  let ticks = 0;
  setInterval(() => (ticks += 1), 20);
  globalThis.cartoucheTab = {
    complaints,
    counts,
    status,
    ticks: () => ticks,
    /** When it was saved; null: not in time. */
    saved: (patience) => until(() => status() === saved, patience),
    /** When it counted so many; null: not in time. */
    counted: (wanted, patience) =>
      until(() => {
        const here = counts();
        return Object.entries(wanted).every(([name, number]) => (here[name] ?? 0) === number);
      }, patience),
    /** From here on it is noted when so many are counted, and when it is said to be saved. */
    sample: (name, number) => (sample = { name, number, began: false, saved: null, shown: null }),
    sampled: async (which, patience) => {
      await until(() => sample[which] !== null, patience);
      return sample[which];
    },
    /** Leaves only the rows of concepts in the Objects pane, so that all of them are in view. */
    fold: async () => {
      for (;;) {
        const open = document.querySelector('.concept-row .fold[aria-expanded="true"]');
        const list = document.querySelector(".pane.objects .rows");
        if (list) list.scrollTop = 0;
        if (open) open.click();
        await frame();
        if (!open && !document.querySelector('.concept-row .fold[aria-expanded="true"]')) return;
      }
    },
    /** What is painted of the shapes: a number for each row of pixels. */
    painted: async (only = null) => {
      await frame();
      await frame();
      const canvas = [...document.querySelectorAll(".stage canvas")].at(-1);
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const pen = copy.getContext("2d");
      pen.drawImage(canvas, 0, 0);
      const pixels = new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      if (only !== null) return [...pixels.slice(only * canvas.width, (only + 1) * canvas.width)];
      return Array.from({ length: canvas.height }, (_, y) => {
        let sum = 0x811c9dc5;
        for (let x = 0; x < canvas.width; x += 1) sum = Math.imul(sum ^ pixels[y * canvas.width + x], 0x01000193);
        return sum;
      });
    },
    /** Which of these places of the window are the canvas, and not what lies over it. */
    free: (places) => places.map(([x, y]) => document.elementFromPoint(x, y)?.closest("[aria-label=Canvas]") != null),
  };
}

/** Runs in the page: says how often something was drawn that was followed by `All changes saved`. */
function acknowledge(saved) {
  let begun = 0;
  let unsaved = [];
  const look = () => {
    if (unsaved.length === 0) return;
    const said = globalThis.cartoucheTab.status();
    if (said !== saved) for (const it of unsaved) it.seen = true;
    else {
      const done = unsaved.filter((it) => it.seen).map((it) => it.number);
      unsaved = unsaved.filter((it) => !it.seen);
      if (done.length > 0) globalThis.cartoucheAck(done);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener("pointerup", (event) => {
    if (event.target.getAttribute?.("aria-label") !== "Canvas") return;
    // Before the page itself hears of it. It counts once the page has shown anything but `All changes saved`.
    unsaved.push({ number: begun, seen: false });
    begun += 1;
  }, true);
}

/** Runs in the page before everything else: its clock is so much ahead. */
function shiftClock(by) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + by);
      else super(...given);
    }
    static now() {
      return Real.now() + by;
    }
  };
}

// ---------------------------------------------------------------- what has to be there

/** What one tab drew, and how far it would be taken back. Boxes are whole pixels of the canvas. */
class Model {
  constructor(concept, cells, chance) {
    Object.assign(this, { concept, chance, boxes: new Map(), done: [], undone: [], number: 0, story: [] });
    this.free = cells.map((cell) => ({ ...cell }));
    this.room = cells.length;
  }

  below(limit) {
    return Math.floor(this.chance() * limit);
  }

  /** Somewhere in a cell. */
  put(cell, w, h) {
    const x = cell.x + APART + this.below(CELL - 2 * APART - w + 1);
    const y = cell.y + APART + this.below(CELL - 2 * APART - h + 1);
    return { cell, x, y, w, h };
  }

  takeCell() {
    const taken = new Set([...this.boxes.values()].map(({ cell }) => cell));
    const free = this.free.filter((cell) => !taken.has(cell));
    return free[this.below(free.length)];
  }

  anyBox() {
    const all = [...this.boxes];
    return all[this.below(all.length)];
  }

  set(id, box) {
    if (box) this.boxes.set(id, box);
    else this.boxes.delete(id);
  }

  /** A step: from here on it is what undo takes back first. */
  did(kind, id, before, after) {
    this.set(id, after);
    this.done.push({ kind, id, before, after });
    this.undone = [];
    this.note(kind, id);
  }

  undo() {
    const step = this.done.pop();
    this.set(step.id, step.before);
    this.undone.push(step);
    this.note(`undo ${step.kind}`, step.id);
  }

  redo() {
    const step = this.undone.pop();
    this.set(step.id, step.after);
    this.done.push(step);
    this.note(`redo ${step.kind}`, step.id);
  }

  /** What came before isn't taken back from here on. */
  forget() {
    [this.done, this.undone] = [[], []];
  }

  note(what, id) {
    this.story.push(`${this.story.length + 1} ${what} ${id}`);
  }

  /** What happened to a box, the newest last. */
  storyOf(id) {
    return this.story.filter((line) => line.endsWith(` ${id}`)).slice(-6);
  }

  /** What is done next. */
  next() {
    const here = this.boxes.size;
    const weights = {
      draw: here < 0.7 * this.room ? 40 : 0,
      move: here > 0 ? 20 : 0,
      nudge: here > 0 ? 8 : 0,
      delete: here > 0 ? (here < 0.6 * this.room ? 14 : 30) : 0,
      undo: !chosen["no-undo"] && this.done.length > 0 ? 12 : 0,
      redo: !chosen["no-undo"] && this.undone.length > 0 ? 30 : 0,
    };
    let at = this.chance() * Object.values(weights).reduce((a, b) => a + b);
    return Object.keys(weights).find((kind) => (at -= weights[kind]) < 0) ?? "draw";
  }
}

// ---------------------------------------------------------------- a hand

let handIsFree = Promise.resolve();
let handIsIn = null;

/**
 * Firefox knows one mouse and one window that has the keys: a button that is down in one window takes the presses of
 * all others. So there one hand goes from tab to tab; what is saved isn't waited for either.
 */
function withOneHand(tab, edit) {
  if (!inFirefox) return edit();
  const done = handIsFree.then(async () => {
    if (handIsIn !== tab) await tab.page.bringToFront();
    handIsIn = tab;
    await edit();
  });
  handIsFree = done.catch(() => {});
  return done;
}

/** A tab: its page, its model, and a hand in it. */
class Tab {
  constructor(browser, page, number) {
    Object.assign(this, { browser, page, number, name: `tab ${number}`, tool: null, edited: 0, crashed: false });
    page.setDefaultTimeout(PATIENCE);
    page.on("crash", () => (this.crashed = true));
  }

  ask(what, ...given) {
    return this.page.evaluate(([what, given]) => globalThis.cartoucheTab[what](...given), [what, given]);
  }

  /** Opens the project; how long that took. */
  async open(address, again = false) {
    const began = Date.now();
    this.tool = null;
    if (again) await this.page.reload({ waitUntil: "commit" });
    else await this.page.goto(address, { waitUntil: "commit" });
    await this.ready();
    return Date.now() - began;
  }

  async ready() {
    await this.page.getByRole("application", { name: "Canvas" }).waitFor();
    await this.page.getByRole("region", { name: "Objects" }).waitFor();
    await this.page.getByRole("status").filter({ hasText: SAVED }).first().waitFor();
  }

  /** Ready to draw with the tab's own concept. */
  async takeUp() {
    await this.page.keyboard.press("b");
    const label = this.page.getByRole("combobox", { name: "Select label" });
    await label.fill(this.name);
    await label.press("Enter");
    await this.page.getByText(`Drawing: ${this.name}`).waitFor();
    this.tool = "b";
  }

  async take(tool) {
    if (this.tool === tool) return;
    await this.page.keyboard.press(tool);
    this.tool = tool;
  }

  /** The pointer along these places of the canvas, the button down from the second to the last. */
  async drag([x, y], ...way) {
    const at = ([x, y]) => ({ x: this.stage.x + x, y: this.stage.y + y });
    const end = way.at(-1) ?? [x, y];
    if (inFirefox) {
      const { mouse } = this.page;
      const go = (to) => mouse.move(at(to).x, at(to).y);
      await go([x, y]);
      await mouse.down();
      for (const to of way) await go(to);
      await mouse.up();
      return;
    }
    // In their order, and as fast as the page takes them.
    const event = (type, to, buttons) => ({ type, ...at(to), buttons, button: type === "mouseMoved" && !buttons ? "none" : "left", clickCount: type === "mouseMoved" ? 0 : 1 });
    const events = [
      event("mouseMoved", [x, y], 0),
      event("mousePressed", [x, y], 1),
      ...way.map((to) => event("mouseMoved", to, 1)),
      event("mouseReleased", end, 0),
    ];
    await Promise.all(events.map((it) => this.cdp.send("Input.dispatchMouseEvent", it)));
  }

  middle({ x, y, w, h }) {
    return [x + Math.floor(w / 2), y + Math.floor(h / 2)];
  }

  async draw() {
    const { model } = this;
    const [w, h] = [SMALLEST, SMALLEST].map((side) => side + model.below(LARGEST - SMALLEST + 1));
    const box = model.put(model.takeCell(), w, h);
    await this.take("b");
    await this.drag([box.x, box.y], [box.x + (w >> 1), box.y + (h >> 1)], [box.x + w, box.y + h]);
    model.did("draw", `${this.number}.${(model.number += 1)}`, null, box);
  }

  async move() {
    const { model } = this;
    const [id, box] = model.anyBox();
    await this.take("v");
    const from = this.middle(box);
    // Some hands take a shape first.
    if (model.chance() < 0.5) await this.drag(from);
    const to = model.put(model.takeCell(), box.w, box.h);
    const end = [from[0] + to.x - box.x, from[1] + to.y - box.y];
    await this.drag(from, [(from[0] + end[0]) >> 1, (from[1] + end[1]) >> 1], end);
    model.did("move", id, box, to);
  }

  async nudge() {
    const { model } = this;
    const [id, box] = model.anyBox();
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const stays = ([dx, dy]) => {
      const [x, y] = [box.x + dx - box.cell.x, box.y + dy - box.cell.y];
      return x >= APART && y >= APART && x + box.w <= CELL - APART && y + box.h <= CELL - APART;
    };
    const possible = Object.entries(ways).filter(([, way]) => stays(way));
    if (possible.length === 0) return this.move();
    const [key, [dx, dy]] = possible[model.below(possible.length)];
    await this.take("v");
    await this.drag(this.middle(box));
    await this.page.keyboard.press(key);
    model.did("nudge", id, box, { ...box, x: box.x + dx, y: box.y + dy });
  }

  async delete() {
    const { model } = this;
    const [id, box] = model.anyBox();
    await this.take("v");
    await this.drag(this.middle(box));
    await this.page.keyboard.press("Delete");
    model.did("delete", id, box, null);
  }

  async undo() {
    await this.page.keyboard.press("Control+z");
    this.model.undo();
  }

  async redo() {
    await this.page.keyboard.press("Control+Shift+z");
    this.model.redo();
  }

  /** So many edits, one after the other, whatever is saved. */
  async edit(many) {
    for (let at = 0; at < many; at += 1) {
      await withOneHand(this, () => this[this.model.next()]());
      this.edited += 1;
    }
  }

  /** Where the picture lies on the screen. */
  async look() {
    const area = await this.page.getByRole("application", { name: "Canvas" }).boundingBox();
    const scale = Math.min((area.width - 2 * FIT_MARGIN) / WIDTH, (area.height - 2 * FIT_MARGIN) / HEIGHT);
    this.stage = { ...area, scale, left: (area.width - WIDTH * scale) / 2, top: (area.height - HEIGHT * scale) / 2 };
  }

  /** The cells of the picture over which nothing lies. */
  async cells() {
    const { stage } = this;
    const cells = [];
    for (let x = Math.ceil(stage.left) + 4; x + CELL < stage.left + WIDTH * stage.scale - 4; x += CELL) {
      for (let y = Math.ceil(stage.top) + 4; y + CELL < stage.top + HEIGHT * stage.scale - 4; y += CELL) {
        const [left, bottom] = [stage.x + x, stage.y + y + CELL];
        const aside = Math.abs(left + CELL / 2 - VIEWPORT.width / 2) > (MESSAGES.width + CELL) / 2;
        if (aside || bottom < VIEWPORT.height - MESSAGES.height) cells.push({ x, y });
      }
    }
    const places = cells.flatMap(({ x, y }) => [[0, 0], [CELL, 0], [0, CELL], [CELL, CELL]].map(([dx, dy]) => [stage.x + x + dx, stage.y + y + dy]));
    const free = [];
    for (const tool of ["v", "b"]) {
      await this.take(tool);
      free.push(await this.ask("free", places));
    }
    return cells.filter((_, at) => free.every((all) => [0, 1, 2, 3].every((corner) => all[4 * at + corner])));
  }

  /** Playwright keeps a page in sight, and what is in sight isn't frozen: only its own session can let go of that. */
  async inSight(yes) {
    const session = this.page._connection.toImpl(this.page).delegate._mainFrameSession._client;
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: yes });
  }

  async freeze() {
    await this.inSight(false);
    await this.cdp.send("Page.setWebLifecycleState", { state: "frozen" });
  }

  async thaw() {
    await this.cdp.send("Page.setWebLifecycleState", { state: "active" });
    await this.inSight(true);
  }

  /** Nothing is selected, and the pointer is over nothing. */
  async letGo() {
    await this.take("v");
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("Escape");
    await this.page.mouse.move(this.stage.x + 2, this.stage.y + this.stage.height / 2);
  }

  /** The project as this tab exports it; what is seen is the page of exports then. */
  async exported() {
    const { page } = this;
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Export", exact: true }).click();
    await page.getByRole("radio", { name: "COCO", exact: true }).check();
    const button = page.getByRole("button", { name: "Download", exact: true });
    if (inFirefox) return JSON.parse(await this.handedOver(button));
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const file = join(this.browser.folder, `${this.number}.json`);
    await download.saveAs(file);
    return JSON.parse(readFileSync(file, "utf8"));
  }

  /** A stock Firefox that is driven by Playwright starts no download: what the page gives to it is taken instead. */
  async handedOver(button) {
    await this.page.evaluate(() => {
      const create = URL.createObjectURL;
      const blobs = new Map();
      URL.createObjectURL = (blob) => {
        const url = create.call(URL, blob);
        blobs.set(url, blob);
        return url;
      };
      globalThis.handedOver = new Promise((done) => {
        HTMLAnchorElement.prototype.click = function () {
          done(blobs.get(this.href).text());
        };
      });
    });
    await button.click();
    return this.page.evaluate(() => globalThis.handedOver);
  }
}

// ---------------------------------------------------------------- browsers

function onPath(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

/** A browser with an empty profile, and a way to open tabs in it. */
async function start() {
  const folder = scratch("tabs");
  if (!inFirefox) {
    const { browser, context, close } = await fresh({ ...VIEWPORT });
    const devtools = await browser.newBrowserCDPSession();
    // In windows of their own: what lies behind another tab has no frames.
    const newPage = async () => {
      const [page] = await Promise.all([context.waitForEvent("page"), devtools.send("Target.createTarget", { url: "about:blank", newWindow: true })]);
      return page;
    };
    return { folder, context, newPage, close };
  }
  const { firefox } = createRequire(new URL("../e2e/package.json", import.meta.url))("@playwright/test");
  const executablePath = process.env.FIREFOX ?? onPath("firefox", "firefox-esr");
  // The channel is what makes Playwright drive a stock Firefox, by WebDriver BiDi.
  const browser = await firefox.launch({
    channel: "moz-firefox",
    executablePath,
    firefoxUserPrefs: { "dom.disable_open_during_load": false },
  }).catch((error) => {
    throw new NotStarted(`Firefox: ${String(error.message).split("\n")[0]}`);
  });
  const context = await browser.newContext({ viewport: VIEWPORT });
  let opener = null;
  const newPage = async () => {
    opener ??= await context.newPage();
    const features = `popup,noopener,width=${VIEWPORT.width},height=${VIEWPORT.height}`;
    const [page] = await Promise.all([context.waitForEvent("page"), opener.evaluate((features) => void open("about:blank", "_blank", features), features)]);
    return page;
  };
  return { folder, context, newPage, close: () => browser.close() };
}

async function openTab(browser, number, { clock = 0, acks = null } = {}) {
  const page = await browser.newPage();
  const tab = new Tab(browser, page, number);
  await page.setViewportSize(VIEWPORT);
  if (clock !== 0) await page.addInitScript(shiftClock, clock);
  await page.addInitScript(watch, SAVED);
  if (acks) {
    await page.exposeBinding("cartoucheAck", (_, numbers) => acks(numbers));
    await page.addInitScript(acknowledge, SAVED);
  }
  if (!inFirefox) tab.cdp = await browser.context.newCDPSession(page);
  return tab;
}

// ---------------------------------------------------------------- a round

/** One seed in one part: tabs of a browser of its own, on a project of its own. */
class Round {
  constructor(part, seed) {
    Object.assign(this, { part, seed, tabs: [], models: [], lags: [], late: 0, openings: [], slowest: 0 });
  }

  fails(what, details = {}) {
    found.failures.push({ part: this.part, seed: this.seed, what, ...details });
  }

  /** The project with one picture, as many tabs on it, and a box of each. */
  async begin(browser, many, { areas = many, each = () => ({}) } = {}) {
    this.browser = browser;
    const tab = await openTab(browser, 1, each(1));
    await tab.page.goto(site.url);
    const bytes = picture(WIDTH, HEIGHT, this.seed);
    await tab.page.getByLabel("Add inputs", { exact: true }).first().setInputFiles({ name: "field.png", mimeType: "image/png", buffer: bytes });
    await tab.page.getByRole("gridcell", { name: "field.png" }).click();
    await tab.ready();
    await tab.page.waitForURL(/input=/);
    this.address = tab.page.url();
    await tab.look();
    await tab.takeUp();
    const cells = await tab.cells();
    this.areas = Array.from({ length: areas }, (_, at) => cells.slice(Math.floor((at * cells.length) / areas), Math.floor(((at + 1) * cells.length) / areas)));
    this.enter(tab);
    for (let number = 2; number <= many; number += 1) await this.join(number, each(number));
    for (const tab of this.tabs) await tab.draw();
  }

  enter(tab) {
    const model = new Model(tab.name, this.areas[tab.number - 1], random(1_000 * this.seed + 10 * PARTS.indexOf(this.part) + tab.number));
    tab.model = model;
    this.tabs.push(tab);
    this.models.push(model);
  }

  /** One tab more on the project. */
  async join(number, options) {
    const tab = await openTab(this.browser, number, options);
    await this.opens(tab);
    this.enter(tab);
    return tab;
  }

  async opens(tab, again = false) {
    const took = await tab.open(this.address, again);
    this.openings.push(took);
    if (took > OPENED_MS) this.fails("a tab took too long to open", { tab: tab.name, ms: took });
    await tab.look();
    await tab.takeUp();
  }

  /** All of these say that everything is saved. */
  async settle(tabs = this.tabs) {
    const began = Date.now();
    for (const tab of tabs) {
      if ((await tab.ask("saved", PATIENCE)) === null) this.fails("never saved", { tab: tab.name, says: await tab.ask("status") });
    }
    const took = Date.now() - began;
    this.slowest = Math.max(this.slowest, took);
    if (took > OPENED_MS) this.fails("it took too long until all was saved", { ms: took });
  }

  /** How long a stretch of a round takes, for who asks why one is slow. */
  async timed(name, stretch) {
    const began = Date.now();
    const done = await stretch;
    (this.stretches ??= {})[name] = Date.now() - began;
    return done;
  }

  /** So many boxes of each tab. */
  wanted() {
    return Object.fromEntries(this.models.filter((model) => !model.loose).map((model) => [model.concept, model.boxes.size]));
  }

  /** Every tab counts what all models say; no other count than that counts. */
  async agree(tabs = this.tabs) {
    await this.settle(tabs);
    for (const tab of tabs) {
      await tab.ask("fold");
      const wanted = this.wanted();
      if ((await tab.ask("counted", wanted, 10_000)) === null) {
        this.fails("a tab counts something else", { tab: tab.name, counts: await tab.ask("counts"), wanted });
        return false;
      }
    }
    return true;
  }

  /** One tab draws while the others pause: when do they show it? */
  async sample(at) {
    if (this.tabs.length < 2 || this.blind || !(await this.agree())) {
      // Where the counts are wrong already, nothing can be measured by them.
      this.blind = true;
      return;
    }
    const tab = this.tabs[at % this.tabs.length];
    const others = this.tabs.filter((it) => it !== tab);
    const number = tab.model.boxes.size + 1;
    for (const it of this.tabs) await it.ask("sample", tab.name, number);
    await tab.draw();
    const saved = await tab.ask("sampled", "saved", 10_000);
    for (const other of others) {
      const shown = await other.ask("sampled", "shown", 10_000);
      if (saved === null || shown === null) this.fails("an edit was never shown in another tab", { tab: tab.name, other: other.name });
      else this.lags.push(Math.max(0, Math.round(shown - saved)));
    }
  }

  /** What every tab exports and paints is what all models say. */
  async compare(tabs = this.tabs) {
    await this.agree(tabs);
    for (const tab of tabs) await tab.letGo();
    const painted = [];
    for (const tab of tabs) painted.push(await tab.ask("painted"));
    for (const [at, tab] of tabs.entries()) {
      const rows = painted[0].flatMap((row, y) => (row === painted[at][y] ? [] : [y]));
      const differ = [];
      for (const y of rows.slice(0, 20)) {
        const [here, there] = [await tab.ask("painted", y), await tabs[0].ask("painted", y)];
        here.forEach((pixel, x) => {
          const apart = [0, 8, 16, 24].some((bits) => Math.abs(((pixel >>> bits) & 255) - ((there[x] >>> bits) & 255)) > ROUNDING);
          if (apart) differ.push(`${x},${y}: ${pixel.toString(16)}, ${there[x].toString(16)}`);
        });
      }
      if (differ.length > 0) this.fails("a tab paints something else", { tab: tab.name, other: tabs[0].name, rows: rows.length, from: rows[0], to: rows.at(-1), pixels: differ.slice(0, 4) });
    }
    const complaints = [];
    for (const tab of tabs) complaints.push(...(await tab.page.evaluate(() => globalThis.cartoucheTab.complaints)).map((text) => `${tab.name}: ${text}`));
    this.complaints = complaints.length;
    if (complaints.length > 0) this.fails("a tab complained", { complaints: complaints.slice(0, 10), count: complaints.length });
    const files = [];
    for (const tab of tabs) files.push(await tab.exported());
    const texts = files.map(({ images, annotations, categories }) => JSON.stringify({ images, annotations, categories }));
    tabs.forEach((tab, at) => {
      if (texts[at] !== texts[0]) this.fails("a tab exports something else", { tab: tab.name, other: tabs[0].name });
    });
    this.match(files[0]);
  }

  /** Compares a file with all models. */
  match({ annotations, categories }) {
    const names = new Map(categories.map(({ id, name }) => [id, name]));
    const left = annotations.map(({ bbox, category_id }) => ({ bbox, concept: names.get(category_id) }));
    const { stage } = this.tabs[0];
    const tolerance = 0.02 / stage.scale;
    const take = (is) => {
      const at = left.findIndex(is);
      return at < 0 ? null : left.splice(at, 1)[0];
    };
    const result = { lost: [], moved: [], strangers: [] };
    const missing = [];
    for (const model of this.models) {
      for (const [id, box] of model.boxes) {
        const bbox = [(box.x - stage.left) / stage.scale, (box.y - stage.top) / stage.scale, box.w / stage.scale, box.h / stage.scale];
        const near = (sides) => (it) => it.concept === model.concept && sides.every((side) => Math.abs(it.bbox[side] - bbox[side]) <= tolerance);
        const hit = take(near([0, 1, 2, 3]));
        if (!hit && !(model.loose && !model.acked.has(id))) missing.push({ id, bbox, model, near });
      }
    }
    for (const { id, bbox, model, near } of missing) {
      const elsewhere = take(near([2, 3]));
      const told = { box: id, of: model.concept, bbox: bbox.map(Math.round), story: model.storyOf(id) };
      if (elsewhere) result.moved.push({ ...told, there: elsewhere.bbox.map(Math.round) });
      else result.lost.push(told);
    }
    result.strangers = left.map(({ bbox, concept }) => ({ of: concept, bbox: bbox.map(Math.round) }));
    this.result = result;
    for (const [what, all] of Object.entries(result)) {
      if (all.length > 0) this.fails(what, { count: all.length, some: all.slice(0, 5) });
    }
  }

  /** Some edits of every tab at once, with samples between. */
  async editAll(many, tabs = this.tabs, samples = false) {
    const step = samples ? chosen["sample-every"] : many;
    for (let done = 0; done < many; done += step) {
      await Promise.all(tabs.map((tab) => tab.edit(Math.min(step, many - done))));
      if (samples) await this.sample(done / step);
    }
  }
}

const RUN = {
  async mix(round, browser) {
    await round.begin(browser, count);
    await round.editAll(edits, round.tabs, true);
    await round.compare();
  },

  async clock(round, browser) {
    await round.begin(browser, count, { each: (number) => ({ clock: [DAY, -DAY, 0, 3 * DAY][number - 1] }) });
    await round.editAll(few, round.tabs, true);
    await round.compare();
  },

  async restore(round, browser) {
    await round.begin(browser, count);
    await round.editAll(few >> 1);
    await round.settle();
    await Promise.all(round.tabs.map((tab) => round.opens(tab, true)));
    for (const { model } of round.tabs) model.forget();
    await round.editAll(few >> 1);
    await round.compare();
  },

  async frozen(round, browser) {
    const many = Math.max(2, count);
    await round.begin(browser, many, { areas: many + 1 });
    const [asleep, ...others] = round.tabs;
    const third = Math.ceil(few / 3);
    const meanwhile = round.editAll(third, others);
    await asleep.edit(1 + Math.floor(third * asleep.model.chance()));
    // In the middle: what it did last may not be saved yet.
    await round.timed("frozen", asleep.freeze());
    await round.timed("edited to the end", meanwhile);
    const ticks = await asleep.ask("ticks");
    await round.timed("edited on", round.editAll(third, others));
    await round.timed("saved", round.settle(others));
    await round.timed("opened again", round.opens(others[0], true));
    others[0].model.forget();
    const opened = await round.timed("a third opened", round.join(many + 1));
    await round.timed("edited by all but one", round.editAll(third, [...others, opened]));
    await round.timed("saved again", round.settle([...others, opened]));
    if ((await asleep.ask("ticks")) !== ticks) throw new NotCarriedOut("the tab wasn't frozen");
    await round.timed("thawed", asleep.thaw());
    await round.timed("edited by all", round.editAll(third));
    await round.timed("compared", round.compare());
  },

  async crash(round, browser) {
    const acked = new Set();
    const many = Math.max(2, count);
    const acks = (numbers) => numbers.forEach((number) => acked.add(`${many}.${number + 1}`));
    await round.begin(browser, many, { areas: many + 1, each: (number) => (number === many ? { acks } : {}) });
    const victim = round.tabs.at(-1);
    const others = round.tabs.slice(0, -1);
    Object.assign(victim.model, { loose: true, acked });
    const meanwhile = round.editAll(few, others);
    let drawing = true;
    const drawn = (async () => {
      while (drawing && victim.model.boxes.size < victim.model.room) {
        // What the crash takes has been begun.
        const before = victim.model.boxes.size;
        const gesture = victim.draw();
        await Promise.race([gesture, new Promise((done) => victim.page.once("crash", done))]);
        if (victim.crashed || victim.model.boxes.size === before) return;
      }
    })().catch((error) => {
      if (!victim.crashed) throw error;
    });
    await sleep(200 + 1_500 * victim.model.chance());
    const crashed = new Promise((done) => victim.page.once("crash", done));
    victim.cdp.send("Page.crash").catch(() => {});
    await crashed;
    drawing = false;
    await drawn;
    await meanwhile;
    if (others.some((tab) => tab.crashed)) throw new NotCarriedOut("other tabs crashed along");
    await round.settle(others);
    round.tabs = [...others];
    const opened = await round.join(many + 1);
    await round.editAll(5, [...others, opened]);
    round.acked = acked.size;
    await round.compare();
  },
};

class NotCarriedOut extends Error {}

// Special rounds are about a moment, not about many edits.
const few = Math.min(edits, 100);

async function run(part, seed) {
  const round = new Round(part, seed);
  const began = Date.now();
  let browser;
  try {
    if (inFirefox && ["frozen", "crash"].includes(part)) throw new NotCarriedOut("only Chromium can be told to");
    browser = await start();
    await RUN[part](round, browser);
  } catch (error) {
    const reason = String(error.message).split("\n")[0];
    if (error instanceof NotCarriedOut || error instanceof NotStarted) found.not_carried_out.push({ part, seed, reason });
    else round.fails("a tab hung or failed", { reason, at: String(error.stack).split("\n").filter((line) => line.includes("tabs.mjs")).slice(0, 3) });
  } finally {
    await browser?.close().catch(() => {});
  }
  const edited = round.models.reduce((sum, model) => sum + model.story.length, 0);
  const told = {
    part,
    seed,
    tabs: round.models.length,
    edits: edited,
    boxes: round.models.reduce((sum, model) => sum + model.boxes.size, 0),
    lost: round.result?.lost.length ?? null,
    moved: round.result?.moved.length ?? null,
    strangers: round.result?.strangers.length ?? null,
    acked_before_the_crash: round.acked,
    failures: found.failures.filter((it) => it.part === part && it.seed === seed).length,
    opened_in_ms: round.openings,
    settled_in_ms: round.slowest,
    stretches_ms: round.stretches,
    shown_after_ms: round.lags,
    seconds: (Date.now() - began) / 1000,
  };
  found.rounds.push(told);
  console.log(`${part}, seed ${seed}: ${edited} edits, ${told.boxes} boxes, ${told.failures} failures, ${told.seconds.toFixed(1)} s`);
}

const site = await serve({ dist: distribution(chosen.dist), port: chosen.port });
const began = Date.now();
for (let seed = first; seed < first + seeds; seed += 1) for (const part of parts) await run(part, seed);
found.seconds = Math.round((Date.now() - began) / 1000);
await site.close();
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(found, null, 1)}\n`);

// ---------------------------------------------------------------- a table

const columns = ["part", "rounds", "edits", "boxes", "lost", "moved", "strangers", "failures", "opened ms (max)", "shown after ms: median", "p95", "max"];
const lines = parts.map((part) => {
  const rounds = found.rounds.filter((it) => it.part === part);
  const sum = (name) => rounds.reduce((all, it) => all + (it[name] ?? 0), 0);
  const [lags, opened] = [rounds.flatMap((it) => it.shown_after_ms), rounds.flatMap((it) => it.opened_in_ms)];
  const of = (value) => (lags.length > 0 ? value(lags) : "–");
  return [part, rounds.length, ...["edits", "boxes", "lost", "moved", "strangers", "failures"].map(sum), opened.length ? Math.max(...opened) : "–", of(median), of((all) => quantile(all, 0.95)), of((all) => Math.max(...all))];
});
const widths = columns.map((name, at) => Math.max(name.length, ...lines.map((line) => String(line[at]).length)));
console.log();
for (const line of [columns, ...lines]) console.log(line.map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at]) : String(cell).padStart(widths[at]))).join("  "));
for (const { what, part, seed, ...details } of found.failures.slice(0, 8)) console.log(`\n${part}, seed ${seed}: ${what} ${JSON.stringify(details).slice(0, 600)}`);
for (const { part, seed, reason } of found.not_carried_out) console.log(`\n${part}, seed ${seed} wasn't carried out: ${reason}`);
const all = found.rounds.flatMap((it) => it.shown_after_ms);
const lately = all.filter((ms) => ms > SHOWN_MS).length;
console.log(`\nshown in the other tab within ${SHOWN_MS} ms: ${all.length - lately} of ${all.length}; ${found.seconds} s; ${out}`);
if (found.failures.length > 0) process.exitCode = 1;
else if (found.not_carried_out.length > 0) process.exitCode = 2;
