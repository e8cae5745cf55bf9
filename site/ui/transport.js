// Train, pause, step, and the masks that training starts from: the buttons and the
// numbers beside them.

import { EngineGone } from '../engine.js';
import { engineSays, number, percent, t } from '../i18n.js';
import { doneOf, nowText, things } from './now.js';
import { say } from './say.js';

const $ = (id) => document.getElementById(id);

/** Connects the buttons to the session. act(f) runs f and reports what fails; note() keeps the masks for undo. */
export function startTransport(session, act, note) {
  const delay = () => Number($('speed').value);
  // before keeps the masks that a new run starts from or replaces.
  const before = async () => { if (session.masksFrom === 'shipped' || session.masksFrom === 'own' || session.points.at(-1)?.ended) await note(); };
  $('train').addEventListener('click', () => act(async () => {
    if (session.running) return session.pause();
    await before();
    return session.train(delay());
  }));
  $('step').addEventListener('click', () => act(async () => { await before(); await session.step(); }));
  $('reset').addEventListener('click', () => act(async () => { await note(); await session.reset(); }));
  $('shipped').addEventListener('click', () => act(async () => {
    try {
      await note();
      await session.useShipped();
    } catch (error) {
      throw error instanceof EngineGone ? error : new Error(t('wrong.masks', { text: engineSays(error.message) }));
    }
  }));
  $('speed').addEventListener('change', () => act(async () => { if (session.running) await session.train(delay()); }));

  let asked = 0;
  const numbers = () => {
    asked = 0;
    const last = session.points.at(-1);
    $('n-step').textContent = number(last?.step ?? 0, 9);
    $('n-loss').textContent = last ? number(last.loss) : '–';
    $('n-accuracy').textContent = last && !last.measure ? percent(recent(session.points, 'accuracy')) : '–';
    const [loss, right] = session.ready?.tells ?? [];
    $('n-loss').previousElementSibling.textContent = engineSays(last?.measure || loss || '') || t('n.loss');
    $('n-accuracy').previousElementSibling.textContent = right ? engineSays(right) : t('n.accuracy');
    $('n-rate').previousElementSibling.textContent = t(last?.measure ? 'n.updates' : 'n.rate', things(session.ready ?? {}));
    $('progress').hidden = !session.ready?.stages;
    if (session.ready?.stages) Object.assign($('progress'), { value: doneOf(session), ariaLabel: t('n.progress') });
    $('n-rate').textContent = last ? number(last.rate, 2) : '–';
    const text = session.can('train') ? nowText(session) : '';
    if ($('now').textContent !== text) $('now').textContent = text;
  };
  const ask = () => { asked ||= requestAnimationFrame(numbers); };
  for (const e of ['metrics', 'ready', 'set', 'tests', 'evaluating', 'opened']) session.on(e, ask);
  session.on('masks', (from) => {
    $('n-masks').textContent = t(`masks.${from}`);
    $('shipped').disabled = Boolean((session.ready && !session.can('masks')) || session.unshipped);
    $('reset').setAttribute('aria-pressed', from === 'none');
    $('shipped').setAttribute('aria-pressed', from === 'shipped');
    ask();
  });
  session.on('run', (running) => {
    $('train').classList.toggle('running', running);
    $('train-text').textContent = t(running ? 'pause' : 'train');
    ask();
    if (session.anew && session.points.length === 0) say(t('now.anew'));
  });
  ask();
  session.on('done', () => say(nowText(session)));
  session.on('tests', (tests) => { if (session.done && tests.length) say(nowText(session)); });
}

/** Which buttons there are for what is open, and what they and what is beside them say. */
export function buttons(session) {
  $('link-help').textContent = t(session.can('masks') ? 'take.linkHelp' : 'take.linkAlone');
  $('evaluate').textContent = t(session.ready.tells ? 'test.measure' : 'test.run');
  $('reset').querySelector('span').textContent = t(session.can('masks') ? 'reset' : 'reset.anew');
  for (const button of document.querySelectorAll('[data-needs]')) button.disabled = !session.can(button.dataset.needs);
}

// recent is the mean of a metric over the last ten steps: one batch is noisy.
function recent(points, key) {
  const last = points.slice(-10);
  return last.reduce((sum, p) => sum + p[key], 0) / last.length;
}
