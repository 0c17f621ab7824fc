// Pictures and label files for the benches and the campaigns; the same for the same seed.

import { closeSync, openSync, writeSync } from "node:fs";
import { crc32 as zlibCrc, deflateSync } from "node:zlib";
import { random } from "./harness.mjs";

// ---------------------------------------------------------------- pictures

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes) {
  if (zlibCrc) return zlibCrc(bytes);
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A PNG of soft stripes and discs, another one for another seed. */
export function picture(width, height, seed) {
  const chance = random(seed);
  const shade = [0, 1, 2].map(() => 40 + chance() * 120);
  const discs = Array.from({ length: 12 }, () => ({
    x: chance() * width,
    y: chance() * height,
    r: (0.03 + chance() * 0.08) * Math.min(width, height),
    rgb: [chance() * 255, chance() * 255, chance() * 255],
  }));
  const raw = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y += 1) {
    const row = y * (1 + 3 * width) + 1;
    const across = discs.filter((disc) => Math.abs(disc.y - y) < disc.r);
    for (let x = 0; x < width; x += 1) {
      const at = row + 3 * x;
      const wave = ((x >> 5) + (y >> 5)) & 15;
      raw[at] = shade[0] + wave * 4;
      raw[at + 1] = shade[1] + wave * 3;
      raw[at + 2] = shade[2] + ((x * 60) / width) | 0;
    }
    for (const disc of across) {
      const half = Math.sqrt(disc.r ** 2 - (disc.y - y) ** 2);
      const from = Math.max(0, Math.round(disc.x - half));
      const to = Math.min(width, Math.round(disc.x + half));
      for (let x = from; x < to; x += 1) for (let c = 0; c < 3; c += 1) raw[row + 3 * x + c] = disc.rgb[c];
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(raw, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

// ---------------------------------------------------------------- label files

/** Writes a file in pieces, so that large ones need no large text. */
class Out {
  constructor(path) {
    this.file = openSync(path, "w");
    this.pieces = [];
    this.length = 0;
    this.bytes = 0;
  }

  write(text) {
    this.pieces.push(text);
    this.length += text.length;
    if (this.length > 1 << 20) this.flush();
  }

  flush() {
    this.bytes += writeSync(this.file, this.pieces.join(""));
    this.pieces = [];
    this.length = 0;
  }

  close() {
    this.flush();
    closeSync(this.file);
    return this.bytes;
  }
}

const two = (value) => Math.round(value * 100) / 100;

/** A star-like outline of so many vertices around a place: no two edges cross. */
function outline(chance, cx, cy, radius, vertices) {
  const flat = [];
  for (let k = 0; k < vertices; k += 1) {
    const angle = ((k + 0.6 * chance()) / vertices) * 2 * Math.PI;
    const r = radius * (0.6 + 0.4 * chance());
    flat.push(two(cx + r * Math.cos(angle)), two(cy + r * Math.sin(angle)));
  }
  return flat;
}

function around(flat) {
  const xs = flat.filter((_, at) => at % 2 === 0);
  const ys = flat.filter((_, at) => at % 2 === 1);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, two(Math.max(...xs) - left), two(Math.max(...ys) - top)];
}

function shoelace(flat) {
  let twice = 0;
  for (let at = 0; at < flat.length; at += 2) {
    const next = (at + 2) % flat.length;
    twice += flat[at] * flat[next + 1] - flat[next] * flat[at + 1];
  }
  return two(Math.abs(twice) / 2);
}

/** Uncompressed runs of a rectangle, column by column. */
function runs(width, height, left, top, w, h) {
  const counts = [left * height + top];
  for (let x = 0; x < w; x += 1) counts.push(h, x + 1 < w ? height - h : height - h - top + (width - left - w) * height);
  return { size: [height, width], counts };
}

export const pictureName = (index) => `${String(index + 1).padStart(12, "0")}.png`;

/**
 * A file as COCO's own: so many pictures of 640 × 480 and annotations in 80 categories; outlines of 22 vertices on
 * average, 2 in 100 are crowds by runs.
 */
export function cocoSet(path, { images, annotations, seed }) {
  const chance = random(seed);
  const out = new Out(path);
  out.write('{"info":{"description":"generated","year":2026},"licenses":[{"id":1,"name":"none","url":""}],"images":[');
  for (let at = 0; at < images; at += 1) {
    const record = { license: 1, file_name: pictureName(at), height: 480, width: 640, date_captured: "2026-01-01 00:00:00", id: at + 1 };
    out.write((at ? ",\n" : "\n") + JSON.stringify(record));
  }
  out.write('],"annotations":[');
  let vertices = 0;
  let polygons = 0;
  for (let at = 0; at < annotations; at += 1) {
    const image = at < images ? at : Math.floor(chance() * images);
    const category_id = 1 + Math.floor(80 * chance() ** 2);
    const [cx, cy, radius] = [80 + 480 * chance(), 80 + 320 * chance(), 8 + 70 * chance()];
    const record = { segmentation: null, area: 0, iscrowd: 0, image_id: image + 1, bbox: null, category_id, id: at + 1 };
    if (chance() < 0.02) {
      const [left, top, w, h] = [Math.floor(cx - radius), Math.floor(cy - radius), Math.ceil(2 * radius), Math.ceil(2 * radius)];
      Object.assign(record, { segmentation: runs(640, 480, left, top, w, h), area: w * h, iscrowd: 1, bbox: [left, top, w, h] });
    } else {
      // 4 to 100, few large ones: 22 on average.
      const count = Math.round(4 + 54 * chance() ** 2);
      const flat = outline(chance, cx, cy, radius, count);
      vertices += count;
      polygons += 1;
      Object.assign(record, { segmentation: [flat], area: shoelace(flat), bbox: around(flat) });
    }
    out.write((at ? ",\n" : "\n") + JSON.stringify(record));
  }
  out.write('],"categories":[');
  for (let at = 1; at <= 80; at += 1) {
    out.write((at > 1 ? "," : "") + JSON.stringify({ supercategory: `group ${at % 12}`, id: at, name: `thing ${at}` }));
  }
  out.write("]}\n");
  return { bytes: out.close(), vertices: vertices / polygons };
}

/** The place of the one large outline of `crowd`, which no other touches: left, top, right, bottom. */
export const CLEARING = { left: 1600, top: 1200, right: 2400, bottom: 1800 };

/**
 * One picture of 4,000 × 3,000 with so many outlines of 20 vertices, evenly spread; the first one is large and lies in
 * a clearing, so that it can be taken hold of among any number. With `flat`, all coordinates are returned too.
 */
export function crowd(path, { count, name, seed }) {
  const chance = random(seed);
  const [width, height] = [4000, 3000];
  const free = width * height - 800 * 600;
  const cell = Math.sqrt(free / count);
  const shapes = [outline(chance, 2000, 1500, 280, 20)];
  const [columns, rows] = [Math.ceil(width / cell) + 1, Math.ceil(height / cell) + 1];
  const places = [];
  for (let row = 0; row < rows; row += 1) for (let column = 0; column < columns; column += 1) places.push([column, row]);
  for (let at = places.length - 1; at > 0; at -= 1) {
    const other = Math.floor(chance() * (at + 1));
    [places[at], places[other]] = [places[other], places[at]];
  }
  let at = 0;
  while (shapes.length < count) {
    // Where a coarse lattice is used up, it is gone over again.
    const [column, row] = places[at % places.length];
    at += 1;
    const radius = cell * (0.35 + 0.35 * chance());
    const cx = Math.min(width - radius - 1, Math.max(radius + 1, (column + chance()) * cell));
    const cy = Math.min(height - radius - 1, Math.max(radius + 1, (row + chance()) * cell));
    const beside =
      cx + radius < CLEARING.left || cx - radius > CLEARING.right || cy + radius < CLEARING.top || cy - radius > CLEARING.bottom;
    if (beside || radius > 250) shapes.push(outline(chance, cx, cy, radius, 20));
  }
  const out = new Out(path);
  out.write(`{"images":[{"id":1,"file_name":${JSON.stringify(name)},"width":${width},"height":${height}}],"annotations":[`);
  shapes.forEach((flat, index) => {
    const record = { id: index + 1, image_id: 1, category_id: 1 + (index % 20), segmentation: [flat], bbox: around(flat), area: shoelace(flat), iscrowd: 0 };
    out.write((index ? ",\n" : "\n") + JSON.stringify(record));
  });
  const categories = Array.from({ length: 20 }, (_, index) => ({ id: index + 1, name: `thing ${index + 1}` }));
  out.write(`],"categories":${JSON.stringify(categories)}}\n`);
  return { bytes: out.close(), shapes };
}

/** The hash that a picture of `listing` claims to have: 64 digits that say which of so many thumbnails it has. */
export const claimedHash = (index, thumbs) => `ca470c4e${String(index % thumbs).padStart(8, "0")}${"5a".repeat(24)}`;

/** A Cartouche JSON of so many pictures without labels, each with the hash of one of so many thumbnails. */
export function listing(path, { inputs, thumbs }) {
  const out = new Out(path);
  out.write('{\n"format":"cartouche",\n"version":1,\n"project":{"name":"Many"},\n"concepts":[],\n"annotators":[],\n"inputs":[');
  for (let at = 0; at < inputs; at += 1) {
    const media = { kind: "image", width: 640, height: 480, bytes: 1, mime: "image/png", hash: claimedHash(at, thumbs) };
    out.write((at ? ",\n" : "\n") + JSON.stringify({ name: `many/${pictureName(at)}`, media, status: "unlabeled", added_at: 0, labels: [], objects: [] }));
  }
  out.write("\n]\n}\n");
  return { bytes: out.close() };
}
