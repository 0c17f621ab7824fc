// Runs before everything else in our page and in the raw ones alike, so that what it costs is the same on both sides.
"use strict";

(() => {
  if (window.probe) return;
  const nativeFrame = window.requestAnimationFrame.bind(window);
  const now = () => performance.now();

  // ------------------------------------------------ the page's own frames
  let pending = 0;
  const own = []; // [begin, end] of each callback
  // When the last frame ended before which shapes were painted anew, and not only moved.
  let anew = false;
  let painted = 0;
  for (const name of ["stroke", "fillRect"]) {
    const native = OffscreenCanvasRenderingContext2D.prototype[name];
    OffscreenCanvasRenderingContext2D.prototype[name] = function (...given) {
      anew = true;
      return native.apply(this, given);
    };
  }
  window.requestAnimationFrame = (callback) => {
    pending += 1;
    return nativeFrame((time) => {
      pending -= 1;
      const begin = now();
      callback(time);
      own.push([begin, now()]);
      if (anew) {
        anew = false;
        painted = now();
      }
    });
  };

  // ------------------------------------------------ long tasks
  const long = [];
  try {
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) long.push([task.startTime, task.duration]);
    }).observe({ type: "longtask", buffered: true });
  } catch {
    // A browser without them.
  }

  // ------------------------------------------------ frames and events while something moves
  let recording = null;
  const kinds = ["wheel", "pointermove", "pointerdown", "pointerup", "keydown"];
  for (const kind of kinds) {
    addEventListener(kind, () => {
      if (recording) recording.events += 1;
    }, { capture: true, passive: true });
  }
  const tick = (time) => {
    if (!recording) return;
    if (recording.last !== null) recording.frames.push(time - recording.last);
    recording.last = time;
    nativeFrame(tick);
  };

  // ------------------------------------------------ decoded pictures that are drawn
  const bitmaps = []; // [time, width, height] whenever another one is drawn
  let drawn = null;
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (source, ...places) {
    drawImage.call(this, source, ...places);
    if (source instanceof ImageBitmap && source !== drawn) {
      drawn = source;
      anew = true;
      bitmaps.push([now(), source.width, source.height]);
    }
  };

  // ------------------------------------------------ transactions, for those who ask
  const writes = [];
  const watchWrites = () => {
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (names, mode, options) {
      const opened = options === undefined ? transaction.call(this, names, mode) : transaction.call(this, names, mode, options);
      if (mode === "readwrite") {
        const write = { database: this.name, durability: opened.durability, begin: now(), complete: null, rows: 0, bytes: 0 };
        writes.push(write);
        opened.cartoucheWrite = write;
        opened.addEventListener("complete", () => (write.complete = now()));
      }
      return opened;
    };
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, ...key) {
      const write = this.transaction.cartoucheWrite;
      if (write) {
        write.rows += 1;
        write.bytes += value?.byteLength ?? 0;
      }
      return put.call(this, value, ...key);
    };
  };

  const marks = {};

  window.probe = {
    marks,
    long,
    own,
    bitmaps,
    writes,
    watchWrites,
    nativeFrame,
    /** Notes when something happened first. */
    mark(name, at = now()) {
      marks[name] ??= at;
    },
    startFrames() {
      recording = { frames: [], events: 0, last: null, own: own.length, long: long.length, begin: now() };
      nativeFrame(tick);
    },
    stopFrames() {
      const { frames, events, begin } = recording;
      const inside = own.filter(([at]) => at >= begin).map(([from, to]) => to - from);
      recording = null;
      return { frames, events, own: inside, long: long.filter(([at]) => at >= begin).map(([, took]) => took) };
    },
    /** When the last frame ended that painted anything anew, once the page has asked for no frame for so long. */
    settled(quiet, patience = 120_000) {
      const began = now();
      return new Promise((done) => {
        const look = () => {
          const last = own.length ? own[own.length - 1][1] : began;
          const calm = pending === 0 && now() - Math.max(last, began) >= quiet;
          if (calm || now() - began > patience) done(painted);
          else setTimeout(look, 20);
        };
        look();
      });
    },
    /** When a condition held first, looked at once a frame. */
    until(condition, patience = 240_000) {
      const began = now();
      return new Promise((done, failed) => {
        const look = () => {
          const answer = condition();
          if (answer) done(now());
          else if (now() - began > patience) failed(new Error("it didn't happen in time"));
          else nativeFrame(look);
        };
        look();
      });
    },
  };
})();
