// Panels of named numbers: a bar a name, or a table whose cells are the darker the larger.

import { engineSays, number } from '../i18n.js';
import { label, node } from '../ui/curve.js';
import { letters, shown } from './words.js';

/** Draws a panel of the shape bars in a place of the page: from 0, to both sides where values are below 0. */
export function drawBars(place, p, em, words) {
  const [{ y, class: one }] = p.series, pitch = 24 * em, W = Math.max(200 * em, place.clientWidth);
  const names = Math.min(W * 0.4, Math.max(...p.names.map((n) => letters(engineSays(n))), 1) * 7.2 * em + 10 * em), digits = 62 * em;
  const good = Array.from(y).filter(Number.isFinite);
  const [lo, top] = p.y.min !== p.y.max ? [p.y.min, p.y.max] : [Math.min(0, ...good), Math.max(0, ...good)], hi = top > lo ? top : lo + 1;
  const px = (v) => names + ((Math.max(lo, Math.min(hi, v)) - lo) / (hi - lo)) * (W - names - digits);
  const svg = node('svg', { viewBox: `0 0 ${W} ${pitch * p.names.length}`, role: 'img', 'aria-label': words });
  p.names.forEach((name, i) => {
    const at = pitch * (i + 0.5), [from, to] = [px(0), px(y[i])].toSorted((a, b) => a - b);
    svg.append(label(cut(engineSays(name), (names - 10 * em) / (7.2 * em)), names - 8 * em, at + 4 * em, 'end'), node('rect', { class: 'empty', x: names, y: at - 6 * em, width: W - names - digits, height: 12 * em }));
    if (to > from) svg.append(node('rect', { class: `series s${Math.max(0, one) % 8}`, x: from, y: at - 6 * em, width: to - from, height: 12 * em }));
    svg.append(label(shown(y[i], p.y), W, at + 4 * em, 'end'));
  });
  place.replaceChildren(svg);
}

/** Draws a panel of the shape grid. */
export function drawGrid(place, p, em, words) {
  const [{ y }] = p.series, W = Math.max(200 * em, place.clientWidth), columns = p.names.slice(0, p.nx), rows = p.names.slice(p.nx);
  const left = Math.min(W * 0.4, Math.max(...rows.map((n) => letters(engineSays(n)))) * 7.2 * em + 10 * em);
  const side = Math.min((W - left) / p.nx, 64 * em), tall = Math.min(Math.max(side, 18 * em), 26 * em), top = 20 * em;
  const most = Math.max(...Array.from(y, Math.abs).filter(Number.isFinite), 0) || 1;
  const svg = node('svg', { viewBox: `0 0 ${W} ${top + tall * p.ny}`, role: 'img', 'aria-label': words });
  columns.forEach((name, i) => svg.append(label(cut(engineSays(name), side / (8.4 * em)), left + side * (i + 0.5), 13 * em, 'middle')));
  rows.forEach((name, i) => svg.append(label(cut(engineSays(name), left / (7.2 * em) - 1), left - 8 * em, top + tall * (i + 0.5) + 4 * em, 'end')));
  y.forEach((v, i) => {
    const x = left + side * (i % p.nx), at = top + tall * Math.floor(i / p.nx);
    const strength = Number.isFinite(v) ? Math.sqrt(Math.abs(v) / most) : 0;
    svg.append(node('rect', { class: `series s${v < 0 ? 1 : 0}`, x: x + 1, y: at + 1, width: side - 2, height: tall - 2, 'fill-opacity': (0.06 + 0.5 * strength).toFixed(2) }));
    const text = Number.isFinite(v) ? number(v) : '–';
    if (side > 7 * em * text.length) svg.append(label(text, x + side / 2, at + tall / 2 + 4 * em, 'middle', 'level'));
  });
  place.replaceChildren(svg);
}

// cut is as much of a text as fits into so many letters.
const cut = (text, most) => (letters(text) <= most + 0.01 ? text : `${text.slice(0, Math.max(1, Math.floor((most * text.length) / letters(text)) - 1))}…`);
