// Runs in the page: what it says, counts, complains of and paints.

/** Runs in the page: sees when it says `All changes saved`, what it counts, and what it complains of. */
export function watch(saved) {
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
        const all = node.nodeType === 1 ? [node, ...node.querySelectorAll("*")] : [];
        // What couldn't be done, and the banner that says that nothing is saved: it lies over the picture besides.
        const bad = all.filter((it) => it.matches(".toast.bad, [role=alert]"));
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
export function acknowledge(saved) {
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
export function shiftClock(by) {
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
