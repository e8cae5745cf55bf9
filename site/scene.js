// Where things of the simple view lie on the screen. The projection is parallel:
// wide stages let the light run to the right, narrow ones let it fall.

/**
 * Where planes at z, in m, are drawn behind the first, in mean gaps: to scale, but for gaps
 * below a third of the mean. See Places in sim/frame.
 */
export function places(z) {
  const gaps = z.length - 1, all = z[gaps] - z[0], mean = all / gaps;
  const at = [0];
  for (let i = 0; i < gaps; i++) at.push(at[i] + Math.max(0.35 * mean, z[i + 1] - z[i]));
  return at.every((p, i) => Math.abs(p - i * mean) <= 1e-5 * all) ? z.map((_, i) => i) : at.map((p) => p * gaps / at[gaps]);
}

/**
 * @param {number} w @param {number} h size of the stage in CSS pixels
 * @param {number[]} at places of the planes @param {number} classes bars @param {number} scale of text
 * @param {number[]} names how wide the planes' names are; a label's room is what there is for one
 */
export function layout(w, h, at, classes, scale, names) {
  if (w < 560) return down(w, h, at, classes, scale, names);
  const one = across(w, h, at, classes, scale, 1);
  const ends = at.map((_, i) => { const { x, align } = one.label(i), wide = names[i] ?? 0; return align === 'left' ? [x, x + wide] : [x - wide / 2, x + wide / 2]; });
  return ends.every(([, end], i) => i === at.length - 1 || end + 6 <= ends[i + 1][0]) ? one : across(w, h, at, classes, scale, 2);
}

// across has the planes' names in so many rows, by turns.
function across(w, h, at, classes, scale, rows) {
  const gaps = at.length - 1, barsWide = classes ? Math.max(150 * scale, Math.min(w * 0.2, 250 * scale)) : 140 * scale; // or the scale's words
  const pad = 22, row = (rows - 1) * 15 * scale, top = 46 * scale, bottom = 44 * scale + row;
  const room = w - barsWide - 3 * pad, tall = h - top - bottom;
  // A card is as high as `side` and recedes by (a, -b).
  let side = tall / 1.36;
  let a = side * 0.3;
  const least = side * 0.34; // shortest gap that still shows its ribbon
  if (gaps * least + a > room) { side *= Math.max(0.4, room / (gaps * least + a)); a = side * 0.3; }
  const b = side * 0.36, gap = Math.min((room - a) / gaps, side * 1.15);
  const x0 = pad + (room - a - gaps * gap) / 2, y0 = top + (tall - side - b) / 2 + b;
  const u = [a, -b], v = [0, side];
  const x = (i, dz = 0) => x0 + (at[i] + dz * ((at[i + 1] ?? gaps + 1) - at[i])) * gap;
  const order = Array.from({ length: gaps + 1 }, (_, i) => i);
  const foot = y0 + side + 8, below = foot + row;
  const pitch = Math.min((h - 2 * pad) / classes, 26 * scale);
  // Names that are as wide as their room, in the middle or from the edge on, do not touch.
  const roomOf = (i) => Math.min(...[i - rows, i + rows].filter((k) => at[k] !== undefined).map((k) => Math.abs(x(k) - x(i)) - 6), 2 * gap * gaps) / (i === 0 ? 2 : 1);
  return {
    order, ribbonFirst: false,
    card: (i) => ({ o: [x(i), y0], u, v }),
    ribbon: (i) => [[x(i), y0 + side / 2], u, [x(i + 1) - x(i), 0]],
    middle: (i, dz) => [x(i, dz) + a / 2, y0 + side / 2 - b / 2],
    label: (i) => ({ x: x(i), y: foot + (i % rows) * row, align: i === 0 ? 'left' : 'center', room: rows > 1 && roomOf(i) }),
    scale: (i) => ({ // the length of gap i
      from: [x(i), below + 26 * scale], to: [x(i + 1), below + 26 * scale],
      text: { x: x(i + 1) + 8, y: below + 20 * scale, align: 'left' },
      side: null, // follows the text
    }),
    bars: { x: w - barsWide - pad, y: (h - pitch * (classes - 1)) / 2, w: barsWide, pitch, name: 26 * scale },
  };
}

function down(w, h, at, classes, scale, names) {
  const gaps = at.length - 1, barsWide = classes ? Math.max(96 * scale, w * 0.27) : 0, pad = 12;
  const crowd = Math.min(...at.slice(2).map((z, i) => z - at[i + 1]), 1); // the least gap beside which a name stands
  // Names stand beside the planes' slopes, or left of all planes where these are too near for that.
  const sizes = (left) => {
    const room = w - barsWide - 3 * pad - left, c = room * 0.2, wide = room - c, d = wide * 0.34;
    return { left, c, wide, d, gap: Math.max(10, (h - 64 * scale - d) / gaps) };
  };
  let size = sizes(20);
  const beside = size.gap * crowd < 0.7 * size.d;
  const widest = Math.max(...names.slice(1, -1)), most = w * 0.22;
  if (beside) size = sizes(Math.max(20, Math.min(most, widest) - 4));
  else if (widest > 0 && widest <= most) size = sizes(Math.max(20, 20 + (widest + 1 - (pad + 20 + 0.7 * size.c - 12)) / 0.86)); // what a name lacks; as much less slope comes with it
  const { left, c, wide, d, gap } = size;
  const x0 = pad + left, y0 = 22 * scale;
  const u = [wide, 0], v = [c, d]; // y of the plane comes towards the viewer
  const y = (i, dz = 0) => y0 + (at[i] + dz * ((at[i + 1] ?? gaps + 1) - at[i])) * gap;
  const order = Array.from({ length: gaps + 1 }, (_, i) => gaps - i);
  const pitch = Math.min((h - 2 * pad) / classes, 30 * scale);
  const foot = y0 + gaps * gap + d + 8;
  return {
    order, ribbonFirst: true, terse: wide < 170 * scale,
    card: (i) => ({ o: [x0, y(i)], u, v }),
    ribbon: (i) => [[x0 + c / 2, d / 2 + y(i)], u, [0, y(i + 1) - y(i)]],
    middle: (i, dz) => [x0 + wide / 2 + c / 2, d / 2 + y(i, dz)],
    label: (i) => (i === 0 ? { x: x0, y: y0 - 17 * scale, align: 'left' }
      : i === gaps ? { x: x0 + c, y: foot - 2, align: 'left' }
        : beside ? { x: x0 - 6, y: y(i) - 6 * scale, align: 'right', room: x0 - 8 }
          : { x: x0 + 0.7 * c - 10, y: y(i) + 0.7 * d - 6 * scale, align: 'right', room: x0 + 0.7 * c - 12 }), // where the plane leaves room
    scale: (i) => ({
      from: [x0 - 2, y(i) + (beside ? 3 : 6 + d * 0.5)], to: [x0 - 2, y(i + 1) - (beside ? 3 : 10)],
      text: { x: x0 + wide + c, y: foot - 2, align: 'right' },
      side: { x: x0 + wide, y: y0 - 17 * scale, align: 'right' },
    }),
    bars: { x: w - barsWide - pad, y: (h - pitch * (classes - 1)) / 2, w: barsWide, pitch, name: 20 * scale },
  };
}

/** The plane at a point of the stage, the one nearest to the viewer; -1 for none. */
export function planeAt(scene, x, y) {
  for (const i of [...scene.order].reverse()) {
    const { o, u, v } = scene.card(i);
    const det = u[0] * v[1] - u[1] * v[0], px = x - o[0], py = y - o[1];
    const s = (px * v[1] - py * v[0]) / det, t = (u[0] * py - u[1] * px) / det;
    if (s >= 0 && s <= 1 && t >= 0 && t <= 1) return i;
  }
  return -1;
}
