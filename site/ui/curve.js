// The learning curve: loss and accuracy over steps, as a drawing and as a table.

import { engineSays, number, percent, t } from '../i18n.js';

const NS = 'http://www.w3.org/2000/svg';
let W = 420, H = 130; // of one plot, CSS pixels
let left, right, top, bottom, em; // margins and a measure of the type, CSS pixels

export function startCurve() {
  const box = document.getElementById('curve'), tableBox = document.getElementById('curve-table');
  const details = tableBox.closest('details');
  let points = [], tests = [], from = 'none', tells, asked = 0, drawn = '';
  const ask = () => { asked ||= requestAnimationFrame(draw); };
  details.addEventListener('toggle', ask);
  new ResizeObserver(ask).observe(box);

  function draw() {
    asked = 0;
    if (points.length === 0) return empty();
    drawn = 'plot';
    em = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    [left, right, top, bottom] = [40, 14, 24, 20].map((v) => v * em);
    W = Math.max(220, box.clientWidth);
    H = Math.round(Math.max(112 * em, Math.min(W * 0.42, 190)));
    const last = points.at(-1), steps = [points[0].step - 1, Math.max(last.step, points[0].step + 9)];
    const losses = points.filter((p) => Number.isFinite(p.loss)).map((p) => [p.step, p.loss]); // infinite where no light comes
    const loss = plot(name(0), steps, nice(Math.max(0, ...losses.map(([, y]) => y)) || 1), losses, 'loss', []);
    const accuracy = plot(tells ? name(1) : t(tests.length ? 'curve.both' : 'curve.accuracy'), steps, 100, points.map((p) => [p.step, 100 * p.accuracy]), 'accuracy', tests.map((x) => [x.step, 100 * x.accuracy]));
    const words = t(tells ? 'curve.told' : 'curve.text', { name: name(0), right: tells && engineSays(tells[1]), loss: number(last.loss), accuracy: percent(last.accuracy), step: last.step, first: number(points[0].loss) });
    for (const [svg, y] of [[loss, 0], [accuracy, H]]) svg.setAttribute('transform', `translate(0 ${y})`);
    const svg = node('svg', { viewBox: `0 0 ${W} ${2 * H + 16 * em}`, role: 'img', 'aria-label': words });
    svg.append(loss, accuracy, label(t('curve.step'), W - right, 2 * H + 12 * em, 'end'));
    box.replaceChildren(svg);
    if (details.open) table();
  }

  // What the loss is, and what is right in a batch.
  const name = (i) => (tells ? engineSays(tells[i]) + (i ? ', %' : '') : t(i ? 'curve.batch' : 'curve.loss'));

  function empty() {
    const state = `empty ${from}`;
    if (drawn === state) return;
    drawn = state;
    const words = document.createElement('p');
    words.className = 'note';
    words.textContent = t(from === 'none' ? 'curve.emptyNew' : from === 'shipped' ? 'curve.empty' : 'curve.emptyOwn');
    box.replaceChildren(words);
    tableBox.replaceChildren();
  }

  function table() {
    const stride = Math.ceil(points.length / 20);
    const rows = points.filter((p, i) => i % stride === 0 || i === points.length - 1);
    const out = document.createElement('table');
    const head = out.createTHead().insertRow();
    for (const textContent of [t('curve.step'), name(0), name(1), t('curve.test')]) head.append(Object.assign(document.createElement('th'), { scope: 'col', textContent }));
    const body = out.createTBody();
    for (const p of rows) {
      const row = body.insertRow();
      const test = tests.findLast((x) => x.step === p.step);
      for (const v of [p.step, number(p.loss), number(100 * p.accuracy), test ? number(100 * test.accuracy) : '']) row.insertCell().textContent = v;
    }
    tableBox.replaceChildren(out);
  }

  return {
    /** Shows points (metrics replies), tests, where the masks are from, and what is told in place of loss and accuracy. */
    show(newPoints, newTests, masksFrom, newTells) {
      points = newPoints.filter((p) => !p.measure);
      tests = newTests;
      from = masksFrom;
      tells = newTells;
      ask();
    },
  };
}

function plot(title, [x0, x1], yMax, values, name, dots) {
  const g = node('g', {});
  const px = (x) => left + ((x - x0) / (x1 - x0)) * (W - left - right);
  const py = (y) => top + (1 - Math.min(1, y / yMax)) * (H - top - bottom);
  g.append(label(title, 0, 13 * em, 'start', 'title'));
  for (let i = 0; i <= 2; i++) {
    const y = (yMax * i) / 2;
    g.append(node('line', { class: i ? 'grid' : 'axis', x1: left, x2: W - right, y1: py(y), y2: py(y) }), label(number(y), left - 6, py(y) + 4 * em, 'end'));
  }
  const every = nice((x1 - x0) / 4, true);
  for (let x = Math.ceil(x0 / every) * every; x <= x1; x += every) g.append(label(number(x, 6), px(x), H - 4 * em, 'middle'));
  const thin = values.length > 400 ? values.filter((_, i) => i % Math.ceil(values.length / 400) === 0) : values;
  const path = (list) => list.map(([x, y], i) => `${i ? 'L' : 'M'}${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join('');
  g.append(node('path', { class: `raw ${name}`, d: path(thin) }), node('path', { class: `mean ${name}`, d: path(smooth(values)) }));
  if (values.length === 1) g.append(node('circle', { class: `mean ${name}`, cx: px(values[0][0]), cy: py(values[0][1]), r: 1.5 })); // which is no line yet
  for (const [x, y] of dots) g.append(node('circle', { class: 'measured', cx: px(x), cy: py(y), r: 4 }));
  return g;
}

// smooth is a running mean over a twentieth of the curve, at most 400 points of it.
function smooth(values) {
  const half = Math.max(1, Math.round(values.length / 40)), stride = Math.ceil(values.length / 400);
  const sums = [0];
  for (const [, y] of values) sums.push(sums.at(-1) + y);
  const out = [];
  for (let i = 0; i < values.length; i += stride) {
    const a = Math.max(0, i - half), b = Math.min(values.length, i + half + 1);
    out.push([values[i][0], (sums[b] - sums[a]) / (b - a)]);
  }
  return out;
}

// nice is the next 1, 2 or 5 times a power of ten, a whole number if asked.
function nice(x, whole = false) {
  const p = 10 ** Math.floor(Math.log10(Math.max(x, 1e-9)));
  const n = [1, 2, 5, 10].find((k) => k * p >= x * 0.999) * p;
  return whole ? Math.max(1, Math.round(n)) : n;
}

export function node(tag, attributes) {
  const el = document.createElementNS(NS, tag);
  for (const [k, v] of Object.entries(attributes)) el.setAttribute(k, v);
  return el;
}

export function label(text, x, y, anchor, name = '') {
  const el = node('text', { x, y, 'text-anchor': anchor, class: name, direction: 'ltr' });
  el.textContent = text;
  return el;
}
