// The test set: which images it has, what a measurement of them gave and how sure that
// is, whether it still holds, and the record of the shipped masks.

import { number, t } from '../i18n.js';

const $ = (id) => document.getElementById(id);
/** The published sets, for people. */
export const names = { mnist: 'MNIST', 'fashion-mnist': 'Fashion-MNIST' };

/** Images in a published set, by role: those that come with the page are the first of each class. */
export const published = { train: 60000, test: 10000 };

/** Which images a role has, in words. set is of session.sets. */
export function imagesText(role, { set, count, kind, file }) {
  return t(`images.${kind}`, {
    count: number(count, 9), all: number(published[role], 9), each: number(count / 10, 9), set: names[set] ?? set, file: file ?? '', role: t(`images.${role}`),
  });
}

/** Shows the panel. act(f) runs f and reports what fails. */
export function startTestSet(session, act) {
  const box = $('test-result');
  let shown = null; // what was measured last: {gpu, step}

  function note(text, className = 'note') {
    return Object.assign(document.createElement('p'), { className, textContent: text });
  }
  function clear() {
    shown = null;
    $('test-images').hidden = false;
    box.className = '';
    box.replaceChildren(note(t('test.none')));
  }
  // stale says that what is shown does not hold any more, and why; the first reason stays.
  function stale(why) {
    if (!shown || shown.stale) return;
    shown.stale = why;
    if (box.querySelector('.big')) mark(why);
  }
  function mark(why) {
    $('test-images').hidden = false;
    box.className = 'stale';
    box.prepend(note(t(`stale.${why}`), 'note warning'));
  }

  // about says which images there are for a role; an experiment with examples of its own has none.
  const about = (role) => (session.can('own') || session.sets[role]?.set !== session.ready.data ? '' : imagesText(role, session.sets[role]));
  function tell() {
    for (const role of ['test', 'train']) $(`${role}-images`).textContent = about(role);
  }
  session.on('opened', tell);

  session.on('evaluating', (r) => {
    $('test-progress').hidden = !r;
    $('test-progress').value = r ? r.done / r.total : 0;
  });
  session.on('evaluation', (r) => {
    $('test-progress').hidden = true;
    show(r, { gpu: session.gpu, step: session.points.at(-1)?.step ?? 0 });
  });
  async function show(r, { gpu, step }) {
    const now = shown = { gpu, step, preset: session.preset, values: JSON.stringify(session.values) };
    const images = about('test'), { classes } = session.ready;
    const { result } = await import('../later/result.js');
    if (shown !== now) return;
    box.className = '';
    box.replaceChildren(...result(r, images, classes, session.ready));
    $('test-images').hidden = !now.stale; // the result says it
    if (now.stale) mark(now.stale);
  }
  // What was measured before a reload, or where Back goes to, is there again.
  session.on('resumed', () => {
    const last = session.tests.at(-1);
    if (!last) return; // what is shown is out of date, as ready said
    show(last, last);
    if (last.step !== (session.points.at(-1)?.step ?? 0)) stale('masks');
    if (last.gpu !== session.gpu) stale('device');
  });
  session.on('ready', () => { if (shown?.preset === session.preset) stale(shown.values === JSON.stringify(session.values) ? 'masks' : 'settings'); else clear(); });
  session.on('masks', () => stale('masks'));
  session.on('metrics', (r) => { if (r.step !== shown?.step) stale('masks'); });
  session.on('data', (r) => {
    if (r.role === 'test') stale('data');
    tell();
    full();
  });
  session.on('device', ({ gpu }) => { if (shown && gpu !== shown.gpu) stale('device'); });

  // The full set: one click where the server has it.
  const full = () => {
    const on = Boolean(session.ready?.data) && session.usesFull();
    $('full').textContent = t(on ? 'full.small' : 'full.use', { count: number(published.train + published.test, 9) });
    $('full').disabled = !session.can('train');
  };
  session.on('ready', () => { full(); $('full-note').textContent = ''; });
  $('full').addEventListener('click', () => act(async () => {
    const on = session.usesFull();
    const say = (text) => { $('full-note').textContent = text; };
    if (on) await session.useFull('');
    else await (await import('../later/full.js')).useFull(session, names[session.ready.data], say);
    full();
  }));

  // The record of the shipped masks, on the whole test set.
  let record = '';
  session.on('masks', async (from) => {
    const { preset } = session, name = names[session.ready.data];
    if (from !== 'shipped' || record === preset) { $('record').hidden = record !== preset; return; }
    const words = await import('../later/record.js').then((m) => m.record(preset, name)).catch(() => null);
    if (!words || preset !== session.preset) return; // the panel is whole without it
    record = preset;
    $('record').replaceChildren(...words);
    $('record').hidden = false;
  });
  session.on('ready', () => { if (record !== session.preset) $('record').hidden = true; });
  clear();
  full();
}
