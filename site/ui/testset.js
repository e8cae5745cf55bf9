// The test set: which images it has, what a measurement of them gave and how sure that
// is, whether it still holds, and the record of the shipped masks.

import { number, percent, t } from '../i18n.js';
import { matrix } from './confusion.js';
import { sure } from './now.js';

const $ = (id) => document.getElementById(id);
const names = { mnist: 'MNIST', 'fashion-mnist': 'Fashion-MNIST' };

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
    shown.stale = true;
    $('test-images').hidden = false;
    box.className = 'stale';
    box.prepend(note(t(`stale.${why}`), 'note warning'));
  }

  session.on('evaluating', (r) => {
    $('test-progress').hidden = !r;
    $('test-progress').value = r ? r.done / r.total : 0;
  });
  session.on('evaluation', (r) => {
    $('test-progress').hidden = true;
    shown = { gpu: session.gpu, step: session.points.at(-1)?.step ?? 0, preset: session.preset, values: JSON.stringify(session.values) };
    box.className = '';
    $('test-images').hidden = true; // the result says it
    box.replaceChildren(
      note(t('test.accuracy', { share: percent(r.accuracy, 1), count: number(r.count, 9) }), 'big'),
      note(t('test.sure', { count: number(r.count, 9), right: number(r.correct, 9), ...sure(r) })),
      note(imagesText('test', session.sets.test)),
      note(t('test.more', { loss: number(r.loss), efficiency: percent(r.efficiency, 1), source: percent(r.sourceEfficiency, 2) })),
      matrix(r.confusion, session.ready.classes),
    );
  });
  session.on('ready', () => { if (shown?.preset === session.preset) stale(shown.values === JSON.stringify(session.values) ? 'masks' : 'settings'); else clear(); });
  session.on('masks', () => stale('masks'));
  session.on('metrics', (r) => { if (r.step !== shown?.step) stale('masks'); });
  session.on('data', (r) => {
    if (r.role === 'test') stale('data');
    $('test-images').textContent = session.sets.test ? imagesText('test', session.sets.test) : '';
    $('train-images').textContent = session.sets.train?.set === session.ready.data ? imagesText('train', session.sets.train) : '';
    full();
  });
  session.on('device', ({ gpu }) => { if (shown && gpu !== shown.gpu) stale('device'); });

  // The full set: one click where the server has it.
  const full = () => {
    const on = Boolean(session.ready?.data) && session.usesFull();
    $('full').textContent = t(on ? 'full.small' : 'full.use', { count: number(published.train + published.test, 9) });
    $('full').disabled = Boolean(session.ready?.basic);
  };
  session.on('ready', () => { full(); $('full-note').textContent = ''; });
  $('full').addEventListener('click', () => act(async () => {
    const on = session.usesFull();
    const say = (text) => { $('full-note').textContent = text; };
    if (on) await session.useFull('');
    else await (await import('../full.js')).useFull(session, names[session.ready.data], say);
    full();
  }));

  // The record of the shipped masks, on the whole test set.
  let record = '';
  session.on('masks', async (from) => {
    const { preset } = session;
    if (from !== 'shipped' || record === preset) { $('record').hidden = record !== preset; return; }
    const path = `assets/masks/${preset}.json`;
    let r;
    try {
      r = await (await fetch(new URL(path, document.baseURI))).json();
    } catch {
      return; // the panel is whole without it
    }
    if (preset !== session.preset) return;
    record = preset;
    const [low, high] = r.test_interval_of_bytes, link = Object.assign(document.createElement('a'), { href: path, textContent: `${preset}.json` });
    $('record').replaceChildren(t('record.text', {
      share: percent(r.test_accuracy_of_bytes, 2), count: number(r.data.test, 9), low: percent(low, 2), high: percent(high, 2),
      epochs: number(r.epochs.at(-1).epoch, 9), train: number(r.data.train, 9), set: names[session.ready.data],
    }), ' ', link);
    $('record').hidden = false;
  });
  session.on('ready', () => { if (record !== session.preset) $('record').hidden = true; });
  clear();
}
