// The light along the middle of the screen, and the closed form drawn over it.

import { engineSays, number, percent, t } from '../i18n.js';
import { save } from '../later/save.js';
import { say } from '../ui/say.js';
import { format } from '../units.js';
import { label, node } from '../ui/curve.js';

const left = 40, right = 14, bottom = 34;

/** The light of a profile reply as CSV: x in metres, intensities relative to the incident light. */
export function lightAsCSV(p) {
  const digits = (v) => String(Number(v.toPrecision(7))); // what a float32 carries
  const rows = Array.from(p.x, (x, i) => [x, p.simulated[i], p.closed[i]].map(digits).join(','));
  return `x_m,simulated,closed_form\n${rows.join('\n')}\n`;
}

/** Draws the profile replies of basic experiments; name() is that of a file for them. */
export function startProfile(name) {
  const point = document.getElementById('profile-point'), csv = document.getElementById('save-light');
  csv.addEventListener('click', () => {
    save(name(), lightAsCSV(p), 'text/csv');
    say(t('take.saved', { name: name() }));
  });
  const box = document.getElementById('profile'), tableBox = document.getElementById('profile-table');
  const details = tableBox.closest('details');
  let p = null, asked = 0;
  const ask = () => { if (p) asked ||= requestAnimationFrame(draw); };
  details.addEventListener('toggle', ask);
  new ResizeObserver(ask).observe(box);

  function draw() {
    asked = 0;
    const W = Math.max(240, box.clientWidth), H = Math.round(Math.max(170, Math.min(W * 0.46, 300)));
    const n = p.x.length, x0 = p.x[0], x1 = p.x[n - 1];
    const most = Math.max(...p.simulated, ...p.closed);
    const high = nice(most, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]);
    const narrow = W < 420, top = narrow ? 42 : 26;
    const px = (x) => left + ((x - x0) / (x1 - x0)) * (W - left - right);
    const py = (y) => top + (1 - y / high) * (H - top - bottom);
    const svg = node('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': t('profile.text', { most: number(most), half: format(-x0, 'm', 3) }) });
    svg.append(...(narrow ? [] : [label(t('profile.intensity'), 0, 13, 'start', 'title')]), ...legend(W, narrow));
    for (let i = 0; i <= 2; i++) {
      const y = (high * i) / 2;
      svg.append(node('line', { class: i ? 'grid' : 'axis', x1: left, x2: W - right, y1: py(y), y2: py(y) }), label(number(y), left - 6, py(y) + 4, 'end'));
    }
    const step = nice(-x0 / (narrow ? 2.9 : 3.9));
    for (let k = -Math.floor(-x0 / step); k * step <= x1; k++) {
      const x = k * step;
      svg.append(node('line', { class: 'axis', x1: px(x), x2: px(x), y1: py(0), y2: py(0) + 4 }), label(x === 0 ? '0' : format(x, 'm', 3), px(x), H - 17, 'middle'));
    }
    svg.append(label('x', W - right, H - 2, 'end'));
    const path = (v) => Array.from(v, (y, i) => `${i ? 'L' : 'M'}${px(p.x[i]).toFixed(1)} ${py(y).toFixed(1)}`).join('');
    svg.append(node('path', { class: 'simulated', d: path(p.simulated) }), node('path', { class: 'closed', d: path(p.closed) }));
    const cursor = node('line', { class: 'grid', y1: py(high), y2: py(0), visibility: 'hidden' });
    svg.append(cursor);
    svg.addEventListener('pointermove', (e) => {
      const r = svg.getBoundingClientRect();
      const x = x0 + (((e.clientX - r.left) * (W / r.width) - left) / (W - left - right)) * (x1 - x0);
      const i = nearest(x);
      for (const k of ['x1', 'x2']) cursor.setAttribute(k, px(p.x[i]));
      cursor.setAttribute('visibility', 'visible');
      point.textContent = t('profile.point', { x: format(p.x[i], 'm', 4), simulated: number(p.simulated[i], 4), closed: number(p.closed[i], 4) });
    });
    svg.addEventListener('pointerleave', () => {
      cursor.setAttribute('visibility', 'hidden');
      point.textContent = t('profile.hover');
    });
    point.textContent = t('profile.hover');
    csv.disabled = false;
    box.replaceChildren(svg);
    if (details.open) table();
  }

  // nearest is the sample next to x, which they go through evenly.
  const nearest = (x) => Math.max(0, Math.min(p.x.length - 1, Math.round(((x - p.x[0]) / (p.x.at(-1) - p.x[0])) * (p.x.length - 1))));

  // legend names the two lines, at the right of the title or, where there is none, one below the other.
  function legend(W, narrow) {
    const out = [];
    let x = W - right, y = 9;
    for (const k of ['closed', 'simulated']) {
      const text = t(`profile.${k}`, { formula: engineSays(p.formula) });
      const wide = text.length * 6.4 + 26;
      out.push(node('path', { class: k, d: `M${x - wide} ${y}h20` }), label(text, x - wide + 25, y + 4, 'start'));
      if (narrow) y += 17;
      else x -= wide + 12;
    }
    return out;
  }

  function table() {
    const out = document.createElement('table');
    const head = out.createTHead().insertRow();
    for (const k of ['x', t('profile.simulated'), t('profile.closed', { formula: engineSays(p.formula) })]) head.append(Object.assign(document.createElement('th'), { scope: 'col', textContent: k }));
    const body = out.createTBody();
    for (let i = 0; i < p.x.length; i++) {
      const row = body.insertRow();
      for (const v of [format(p.x[i], 'm', 5), number(p.simulated[i], 5), number(p.closed[i], 5)]) row.insertCell().textContent = v;
    }
    tableBox.replaceChildren(out);
  }

  const off = () => (p.off < 5e-5 ? `< ${percent(1e-4, 2)}` : percent(p.off, 2));

  return {
    /** Shows a profile reply, and returns it in words. */
    show(reply) {
      p = reply;
      const words = `${engineSays(p.note)} ${t('profile.off', { off: off() })}`;
      document.getElementById('profile-note').textContent = `${t('profile.off', { off: off() })} ${t('profile.method', { method: engineSays(p.method) })}`;
      ask();
      return words;
    },
  };
}

// nice is the next of some round numbers times a power of ten.
function nice(x, steps = [1, 2, 5, 10]) {
  const p = 10 ** Math.floor(Math.log10(Math.max(x, 1e-12)));
  return (steps.find((k) => k * p >= x * 0.999) ?? 10) * p;
}
