// What the page hands out as a file, in any browser.

import { readFile } from "node:fs/promises";

/** Presses a button that hands out a file. Gives its name and bytes. */
export async function handedOut(page, button) {
  const isFirefox = await page.evaluate(() => navigator.userAgent.includes("Firefox"));
  return isFirefox ? caught(page, button) : downloaded(page, button);
}

async function downloaded(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** A stock Firefox that is driven by Playwright starts no download: what the page gives to it is taken instead. */
async function caught(page, button) {
  await page.evaluate(() => {
    const [create, click] = [URL.createObjectURL, HTMLAnchorElement.prototype.click];
    const blobs = new Map();
    URL.createObjectURL = (blob) => {
      const url = create.call(URL, blob);
      blobs.set(url, blob);
      return url;
    };
    window.handedOut = new Promise((resolve) => {
      HTMLAnchorElement.prototype.click = function () {
        URL.createObjectURL = create;
        HTMLAnchorElement.prototype.click = click;
        const bytes = blobs.get(this.href).arrayBuffer();
        resolve(bytes.then((bytes) => ({ name: this.download, bytes: Array.from(new Uint8Array(bytes)) })));
      };
    });
  });
  await button.click();
  const { name, bytes } = await page.evaluate(() => window.handedOut);
  return { name, bytes: Buffer.from(bytes) };
}
