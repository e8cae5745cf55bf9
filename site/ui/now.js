// What the masks are, and what Train makes of them: the line below the buttons.

import { engineSays, list, number, percent, t } from '../i18n.js';

/** The line for the state of a session. */
export function nowText(session) {
  const { masksFrom, points, tests, running, done, anew, rateShare } = session;
  if (session.ready.stages) return staged(session);
  const { epochs } = session, at = points.at(-1)?.epoch ?? 0;
  const end = Math.max(1, Math.floor(at / epochs + (running ? -1e-6 : 1e-6)) + 1) * epochs;
  const learns = session.ready.learns ?? session.sets.train?.count;
  const count = learns ? number(learns, 9) : '';
  if (running || (done && session.evaluating)) {
    const epoch = number(Math.min(Math.floor(at) + 1, running ? end : at), 9);
    const text = t(done ? 'now.measuring' : 'now.running', { epoch, epochs: number(running ? end : at, 9), count });
    return anew ? `${t('now.anew')} ${text}` : text;
  }
  if (done) {
    const r = tests.findLast((x) => x.step === points.at(-1)?.step);
    const out = r ? ` ${outcome(r, session.ready.tells)}` : '';
    return `${t('now.done', { epochs: number(at, 9), count })}${out} ${t('now.more')}`;
  }
  if (masksFrom === 'own' && rateShare < 1) return t('now.own', { share: percent(rateShare) });
  if (masksFrom === 'trained' || masksFrom === 'own') return `${anew ? `${t('now.anew')} ` : ''}${t('now.trained', { epochs: number(end, 9) })}`;
  return t(session.can('masks') ? `now.${masksFrom}` : 'now.new', { epochs: number(end, 9) });
}

// staged is the line for a training in several stages.
function staged({ ready: { stages }, points, tests, running, done, evaluating }) {
  const last = points.at(-1), n = stages.length;
  if (!last) return t('now.stages', { n, stages: list(stages.map(engineSays)) });
  if (last.ended) {
    const r = tests.findLast((x) => x.step === last.step);
    if (done && evaluating) return t('now.stagesTest', { n });
    return [t('now.stagesDone', { n }), r ? outcome(r) : ''].filter(Boolean).join(' ');
  }
  const over = last.done >= 1, k = last.stage + over;
  const what = [engineSays(stages[k]), over ? '' : engineSays(last.part)].filter(Boolean).join(', ');
  return t(running ? 'now.stage' : 'now.stagePaused', { k: k + 1, n, what, share: percent(over ? 0 : last.done) });
}

/** What a measurement of the test set says, of numbers under their names. */
export const outcome = (r, tells) => (tells ? t('now.told', { loss: number(r.loss), share: percent(r.accuracy, 1), count: number(r.count, 9), name: engineSays(tells[0]), right: engineSays(tells[1]) })
  : t('now.out', { ...sure(r), share: percent(r.accuracy, 1), count: number(r.count, 9) }));

/** How much of all stages is done, 0 to 1. */
export const doneOf = ({ ready, points }) => (points.length ? (points.at(-1).stage + points.at(-1).done) / ready.stages.length : 0);

/** The ends of the interval of a measurement, as words are filled. */
export const sure = (r) => ({ low: percent(r.low, 1), high: percent(r.high, 1) });
