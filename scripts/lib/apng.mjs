// @ts-check
// Screenshots to pictures for the README: PNG decoding as far as a browser's screenshots need it, small palette PNGs,
// and animated PNGs that hold only what changes from frame to frame. Node's zlib, and nothing else.

import { deflateSync, inflateSync } from 'node:zlib';

/** @typedef {{ width: number, height: number, pixels: Uint32Array }} Picture pixels: 0xRRGGBB, row by row */

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Reads an 8-bit RGB or RGBA PNG (transparency is dropped).
 * @param {Buffer} file
 * @returns {Picture}
 */
export function decode(file) {
  let width = 0;
  let height = 0;
  let channels = 0;
  /** @type {Buffer[]} */
  const data = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      channels = { 2: 3, 6: 4 }[body[9]] ?? 0;
      if (body[8] !== 8 || !channels || body[12] !== 0) throw new Error('only plain 8-bit RGB and RGBA are read');
    } else if (type === 'IDAT') data.push(body);
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    const row = new Uint8Array(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? row[x - channels] : 0;
      const corner = x >= channels ? above[x - channels] : 0;
      row[x] += [0, left, above[x], (left + above[x]) >> 1, paeth(left, above[x], corner)][filter];
    }
    for (let x = 0; x < width; x++) {
      const at = x * channels;
      pixels[y * width + x] = (row[at] << 16) | (row[at + 1] << 8) | row[at + 2];
    }
    above = row;
  }
  return { width, height, pixels };
}

/** @param {number} left @param {number} above @param {number} corner */
function paeth(left, above, corner) {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/**
 * The 255 colours that serve these pictures best: the most frequent ones, near ones joined. One place is left for
 * "as before".
 * @param {Picture[]} pictures
 */
function palette(pictures) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { pixels } of pictures) for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const frequent = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  /** @type {number[]} */
  const chosen = [];
  // Colours far from all that were chosen come first; then the distance shrinks until all places are taken.
  for (const distance of [2400, 1200, 600, 300, 150, 75, 0]) {
    for (const colour of frequent) {
      if (chosen.length === 255) break;
      if (chosen.every((other) => gap(colour, other) > distance)) chosen.push(colour);
    }
  }
  /** @type {Map<number, number>} */
  const index = new Map();
  for (const colour of counts.keys()) {
    let best = 0;
    for (let i = 1; i < chosen.length; i++) if (gap(colour, chosen[i]) < gap(colour, chosen[best])) best = i;
    index.set(colour, best);
  }
  return { chosen, index };
}

/** How different two colours look, roughly. @param {number} a @param {number} b */
function gap(a, b) {
  const [r, g, u] = [16, 8, 0].map((shift) => ((a >> shift) & 255) - ((b >> shift) & 255));
  return 3 * r * r + 4 * g * g + 2 * u * u;
}

/**
 * A still picture with a palette.
 * @param {Picture} picture
 * @returns {Buffer}
 */
export function encode(picture) {
  return animate([{ picture, milliseconds: 0 }]);
}

/**
 * An animated PNG that plays for ever; programs that do not know the format show the first frame.
 * @param {{ picture: Picture, milliseconds: number }[]} frames all of one size
 * @returns {Buffer}
 */
export function animate(frames) {
  const [{ picture: first }] = frames;
  const { width, height } = first;
  const { chosen, index } = palette(frames.map(({ picture }) => picture));
  /** @type {Uint8Array[]} */
  const indexed = frames.map(({ picture }) => Uint8Array.from(picture.pixels, (colour) => index.get(colour) ?? 0));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from([...chosen, 0].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const transparency = Buffer.from([...chosen.map(() => 255), 0]);
  const chunks = [chunk('IHDR', header), chunk('PLTE', colours), chunk('tRNS', transparency)];
  if (frames.length > 1) chunks.splice(1, 0, chunk('acTL', words(frames.length, 0)));
  let sequence = 0;
  indexed.forEach((now, i) => {
    const before = indexed[i - 1];
    const box = before ? changed(before, now, width, height) : { x: 0, y: 0, width, height };
    if (frames.length > 1) {
      const control = Buffer.alloc(26);
      [sequence++, box.width, box.height, box.x, box.y].forEach((value, n) => control.writeUInt32BE(value, 4 * n));
      control.writeUInt16BE(frames[i].milliseconds, 20);
      control.writeUInt16BE(1000, 22);
      // Left as it is for the next frame, and drawn over what is there.
      control.set([0, i === 0 ? 0 : 1], 24);
      chunks.push(chunk('fcTL', control));
    }
    const rows = Buffer.alloc(box.height * (box.width + 1));
    for (let y = 0; y < box.height; y++) {
      for (let x = 0; x < box.width; x++) {
        const at = (box.y + y) * width + box.x + x;
        rows[y * (box.width + 1) + 1 + x] = before && before[at] === now[at] ? chosen.length : now[at];
      }
    }
    const data = deflateSync(rows, { level: 9 });
    chunks.push(i === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([words(sequence++), data])));
  });
  return Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

/** The smallest box around what differs. @param {Uint8Array} a @param {Uint8Array} b @param {number} width @param {number} height */
function changed(a, b, width, height) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (a[y * width + x] === b[y * width + x]) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** @param {...number} values */
function words(...values) {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** @param {string} type @param {Buffer} body */
function chunk(type, body) {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  let crc = 0xffffffff;
  for (const byte of content) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  return Buffer.concat([words(body.length), content, words((crc ^ 0xffffffff) >>> 0)]);
}
