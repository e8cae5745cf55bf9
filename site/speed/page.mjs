// The benchmark page: choices, the table, and the results to take away.

import { installed, rivals } from './contender.mjs';
import { cases, run, suites } from './run.mjs';

const $ = (id) => document.getElementById(id);
const events = [];
let stopping = false, running = false;

const named = (id) => rivals.find((r) => r.id === id)?.name ?? id;

/** An element with text and attributes. */
function make(tag, text, attributes = {}) {
  const e = document.createElement(tag);
  e.textContent = text;
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  return e;
}

function choice(name, value, label, note, checked, disabled) {
  const box = make('label', '', { class: 'choice' });
  const input = make('input', '', { type: 'checkbox', name, value });
  input.checked = checked && !disabled;
  input.disabled = disabled;
  const text = make('span', label);
  if (note) text.append(' ', make('small', note));
  box.append(input, text);
  return box;
}

const chosen = (name) => [...document.querySelectorAll(`input[name="${name}"]:checked`)].map((e) => e.value);

const units = [[1, 's'], [1e-3, 'ms'], [1e-6, 'µs'], [1e-9, 'ns']];
function time(s) {
  const [size, unit] = units.find(([u]) => s >= u) ?? units.at(-1);
  return { size, unit, text: `${digits(s / size)} ${unit}` };
}
const digits = (v) => (v >= 100 ? v.toFixed(0) : v >= 10 ? v.toFixed(1) : v.toFixed(2));

// Within 3 % is level.
const LEVEL = 1.03;
const verdict = (r) => (r < 1 / LEVEL ? `${digits(1 / r)} × as fast as` : r <= LEVEL ? 'level with' : `${digits(r)} × as slow as`);

let body, lastCase;
function show(e) {
  if (e.event === 'machine') {
    const copy = e.limits.copy.map(({ bytes, rate }) => `${bytes >= 2 ** 20 ? `${bytes / 2 ** 20} MiB` : `${bytes / 2 ** 10} KiB`} ${(rate / 1e9).toFixed(0)}`);
    $('machine').textContent = `Limit of one thread here: ${(e.limits.flops / 1e9).toFixed(1)} GFLOP/s (${e.limits.how}); copies ${copy.join(', ')} GB/s.`;
  } else if (e.event === 'skipped') {
    $('notes').append(make('li', `${e.name} is left out: ${e.why}.`));
  } else if (e.event === 'note') {
    $('notes').append(make('li', `${e.text}.`));
  } else if (e.event === 'row') {
    row(e);
  } else if (e.event === 'done') {
    say(`${e.rows} rows in ${e.seconds.toFixed(0)} s${e.stopped ? ', stopped early' : ''}.`);
  }
}

function row(e) {
  if (body?.dataset.suite !== e.suite) {
    const table = $('table').content.cloneNode(true);
    table.querySelector('caption').textContent = `${suites[e.suite].title}: ${suites[e.suite].about}`;
    table.querySelector('.per').textContent = `a ${e.unit}`;
    body = table.querySelector('tbody');
    body.dataset.suite = e.suite;
    lastCase = '';
    $('results').append(table);
  }
  const t = time(e.time.median), ours = e.by === 'talbot';
  const tr = make('tr', '', ours ? { class: e.case === lastCase ? 'ours' : 'ours first' } : e.case === lastCase ? {} : { class: 'first' });
  const head = make('th', e.case === lastCase ? '' : e.case.replace('x', ' × '), { scope: 'row' });
  if (e.case === lastCase) head.append(make('span', e.case, { class: 'hidden' }));
  lastCase = e.case;
  const who = make('td', ours ? `Talbot, ${e.variant}` : named(e.by), { class: 'who' });
  if (e.note) who.append(' ', make('small', e.note));
  const vs = make('td', '', { class: 'who' });
  if (ours) {
    for (const [id, r] of Object.entries(e.ratio)) {
      vs.append(make('span', `${verdict(r.median)} ${named(id)}`, { class: r.median <= LEVEL ? 'win' : 'lose' }));
    }
  }
  tr.append(head, who, make('td', t.text), make('td', `${digits(e.time.min / t.size)} to ${digits(e.time.max / t.size)}`),
    make('td', e.gflop_per_s.toFixed(1)), make('td', e.gb_per_s.toFixed(1)), make('td', `${(100 * e.limit_share).toFixed(0)} %`), vs);
  body.append(tr);
}

const say = (text) => { $('status').textContent = text; };

async function start() {
  if (running) return;
  running = true;
  stopping = false;
  body = undefined;
  events.length = 0;
  $('results').replaceChildren();
  $('notes').replaceChildren();
  $('start').disabled = true;
  $('stop').disabled = false;
  $('save').disabled = true;
  try {
    await run({
      cases: chosen('suite').flatMap((s) => cases(s)), rivals: chosen('rival'), scalar: $('scalar').checked, samples: Number($('samples').value),
      stop: () => stopping,
      progress: (label, share) => { $('bar').value = share; say(`Measuring ${label}`); },
      tell: (e) => { events.push(e); show(e); },
    });
  } catch (error) {
    say(`It cannot go on: ${error.message}`);
  }
  running = false;
  $('bar').value = 1;
  $('start').disabled = false;
  $('stop').disabled = true;
  $('save').disabled = !events.length;
}

function save() {
  const link = make('a', '', { download: 'talbot-speed.jsonl' });
  link.href = URL.createObjectURL(new Blob([events.map((e) => JSON.stringify(e)).join('\n'), '\n'], { type: 'application/json' }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

for (const [id, s] of Object.entries(suites)) $('suites').append(choice('suite', id, s.title, s.about, true, false));
const there = await installed();
for (const r of rivals) {
  const missing = !there[r.library];
  $('rivals').append(choice('rival', r.id, `${r.name}${missing ? '' : ` ${there[r.library]}`}`, missing ? 'not here' : r.note, true, missing));
}
$('none').hidden = Object.keys(there).length > 0;
$('start').addEventListener('click', start);
$('stop').addEventListener('click', () => { stopping = true; say('Stopping after this sample.'); });
$('save').addEventListener('click', save);
document.documentElement.dataset.state = 'ready';
