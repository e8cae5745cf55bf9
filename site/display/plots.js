// Three drawings of a display: amplitude and phase over the drive, and the states in the
// complex plane. The area of a dot is the share of pixels that have its level.

import { number, percent } from '../i18n.js';
import { ticks } from '../later/ticks.js';
import { load } from '../later/words.js';
import { letters } from '../panel/words.js';
import { label, node } from '../ui/curve.js';

/** The words of displays for a key, filled in. */
export const { say: t } = await load('states-');

let em; // a measure of the type, CSS pixels

/** Makes the place of the drawings. draw takes a display as panel.js unpacks it. */
export function plots() {
  const box = document.createElement('div'), head = document.createElement('h3'), row = document.createElement('div');
  row.className = 'states-plots';
  const cells = [0, 1, 2].map(() => Object.assign(document.createElement('div'), { className: 'plot' }));
  row.append(...cells);
  box.append(head, row);
  return {
    box,
    draw(d, title) {
      em = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      head.textContent = title;
      const most = d.used.indexOf(Math.max(...d.used));
      const used = t('states.most', { level: most, share: percent(d.used[most], 1) });
      const turns = d.phase.map((v) => v / Math.PI);
      const draws = [
        (w) => line(w, t('states.amplitude'), d, d.amplitude, [0, Math.max(1, ...d.amplitude)], 'amplitude', used),
        (w) => line(w, t('states.phase'), d, turns, [Math.min(0, ...turns), Math.max(0.25, ...turns)], 'turn', used),
        (w) => plane(w, d, `${t('states.planeText', { count: d.drive.length })} ${used}`),
      ];
      cells.forEach((cell, i) => cell.replaceChildren(draws[i](Math.max(180, cell.clientWidth))));
    },
  };
}

// tall is the height of a drawing so wide: they stand in one row, or one above the other.
const tall = (W) => Math.round(Math.max(190 * em, Math.min(W * 0.8, 250 * em)));

// line draws values over the drive.
function line(W, title, d, values, [low, high], name, used) {
  const H = tall(W);
  const at = ticks(low, high, 4), widest = Math.max(...at.map((y) => letters(number(y))));
  const [left, right, top, bottom] = [Math.max(42, 15 + 7.2 * widest), 12, 26, 22].map((v) => v * em);
  const first = d.drive[0], last = d.drive.at(-1), wide = last - first || 1;
  const pad = (high - low) * 0.07;
  const px = (x) => left + (d.drive.length > 1 ? (x - first) / wide : 0.5) * (W - left - right);
  const py = (y) => top + ((high + pad - y) / (high - low + 2 * pad)) * (H - top - bottom);
  const words = t('states.range', { what: title, min: number(Math.min(...values)), max: number(Math.max(...values)), first: number(first), last: number(last) });
  const svg = node('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': `${words} ${used}` });
  svg.append(label(title, 0, 13 * em, 'start', 'title'));
  for (const y of at) svg.append(node('line', { class: y ? 'grid' : 'axis', x1: left, x2: W - right, y1: py(y), y2: py(y) }), label(number(y), left - 13 * em, py(y) + 4 * em, 'end'));
  const axis = t('states.drive'), free = W - right - ((axis > '\u2e7f' ? 13 : 7) * axis.length + 24) * em; // in front of the axis's name
  for (const x of ticks(first, last, 4).filter((x) => px(x) < free)) svg.append(label(number(x, 5), px(x), H - 4 * em, 'middle'));
  svg.append(label(axis, W - right, H - 4 * em, 'end'));
  const points = Array.from(values, (v, k) => [px(d.drive[k]), py(v)]);
  svg.append(node('path', { class: `mean ${name}`, d: path(points) }), ...points.map((p, k) => dot(p, k, d, (1.5 + 11 * Math.sqrt(d.used[k])) * em, name)));
  return svg;
}

// plane draws the states as complex numbers, inside the circle of all light.
function plane(W, d, words) {
  const H = tall(W), top = 22 * em, bottom = 6 * em, large = 1.22 * Math.max(1, ...d.amplitude);
  const half = (H - top - bottom) / 2, x0 = W / 2, y0 = top + half, k = half / large;
  const svg = node('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': words });
  svg.append(label(t('states.plane'), 0, 13 * em, 'start', 'title'),
    node('line', { class: 'grid', x1: x0 - half, x2: x0 + half, y1: y0, y2: y0 }), node('line', { class: 'grid', x1: x0, x2: x0, y1: y0 - half, y2: y0 + half }),
    node('circle', { class: 'all', cx: x0, cy: y0, r: k }), label(t('states.real'), x0 + half + 8 * em, y0 + 16 * em, 'middle'), label(t('states.imaginary'), x0 + 6 * em, y0 - half + 8 * em, 'start'));
  const points = Array.from(d.amplitude, (a, i) => [x0 + k * a * Math.cos(d.phase[i]), y0 - k * a * Math.sin(d.phase[i])]);
  svg.append(node('path', { class: 'way', d: path(points) }));
  const dots = points.map((p, i) => [p, i, (2 + 26 * Math.sqrt(d.used[i])) * em]);
  for (const [p, i, r] of dots.toSorted((a, b) => b[2] - a[2])) svg.append(dot(p, i, d, r, 'state'));
  if (points.length <= 16) numbers(svg, dots, x0, y0);
  return svg;
}

// numbers writes the levels beside their dots, away from the middle, from each other and from the other dots.
function numbers(svg, dots, x0, y0) {
  const taken = [];
  for (const [[x, y], i, r] of dots) {
    const away = Math.hypot(x - x0, y - y0) || 1;
    const places = [8, 21, 34].map((d) => 1 + (r + d * em) / away).map((f) => [x0 + f * (x - x0), y0 + f * (y - y0)]);
    const free = places.filter(([a, b]) => taken.every(([c, d]) => Math.hypot(a - c, b - d) > 11 * em));
    const at = free.find(([a, b]) => dots.every(([[c, d], k, q]) => k === i || Math.hypot(a - c, b - d) > q + 5 * em)) ?? free[0];
    if (!at) continue;
    taken.push(at);
    svg.append(label(i, at[0], at[1] + 4 * em, 'middle', 'level'));
  }
}

function dot([cx, cy], k, d, r, name) {
  const el = node('circle', { class: `dot ${name}`, cx: cx.toFixed(1), cy: cy.toFixed(1), r: r.toFixed(2), 'stroke-width': Math.min(1, r / 6) });
  const words = node('title', {});
  words.textContent = t('states.state', { level: k, drive: number(d.drive[k], 5), amplitude: number(d.amplitude[k]), phase: number(d.phase[k] / Math.PI), share: percent(d.used[k], 1) });
  el.append(words);
  return el;
}

const path = (points) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
