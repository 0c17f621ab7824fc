// The sample video's scene: an evening in the harbour, in the colours of harbour_02.jpg (draw.py). A ferry crosses, a
// trawler passes behind the boathouse, a sailboat comes the other way, a buoy stands still. Drawn in a page; what
// moves does so in straight lines from one key to the next, so that the keys say all of it.

export const size = { width: 640, height: 360 };
export const end = 8_000_000;

/** 25 frames a second, between 3 s and 5 s half as many. */
export const times = [];
for (let time = 0; time < end; time += time >= 3_000_000 && time < 5_000_000 ? 80_000 : 40_000) times.push(time);

/**
 * What moves, from far to near: its place at key times (seconds, x, the water's y), how long it is, the rectangle
 * around it in lengths (left, top, right, bottom of its place), and how it is drawn. `front` is drawn after the
 * boathouse.
 */
export const things = [
  {
    name: "ferry",
    keys: [
      [1, -64, 196],
      [7, 704, 196],
    ],
    long: 128,
    extent: [-0.5, -0.4, 0.5, 0.008],
    draw: ferry,
  },
  {
    name: "trawler",
    keys: [
      [0, 120, 274],
      [3, 195, 274],
      [5, 283, 274],
      [6, 305, 274],
      [8, 505, 274],
    ],
    long: 84,
    extent: [-0.51, -0.67, 0.56, 0.008],
    draw: trawler,
  },
  {
    name: "buoy",
    keys: [
      [0, 92, 316],
      [8, 92, 316],
    ],
    long: 22,
    extent: [-0.5, -1.5, 0.5, 0.12],
    draw: buoy,
    front: true,
  },
  {
    name: "sailboat",
    keys: [
      [0, 572, 338],
      [2, 522, 338],
      [5, 480, 338],
      [8, 360, 338],
    ],
    long: 130,
    extent: [-0.56, -1.21, 0.5, 0.008],
    draw: sailboat,
    front: true,
  },
];

/** Where a thing is at this time (seconds); null before its first key and after its last. */
export function placeAt({ keys }, time) {
  const next = keys.findIndex(([at]) => at >= time);
  if (next === 0 && keys[0][0] === time) return keys[0].slice(1);
  if (next <= 0) return null;
  const [[t0, x0, y0], [t1, x1, y1]] = [keys[next - 1], keys[next]];
  const part = (time - t0) / (t1 - t0);
  return [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part];
}

/** The rectangle around a thing, as far as it is in the picture: [x, y, width, height]; null if it isn't. */
export function boxAt(thing, time) {
  const place = placeAt(thing, time);
  if (!place) return null;
  const [x, y] = place;
  const [left, top, right, bottom] = thing.extent.map((part) => part * thing.long);
  const [x0, x1] = [Math.max(0, x + left), Math.min(size.width, x + right)];
  const [y0, y1] = [Math.max(0, y + top), Math.min(size.height, y + bottom)];
  return x1 - x0 > 1e-9 && y1 > y0 ? [x0, y0, x1 - x0, y1 - y0] : null;
}

// Colours.

const mix = (a, b, part) => {
  const [from, to] = [a, b].map((text) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)));
  return `#${from
    .map((value, at) =>
      Math.round(value + (to[at] - value) * part)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
};
const darker = (tone, part) => mix(tone, "#0e1028", part);
const lighter = (tone, part) => mix(tone, "#ffffff", part);

// Shapes.

function polygon(context, points, fill) {
  context.fillStyle = fill;
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.fill();
}

function rounded(context, x, y, width, height, radius, fill) {
  context.fillStyle = fill;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

function disc(context, x, y, radius, fill) {
  context.fillStyle = fill;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function line(context, points, width, ink) {
  context.strokeStyle = ink;
  context.lineWidth = width;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}

/** A quadratic bend from a to c, drawn towards b. */
function curve(a, b, c, count = 16) {
  const at = (part, axis) => (1 - part) ** 2 * a[axis] + 2 * part * (1 - part) * b[axis] + part * part * c[axis];
  return Array.from({ length: count + 1 }, (_, index) => [at(index / count, 0), at(index / count, 1)]);
}

function within(context, points, draw) {
  context.save();
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.clip();
  draw();
  context.restore();
}

const down = (points, by) => points.map(([x, y]) => [x, y + by]);

/** A hull of this outline: shaded below, a light rail along its deck, a dark foot in the water. */
function hull(context, deck, rest, tone, long, foot) {
  const shape = [...deck, ...rest];
  polygon(context, shape, tone);
  within(context, shape, () => {
    polygon(context, down(shape, long * 0.085), darker(tone, 0.2));
    polygon(context, [...deck, ...down(deck, long * 0.028).reverse()], lighter(tone, 0.76));
    context.fillStyle = foot;
    context.fillRect(-long, -long * 0.018, 2 * long, long);
  });
}

// Boats, each at (0, 0) of its context and `long` long.

const pointOf = (long, face) => (u, v) => [face * u * long, -v * long];

function ferry(context, long) {
  const at = pointOf(long, 1);
  const white = mix("#fdf6ea", "#e9b48f", 0.12);
  const deck = [at(-0.5, 0.15), at(0.5, 0.17)];
  const bow = curve(at(0.5, 0.17), at(0.48, 0.05), at(0.4, -0.008), 8);
  rounded(context, ...at(-0.03, 0.4), long * 0.09, long * 0.14, 1, "#c94f3f");
  context.fillStyle = darker("#c94f3f", 0.45);
  context.fillRect(...at(-0.03, 0.4), long * 0.09, long * 0.03);
  rounded(context, ...at(0.2, 0.35), long * 0.17, long * 0.08, [2, 5, 0, 0], white);
  rounded(context, ...at(-0.34, 0.28), long * 0.68, long * 0.14, [2, 4, 0, 0], white);
  rounded(context, ...at(-0.44, 0.17), long * 0.86, long * 0.05, 1, darker(white, 0.08));
  for (let u = -0.3; u < 0.28; u += 0.07) rounded(context, ...at(u, 0.25), long * 0.042, long * 0.042, 1, "#3b5a73");
  rounded(context, ...at(0.235, 0.33), long * 0.115, long * 0.03, 1, "#3b5a73");
  hull(context, deck, [...bow, at(-0.44, -0.008), at(-0.5, 0.06)], "#31506a", long, "#8e3b34");
}

function trawler(context, long) {
  const at = pointOf(long, 1);
  const [tone, house, ink] = ["#2f7f8a", "#fbf6ea", "#4b4a55"];
  line(context, [at(-0.28, 0.12), at(-0.28, 0.66)], long * 0.02, ink);
  line(context, [at(-0.28, 0.2), at(-0.5, 0.5)], long * 0.016, ink);
  line(context, [at(-0.28, 0.64), at(-0.5, 0.5), at(-0.47, 0.2)], long * 0.008, ink);
  line(context, [at(-0.28, 0.64), at(0.5, 0.22)], long * 0.008, ink);
  line(context, [at(0.16, 0.4), at(0.16, 0.62)], long * 0.016, ink);
  polygon(context, [at(-0.08, 0.1), at(-0.07, 0.44), at(0.21, 0.44), at(0.26, 0.1)], house);
  polygon(context, [at(0.13, 0.44), at(0.21, 0.44), at(0.26, 0.1), at(0.13, 0.1)], darker(house, 0.08));
  rounded(context, ...at(-0.11, 0.475), long * 0.36, long * 0.04, 1, tone);
  for (const u of [-0.04, 0.05, 0.14]) rounded(context, ...at(u, 0.395), long * 0.07, long * 0.085, 1, "#3b5a73");
  disc(context, ...at(0.02, 0.23), long * 0.042, "#e2573f");
  disc(context, ...at(0.02, 0.23), long * 0.022, house);
  const deck = curve(at(-0.5, 0.15), at(0.1, 0.09), at(0.56, 0.27));
  const bow = curve(at(0.56, 0.27), at(0.5, 0.08), at(0.42, -0.008), 8);
  hull(context, deck, [...bow, at(-0.44, -0.008), at(-0.5, 0.05)], tone, long, "#8e3b34");
  for (const u of [-0.3, -0.12, 0.06]) {
    disc(context, ...at(u, 0.06), long * 0.032, "#2c2d36");
    disc(context, ...at(u, 0.06), long * 0.014, darker(tone, 0.3));
  }
}

function sailboat(context, long) {
  const at = pointOf(long, -1);
  const [tone, sail, wood] = ["#e3b04b", "#fbf5e6", "#7b5236"];
  line(context, [at(0.05, 0.1), at(0.05, 1.19)], long * 0.022, wood);
  polygon(context, [at(0.05, 1.2), at(-0.13, 1.175), at(0.05, 1.135)], "#d9483b");
  line(context, [at(0.05, 0.215), at(-0.42, 0.235)], long * 0.018, wood);
  polygon(context, [at(-0.24, 0.1), at(-0.21, 0.185), at(0.2, 0.2), at(0.28, 0.1)], "#fdfaf2");
  for (const u of [-0.06, 0.04, 0.14]) rounded(context, ...at(u, 0.17), long * 0.06, long * 0.03, 1.5, "#3b5a73");
  const deck = curve(at(-0.5, 0.135), at(0.05, 0.06), at(0.56, 0.19));
  const bow = curve(at(0.56, 0.19), at(0.5, 0.05), at(0.4, -0.008), 8);
  const stern = curve(at(-0.41, -0.008), at(-0.48, 0.02), at(-0.5, 0.135), 6);
  hull(context, deck, [...bow, ...stern], tone, long, darker(tone, 0.45));
  const jib = [
    ...curve(at(0.085, 1.06), at(0.31, 0.62), at(0.53, 0.235)),
    ...curve(at(0.53, 0.235), at(0.3, 0.215), at(0.12, 0.26), 8),
    ...curve(at(0.12, 0.26), at(0.2, 0.62), at(0.085, 1.06)),
  ];
  polygon(context, jib, darker(sail, 0.06));
  within(context, jib, () =>
    polygon(
      context,
      jib.map(([x, y]) => [x - long * 0.06, y + long * 0.02]),
      sail,
    ),
  );
  const main = [
    at(0.03, 0.26),
    at(0.03, 1.12),
    ...curve(at(0.03, 1.12), at(-0.36, 0.82), at(-0.44, 0.275)),
    ...curve(at(-0.44, 0.275), at(-0.2, 0.235), at(0.03, 0.26), 8),
  ];
  polygon(context, main, sail);
  within(context, main, () => {
    polygon(
      context,
      main.map(([x, y]) => [x + long * 0.2, y + long * 0.02]),
      darker(sail, 0.07),
    );
    polygon(context, [at(0.05, 0.66), at(-0.5, 0.6), at(-0.5, 0.45), at(0.05, 0.51)], "#3f7f93");
    for (const v of [0.42, 0.57, 0.72, 0.87])
      line(context, [at(0.05, v), at(-0.46, v - 0.055)], long * 0.006, darker(sail, 0.14));
  });
}

function buoy(context, long) {
  const at = pointOf(long, 1);
  line(context, [at(0, 0.9), at(0, 1.3)], long * 0.09, "#4b4a55");
  disc(context, ...at(0, 1.36), long * 0.14, "#ffe9a8");
  const body = [at(-0.2, 0.95), at(0.2, 0.95), at(0.42, 0.14), at(-0.42, 0.14)];
  polygon(context, body, "#d9483b");
  within(context, body, () => {
    context.fillStyle = "#fbf3e6";
    context.fillRect(-long, -long * 0.68, 2 * long, long * 0.26);
    context.fillStyle = "#1e143220";
    context.fillRect(long * 0.06, -long, long, 2 * long);
  });
  rounded(context, -long * 0.5, -long * 0.16, long, long * 0.28, long * 0.14, "#7a2f35");
}

// What stands still.

const SEA = 152;

/** The same numbers on every run. */
function dice(seed) {
  let state = seed;
  return (from, to) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from + ((to - from) * state) / 2 ** 32;
  };
}

function gradient(context, from, to, stops) {
  const fill = context.createLinearGradient(0, from, 0, to);
  for (const [at, tone] of stops) fill.addColorStop(at, tone);
  return fill;
}

function skyline(context, height, fill, until = size.width) {
  const points = [];
  for (let x = -8; x <= until; x += 4) points.push([x, height(x)]);
  polygon(context, [...points, [until, SEA], [-8, SEA]], fill);
}

function background(context) {
  const { width, height } = size;
  context.fillStyle = gradient(context, 0, SEA, [
    [0, "#e9a183"],
    [0.36, "#f5bf95"],
    [0.76, "#fbdcb0"],
    [1, "#fdeccb"],
  ]);
  context.fillRect(0, 0, width, SEA);
  for (const [radius, alpha] of [
    [92, 0.14],
    [66, 0.2],
    [44, 0.3],
  ]) {
    context.globalAlpha = alpha;
    disc(context, 452, 96, radius, "#fff1c2");
  }
  context.globalAlpha = 1;
  disc(context, 452, 96, 27, "#fffae6");
  for (const [x, y, wide, alpha] of [
    [120, 44, 200, 0.5],
    [236, 62, 120, 0.45],
    [560, 34, 160, 0.45],
    [340, 78, 130, 0.4],
    [596, 70, 120, 0.45],
  ]) {
    context.globalAlpha = alpha;
    rounded(context, x - wide / 2, y, wide, 7, 3.5, "#fdeedb");
    rounded(context, x - wide * 0.3, y - 6, wide * 0.5, 7, 3.5, "#fdeedb");
    rounded(context, x - wide * 0.2, y + 6, wide * 0.62, 5, 2.5, "#fdeedb");
  }
  context.globalAlpha = 1;
  for (const [x, y, r] of [
    [276, 36, 7],
    [294, 28, 5.5],
    [309, 41, 4.5],
  ]) {
    for (const side of [-1, 1])
      line(context, curve([x, y], [x + side * r * 0.45, y - r * 0.55], [x + side * r, y - r * 0.16]), 1.2, "#a9665a");
  }
  skyline(
    context,
    (x) => 128 + 9 * Math.sin(x / 58 + 0.6) + 4 * Math.sin(x / 31),
    gradient(context, 110, SEA, [
      [0, "#d99a86"],
      [1, "#e9b898"],
    ]),
  );
  const head = (x) => 116 + 36 * Math.max(0, (x - 16) / 250) ** 1.7 + 3.4 * Math.sin(x / 30);
  skyline(
    context,
    head,
    gradient(context, 112, SEA, [
      [0, "#b5776f"],
      [1, "#c78d7c"],
    ]),
    262,
  );
  lighthouse(context, 104, head(104) + 4, 70);
  for (const [x, r] of [
    [34, 17],
    [52, 13],
    [160, 11],
  ]) {
    for (const [dx, dy, part] of [
      [0, -0.3, 0.5],
      [0.4, -0.12, 0.36],
      [-0.42, -0.1, 0.34],
    ])
      disc(context, x + dx * r, head(x) + dy * r, part * r, "#965f60");
  }
  context.fillStyle = gradient(context, SEA, height, [
    [0, "#f0bd97"],
    [0.11, "#c79c92"],
    [0.42, "#7a8f9d"],
    [1, "#33607d"],
  ]);
  context.fillRect(0, SEA, width, height - SEA);
  context.globalAlpha = 0.42;
  polygon(
    context,
    [
      [-8, SEA],
      [262, SEA],
      [180, SEA + 8],
      [90, SEA + 14],
      [-8, SEA + 16],
    ],
    "#9c6a6c",
  );
  context.globalAlpha = 1;
  water(context);
}

function water(context) {
  const { width, height } = size;
  const roll = dice(22);
  context.globalAlpha = 0.6;
  context.fillStyle = "#fff0d2";
  context.fillRect(0, SEA - 0.6, width, 1.2);
  for (const [count, ink, alpha] of [
    [44, "#ffe9cc", 0.26],
    [26, "#2c4f70", 0.16],
  ]) {
    context.globalAlpha = alpha;
    for (let index = 0; index < count; index += 1) {
      const far = roll(0, 1) ** 1.25;
      const wide = roll(6, 17) * (0.5 + 3 * far);
      rounded(context, roll(0, width) - wide / 2, SEA + 6 + (height - SEA - 12) * far, wide, 0.8 + 1.2 * far, 1, ink);
    }
  }
  for (let index = 0; index < 46; index += 1) {
    const near = (index + roll(0, 1)) / 46;
    const half = 44 + 52 * near;
    const wide = half * roll(0.35, 1);
    const x = 452 + (roll(-1, 1) + roll(-1, 1)) * half * 0.3;
    context.globalAlpha = 0.8 * (1 - 0.55 * near);
    rounded(context, x - wide / 2, SEA + 1 + (height - SEA - 16) * near ** 1.3, wide, 0.9 + 1.7 * near, 1.3, "#fff3cf");
  }
  context.globalAlpha = 1;
}

function lighthouse(context, x, y, high) {
  const wide = high * 0.2;
  const tower = [
    [x - wide * 0.5, y],
    [x - wide * 0.32, y - high * 0.76],
    [x + wide * 0.32, y - high * 0.76],
    [x + wide * 0.5, y],
  ];
  polygon(context, tower, "#f5e7da");
  within(context, tower, () => {
    for (const part of [0.1, 0.42])
      rounded(context, x - wide, y - high * (part + 0.17), 2 * wide, high * 0.17, 0, "#cf5b4e");
    context.fillStyle = "#1e143222";
    context.fillRect(x + wide * 0.08, y - high, wide, high);
  });
  rounded(context, x - wide * 0.46, y - high * 0.79, wide * 0.92, high * 0.035, 0, "#7a3a3e");
  rounded(context, x - wide * 0.25, y - high * 0.91, wide * 0.5, high * 0.12, 0, "#ffe9a8");
  polygon(
    context,
    [
      [x - wide * 0.36, y - high * 0.9],
      [x, y - high],
      [x + wide * 0.36, y - high * 0.9],
    ],
    "#cf5b4e",
  );
}

/** A boathouse on piles, wide enough to hide the trawler behind it. */
function boathouse(context) {
  const [left, right, eaves, floor] = [238, 356, 204, 290];
  for (const x of [left + 6, left + 40, right - 48, right - 14]) {
    rounded(context, x, floor, 8, 46, 1, "#5a4450");
    rounded(context, x + 5, floor, 3, 46, 1, "#3f3040");
  }
  rounded(context, left, eaves - 2, right - left, floor - eaves + 2, 0, "#b9573f");
  context.globalAlpha = 0.16;
  for (let x = left + 10; x < right; x += 10)
    line(
      context,
      [
        [x, eaves],
        [x, floor],
      ],
      1,
      "#0e1028",
    );
  rounded(context, right - 30, eaves, 30, floor - eaves, 0, "#0e1028");
  context.globalAlpha = 1;
  polygon(
    context,
    [
      [left - 10, eaves + 3],
      [left + 20, eaves - 36],
      [right - 20, eaves - 36],
      [right + 10, eaves + 3],
    ],
    "#5d4a55",
  );
  polygon(
    context,
    [
      [left - 10, eaves + 3],
      [right + 10, eaves + 3],
      [right + 8, eaves - 2],
      [left - 8, eaves - 2],
    ],
    "#43343f",
  );
  rounded(context, left + 40, eaves + 26, 38, floor - eaves - 26, [3, 3, 0, 0], "#f3e3c8");
  rounded(context, left + 43, eaves + 29, 32, floor - eaves - 29, [2, 2, 0, 0], "#7a3a33");
  line(
    context,
    [
      [left + 59, eaves + 30],
      [left + 59, floor],
    ],
    1.5,
    "#5f2c2a",
  );
  for (const x of [left + 11, right - 29]) {
    rounded(context, x, eaves + 22, 19, 22, 1, "#f3e3c8");
    rounded(context, x + 2, eaves + 24, 15, 18, 1, "#ffdf9a");
    line(
      context,
      [
        [x + 9.5, eaves + 24],
        [x + 9.5, eaves + 42],
      ],
      1.2,
      "#f3e3c8",
    );
    line(
      context,
      [
        [x + 2, eaves + 33],
        [x + 17, eaves + 33],
      ],
      1.2,
      "#f3e3c8",
    );
  }
  rounded(context, left - 14, floor, right - left + 28, 9, 1, "#8a6a63");
  rounded(context, left - 14, floor + 7, right - left + 28, 4, 1, "#4a3947");
}

// A frame.

const canvasOf = () => new OffscreenCanvas(size.width, size.height).getContext("2d", { willReadFrequently: true });
let scratch;
let still;

function layers() {
  scratch ??= canvasOf();
  if (!still) {
    still = { behind: canvasOf(), house: canvasOf() };
    background(still.behind);
    boathouse(still.house);
  }
}

/** A thing alone on a clear canvas. */
function alone(thing, [x, y]) {
  scratch.reset();
  scratch.translate(x, y);
  thing.draw(scratch, thing.long);
  return scratch;
}

/** What is mirrored in the water below a thing: pieces of it, upside down, ever fainter. */
function mirrored(context, thing, [x, y]) {
  const { canvas } = alone(thing, [x, y]);
  const high = Math.ceil(-thing.extent[1] * thing.long);
  for (let row = 0; row < high; row += 2) {
    const below = y + 1 + row * 0.55;
    context.globalAlpha = 0.5 * (1 - row / high);
    const shift = (Math.sin(row / 4.3) + 0.6 * Math.sin(row / 2.1)) * (0.4 + (2 * row) / high);
    context.drawImage(canvas, 0, y - row - 2, size.width, 2, shift, below, size.width, 1.3);
  }
  context.globalAlpha = 0.28;
  context.fillStyle = "#0a283c";
  context.beginPath();
  context.ellipse(x, y + 1.5, thing.long * 0.47, thing.long * 0.022, 0, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

/** Draws a frame; of each thing that is in the picture, how many pixels it has and how many of them are seen. */
export function draw(context, _, micros) {
  layers();
  const time = micros / 1e6;
  const placed = things
    .map((thing) => ({ thing, place: boxAt(thing, time) && placeAt(thing, time) }))
    .filter(({ place }) => place);
  const seen = [];
  const cover = (canvas) => {
    const { data } = canvas.getImageData(0, 0, size.width, size.height);
    for (const { alpha } of seen) for (let at = 3; at < data.length; at += 4) if (data[at] > 127) alpha[at >> 2] = 0;
    return data;
  };
  context.drawImage(still.behind.canvas, 0, 0);
  for (const front of [false, true]) {
    for (const { thing, place } of placed) {
      if (Boolean(thing.front) !== front) continue;
      mirrored(context, thing, place);
      const data = cover(alone(thing, place));
      context.drawImage(scratch.canvas, 0, 0);
      const alpha = Uint8Array.from({ length: data.length / 4 }, (_, at) => (data[4 * at + 3] > 127 ? 1 : 0));
      seen.push({ name: thing.name, alpha, bounds: boundsOf(alpha), whole: alpha.reduce((sum, one) => sum + one, 0) });
    }
    if (front) continue;
    cover(still.house);
    context.drawImage(still.house.canvas, 0, 0);
  }
  return seen.map(({ name, alpha, whole, bounds }) => ({
    name,
    whole,
    bounds,
    shown: alpha.reduce((sum, one) => sum + one, 0),
  }));
}

/** [left, top, right, bottom] of the pixels that are set. */
function boundsOf(alpha) {
  const bounds = [size.width, size.height, 0, 0];
  for (const [at, set] of alpha.entries()) {
    if (!set) continue;
    const [x, y] = [at % size.width, Math.floor(at / size.width)];
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x + 1);
    bounds[3] = Math.max(bounds[3], y + 1);
  }
  return bounds;
}
