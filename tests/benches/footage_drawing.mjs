// What is coded for the benches: a bar that goes round once a second over a sky of bars.

export function draw(context, index) {
  const { width, height } = context.canvas;
  for (let x = 0; x < width; x += 40) {
    context.fillStyle = `hsl(${200 + x / 10} 40% ${40 + (x / 40) % 5}%)`;
    context.fillRect(x, 0, 40, height);
  }
  context.fillStyle = "#e8c547";
  context.fillRect((index / 25) * width, height / 3, 48, height / 3);
}
