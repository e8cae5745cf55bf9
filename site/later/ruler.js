// Probe, ruler and line through the plane that is shown close up: two points, by pointer or
// by keys, the values at them and the way between, and the light along a row or a column with
// the closed form beside it where there is one.

import { readFrame } from '../frame.js';
import { number } from '../i18n.js';
import { format } from '../units.js';
import { element } from './parts.js';
import { theory } from './theory.js';
import { w } from './words.js';

/** Where sample (i, j) of a plane lies, in m from the middle; j counts from the top, y upwards. */
export const place = ({ nx, ny, pitch }, [i, j]) => [(i - Math.floor(nx / 2)) * pitch, (Math.floor(ny / 2) - j) * pitch];

/** What a plane has at a sample: amplitude and intensity as shares of its brightest, phase of its element in rad; null for what it has not. */
export function valueAt(plane, [i, j]) {
  const k = j * plane.nx + i, a = plane.intensity ? plane.intensity[k] / 255 : null;
  return { amplitude: a, intensity: a === null ? null : a * a, phase: plane.phase ? (plane.phase[k] / 256) * 2 * Math.PI : null, passes: plane.amplitude ? plane.amplitude[k] / 255 : null };
}

/** The samples of a line through point, along x or y: their place in m and values. */
export function line(plane, point, along) {
  return Array.from({ length: along === 'x' ? plane.nx : plane.ny }, (_, k) => {
    const at = along === 'x' ? [k, point[1]] : [point[0], k];
    return { at: place(plane, at), ...valueAt(plane, at) };
  });
}

/** Adds it to the close view of a plane. */
export function startRuler(session) {
  let frame = null, plane = null;
  const whole = (of) => { const e = element('input', { type: 'number', min: 0, step: 1, id: `ruler-${of}` }); e.setAttribute('aria-label', w('ruler.at', { point: of[0].toUpperCase(), axis: of[1] })); return e; };
  const inputs = ['ax', 'ay', 'bx', 'by'].map(whole);
  const along = element('select', { id: 'ruler-along' }, new Option(w('ruler.row'), 'x'), new Option(w('ruler.column'), 'y'));
  along.setAttribute('aria-label', w('ruler.along'));
  const said = element('p', { className: 'note', id: 'ruler-said' }), plot = element('div', { className: 'ruler-plot' });
  said.setAttribute('aria-live', 'polite');
  const point = (name, k) => element('span', {}, `${name} `, inputs[k], inputs[k + 1]);
  const box = element('details', { className: 'ruler', id: 'ruler' }, element('summary', { textContent: w('ruler.title') }),
    element('p', { className: 'note', textContent: w('ruler.how') }), element('div', { className: 'ruler-points' }, point('A', 0), point('B', 2), along), said, plot);
  box.name = 'plane-tools'; // one of them takes the pointer
  document.getElementById('plane-note').after(box);

  const points = () => [0, 2].map((k) => [0, 1].map((d) => Math.max(0, Math.min(d ? plane.ny - 1 : plane.nx - 1, Math.round(Number(inputs[k + d].value)) || 0))));

  function draw() {
    const k = Number(document.querySelector('#plane-tabs input:checked')?.value);
    if (!box.open || !frame?.planes[k]) return;
    const was = plane;
    plane = frame.planes[k];
    inputs.forEach((e, i) => {
      const n = i % 2 ? plane.ny : plane.nx;
      e.max = n - 1;
      if (!was || was.nx !== plane.nx || was.ny !== plane.ny) e.value = i < 2 ? n >> 1 : i === 2 ? (3 * n) >> 2 : n >> 1;
    });
    const [a, b] = points(), [p, q] = [a, b].map((x) => place(plane, x));
    const values = (name, at, v) => w('ruler.value', { name, x: format(at[0], 'm', 3), y: format(at[1], 'm', 3), values: Object.entries(v).filter(([, x]) => x !== null).map(([key, x]) => w(`ruler.${key}`, { value: number(x, 3) })).join(', ') });
    said.textContent = [values('A', p, valueAt(plane, a)), values('B', q, valueAt(plane, b)), w('ruler.distance', { value: format(Math.hypot(p[0] - q[0], p[1] - q[1]), 'm', 4) })].join(' ');
    const samples = line(plane, a, along.value), param = (name) => Number(session.ready.params.find((x) => x.name === name).value);
    const form = k === frame.planes.length - 1 && plane.intensity ? theory(session.preset, param, frame.planes) : null;
    let curve = form && samples.map((s) => form(...s.at));
    if (curve) { // both with their brightest place as 1, as the picture has it
      const most = Math.max(...line(plane, [plane.nx >> 1, plane.ny >> 1], 'x').map((s) => form(...s.at)));
      curve = curve.map((v) => v / most);
    }
    show(samples, curve);
  }

  function show(samples, curve) {
    const path = ([...ys], name) => {
      if (ys.length === 1) ys.push(ys[0]); // a single sample is as wide as the line
      return `<path class="${name}" d="${ys.map((v, i) => `${i ? 'L' : 'M'}${((i / (ys.length - 1)) * 300).toFixed(1)} ${(104 - 100 * v).toFixed(1)}`).join('')}"/>`;
    };
    const light = samples[0].intensity !== null, phase = samples[0].phase !== null;
    const off = curve && light ? Math.sqrt(samples.reduce((s, v, i) => s + (v.intensity - curve[i]) ** 2, 0) / samples.length) : null;
    const words = [light && w('ruler.light'), phase && w('ruler.turn'), off !== null && w('ruler.theory', { off: number(100 * off, 2) })].filter(Boolean).join('; ');
    plot.innerHTML = `<svg viewBox="-2 0 304 108" role="img" preserveAspectRatio="none"><path class="axis" d="M0 104H300"/>${phase ? path(samples.map((s) => s.phase / (2 * Math.PI)), 'turn') : ''}${light ? path(samples.map((s) => s.intensity), 'light') : ''}${off !== null ? path(curve, 'theory') : ''}</svg>`;
    plot.firstChild.setAttribute('aria-label', words);
    plot.dataset.off = off ?? '';
    plot.append(element('p', { className: 'note', textContent: words }));
  }

  document.getElementById('plane-pictures').addEventListener('click', (e) => {
    if (!box.open || !plane || !e.target.matches('canvas.map')) return;
    const r = e.target.getBoundingClientRect(), k = e.shiftKey ? 2 : 0;
    inputs[k].value = Math.floor(((e.clientX - r.left) / r.width) * plane.nx);
    inputs[k + 1].value = Math.floor(((e.clientY - r.top) / r.height) * plane.ny);
    draw();
  });
  session.on('frame', ({ bytes }) => { if (box.open) { frame = readFrame(bytes.slice()); draw(); } });
  box.addEventListener('toggle', () => { if (box.open) session.showAgain(); });
  box.addEventListener('input', draw);
  document.getElementById('plane-tabs').addEventListener('change', draw);
}
