// Files to feed the page with, made here byte by byte, and a reader for what the screen shows.

import { readFileSync } from "node:fs";
import { crc32, deflateRawSync, deflateSync, inflateSync } from "node:zlib";

/** What a pixel of a drawn picture is: `(x, y) => [red, green, blue]`. */
export const grey = () => [128, 128, 128];

/** Four colours, so that it is seen how a picture is turned. */
export const quadrants = (width, height) => (x, y) => CORNERS[(x < width / 2 ? 0 : 1) + (y < height / 2 ? 0 : 2)];

/** Top left, top right, bottom left, bottom right. */
export const CORNERS = [
  [220, 30, 30],
  [30, 180, 30],
  [30, 30, 220],
  [230, 210, 40],
];

function rgb(width, height, paint) {
  const bytes = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) bytes.set(paint(x, y), (y * width + x) * 3);
  }
  return bytes;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG. The note makes two pictures of the same pixels different files. */
export function png(width, height, paint = grey, note = "") {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = rgb(width, height, paint);
  const lines = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++) pixels.copy(lines, y * (width * 3 + 1) + 1, y * width * 3, (y + 1) * width * 3);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    ...(note ? [chunk("tEXt", Buffer.from(`Comment\0${note}`, "latin1"))] : []),
    chunk("IDAT", deflateSync(lines, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A PNG of numbers: indices into a palette, or grey values where there is none. */
export function palettePng(width, height, index, palette) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, palette ? 3 : 0, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) lines[y * (width + 1) + 1 + x] = index(x, y);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    ...(palette ? [chunk("PLTE", Buffer.from(palette.flat()))] : []),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A Windows bitmap of 24 bits. */
export function bmp(width, height, paint = grey) {
  const line = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + line * height);
  bytes.write("BM", 0, "latin1");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = paint(x, y);
      bytes.set([blue, green, red], 54 + (height - 1 - y) * line + x * 3);
    }
  }
  return bytes;
}

/** A GIF of the four colours, without compression: a clear code before the table of codes would grow. */
export function gif(width, height, paint) {
  const head = Buffer.alloc(13);
  head.write("GIF89a", 0, "latin1");
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  head[10] = 0x81;
  const image = Buffer.alloc(11);
  image[0] = 0x2c;
  image.writeUInt16LE(width, 5);
  image.writeUInt16LE(height, 7);
  image[10] = 2;
  // Codes of 3 bits: four colours, 4 clears, 5 ends.
  const codes = [];
  for (let at = 0; at < width * height; at++) {
    if (at % 2 === 0) codes.push(4);
    codes.push(CORNERS.indexOf(paint(at % width, Math.floor(at / width))));
  }
  codes.push(5);
  const packed = Buffer.alloc(Math.ceil((codes.length * 3) / 8));
  codes.forEach((code, at) => {
    for (let bit = 0; bit < 3; bit++) {
      const place = at * 3 + bit;
      packed[place >> 3] |= ((code >> bit) & 1) << (place & 7);
    }
  });
  const blocks = [];
  for (let at = 0; at < packed.length; at += 255) {
    const block = packed.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([head, Buffer.from(CORNERS.flat()), image, ...blocks, Buffer.from([0, 0x3b])]);
}

/** The JPEG with an EXIF orientation, in a segment right after its beginning. */
export function turned(jpeg, orientation) {
  const tiff = Buffer.alloc(26);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** Where the corners of the stored picture are seen, by orientation: top left, top right, bottom left, bottom right. */
export const SEEN = {
  1: [0, 1, 2, 3],
  2: [1, 0, 3, 2],
  3: [3, 2, 1, 0],
  4: [2, 3, 0, 1],
  5: [0, 2, 1, 3],
  6: [2, 0, 3, 1],
  7: [3, 1, 2, 0],
  8: [1, 3, 0, 2],
};

/** A picture that the browser itself writes. */
export async function written(page, type, width, height) {
  const bytes = await page.evaluate(
    async ([type, width, height, corners]) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      corners.forEach(([red, green, blue], at) => {
        context.fillStyle = `rgb(${red},${green},${blue})`;
        context.fillRect(((at & 1) * width) / 2, ((at >> 1) * height) / 2, width / 2, height / 2);
      });
      const blob = await canvas.convertToBlob({ type, quality: 1 });
      if (blob.type !== type) throw new Error(`the browser writes no ${type}`);
      return Array.from(new Uint8Array(await blob.arrayBuffer()));
    },
    [type, width, height, CORNERS],
  );
  return Buffer.from(bytes);
}

/** A picture of the sample. */
export const sample = (name) => readFileSync(new URL(`../../public/sample/${name}`, import.meta.url));

/** Width, height and RGBA of a PNG with 8 bits a channel, as screenshots are. */
export function decodePng(bytes) {
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const channels = { 2: 3, 6: 4 }[bytes[25]];
  if (bytes[24] !== 8 || !channels) throw new Error("not a screenshot");
  const parts = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const lines = Buffer.alloc(height * line);
  const data = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const left = x < channels ? 0 : lines[y * line + x - channels];
      const up = y === 0 ? 0 : lines[(y - 1) * line + x];
      const corner = y === 0 || x < channels ? 0 : lines[(y - 1) * line + x - channels];
      lines[y * line + x] = raw[y * (line + 1) + 1 + x] + predicted(filter, left, up, corner);
    }
    for (let x = 0; x < width; x++) lines.copy(data, (y * width + x) * 4, y * line + x * channels, y * line + (x + 1) * channels);
  }
  return { width, height, data };
}

function predicted(filter, left, up, corner) {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - corner;
      const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}

/** A COCO file. */
export const cocoFile = (file) => Buffer.from(typeof file === "string" ? file : JSON.stringify(file));

/** COCO instances: `count` pictures of one size, with boxes and polygons of three concepts, numbers drawn from a seed. */
export function instances(count, { width = 640, height = 480, seed = 7 } = {}) {
  let state = seed;
  const random = (limit) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state / 2147483648) * limit;
  };
  const number = (limit) => Math.round(random(limit) * 100) / 100;
  const images = [];
  const annotations = [];
  for (let id = 1; id <= count; id++) {
    images.push({ id, width, height, file_name: `set/${String(id).padStart(4, "0")}.png` });
    for (let n = 0; n < 4; n++) {
      const [x, y, w, h] = [number(width - 120), number(height - 120), 20 + number(90), 20 + number(90)];
      const isBox = n % 2 === 0;
      const ring = [x, y, x + w, y + h / 4, x + w * 0.75, y + h, x + w / 8, y + h / 2];
      annotations.push({
        id: annotations.length + 1,
        image_id: id,
        category_id: (n % 3) + 1,
        segmentation: isBox ? [] : [ring],
        bbox: [x, y, w, h],
        area: w * h,
        iscrowd: 0,
      });
    }
  }
  const categories = ["sheep", "tree", "boat"].map((name, at) => ({ id: at + 1, name, supercategory: "" }));
  return { images, annotations, categories };
}

/** An AVIF of 60 × 40 with the four colours; no browser writes one. */
export const avif = Buffer.from(
  "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAA" +
    "AAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAWAAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtp" +
    "cGNvAAAAFGlzcGUAAAAAAAAAPAAAACgAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBIAAAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEA" +
    "AQQBAoMEAAAAYG1kYXQSAAoJOBV7nYQENBpAMklEAADX/g3Ql0Hdd4jIXYwJn+W0+SilBt14rkdGQnP9YakZJW5ZOxXN1ZpW41hBhBKW3kH/JyiJ8lpI" +
    "P6VhsWPWl4AKz8WPbWfM",
  "base64",
);

/** A .zip of these files, `{ name: bytes }`, packed. */
export function zip(files) {
  const [locals, centrals] = [[], []];
  let at = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const packed = deflateRawSync(bytes);
    const shared = Buffer.alloc(26);
    // Version 2.0, names in UTF-8, deflated.
    [20, 0x800, 8].forEach((value, index) => shared.writeUInt16LE(value, 2 * index));
    [crc32(bytes), packed.length, bytes.length].forEach((value, index) => shared.writeUInt32LE(value, 10 + 4 * index));
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), shared, Buffer.from(name), packed]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(at, 10);
    centrals.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), shared, central, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  [centrals.length, centrals.length].forEach((value, index) => end.writeUInt16LE(value, 4 + 2 * index));
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06", "latin1"), end]);
}
