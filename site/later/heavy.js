// What an experiment takes on this computer, where that is long: said before it is begun, with
// the ways on, which are a smaller experiment of the same system, a GPU, the program outside the
// browser, and to compute it here all the same. And what is being computed does not hold up
// another setting: cut.js.

import { engineText, number } from '../i18n.js';
import { say } from '../ui/say.js';
import { startCut } from './cut.js';
import { element } from './parts.js';
import { w } from './words.js';

const $ = (id) => document.getElementById(id);
const sets = { 'cifar-10': 'CIFAR-10', 'imagenet-32': 'ImageNet (32 × 32)' }; // whose pictures the page cannot bring
const slow = 10; // s an update or a picture may take without a word
const title = ({ id, title: text }) => engineText(`preset.${id}`, text);

/** A time in s, in words, to two digits. */
export function span(s) {
  for (const [unit, seconds] of [['days', 86400], ['h', 3600], ['min', 60]]) if (s >= 1.5 * seconds) return w(`heavy.${unit}`, { n: number(s / seconds, 2) });
  return w('heavy.s', { n: number(s, 2) });
}

/** What trains a preset with these values outside the browser: names and values are the same there. */
export function command(preset, values) {
  const quoted = (v) => (/^[\w.,:@+-]+$/.test(v) ? v : `'${String(v).replaceAll("'", "'\\''")}'`);
  return ['talbot', 'train', preset, ...Object.entries(values).sort().map(([name, v]) => `--${name}=${quoted(v)}`)].join(' ');
}

/**
 * The experiment of the same group that is quick here, or null: of those, one with the
 * same name in front and the same pictures before others.
 */
export async function smaller(session, preset) {
  const all = session.presets, own = all.find((p) => p.id === preset), family = (p) => p.id.split('-')[0] === own.id.split('-')[0];
  const quick = [];
  for (const p of all) {
    if (p.id === preset || p.group !== own.group || sets[p.data]) continue;
    const { look, step } = await session.estimate(await session.engineOf(p.id), p.id, {});
    if (Math.max(look, step) <= slow / 2) quick.push(p);
  }
  const rank = (p) => 2 * Number(p.data === own.data) + Number(family(p));
  return quick.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

// gpu is whether the browser has one that is none of programs and is not in use.
async function gpu(session) {
  if (session.gpu || session.off || session.elsewhere) return false;
  return import('../gpu/gpu.js').then((m) => m.findGPU()).then(({ software }) => !software, () => false);
}

// ways are buttons for the ways on; done is called when one is taken.
async function ways(session, preset, values, { open, compute, done = () => {} }) {
  const button = (text, run, props = {}) => {
    const b = element('button', { type: 'button', textContent: text, ...props });
    b.addEventListener('click', () => run(b));
    return b;
  };
  const line = command(preset, values), list = [];
  const less = await smaller(session, preset).catch(() => null); // an engine that has gone says so itself
  if (less) list.push(button(w('heavy.smaller', { preset: title(less) }), () => { done(); open(less.id); }, { className: 'heavy-smaller' }));
  if (compute !== null && await gpu(session)) {
    list.push(button(w('heavy.gpu'), () => {
      done();
      $('device').value = 'webgpu';
      $('device').dispatchEvent(new Event('change', { bubbles: true }));
      compute?.();
    }, { className: 'heavy-gpu' }));
  }
  list.push(button(w('heavy.copy'), async (b) => {
    const copied = await navigator.clipboard?.writeText(line).then(() => true, () => false);
    say(b.textContent = copied ? w('class.copied') : line);
    if (copied) setTimeout(() => { b.textContent = w('heavy.copy'); }, 3000);
  }, { className: 'heavy-copy', title: line }));
  if (compute) list.push(button(w('heavy.compute'), () => { done(); compute(); }, { className: 'heavy-compute' }));
  return list;
}

let box = null;
function take() { box?.remove(); box = null; }

/**
 * Offers the ways on in place of what was not begun, a TooLong of site/session/effort.js. open(id) opens a
 * preset, compute() begins all the same, and is null where the page lacks the pictures.
 */
export async function offer(session, error, { open, compute = null }) {
  const p = session.presets.find((x) => x.id === error.preset), absent = !error.again || (sets[p.data] && !error.values['data-set']);
  if (absent) compute = null;
  const text = !absent ? w('heavy.offer', { preset: title(p), time: span(error.seconds) }) : w('heavy.pictures', { preset: title(p), set: sets[p.data] ?? p.data, command: command(p.id, error.values) });
  take();
  const mine = box = element('div', { className: 'alert notice', id: 'heavy' });
  const words = element('div', { className: 'alert-text' }, element('span', { textContent: text }));
  mine.append(words);
  session.on('opened', () => { if (box === mine && session.preset === error.preset) take(); });
  mine.setAttribute('role', 'region');
  mine.setAttribute('aria-label', title(p));
  $('notice').after(mine);
  say(text);
  const close = element('button', { type: 'button', textContent: w('heavy.close') });
  close.addEventListener('click', take);
  const list = await ways(session, error.preset, error.values, { open, compute, done: take });
  if (box === mine) words.append(...list, close);
}

/** Says below the preset how long an update takes, where that is long, and lets another setting cut off what is computed. */
export function startHeavy(session, page) {
  startCut(session);
  for (const e of ['change', 'popstate', 'hashchange']) addEventListener(e, ({ target }) => { if (e !== 'change' || target.closest?.('#preset')) take(); }, { capture: true });
  const note = element('div', { id: 'heavy-run', hidden: true }), words = element('p', { className: 'note' });
  const row = element('div', { className: 'row' });
  note.append(words, row);
  $('warnings').after(note);
  let told = '', from = null, measured = 0; // s an update has taken here, 0 while unknown
  const tell = () => {
    const { guess, points } = session, at = points.at(-1), known = session.can('train') && session.shown && guess && !session.elsewhere;
    const step = known ? measured || (guess.cost.step * session.speed) / (session.can('share') ? session.workers : 1) : 0;
    note.hidden = step < slow;
    if (step < slow) { told = ''; return; }
    const run = at?.epoch > 0 && !session.can('stages') ? (step * at.step * session.epochs) / at.epoch : 0;
    words.textContent = w(measured ? 'heavy.measured' : 'heavy.step', { time: span(step) }) + (run ? ` ${w('heavy.run', { time: span(run), epochs: number(session.epochs, 9) })}` : '');
    const what = command(session.preset, session.values);
    if (told === what) return;
    told = what;
    row.replaceChildren();
    ways(session, session.preset, session.values, { open: (id) => page.act(() => page.open(id)) }).then((list) => { if (told === what) row.replaceChildren(...list); }, () => {});
  };
  session.on('run', () => { from = null; });
  for (const e of ['opened', 'device']) session.on(e, () => { measured = 0; });
  session.on('metrics', ({ step }) => {
    const now = performance.now();
    if (session.running && !session.delay && from && step > from.step) measured = (now - from.at) / 1000 / (step - from.step);
    from ??= { step, at: now };
  });
  for (const e of ['opened', 'frame', 'metrics', 'device']) session.on(e, () => { if (session.ready && !session.opening) tell(); });
  if (session.ready) tell();
}
