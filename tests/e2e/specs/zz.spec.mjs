import { test, expect } from "../support.mjs";
test("look", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("button", { name: "Open sample project" }).click();
  await page.waitForTimeout(6000);
  await page.screenshot({ path: "/tmp/w/shots/s-grid.png" });
  await page.getByRole("gridcell", { name: "harbour_ferry.webm" }).click();
  await page.waitForTimeout(1500);
  const f = page.getByLabel("Frame", { exact: true });
  await f.click(); await page.keyboard.press("Control+A"); await page.keyboard.type("60"); await page.keyboard.press("Enter");
  await page.waitForTimeout(500);
  await page.locator(".lane-name", {hasText:"boat.1"}).click();
  await page.waitForTimeout(800);
  for (const [w,h] of [[1440,900],[1024,700]]) for (const scheme of ["light","dark"]) {
    await page.setViewportSize({width:w,height:h}); await page.emulateMedia({colorScheme:scheme});
    await page.waitForTimeout(400);
    await page.screenshot({ path: `/tmp/w/shots/s-${w}-${scheme}.png` });
  }
});
