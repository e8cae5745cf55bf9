// A picture of the user, a photo of a digit on paper say, as grey values of an input.

import { measures } from '../digit.js';
import { kindOfFile } from './kind.js';

const known = new Set(['PNG', 'JPEG', 'GIF', 'WebP', 'BMP', 'SVG']); // what all browsers read
const work = 448; // pixels that the result is made of

/**
 * Reads a picture that the browser can read. What differs from its border becomes
 * bright on black, whatever it was, and fills the middle as a drawing does, or, where
 * pictures fill their frame, all of it.
 * @param {{width: number, height: number, fills: boolean}} like what the pictures here are like
 * @throws {Error} that says what is wrong
 */
export async function readPicture(bytes, name, like) {
  const kind = kindOfFile(bytes).name;
  const bitmap = await decode(bytes, kind).catch(() => {
    throw new Error(`${name}: ${known.has(kind) ? `is a damaged ${kind} picture; save it anew` : `this browser cannot read this ${kind} picture; save it as PNG or JPEG`}`);
  });
  const scale = Math.min(1, work / Math.max(bitmap.width, bitmap.height));
  const w = Math.max(1, Math.round(bitmap.width * scale)), h = Math.max(1, Math.round(bitmap.height * scale));
  const g = new OffscreenCanvas(w, h).getContext('2d');
  g.fillStyle = '#fff';
  g.fillRect(0, 0, w, h); // behind what is transparent
  g.drawImage(bitmap, 0, 0, w, h);
  bitmap.close?.();
  const pixels = g.getImageData(0, 0, w, h).data;
  const grey = Float32Array.from({ length: w * h }, (_, i) => 0.299 * pixels[4 * i] + 0.587 * pixels[4 * i + 1] + 0.114 * pixels[4 * i + 2]);
  return fromGrey(grey, w, h, name, like);
}

async function decode(bytes, kind) {
  if (kind !== 'SVG') return createImageBitmap(new Blob([bytes]));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'image/svg+xml' }));
  try {
    const image = Object.assign(new Image(), { src: url });
    await image.decode();
    return Object.assign(image, { width: image.naturalWidth || work, height: image.naturalHeight || work });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** As readPicture, of w x h grey values, 0 to 255 for black to white. */
export function fromGrey(grey, w, h, name, like) {
  const border = [];
  for (let x = 0; x < w; x++) border.push(grey[x], grey[(h - 1) * w + x]);
  for (let y = 0; y < h; y++) border.push(grey[y * w], grey[y * w + w - 1]);
  border.sort((a, b) => a - b);
  const paper = border[border.length >> 1];
  const off = Float32Array.from(grey, (v) => Math.abs(v - paper));
  const most = off.reduce((a, b) => Math.max(a, b), 0);
  if (most < 16) throw new Error(`${name}: is the same all over; take a picture of something`);
  // Half of the darkest ink is ink; shadows on the paper are less.
  const low = 0.3 * most, high = 0.7 * most;
  const ink = off.map((v) => Math.max(0, Math.min(1, (v - low) / (high - low))));
  let x0 = w, x1 = -1, y0 = h, y1 = -1;
  for (let i = 0; i < ink.length; i++) {
    if (ink[i] < 0.5) continue;
    const x = i % w, y = (i - x) / w;
    x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y);
  }
  // Clothes keep their greys, digits are ink or none.
  const values = like.fills ? off.map((v) => v / most) : ink;
  const fill = like.fills ? Math.min(like.width, like.height) : measures(like).box;
  const wide = x1 - x0 + 1, tall = y1 - y0 + 1, size = Math.max(wide, tall) / fill; // pixels of the picture in one of the result
  const small = shrink(values, w, h, x0 + wide / 2 - (like.width / 2) * size, y0 + tall / 2 - (like.height / 2) * size, size, like);
  const top = small.reduce((a, b) => Math.max(a, b), 0);
  const bright = small.map((v) => Math.round((255 * v) / top)); // a thin pen is as bright as a thick one
  return like.fills ? bright : centred(bright, like);
}

// shrink is the mean of each square of so many pixels, from (left, top).
function shrink(values, w, h, left, top, size, { width, height }) {
  const out = new Uint8Array(width * height);
  const taps = Math.max(1, Math.ceil(2 * size));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < taps * taps; k++) {
        const px = Math.floor(left + (x + ((k % taps) + 0.5) / taps) * size), py = Math.floor(top + (y + (Math.floor(k / taps) + 0.5) / taps) * size);
        if (px >= 0 && py >= 0 && px < w && py < h) sum += values[py * w + px];
      }
      out[y * width + x] = Math.round((255 * sum) / (taps * taps));
    }
  }
  return out;
}

// centred moves the centre of mass to the middle, by whole pixels, as MNIST does.
function centred(v, { width, height }) {
  let sum = 0, mx = 0, my = 0;
  v.forEach((a, i) => { sum += a; mx += a * (i % width); my += a * Math.floor(i / width); });
  const dx = Math.round((width - 1) / 2 - mx / sum), dy = Math.round((height - 1) / 2 - my / sum);
  const out = new Uint8Array(width * height);
  v.forEach((a, i) => {
    const x = (i % width) + dx, y = Math.floor(i / width) + dy;
    if (x >= 0 && y >= 0 && x < width && y < height) out[y * width + x] = a;
  });
  return out;
}
