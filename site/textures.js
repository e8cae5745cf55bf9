// The pictures of a frame's planes and ribbons, in colour, which the simple view puts on its bench.

import { intensity, phase } from './colormaps.js';
import { changes } from './frame.js';

/**
 * Whether frames have the same light, but for rounding: the page's first picture comes again
 * from the engine, and the light is there then.
 */
export const same = (a, b) => Boolean(a?.scores.length) && ['label', 'predicted', 'networks', 'network'].every((k) => a[k] === b[k])
  && a.planes.length === b.planes.length && a.readings.length === b.readings.length && a.readings.every((r, i) => Math.abs(r - b.readings[i]) <= 1e-5 * Math.abs(r));

/** Colours the arrays of a frame; it reuses the canvases of old. */
export function paintTextures(f, old) {
  const shape = JSON.stringify([f.planes.map((p) => [p.nx, p.ny, changes(p)]), f.ribbons.map((r) => [r.plane, r.steps, r.nx])]);
  const element = (p) => (changes(p) ? blank(p.nx, p.ny) : null);
  const t = old?.shape === shape ? old : {
    shape, masks: f.planes.map(element), lit: f.planes.map(element),
    planes: f.planes.map((p) => blank(p.nx, p.ny)), ribbons: [],
  };
  f.planes.forEach((p, i) => {
    const dark = p.intensity ?? new Uint8Array(p.nx * p.ny);
    if (t.masks[i]) {
      const m = p.phase ?? new Uint8Array(p.nx * p.ny);
      colour(t.masks[i], m, phase, p.amplitude);
      colour(t.lit[i], m, phase, dark);
    }
    colour(t.planes[i], dark, intensity);
  });
  for (const { plane, steps, nx, values } of f.ribbons) {
    t.ribbons[plane] ??= blank(steps, nx);
    colour(t.ribbons[plane], turned(values, steps, nx), intensity);
  }
  return t;
}

function blank(w, h) {
  return Object.assign(document.createElement('canvas'), { width: w, height: h });
}

const tables = new Map(); // of colours as the canvas has them: red lowest, alpha highest, on the little-endian machines that browsers run on
function table(map) {
  if (!tables.has(map)) tables.set(map, Uint32Array.from({ length: 256 }, (_, i) => map[3 * i] | map[3 * i + 1] << 8 | map[3 * i + 2] << 16));
  return tables.get(map);
}

/** Paints values, one byte a pixel, on a canvas of that many pixels, which it returns. alpha is one byte a pixel too. */
export function colour(canvas, values, map, alpha) {
  const g = canvas.getContext('2d', { willReadFrequently: true });
  const image = g.createImageData(canvas.width, canvas.height), colours = table(map);
  const px = new Uint32Array(image.data.buffer);
  for (let i = 0; i < values.length; i++) px[i] = colours[values[i]] | (alpha ? alpha[i] : 255) << 24;
  g.putImageData(image, 0, 0);
  return canvas;
}

// turned makes [x][depth] of [depth][x].
function turned(r, steps, n) {
  const out = new Uint8Array(r.length);
  for (let s = 0; s < steps; s++) for (let x = 0; x < n; x++) out[x * steps + s] = r[s * n + x];
  return out;
}
