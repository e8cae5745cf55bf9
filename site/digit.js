// Strokes of a pen to an image as MNIST has them: the drawing fits a box of 20 of 28
// pixels, keeps its proportions, and its centre of mass is in the middle.

const soft = 1.0; // pixels over which the pen's edge fades

/** Measures of a drawing in a picture of that size, in pixels: the box that it fits, and the pen's radius. */
export const measures = ({ width, height }) => ({ box: (20 * Math.min(width, height)) / 28, radius: (1.25 * Math.min(width, height)) / 28 });

/**
 * Grey values [height][width], 0..255, of a drawing.
 * @param {number[][][]} strokes lists of [x, y] in any unit, y down
 * @param {{width: number, height: number}} size of the picture, in pixels
 */
export function rasterise(strokes, size) {
  const { width, height } = size, { box, radius } = measures(size);
  const points = strokes.flat();
  if (points.length === 0) return new Uint8Array(width * height);
  const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
  const left = Math.min(...xs), top = Math.min(...ys);
  const wide = Math.max(...xs) - left, tall = Math.max(...ys) - top;
  const scale = (box - 2 * radius) / Math.max(wide, tall, 1e-6);
  const k = Math.max(wide, tall) < 1e-6 ? 0 : scale;
  const fitted = strokes.map((s) => s.map(([x, y]) => [(x - left - wide / 2) * k, (y - top - tall / 2) * k]));
  // Twice: the centre of mass of the ink, then the ink with that centre.
  const first = ink(fitted, size, width / 2, height / 2);
  let m = 0, mx = 0, my = 0;
  first.forEach((v, i) => { m += v; mx += v * ((i % width) + 0.5); my += v * (Math.floor(i / width) + 0.5); });
  const image = ink(fitted, size, width - mx / m, height - my / m);
  return Uint8Array.from(image, (v) => Math.round(255 * v));
}

// ink draws with a round pen whose edge fades over `soft` pixels.
function ink(strokes, size, cx, cy) {
  const { width, height } = size, { radius } = measures(size), out = new Float32Array(width * height);
  for (const s of strokes) {
    for (let i = 0; i < s.length; i++) {
      const [x0, y0] = s[i], [x1, y1] = s[Math.min(i + 1, s.length - 1)];
      const reach = radius + soft;
      const ax = x0 + cx, ay = y0 + cy, bx = x1 + cx, by = y1 + cy;
      const yTo = Math.min(height - 1, Math.ceil(Math.max(ay, by) + reach)), xTo = Math.min(width - 1, Math.ceil(Math.max(ax, bx) + reach));
      for (let y = Math.max(0, Math.floor(Math.min(ay, by) - reach)); y <= yTo; y++) {
        for (let x = Math.max(0, Math.floor(Math.min(ax, bx) - reach)); x <= xTo; x++) {
          const d = distance(x + 0.5, y + 0.5, ax, ay, bx, by);
          const v = Math.min(1, Math.max(0, (radius + soft / 2 - d) / soft));
          if (v > out[y * width + x]) out[y * width + x] = v;
        }
      }
    }
  }
  return out;
}

function distance(px, py, ax, ay, bx, by) {
  const dx = bx - ax, dy = by - ay, len = dx * dx + dy * dy;
  const t = len ? Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / len)) : 0;
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}
