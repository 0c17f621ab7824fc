// Runs before everything else, and goes on when the rest can't: one Trusted Types policy, a plain sentence when the page
// can't start, and the border that a panic doesn't cross.
"use strict";

(() => {
  // No sink takes a string unless it passes here ("trusted-types default" in the content security policy).
  const TEMPLATE = /^(?:[^<]|<\/?[a-z][a-zA-Z0-9-]*(?: +[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"]*")?)* *\/?>)*$/;
  const DANGER = /<(?:script|iframe|frame|object|embed|link|meta|base|style|template)\b|[ "](?:on[a-z]+|srcdoc|style)=|javascript:/i;
  const meta = (name) => document.querySelector(`meta[name="cartouche-${name}"]`)?.content;

  globalThis.trustedTypes?.createPolicy("default", {
    // Leptos makes the constant parts of a view through <template>.innerHTML. Plain, closed tags
    // are let through; null makes the browser throw.
    createHTML: (html) => (TEMPLATE.test(html) && !DANGER.test(html) ? html : null),
    // The two scripts that the page may start by their addresses.
    createScriptURL: (url) => (url === meta("worker") || url === "./sw.js" ? url : null),
  });

  // ---------------------------------------------------------------- the start

  let started = false;
  let isBroken = false;
  // Another page around this one could lay something over it, and would have storage of its own.
  const isFramed = top !== self;

  const say = (sentence) => {
    const message = document.getElementById("boot-message");
    if (message) message.textContent = sentence;
  };

  const fail = () => {
    if (started) return;
    if (isFramed) {
      say("Cartouche doesn't run inside another page. Open its address in a tab of its own.");
    } else if (location.protocol === "file:") {
      say("Cartouche can't run from a file:// address. Open it from a web server, for example one on your own machine.");
    } else if (typeof WebAssembly !== "object") {
      say("Cartouche needs WebAssembly, and this browser doesn't have it or has it switched off.");
    } else {
      say("Cartouche couldn't start. Reload the page; if that doesn't help, its files on the server may be incomplete.");
    }
  };

  // A file of the page isn't there: the server may just have got a newer build. Once, the page asks anew by itself.
  const missing = () => {
    isBroken = true;
    const [navigation] = performance.getEntriesByType("navigation");
    if (location.protocol === "file:" || isFramed || navigation?.type === "reload") fail();
    else setTimeout(() => location.reload(), 300);
  };

  // Sent by the page's script when main() has returned.
  addEventListener("TrunkApplicationStarted", () => {
    started = true;
    document.getElementById("boot")?.remove();
  });
  addEventListener("DOMContentLoaded", () => {
    if (isFramed || location.protocol === "file:" || typeof WebAssembly !== "object") fail();
  });

  // ---------------------------------------------------------------- the border

  // What the hand did last, for the file that is offered after a panic.
  const gesture = [];
  const note = (event) => {
    const isTyping = event.target?.closest?.("input, textarea, [contenteditable]");
    const { type, pointerType, buttons, clientX: x, clientY: y } = event;
    const what = x === undefined ? { type, key: isTyping ? "…" : event.key } : { type, pointerType, buttons, x, y };
    if (type === "pointermove" && gesture.at(-1)?.type === "pointermove") gesture.pop();
    gesture.push({ at: Math.round(event.timeStamp), ...what });
    if (gesture.length > 40) gesture.shift();
  };
  for (const type of ["pointerdown", "pointermove", "pointerup", "keydown"]) {
    addEventListener(type, note, { capture: true, passive: true });
  }

  let fallen = null;
  // What a worker is asked for to write the open project; the page leaves it here.
  let question = null;

  // Transactions of which only a part was asked for so far: left alone, the browser would commit that part.
  const unfinished = new Set();

  // Nothing of the page's own code runs from here on: it may have stopped halfway through a change.
  const fall = (reason) => {
    if (fallen) return;
    for (const transaction of unfinished) {
      try {
        transaction.abort();
      } catch {
        // It has come to its end.
      }
    }
    fallen = { reason: String(reason), at: new Date().toISOString() };
    dispatchEvent(new CustomEvent("cartouche-fallen"));
    console.error(fallen.reason);
    tell();
  };

  const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });

  const tell = () => {
    const dialog = element("dialog", "", { className: "dialog wide fallen" });
    const heading = element("h2", "Cartouche has stopped", { id: "fallen" });
    const answer = element("p", "", { className: "note" });
    answer.setAttribute("role", "status");
    const reload = element("button", "Reload", { className: "btn primary", onclick: () => location.reload() });
    const save = element("button", "Save a file", { className: "btn" });
    save.onclick = async () => {
      save.disabled = true;
      answer.textContent = "Writing the file…";
      answer.textContent = await rescue().then(
        () => "The file is among your downloads. Import reads it.",
        (error) => `The project couldn't be read: ${error.message}. What was done last is among your downloads.`,
      );
      save.disabled = false;
    };
    const buttons = element("div", "", { className: "end" });
    buttons.append(save, reload);
    dialog.append(
      heading,
      element("p", "A mistake in the program stopped it. Everything that was shown as saved is in this browser; what was being done at that moment is not, and nothing of it was written."),
      element("p", "“Save a file” writes the project, what you did last and what went wrong into one file. It stays on this machine."),
      element("pre", fallen.reason.slice(0, 600)),
      answer,
      buttons,
    );
    dialog.setAttribute("aria-labelledby", "fallen");
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    reload.focus();
  };

  // One file: the project as Cartouche JSON, with one member more.
  const rescue = async () => {
    const more = JSON.stringify({ ...fallen, build: meta("build"), address: location.search, gesture }, null, 1);
    const ends = `"rescue": ${more}\n}\n`;
    try {
      const project = await written();
      const tail = await project.slice(-16).text();
      download([project.slice(0, project.size - (tail.length - tail.lastIndexOf("}"))), `,\n${ends}`]);
    } catch (error) {
      download([`{\n${ends}`]);
      throw error;
    }
  };

  // A worker has an instance of its own, which nothing happened to.
  const written = () =>
    new Promise((resolve, reject) => {
      if (!question) throw new Error("no project was open");
      const worker = new Worker(meta("worker"), { type: "module" });
      worker.onerror = (event) => reject(new Error(event.message || "the worker doesn't run"));
      worker.onmessage = ({ data }) => {
        if (data.attachment instanceof Blob) resolve(data.attachment);
        const reason = data.reason ?? data.stopped;
        if (reason) reject(new Error(reason));
      };
      worker.postMessage(question);
    });

  const download = (parts) => {
    const url = URL.createObjectURL(new Blob(parts, { type: "application/json" }));
    element("a", "", { href: url, download: `cartouche-rescue-${fallen.at.replace(/[:.]/g, "-")}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };

  // A trap that is no panic: memory that ran out, or calls that went too deep.
  const isTrap = (error) =>
    error instanceof WebAssembly.RuntimeError ||
    ((error instanceof RangeError || error?.name === "InternalError") && /wasm/.test(error.stack));

  const failed = (error, event) => {
    if (fallen || (started && isTrap(error))) {
      fall(error);
      event.preventDefault();
    } else if (!started) {
      missing();
    }
  };
  // In the capture phase, so that a script or style that didn't load is seen too.
  addEventListener(
    "error",
    (event) => {
      if (event.target instanceof HTMLLinkElement || event.target instanceof HTMLScriptElement) missing();
      else failed(event.error, event);
    },
    true,
  );
  addEventListener("unhandledrejection", (event) => failed(event.reason, event));

  globalThis.cartouche = Object.freeze({
    get mayStart() {
      return !isFramed && !isBroken;
    },
    fall,
    /** What to ask a worker for after a panic: a message as src/web/message.rs makes it. */
    prepare: (message) => (question = message),
    guard: (transaction) => unfinished.add(transaction),
    release: (transaction) => unfinished.delete(transaction),
  });
})();
