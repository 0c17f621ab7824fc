// A round of the campaign: tabs of one browser on one project, and what became of it.

import { picture } from "../../benches/generate.mjs";
import { random } from "../../benches/harness.mjs";
import { Model } from "./model.mjs";
import { HEIGHT, OPENED_MS, PARTS, PATIENCE, ROUNDING, WIDTH, chosen } from "./setting.mjs";
import { openTab } from "./tab.mjs";

/** One seed in one part: tabs of a browser of its own, on a project of its own. */
export class Round {
  /** `url` is where the page is, `failures` gets what goes wrong. */
  constructor(part, seed, url, failures) {
    Object.assign(this, { part, seed, url, failures, tabs: [], models: [], lags: [], late: 0, openings: [], slowest: 0 });
  }

  fails(what, details = {}) {
    this.failures.push({ part: this.part, seed: this.seed, what, ...details });
  }

  /** The project with one picture, as many tabs on it, and a box of each. */
  async begin(browser, many, { areas = many, each = () => ({}) } = {}) {
    this.browser = browser;
    const tab = await openTab(browser, 1, each(1));
    await tab.page.goto(this.url);
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
