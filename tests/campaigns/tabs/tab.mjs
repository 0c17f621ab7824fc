// A tab of a browser, with a hand in it: real pointer and key events.

import { fresh } from "../../benches/harness.mjs";
import { handedOut } from "../../e2e/handed-out.mjs";
import { deafen } from "../../e2e/in-page.mjs";
import { launch } from "../browsers.mjs";
import { APART, CELL, FIT_MARGIN, HEIGHT, LARGEST, MESSAGES, PATIENCE, SAVED, SMALLEST, VIEWPORT, WIDTH, inFirefox } from "./setting.mjs";
import { acknowledge, shiftClock, watch } from "./watch.mjs";

/** A browser with an empty profile, and a way to open tabs in it. */
export async function start() {
  if (!inFirefox) {
    const { browser, context, close } = await fresh({ ...VIEWPORT });
    const devtools = await browser.newBrowserCDPSession();
    // In windows of their own: what lies behind another tab has no frames.
    const newPage = async () => {
      const [page] = await Promise.all([context.waitForEvent("page"), devtools.send("Target.createTarget", { url: "about:blank", newWindow: true })]);
      return page;
    };
    return { context, newPage, close };
  }
  const browser = await launch("firefox", { firefoxUserPrefs: { "dom.disable_open_during_load": false } });
  const context = await browser.newContext({ viewport: VIEWPORT });
  let opener = null;
  const newPage = async () => {
    opener ??= await context.newPage();
    const features = `popup,noopener,width=${VIEWPORT.width},height=${VIEWPORT.height}`;
    const [page] = await Promise.all([context.waitForEvent("page"), opener.evaluate((features) => void open("about:blank", "_blank", features), features)]);
    return page;
  };
  return { context, newPage, close: () => browser.close() };
}

export async function openTab(browser, number, { clock = 0, acks = null, deaf = false } = {}) {
  const page = await browser.newPage();
  const tab = new Tab(browser, page, number);
  await page.setViewportSize(VIEWPORT);
  if (clock !== 0) await page.addInitScript(shiftClock, clock);
  if (deaf) await page.addInitScript(deafen);
  await page.addInitScript(watch, SAVED);
  if (acks) {
    await page.exposeBinding("cartoucheAck", (_, numbers) => acks(numbers));
    await page.addInitScript(acknowledge, SAVED);
  }
  if (!inFirefox) tab.cdp = await browser.context.newCDPSession(page);
  return tab;
}

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
export class Tab {
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
    const { bytes } = await handedOut(page, page.getByRole("button", { name: "Download", exact: true }));
    return JSON.parse(bytes.toString());
  }
}
