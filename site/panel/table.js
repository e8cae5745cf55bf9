// The numbers of a panel, as tables and as CSV.

import { engineSays, number } from '../i18n.js';
import { scalable } from '../units.js';
import { brief, named, shown } from './words.js';

const most = 400; // rows of one curve; of longer ones, every so manieth

/** The tables of a panel: one, or one for all curves of the same x. */
export function table(p) {
  if (p.shape === 'bars') return [made(['', named(p.y)], p.names.map((n, i) => [engineSays(n), shown(p.series[0].y[i], p.y, 5)]))];
  if (p.shape === 'grid') {
    const rows = p.names.slice(p.nx).map((n, i) => [engineSays(n), ...Array.from(p.series[0].y.subarray(i * p.nx, (i + 1) * p.nx), (v) => number(v, 5))]);
    return [made(['', ...p.names.slice(0, p.nx).map(engineSays)], rows)];
  }
  return together(p.series).map((all) => {
    const [{ x, points }] = all, stride = Math.ceil(x.length / most) || 1;
    const rows = Array.from(x, (v, i) => [shown(v, p.x, 5), ...all.map((s) => shown(s.y[i], p.y, 5))]).filter((_, i) => i % stride === 0 || i === x.length - 1);
    return made([named(p.x), ...all.map((s) => engineSays(s.name) || named(p.y))], rows, points && all.length === 1 ? engineSays(all[0].name) : '');
  });
}

/** The numbers of a panel as CSV, lengths in metres: a column a curve, or a row a number. */
export function asCSV(p) {
  const digits = (v) => (Number.isFinite(v) ? String(Number(v.toPrecision(7))) : ''); // what a float32 carries
  const word = (text) => text.split(':')[0].trim().replace(/\W+/g, '_') || 'value';
  const head = ({ label, unit }) => [word(label), scalable.has(unit) ? unit : ''].filter(Boolean).join('_');
  const lines = (rows) => `${rows.map((r) => r.join(',')).join('\n')}\n`;
  if (p.shape === 'bars') return lines([['name', word(p.y.label)], ...p.names.map((n, i) => [word(n), digits(p.series[0].y[i])])]);
  if (p.shape === 'grid') return lines([['', ...p.names.slice(0, p.nx).map(word)], ...p.names.slice(p.nx).map((n, i) => [word(n), ...Array.from(p.series[0].y.subarray(i * p.nx, (i + 1) * p.nx), digits)])]);
  const groups = together(p.series);
  if (groups.length === 1) return lines([[head(p.x), ...groups[0].map((s) => word(s.name))], ...Array.from(groups[0][0].x, (x, i) => [x, ...groups[0].map((s) => s.y[i])].map(digits))]);
  return lines([['series', head(p.x), head(p.y)], ...p.series.flatMap((s) => Array.from(s.x, (x, i) => [word(s.name), digits(x), digits(s.y[i])]))]);
}

// together are series in groups that have the same x.
function together(series) {
  const groups = [];
  for (const s of series) {
    const same = groups.find(([o]) => !s.points && o.points === s.points && o.x.length === s.x.length && o.x.every((v, i) => v === s.x[i]));
    if (same) same.push(s);
    else groups.push([s]);
  }
  return groups;
}

function made(head, rows, caption) {
  const out = document.createElement('table');
  if (caption) out.createCaption().textContent = caption;
  const top = out.createTHead().insertRow();
  for (const k of head) top.append(Object.assign(document.createElement(k ? 'th' : 'td'), k ? { scope: 'col', textContent: k } : {}));
  const body = out.createTBody();
  for (const r of rows) {
    const row = body.insertRow();
    for (const v of r) row.insertCell().textContent = v;
  }
  return out;
}
