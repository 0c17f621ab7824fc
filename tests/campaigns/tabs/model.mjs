// What has to be there.

import { APART, CELL, chosen } from "./setting.mjs";

/** What one tab drew, and how far it would be taken back. Boxes are whole pixels of the canvas. */
export class Model {
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
