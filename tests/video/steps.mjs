// The test video: each frame shows its own number, so that a picture says which frame it is.

export const size = { width: 320, height: 240 };

/** When frame n begins, in milliseconds: 20 frames every 40, 20 every 100, 20 every 20. */
const startOf = (n) => Math.min(n, 20) * 40 + Math.min(Math.max(n - 20, 0), 20) * 100 + Math.max(n - 40, 0) * 20;

/** When frames begin, in microseconds. */
export const times = Array.from({ length: 60 }, (_, n) => startOf(n) * 1000);
export const end = startOf(60) * 1000;

/** Along the upper edge the bits of the number, the highest first, white for 1; below them a square that moves. */
export function draw(context, n) {
  context.fillStyle = "#808080";
  context.fillRect(0, 0, size.width, size.height);
  for (let bit = 0; bit < 8; bit += 1) {
    context.fillStyle = (n >> (7 - bit)) & 1 ? "#ffffff" : "#000000";
    context.fillRect(40 * bit, 0, 40, 40);
  }
  context.fillStyle = "#d03030";
  context.fillRect(4 * n, 120, 60, 60);
}
