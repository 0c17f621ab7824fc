// Draws frames in Chromium and codes them with its own WebCodecs.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import config from "../e2e/playwright.config.mjs";

const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("@playwright/test");

/** This folder's neighbours at an address of this machine, which is what makes WebCodecs be there. */
async function serve() {
  const folder = new URL("../", import.meta.url);
  const server = createServer(async (request, response) => {
    if (request.url === "/") return response.setHeader("content-type", "text/html").end("<!doctype html>");
    try {
      const file = await readFile(new URL(`.${request.url}`, folder));
      response.setHeader("content-type", "text/javascript").end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

/**
 * The coded frames of a video, as [{time, key, data, drawn}]. `drawing` is the path below tests/ of a module whose
 * `draw(context, index, time)` draws a frame and may return what it knows of it; the rest says when frames begin, when the last one ends (microseconds),
 * every how many frames one is coded by itself, and what VideoEncoder is told.
 */
export async function encode(video) {
  const server = await serve();
  const { launchOptions } = config.projects.find((project) => project.name === "chromium").use;
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const frames = await page.evaluate(encodeInPage, video);
    return frames.map((frame) => ({ ...frame, data: Buffer.from(frame.data, "base64") }));
  } finally {
    await browser.close();
    server.close();
  }
}

async function encodeInPage({ drawing, times, end, keyEvery, encoder: settings }) {
  const { draw } = await import(drawing);
  const canvas = new OffscreenCanvas(settings.width, settings.height);
  const context = canvas.getContext("2d");
  const frames = [];
  const drawn = [];
  const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const output = (chunk) => {
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    frames.push({ time: chunk.timestamp, key: chunk.type === "key", data: base64(bytes) });
  };
  let failure;
  const encoder = new VideoEncoder({ output, error: (error) => (failure = error) });
  encoder.configure(settings);
  for (const [index, timestamp] of times.entries()) {
    drawn.push(draw(context, index, timestamp));
    const duration = (times[index + 1] ?? end) - timestamp;
    const frame = new VideoFrame(canvas, { timestamp, duration });
    encoder.encode(frame, { keyFrame: index % keyEvery === 0 });
    frame.close();
    // One after the other, so that none is dropped.
    await encoder.flush();
  }
  if (failure) throw failure;
  if (frames.length !== times.length) throw new Error(`${frames.length} frames of ${times.length}`);
  return frames.map((frame, index) => ({ ...frame, drawn: drawn[index] }));
}
