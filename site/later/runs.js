// Two runs side by side: one is kept as it stands, another is made with something changed,
// and both curves share a plot, with the difference of their scores. A reload loses neither.

import { engineSays, engineText, list, number, percent, sentences } from '../i18n.js';
import { label, node } from '../ui/curve.js';
import { format } from '../units.js';
import { changes, difference, thinned, upTo } from './compare.js';
import { keepRun, keptRun } from './keptrun.js';
import { element } from './parts.js';
import { w } from './words.js';

const H = 130; // CSS pixels of one plot

/** Adds it below the learning curve. */
export function startRuns(session) {
  const keep = element('button', { type: 'button', className: 'quiet', id: 'runs-keep', textContent: w('runs.keep') });
  const drop = element('button', { type: 'button', className: 'quiet', id: 'runs-drop', textContent: w('runs.drop'), hidden: true });
  const plot = element('div', { className: 'runs-plot', id: 'runs-plot' }), said = element('p', { className: 'note', id: 'runs-said', textContent: w('runs.how') });
  said.setAttribute('role', 'status');
  const box = element('details', { className: 'ruler', id: 'runs' }, element('summary', { textContent: w('runs.title') }), element('div', { className: 'row' }, keep, drop), plot, said);
  document.querySelector('.curves').append(box);
  let kept = null, asked = 0, safe = true; // safe tells whether a reload would bring the kept run back

  const now = () => ({
    preset: session.preset, params: session.ready.params.map(({ name, label: l, unit, value, kind }) => ({ name, label: l, unit, value, kind })),
    points: session.points.filter((p) => !p.measure), test: session.tests.at(-1) ?? null, masksFrom: session.masksFrom,
  });
  function hold(run) {
    kept = run;
    safe = false;
    keepRun(run).then(() => { if (kept === run) safe = true; }, () => {}); // the browser asks before it is lost
  }
  addEventListener('beforeunload', (e) => { if (kept && !safe) e.preventDefault(); });
  const enough = () => session.ready && (session.points.some((p) => !p.measure) || session.tests.length > 0);

  function draw() {
    asked = 0;
    keep.disabled = !enough();
    drop.hidden = !kept;
    if (!kept || !box.open) return;
    const run = now();
    said.textContent = text(kept, run);
    plot.replaceChildren(curves(kept, run), legend());
  }

  // text says what differs, and by how much the runs do.
  function text(a, b) {
    const out = [], other = a.preset === b.preset ? changes(a.params, b.params) : [];
    if (a.preset !== b.preset) out.push(w('runs.preset', { was: engineText(`preset.${a.preset}`, a.preset), is: engineText(`preset.${b.preset}`, b.preset) }));
    else if (other.length) out.push(w('runs.changed', { list: list(other.map(({ name, was, is }) => `${engineText(name, b.params.find((p) => p.name === name)?.label ?? name)} ${shown(b, name, was)} → ${shown(b, name, is)}`)) }));
    else out.push(w('runs.same'));
    const step = Math.min(a.points.at(-1)?.step ?? 0, b.points.at(-1)?.step ?? 0), losses = step ? [a, b].map((r) => upTo(r.points, step, 'loss')) : [null];
    if (losses.every((x) => x !== null)) out.push(w('runs.loss', { step: number(step, 9), was: number(losses[0]), is: number(losses[1]) }));
    if (a.test && b.test) {
      const { d, low, high } = difference(a.test, b.test), points = (x) => number(Math.round(1000 * x) / 10, 4);
      out.push(w('runs.scores', { was: percent(a.test.accuracy, 1), is: percent(b.test.accuracy, 1), count: number(b.test.count, 9), d: `${d > 0 ? '+' : ''}${points(d)}`, low: points(low), high: points(high) }));
      out.push(w(low > 0 || high < 0 ? 'runs.sure' : 'runs.unsure'));
      if (a.test.count !== b.test.count) out.push(w('runs.counts', { was: number(a.test.count, 9) }));
    } else out.push(w('runs.measure', { which: list([a.test ? '' : w('runs.kept'), b.test ? '' : w('runs.now')].filter(Boolean)) }));
    return sentences(...out);
  }
  const shown = (run, name, value) => {
    const p = run.params.find((x) => x.name === name), v = Number(value);
    if (value === null) return '–';
    if ((p?.kind !== 'float' && p?.kind !== 'int') || Number.isNaN(v)) return value;
    return p.unit ? format(v, p.unit, 3) : number(v, 6);
  };

  function curves(a, b) {
    const W = Math.max(220, plot.clientWidth); // as wide as its place, so that its type is not scaled
    const svg = node('svg', { viewBox: `0 0 ${W} ${2 * H}`, role: 'img', 'aria-label': said.textContent });
    const most = Math.max(10, ...[a, b].map((r) => r.points.at(-1)?.step ?? 0));
    const told = (a.preset === b.preset && session.ready?.tells?.map(engineSays)) || [w('runs.lossTitle'), w('runs.accuracyTitle')];
    for (const [i, key, title] of [[0, 'loss', told[0]], [1, 'accuracy', told[1]]]) {
      const lines = [a, b].map((r) => thinned(r.points, key)), top = key === 'loss' ? Math.max(1e-9, ...lines.flat().map(([, v]) => v)) : 1;
      const x = (s) => 40 + (s / most) * (W - 54), y = (v) => i * H + 24 + (1 - v / top) * (H - 44);
      svg.append(label(title, 0, i * H + 13, 'start', 'title'));
      for (const v of [0, 0.5, 1]) svg.append(node('line', { class: v ? 'grid' : 'axis', x1: 40, x2: W - 14, y1: y(v * top), y2: y(v * top) }), label(key === 'loss' ? number(v * top, 2) : percent(v), 36, y(v * top) + 4, 'end'));
      lines.forEach((line, k) => svg.append(node('path', { class: k ? 'now' : 'kept', d: line.map(([s, v], j) => `${j ? 'L' : 'M'}${x(s).toFixed(1)} ${y(v).toFixed(1)}`).join('') })));
      if (i) [a, b].forEach((r, k) => { if (r.test) svg.append(node('circle', { class: k ? 'now' : 'kept', cx: x(r.test.step ?? 0), cy: y(r.test.accuracy), r: 4 })); });
      svg.append(label(number(most, 9), W - 14, (i + 1) * H - 4, 'end'), label('0', 40, (i + 1) * H - 4, 'middle'));
    }
    return svg;
  }
  function legend() {
    const key = (name) => {
      const svg = node('svg', { viewBox: '0 0 28 8', width: 28, height: 8, 'aria-hidden': 'true' });
      svg.append(node('path', { class: name, d: 'M0 4H28' }));
      return element('span', {}, svg, w(`runs.${name}`));
    };
    return element('p', { className: 'note runs-legend' }, key('kept'), key('now'), w('runs.dot'));
  }

  keep.addEventListener('click', () => {
    hold(now());
    draw();
  });
  drop.addEventListener('click', () => {
    hold(null);
    plot.replaceChildren();
    said.textContent = w('runs.how');
    draw();
    keep.focus();
  });
  const ask = () => { asked ||= requestAnimationFrame(draw); };
  for (const e of ['metrics', 'tests', 'ready', 'set', 'masks', 'opened', 'resumed']) session.on(e, ask);
  box.addEventListener('toggle', ask);
  draw();
  keptRun().then((back) => {
    if (!back || kept || !safe) return; // another was kept meanwhile
    kept = back.run;
    box.open ||= back.mine;
    draw();
  }, () => {}); // nothing can be kept here
}
