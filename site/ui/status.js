// What the page is at, in a line, and the button that stops it.

import { number, t } from '../i18n.js';

const $ = (id) => document.getElementById(id);

/** Connects the line and the button to the session. Returns what shows the state anew, with what is loading. */
export function startStatus(session, stop) {
  let busy = '';
  const seconds = (s) => number(s, s < 10 ? 1 : 2);
  function text(waited) {
    const slow = waited > 3000;
    if (session.ready && waited > 300) {
      const look = session.showing ? session.guess?.look ?? 0 : 0;
      if (session.running) return slow && session.guess?.step * 1000 > waited ? t('status.step', { s: seconds(waited / 1000), about: seconds(session.guess.step) }) : t(slow ? 'status.stepLong' : 'status.training', { s: seconds(waited / 1000) });
      return slow ? t('status.slow', { s: number(Math.round(waited / 1000)) }) : look > 2 ? t('status.about-time', { s: seconds(look) }) : t('status.computing');
    }
    if (busy) return busy;
    const s = performance.now() / 1000;
    if (!session.engine?.ran && !session.ready && s > 4) return t('status.loadingLong', { s: number(Math.round(s)) });
    return t(!session.ready || session.returning ? 'status.loading' : session.running ? 'status.training' : session.evaluating ? 'status.measuring' : 'status.ready');
  }
  // What did not come for a second was not awaited: a lid was closed, or the page was behind others. What an engine
  // had sent before may come ahead of the timer, so that each look at the time sees to it.
  let last = performance.now();
  function show() {
    const before = last;
    last = performance.now();
    if (last - before > 1000) session.slept(last - before);
    if (session.engine?.gone) return;
    const waited = session.ready || session.engine?.ran ? session.waited() : 0;
    $('restart').hidden = !(waited && session.hangs());
    const now = session.helping > 1 ? `${text(waited)} · ${t('status.workers', { n: session.helping })}` : text(waited);
    if ($('status').textContent !== now) $('status').textContent = now;
  }
  setInterval(show, 150);
  $('restart').addEventListener('click', stop);
  return (what) => {
    if (what !== undefined) busy = what;
    show();
  };
}
