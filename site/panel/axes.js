// Panels over two axes: curves and points, on a map of values or on none.

import { colour } from '../textures.js';
import * as maps from '../colormaps.js';
import { engineSays, number, t } from '../i18n.js';
import { ticks } from '../later/ticks.js';
import { label, node } from '../ui/curve.js';
import { diverging } from './diverging.js';
import { hues } from './hues.js';
import { brief, letters, named, shown } from './words.js';

// alone are points of a curve that no line goes to.
const alone = (good) => good.filter((at, k) => at && !good[k - 1] && !good[k + 1]);

let made = 0; // ids of clip paths are the whole page's

/**
 * Draws a panel of the shape lines or image in a place of the page.
 * @returns {(x: number, y: number) => ?string} the values at a point of the place, in px
 */
export function drawAxes(place, p, em, words) {
  const W = Math.max(200 * em, place.clientWidth), isImage = p.shape === 'image';
  const marks = [p.hi, (p.lo + p.hi) / 2, p.lo].map((v, i) => (p.map === 'complex' || (p.map === 'phase' && p.lo === 0 && Math.abs(p.hi - 2 * Math.PI) < 1e-4) ? ['2π', 'π', '0'][i] : number(v, 2)));
  const x = axis(p, 'x'), y = axis(p, 'y'), kinds = isImage ? p.names.slice(1) : [], first = Math.ceil(p.y.min);
  if (kinds.length) Object.assign(y, { ticks: () => kinds.map((_, i) => first + i), shown: (v) => engineSays(kinds[v - first]) }); // names in the place of numbers
  const left = Math.max(46, 12 + 7.2 * Math.max(...y.ticks(4).map((v) => letters(y.shown(v))))) * em, right = (isImage ? Math.max(58, 24 + 7.2 * Math.max(...marks.map(letters))) : 14) * em, top = (p.y.label || p.names[0] ? 24 : 8) * em;
  let foot = 38 * em; // as far as the legend has come
  const legend = p.series.map((s) => { const rows = s.name ? broken(engineSays(s.name), (W - left) / (7.2 * em) - 4) : [], at = foot; foot += 17 * em * rows.length; return { rows, at }; });
  const alike = isImage && p.x.unit === p.y.unit, shape = alike ? y.length / x.length : 0.56;
  const wide = Math.min(W - left - right, alike ? (340 * em) / Math.max(0.3, Math.min(shape, 1.5)) : Infinity); // pixels stay as they are
  const tall = Math.max(120 * em, Math.min(wide * Math.max(0.3, Math.min(shape, 1.5)), (isImage ? 340 : 240) * em)), H = top + tall + foot;
  const px = (v) => left + x.share(v) * wide, py = (v) => top + (1 - y.share(v)) * tall;
  const svg = node('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': words });
  for (const v of y.ticks(4)) svg.append(node('line', { class: v || isImage ? 'grid' : 'axis', x1: isImage ? left - 4 : left, x2: isImage ? left : W - right, y1: py(v), y2: py(v) }), label(y.shown(v), left - 7 * em, py(v) + 4 * em, 'end'));
  for (const v of x.ticks(wide < 260 * em ? 2 : 4)) svg.append(node('line', { class: 'axis', x1: px(v), x2: px(v), y1: top + tall, y2: top + tall + 4 }), label(x.shown(v), px(v), top + tall + 17 * em, 'middle'));
  if (p.y.label) svg.append(label(named(p.y), 0, 13 * em, 'start', 'title'));
  svg.append(label(named(p.x), left + wide, top + tall + 33 * em, 'end'));
  const clip = `clip-${(made += 1)}`, area = node('g', { 'clip-path': `url(#${clip})` }), path = node('clipPath', { id: clip });
  path.append(node('rect', { x: left - 3, y: top - 3, width: wide + 6, height: tall + 6 }));
  if (isImage) area.classList.add('over');
  svg.append(path, area);
  p.series.forEach((s, i) => {
    const name = `series s${(s.class < 0 ? i : s.class) % 8}`;
    const good = Array.from(s.x, (v, k) => [px(v), py(s.y[k])]).map(([a, b]) => (Number.isFinite(a) && Number.isFinite(b) ? [a, b] : null));
    if (s.points) for (const at of good.filter(Boolean)) area.append(node('circle', { class: name, cx: at[0].toFixed(1), cy: at[1].toFixed(1), r: 3.5 * em }));
    else area.append(...alone(good).map(([cx, cy]) => node('circle', { class: name, cx: cx.toFixed(1), cy: cy.toFixed(1), r: 2.5 * em })), node('path', { class: name, d: good.map((at, k) => (at ? `${k && good[k - 1] ? 'L' : 'M'}${at.map((v) => v.toFixed(1)).join(' ')}` : '')).join('') }));
    const { rows } = legend[i], at = top + tall + legend[i].at + 10 * em;
    if (rows.length) svg.append(s.points ? node('circle', { class: name, cx: left + 10 * em, cy: at - 4 * em, r: 3.5 * em }) : node('path', { class: name, d: `M${left} ${at - 4 * em}h${20 * em}` }), ...rows.map((text, k) => label(k + 1 < rows.length ? `${text} ` : text, left + 27 * em, at + 17 * em * k, 'start')));
  });
  if (isImage) {
    const head = engineSays(p.names[0] ?? ''), both = 8 * (letters(head) + letters(named(p.y)) + 1) * em; // which stand in one row
    if (head) svg.append(label(head, Math.min(W, Math.max(left + wide + right, both)), 13 * em, 'end', 'title'));
    const map = { diverging, complex: hues }[p.map] ?? maps[p.map];
    const bar = picture(Uint8Array.from({ length: 256 }, (_, i) => 255 - i), 1, 256, map), at = left + wide + 10 * em;
    marks.forEach((text, i) => svg.append(label(text, at + 16 * em, top + (tall * i) / 2 + 4 * em, 'start')));
    const parts = p.map === 'complex' && p.image.subarray(p.nx * p.ny);
    place.replaceChildren(laid(picture(p.image.subarray(0, p.nx * p.ny), p.nx, p.ny, map, parts), left, top, wide, tall, W, H), laid(bar, at, top, 10 * em, tall, W, H), svg);
  } else {
    place.replaceChildren(svg);
  }
  const cursor = svg.appendChild(node('line', { class: 'cursor', y1: top, y2: top + tall, visibility: 'hidden' }));
  return (a, b) => {
    const k = W / svg.getBoundingClientRect().width, u = (a * k - left) / wide, v = (b * k - top) / tall;
    const inside = u >= 0 && u <= 1 && v >= 0 && v <= 1;
    cursor.setAttribute('visibility', inside && !isImage ? 'visible' : 'hidden');
    if (!inside) return null;
    const at = x.value(u);
    if (!isImage) return read(p, at, (nearest) => { for (const e of ['x1', 'x2']) cursor.setAttribute(e, px(nearest)); });
    const pixel = Math.min(p.ny - 1, Math.floor(v * p.ny)) * p.nx + Math.min(p.nx - 1, Math.floor(u * p.nx));
    const value = number(p.lo + (p.image[pixel] / (p.map === 'complex' ? 256 : 255)) * (p.hi - p.lo), 3);
    const said = p.map === 'complex' ? `${number(p.image[p.nx * p.ny + pixel] / 255, 2)} ∠ ${t('plane.radians', { value })}` : value;
    return `${engineSays(p.x.label)} ${shown(at, p.x)}, ${engineSays(p.y.label)} ${shown(y.value(1 - v), p.y)}: ${said}`;
  };
}

// broken is a text in rows of at most so many letters, where it has words that short.
const broken = (text, most) => text.split(' ').reduce((rows, word) => (rows.length && letters(`${rows.at(-1)} ${word}`) <= most ? [...rows.slice(0, -1), `${rows.at(-1)} ${word}`] : [...rows, word]), []);

// read is what the curves are next to x, and tells where that is.
function read(p, x, tell) {
  let at = null;
  const said = p.series.filter((s) => !s.points && s.x.length).map((s) => {
    let best = 0;
    for (let k = 1; k < s.x.length; k++) if (Math.abs(s.x[k] - x) < Math.abs(s.x[best] - x)) best = k;
    at ??= s.x[best];
    return `${brief(s)} ${shown(s.y[best], p.y, 4)}`;
  });
  if (at === null) return null;
  tell(at);
  return `${engineSays(p.x.label)} ${shown(at, p.x, 4)}: ${said.join(', ')}`;
}

// axis is an axis: from where to where it runs, where values lie on it, and its ticks.
function axis(p, which) {
  const { log } = p[which], on = log ? Math.log10 : (v) => v, { min, max } = ends(p, which, on), length = max - min, low = Math.min(min, max), high = Math.max(min, max); // y of a plane runs down
  const whole = log || (which === 'x' && p.series.length && p.series.every((s) => s.x.every(Number.isInteger)));
  const even = (count) => ticks(low, high, count).filter((v) => !whole || Number.isInteger(v)).map((v) => (log ? 10 ** v : v));
  const between = () => [1, 2, 5].flatMap((m) => Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, k) => m * 10 ** (Math.floor(low) + k))).filter((v) => on(v) >= low && on(v) <= high);
  return {
    length: high - low,
    shown: (v) => (log && (v < 0.01 || v > 100) && Number.isInteger(Math.log10(v)) ? `10${raised(Math.log10(v))}` : shown(v, p[which], 4, log ? 0 : high - low)),
    share: (v) => (on(v) - min) / length,
    value: (u) => (log ? 10 ** (min + u * length) : min + u * length),
    ticks: (count) => { const all = even(count); return log && all.length < 2 ? between() : all; },
  };
}

const raised = (n) => Array.from(String(n), (c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] ?? '⁻').join('');

// ends is from where to where an axis runs: as the panel says, or as its series do.
function ends(p, which, on) {
  const { min, max } = p[which];
  if (min !== max) return { min: on(min), max: on(max) };
  let lo = Infinity, hi = -Infinity;
  for (const s of p.series) for (const w of s[which]) { const v = on(w); if (Number.isFinite(v)) [lo, hi] = [Math.min(lo, v), Math.max(hi, v)]; }
  if (lo > hi) return { min: 0, max: 1 };
  const pad = (hi - lo) * 0.04 || Math.abs(lo) * 0.1 || 1;
  // Curves go from end to end, and what is never negative stands on 0.
  if (which === 'x' && p.series.every((s) => !s.points)) return lo < hi ? { min: lo, max: hi } : { min: lo - pad, max: hi + pad };
  return { min: which === 'y' && !p.y.log && lo >= 0 && lo < (hi - lo) * 0.5 ? 0 : lo - pad, max: hi + pad };
}

function picture(values, width, height, map, alpha) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  colour(canvas, values, map, alpha);
  if (alpha) canvas.className = 'complex';
  return canvas;
}

// laid is a canvas below the drawing, which has the size W x H.
function laid(canvas, x, y, w, h, W, H) {
  Object.assign(canvas.style, { left: `${(100 * x) / W}%`, top: `${(100 * y) / H}%`, width: `${(100 * w) / W}%`, height: `${(100 * h) / H}%` });
  canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}
