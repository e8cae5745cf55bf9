// The page of a hub: it asks for the state and draws it.

import { chart } from './chart.js';
import { words } from './words.js';

const $ = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search).get('lang');
let lang = [asked, ...navigator.languages.map((l) => l.slice(0, 2)), 'en'].find((l) => l in words);
let state = null;

const say = (key, of = {}) => words[lang][key].replace(/\{(\w+)\}/g, (_, k) => of[k]);
const number = (v, digits = 0) => new Intl.NumberFormat(lang, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(v);
const few = (v) => new Intl.NumberFormat(lang, { maximumSignificantDigits: 3 }).format(v);
const percent = (v, digits = 2) => new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: digits, minimumFractionDigits: digits }).format(v);
const make = (name, of = {}, ...inside) => {
  const e = Object.assign(document.createElement(name), of);
  e.append(...inside);
  return e;
};

// table makes one of names, which say which columns are numbers by a "#" ahead, and of rows of texts or elements.
function table(names, rows) {
  const numeric = names.map((n) => n.startsWith('#'));
  const head = names.map((n, i) => make('th', { scope: 'col', className: numeric[i] ? 'n' : '', textContent: n.replace(/^#/, '') }));
  const body = rows.map((r) => make('tr', {}, ...r.map((c, i) => make('td', { className: numeric[i] ? 'n' : '' }, c))));
  return make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...body));
}

function drawCounts({ counts, minute, idle }) {
  const all = [['done', counts.done], ['running', counts.running], ['waiting', Math.max(0, counts.left - counts.running)], ['failed', counts.parked]];
  $('counts').replaceChildren(...all.map(([key, n]) => make('div', {}, make('dt', { textContent: say(key) }), make('dd', { className: key === 'failed' && n ? 'bad' : '', textContent: number(n) }))));
  const share = counts.done / Math.max(1, counts.done + counts.left);
  $('all').value = share;
  $('all').setAttribute('aria-label', percent(share, 0));
  const pace = say('pace', { minute: number(minute), idle: number(idle) });
  $('pace').textContent = minute && counts.left ? `${pace}; ${say('left', { minutes: number(Math.ceil(counts.left / minute)) })}` : pace;
}

function drawWorkers({ workers, address, idle }) {
  if (!workers.length) {
    $('workers').replaceChildren(make('p', { className: 'note', textContent: idle ? say('none') : say('nobody', { address }) }));
    return;
  }
  const rows = workers.map((w) => {
    let now = say('idle');
    if (w.trial) {
      now = make('span', {}, make('progress', { max: 1, value: w.share, ariaLabel: percent(w.share, 0) }), `${percent(w.share, 0)}  ${w.trial.slice(0, 8)}, ${say('epoch', { epoch: number(Math.floor(w.epoch)) })}`);
      if (w.accuracy) now.append(`, ${percent(w.accuracy)}`);
      if (w.helpers) now.append(` ${say('helped', { helpers: w.helpers })}`);
    }
    return [w.name, now, number(w.done), w.done ? number(w.mean, 1) : '', w.device ?? ''];
  });
  $('workers').replaceChildren(table([say('worker'), say('now'), `#${say('results')}`, `#${say('mean')}`, say('device')], rows));
}

function drawStuck({ stuck }) {
  $('trouble').hidden = !stuck.length;
  $('stuck').replaceChildren(...stuck.map((s) => make('li', { textContent: say(s.parked ? 'failedWith' : 'unable', { count: number(s.count), trial: s.trial.slice(0, 8), why: s.why }) })));
}

function drawGroups({ groups }) {
  if (!groups.length) {
    $('groups').replaceChildren(make('section', {}, make('p', { className: 'note', textContent: say('none') })));
    return;
  }
  $('groups').replaceChildren(...groups.map((g) => {
    const title = make('h2', { textContent: `${say('group', { preset: g.preset, count: number(g.count) })}, ${say(g.test === 'test' ? 'test' : 'heldOut')}` });
    const colour = new Map(g.curves.map((c, i) => [c.trial, i]));
    const rows = g.best.map((r) => {
      const key = make('span', {});
      if (colour.has(r.trial)) key.append(make('span', { className: `key c${colour.get(r.trial)}` }));
      key.append(r.trial.slice(0, 8));
      return [key, ...r.values, number(r.epochs), number(r.loss, 4), percent(r.accuracy), r.worker];
    });
    const best = table([say('trial'), ...g.columns.map((c) => `#${c}`), `#${say('epochs')}`, `#${say('loss')}`, `#${say('accuracy')}`, say('by')], rows);
    const charts = make('div', { className: 'charts' });
    const add = (label, curves, x, steps) => charts.append(make('figure', {}, make('h3', { textContent: label }), chart(curves, { label, x, steps, number: few, percent: (v) => percent(v, 1) })));
    if (g.curves.length) add(say('curves'), g.curves.map((c) => c.points), say('epochs'), false);
    if (g.grown.length > 1) add(say('grown'), [g.grown.map(([s, a]) => [s / 60, a])], say('minutes'), true);
    const wide = make('div', { className: 'wide', tabIndex: 0 }, best);
    wide.setAttribute('role', 'region');
    wide.setAttribute('aria-label', title.textContent);
    return make('section', {}, title, wide, charts);
  }));
}

function draw() {
  document.documentElement.lang = lang;
  document.title = say('title');
  for (const e of document.querySelectorAll('[data-word]')) e.textContent = say(e.dataset.word);
  if (!state) return;
  $('address').textContent = state.address;
  for (const f of [drawCounts, drawWorkers, drawStuck, drawGroups]) f(state);
}

let last = '';
async function look() {
  let wrong = '';
  try {
    const r = await fetch('state');
    if (r.ok) {
      const text = await r.text();
      if (text !== last) {
        [last, state] = [text, JSON.parse(text)];
        draw();
      }
    } else {
      wrong = r.status === 503 ? 'away' : 'closed';
    }
  } catch {
    wrong = 'closed';
  }
  $('away').hidden = !wrong;
  if (wrong) $('away').textContent = say(wrong);
  document.documentElement.dataset.state = wrong || 'ready';
  setTimeout(look, document.hidden ? 5000 : 1000);
}

$('lang').value = lang;
$('lang').addEventListener('change', () => {
  lang = $('lang').value;
  draw();
});
draw();
look();
