// WebM and MP4 files around frames that are coded already. A frame is {time, key, data}: microseconds, whether it is
// coded by itself, bytes.

const ticksOf = (micros) => {
  if (micros % 1000) throw new Error(`${micros} µs are no whole milliseconds`);
  return micros / 1000;
};

/** The frames from each one that is coded by itself to the next. */
function groups(frames) {
  const found = [];
  for (const frame of frames) {
    if (frame.key || !found.length) found.push([]);
    found.at(-1).push(frame);
  }
  return found;
}

// WebM.

const bytesOf = (number, length) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes.subarray(8 - length);
};

/** How many bytes a number takes that has `spare` bits fewer in each. */
const lengthOf = (value, spare = 0) => {
  let length = 1;
  while (value >= 2 ** ((8 - spare) * length)) length += 1;
  return length;
};

const idOf = (id) => bytesOf(id, lengthOf(id));

export function element(id, ...parts) {
  const body = Buffer.concat(parts);
  // All ones say that a size isn't known.
  const length = lengthOf(body.length + 1, 1);
  const size = bytesOf(body.length, length);
  size[0] |= 0x80 >> (length - 1);
  return Buffer.concat([idOf(id), size, body]);
}

export const number = (id, value) => element(id, bytesOf(value, lengthOf(value)));
const float = (id, value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(id, bytes);
};
export const text = (id, value) => element(id, Buffer.from(value));

function block(frame, from, length) {
  const after = Buffer.alloc(2);
  after.writeInt16BE(ticksOf(frame.time) - from);
  const content = (flags) => [Buffer.from([0x81]), after, Buffer.from([flags]), frame.data];
  if (length === undefined) return element(0xa3, ...content(frame.key ? 0x80 : 0));
  const before = frame.key ? [] : [element(0xfb, Buffer.from([0xff]))];
  return element(0xa0, element(0xa1, ...content(0)), number(0x9b, length), ...before);
}

/** A cluster for each group; the last frame says how long it lasts. */
function clusters(frames, end) {
  const last = frames.at(-1);
  return groups(frames).map((group) => {
    const from = ticksOf(group[0].time);
    const blocks = group.map((frame) => block(frame, from, frame === last ? ticksOf(end - frame.time) : undefined));
    return { from, bytes: element(0x1f43b675, number(0xe7, from), ...blocks) };
  });
}

/** A WebM file of one track; `entry` is what its TrackEntry says beside its number. */
export function webmOf(entry, frames, end) {
  const info = element(
    0x1549a966,
    number(0x2ad7b1, 1_000_000),
    float(0x4489, ticksOf(end)),
    text(0x4d80, "Cartouche"),
    text(0x5741, "Cartouche"),
  );
  const tracks = element(0x1654ae6b, element(0xae, number(0xd7, 1), number(0x73c5, 1), ...entry));
  const parts = clusters(frames, end);
  // Of the same length wherever it points.
  const seek = (id, at) => element(0x4dbb, element(0x53ab, idOf(id)), element(0x53ac, bytesOf(at, 8)));
  const seekHead = (cuesAt) => element(0x114d9b74, seek(0x1c53bb6b, cuesAt));
  let at = seekHead(0).length + info.length + tracks.length;
  const points = parts.map(({ from, bytes }) => {
    const point = element(0xbb, number(0xb3, from), element(0xb7, number(0xf7, 1), number(0xf1, at)));
    at += bytes.length;
    return point;
  });
  const header = element(
    0x1a45dfa3,
    number(0x4286, 1),
    number(0x42f7, 1),
    number(0x42f2, 4),
    number(0x42f3, 8),
    text(0x4282, "webm"),
    number(0x4287, 2),
    number(0x4285, 2),
  );
  const segment = element(
    0x18538067,
    seekHead(at),
    info,
    tracks,
    ...parts.map(({ bytes }) => bytes),
    element(0x1c53bb6b, ...points),
  );
  return Buffer.concat([header, segment]);
}

/** A WebM file of pictures: `codec` is V_VP8 or V_VP9. */
export function webm({ width, height, codec, frames, end }) {
  const size = element(0xe0, number(0xb0, width), number(0xba, height));
  return webmOf([number(0x83, 1), text(0x86, codec), size], frames, end);
}

// MP4.

const words = (...numbers) => Buffer.concat(numbers.map((value) => bytesOf(value, 4)));
const halves = (...numbers) => Buffer.concat(numbers.map((value) => bytesOf(value, 2)));
const box = (kind, ...parts) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([words(8 + body.length), Buffer.from(kind), body]);
};

/** Equal numbers as [how many, number]. */
function runs(numbers) {
  const found = [];
  for (const value of numbers) {
    if (found.at(-1)?.[1] === value) found.at(-1)[0] += 1;
    else found.push([1, value]);
  }
  return found;
}

const STRAIGHT = words(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** VP9, profile 0, 8 bits. */
function sampleEntry(width, height) {
  const vpcc = box("vpcC", words(0x01000000), Buffer.from([0, 10, 0x82, 2, 2, 2, 0, 0]));
  const name = Buffer.alloc(32);
  return box(
    "vp09",
    words(0),
    halves(0, 1, 0, 0),
    words(0, 0, 0),
    halves(width, height),
    words(0x480000, 0x480000, 0),
    halves(1),
    name,
    halves(24, 0xffff),
    vpcc,
  );
}

function moov({ width, height, frames, end }, dataAt) {
  const times = [...frames.map((frame) => frame.time), end].map(ticksOf);
  const durations = runs(times.slice(1).map((time, index) => time - times[index]));
  const keys = frames.flatMap((frame, index) => (frame.key ? [index + 1] : []));
  const length = times.at(-1);
  const stbl = box(
    "stbl",
    box("stsd", words(0, 1), sampleEntry(width, height)),
    box("stts", words(0, durations.length, ...durations.flat())),
    box("stss", words(0, keys.length, ...keys)),
    box("stsc", words(0, 1, 1, frames.length, 1)),
    box("stsz", words(0, 0, frames.length, ...frames.map((frame) => frame.data.length))),
    box("stco", words(0, 1, dataAt)),
  );
  const dinf = box("dinf", box("dref", words(0, 1), box("url ", words(1))));
  const minf = box("minf", box("vmhd", words(1, 0, 0)), dinf, stbl);
  const mdhd = box("mdhd", words(0, 0, 0, 1000, length), halves(0x55c4, 0));
  const hdlr = box("hdlr", words(0, 0), Buffer.from("vide"), words(0, 0, 0), Buffer.from([0]));
  const tkhd = box(
    "tkhd",
    words(3, 0, 0, 1, 0, length, 0, 0, 0, 0),
    STRAIGHT,
    words(width * 0x10000, height * 0x10000),
  );
  const mvhd = box(
    "mvhd",
    words(0, 0, 0, 1000, length, 0x10000),
    halves(0x100, 0),
    words(0, 0),
    STRAIGHT,
    words(0, 0, 0, 0, 0, 0, 2),
  );
  return box("moov", mvhd, box("trak", tkhd, box("mdia", mdhd, hdlr, minf)));
}

/** An MP4 file of VP9, its index in front. */
export function mp4(video) {
  const ftyp = box("ftyp", Buffer.from("isom"), words(0x200), Buffer.from("isomiso2mp41"));
  const dataAt = ftyp.length + moov(video, 0).length + 8;
  return Buffer.concat([ftyp, moov(video, dataAt), box("mdat", ...video.frames.map((frame) => frame.data))]);
}
