// Curves of shares, 0 to 1, as SVG.

const space = 'http://www.w3.org/2000/svg';
const part = (name, of, text = '') => {
  const e = document.createElementNS(space, name);
  for (const [k, v] of Object.entries(of)) e.setAttribute(k, v);
  e.textContent = text;
  return e;
};

// ticks are about n round numbers from a to b.
export function ticks(a, b, n) {
  const raw = (b - a) / n || 1, ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * ten).find((s) => s >= raw * 0.999);
  const list = [];
  for (let k = Math.ceil(a / step - 1e-9); k * step <= b + step * 1e-9; k++) list.push(k * step + 0); // no -0
  return list;
}

/**
 * Draws curves in one frame.
 * @param {Array<Array<[number, number]>>} curves of x and a share each
 * @param {{label: string, x: string, number: (v: number) => string, percent: (v: number) => string, steps?: boolean}} o
 */
export function chart(curves, o) {
  const [w, h, left, low] = [360, 200, 44, 34];
  const all = curves.flat();
  const x1 = Math.max(...all.map((p) => p[0])), x0 = Math.min(...all.map((p) => p[0]));
  let y0 = Math.min(...all.map((p) => p[1])), y1 = Math.max(...all.map((p) => p[1]));
  const room = Math.max(0.01, (y1 - y0) * 0.08);
  [y0, y1] = [Math.max(0, y0 - room), Math.min(1, y1 + room)];
  const x = (v) => left + (w - left) * (x1 > x0 ? (v - x0) / (x1 - x0) : 0.5), y = (v) => (h - low) * (1 - (v - y0) / (y1 - y0));
  const svg = part('svg', { viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': o.label });
  for (const v of ticks(y0, y1, 4)) {
    svg.append(part('line', { class: 'grid', x1: left, x2: w, y1: y(v), y2: y(v) }), part('text', { x: left - 6, y: y(v) + 4, 'text-anchor': 'end' }, o.percent(v)));
  }
  for (const v of ticks(x0, x1, 5)) svg.append(part('text', { x: x(v), y: h - low + 16, 'text-anchor': 'middle' }, o.number(v)));
  svg.append(part('text', { x: w, y: h - 2, 'text-anchor': 'end' }, o.x));
  curves.forEach((points, i) => {
    let d = '';
    points.forEach(([a, b], k) => { d += k ? (o.steps ? `H${x(a)}V${y(b)}` : `L${x(a)} ${y(b)}`) : `M${x(a)} ${y(b)}`; });
    svg.append(part('path', { class: `c${i}`, d: points.length > 1 ? d : `${d}h0.01`, 'stroke-linecap': 'round' }));
  });
  return svg;
}
