// What the masks are, and what Train makes of them: the line below the buttons.

import { engineSays, list, number, percent, sentences, t } from '../i18n.js';

/** The line for the state of a session. */
export function nowText(session) {
  const { masksFrom, points, tests, running, done, anew, rateShare } = session;
  if (session.ready.stages) return staged(session);
  const { epochs } = session, at = points.at(-1)?.epoch ?? 0;
  const end = Math.max(1, Math.floor(at / epochs + (running ? -1e-6 : 1e-6)) + 1) * epochs;
  const learns = session.ready.learns ?? session.sets.train?.count;
  const of = things(session.ready, learns);
  if (running || (done && session.evaluating)) {
    const epoch = number(Math.min(Math.floor(at) + 1, running ? end : at), 9);
    const text = t(done ? 'now.measuring' : 'now.running', { epoch, epochs: number(running ? end : at, 9), ...of });
    return sentences(anew && t('now.anew'), text);
  }
  if (done) {
    const r = tests.findLast((x) => x.step === points.at(-1)?.step);
    return sentences(t('now.done', { epochs: number(at, 9), ...of }), r && outcome(r, session.ready), t(session.param('schedule')?.value === 'constant' ? 'now.longer' : 'now.more', { longer: number(epochs, 9) }));
  }
  if (masksFrom === 'own' && rateShare < 1) return t('now.own', { share: percent(rateShare) });
  if (masksFrom === 'trained' || masksFrom === 'own') return sentences(anew && t('now.anew'), t('now.trained', { epochs: number(end, 9) }));
  return t(session.can('masks') ? `now.${masksFrom}` : 'now.new', { epochs: number(end, 9) });
}

// staged is the line for a training in several stages.
function staged({ ready, points, tests, running, done, evaluating }) {
  const { stages } = ready, last = points.at(-1), n = stages.length;
  if (!last) return t('now.stages', { n, stages: list(stages.map(engineSays)) });
  if (last.ended) {
    const r = tests.findLast((x) => x.step === last.step);
    if (done && evaluating) return t('now.stagesTest', { n, ...things(ready) });
    return sentences(t('now.stagesDone', { n }), r && outcome(r, ready));
  }
  const over = last.done >= 1, k = last.stage + over;
  const what = [engineSays(stages[k]), over ? '' : engineSays(last.part)].filter(Boolean).join(', ');
  return t(running ? 'now.stage' : 'now.stagePaused', { k: k + 1, n, what, share: percent(over ? 0 : last.done) });
}

/** What a measurement of the test set says, of numbers under their names. */
export const outcome = (r, { tells, called }) => (tells ? t('now.told', { loss: number(r.loss), share: percent(r.accuracy, 1), name: engineSays(tells[0]), right: engineSays(tells[1]), ...things({ called }, r.count) })
  : t('now.out', { ...sure(r), share: percent(r.accuracy, 1), ...things({ called }, r.count) }));

/**
 * What fills the texts about n examples, by the engine's reply ready: count with its measure word, in languages that have
 * such; what, as it stands behind a count; What, what stands alone with a capital; all, the plural.
 */
export function things({ called = 'image' }, n) {
  const [one, many, counted = many, measure = ''] = t(`of.${called}`).split('|');
  return { count: n ? `${number(n, 9)} ${measure}`.trim() : '', what: n === 1 ? one : counted, What: many[0].toUpperCase() + many.slice(1), all: many };
}

/** How much of all stages is done, 0 to 1. */
export const doneOf = ({ ready, points }) => (points.length ? (points.at(-1).stage + points.at(-1).done) / ready.stages.length : 0);

/** The ends of the interval of a measurement, as words are filled. */
export const sure = (r) => ({ low: percent(r.low, 1), high: percent(r.high, 1) });
