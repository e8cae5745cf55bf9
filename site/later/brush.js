// A round brush on the samples of a mask.

export const clamp = (v, a, b) => Math.max(a, Math.min(b, v));

/**
 * Sets all samples of an n x n mask, row by row, whose middle is at most half of size
 * away from the way between two points, in samples from the top left.
 */
export function stroke(mask, n, [x0, y0], [x1, y1], size, value) {
  const r = Math.max(0.5, size / 2), dx = x1 - x0, dy = y1 - y0, long = dx * dx + dy * dy;
  const span = (a, b) => [Math.max(0, Math.floor(Math.min(a, b) - r)), Math.min(n - 1, Math.ceil(Math.max(a, b) + r))];
  const [left, right] = span(x0, x1), [top, bottom] = span(y0, y1);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const u = x + 0.5 - x0, v = y + 0.5 - y0, t = long ? clamp((u * dx + v * dy) / long, 0, 1) : 0;
      const inside = (u - t * dx) ** 2 + (v - t * dy) ** 2 <= r * r;
      if (inside || (x === Math.floor(x1) && y === Math.floor(y1))) mask[y * n + x] = value;
    }
  }
}
