// How the page begins: with what was here before a reload, or with what the address says.

import { engineSays, number, t } from '../i18n.js';
import { wanted } from '../keep/guard.js';
import { readLink } from '../permalink.js';
import { TooLong } from '../session/effort.js';
import { alarm, notice } from './say.js';

/** What the address says, {} where it says nothing that can be used. */
export function linked() {
  try { return readLink(location.hash); } catch { return {}; } // openLink says what is wrong
}

/**
 * Returns start, which opens the page's first network, and openLink, which opens what an
 * address says. page has act(f), follow(asked), link() and input, as app.js has them.
 */
export function startOpening(session, keeping, guard, page) {
  // start opens what was here before a reload, or what the address says, unless that did
  // not come to an end last time.
  async function start() {
    const address = location.hash;
    const asked = linked();
    const hung = Boolean(asked.preset) && guard.failed(wanted(asked));
    const state = await keeping.begin();
    let followed = false; // openLink does it, once
    const byLink = (of) => { followed = true; return openLink(of); };
    if (state && (hung || !asked.preset || wanted(asked) === wanted(state))) await session.resume(state).catch((error) => {
      if (!error.again) {
        if (session.engine.gone) throw error;
        return byLink(address).then(() => alarm(t('kept.lost', { text: engineSays(error.message) })));
      }
      session.fail(error); // what is kept stays, under its entry of the history
      return keeping.travel(() => session.openFirst());
    });
    else if (hung) await session.openFirst();
    else if (state?.preset === asked.preset && session.worth(state)) await session.resume(state).then(() => session.change(asked.preset, asked.values)).catch(() => byLink(address)); // values that were new
    else await byLink();
    if (!followed) page.follow(asked);
    if (hung) alarm(t('wrong.unfinished'), { label: t('wrong.retry'), run: () => page.act(() => openLink(address)) });
    else if (session.worth(state) && session.masksFrom === 'trained') {
      const gone = notice(t('kept.back', { step: number(session.points.at(-1)?.step ?? 0, 9) }));
      for (const e of ['metrics', 'opened']) session.on(e, gone); // it is so no longer
    }
  }

  async function openLink(address = location.hash) {
    const first = session.presets[0].id;
    let asked = { values: {} };
    try {
      asked = readLink(address);
      await session.open(asked.preset ?? first, asked.values, { none: asked.masks === 'none' });
    } catch (error) {
      if (session.engine.gone) throw error;
      if (error.retry) return session.fail(Object.assign(error, { retry: () => openLink(address) }));
      if (error instanceof TooLong) session.fail(error);
      else alarm(t(session.ready ? 'wrong.linkStays' : 'wrong.link', { text: error.param ? `${error.param}: ${error.message}` : engineSays(error.message) }), error.list && { label: t('wrong.list'), run: error.list });
      if (session.ready) return page.link();
      asked = { values: {} };
      await session.open(first);
    }
    if (asked.pixels && session.fits(asked.pixels)) {
      await page.input.showPixels(asked.pixels);
    } else {
      await (asked.sample === undefined && page.input.strokes().length ? session.showAgain() : session.showSample(asked.sample ?? session.usual)); // a drawing of before the engine was there
      if (asked.pixels) alarm(t('wrong.linkInput'));
      else if ((session.can('pictures') || session.can('own')) && asked.sample >= session.count()) alarm(t('wrong.linkImage', { asked: number(asked.sample + 1, 9), count: number(session.count(), 9) })); // it is of a larger set
    }
    page.link();
    page.follow(asked);
  }
  return { start, openLink };
}
