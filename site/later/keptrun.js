// The kept one of two runs, on this computer: under "run TAB" in the store of keep/store.js, so
// that a reload brings it back, and what a closed tab kept comes to the next one.

import * as store from '../keep/store.js';

const oldest = 30 * 86400e3; // ms after which what a closed tab kept is forgotten

// name is what the tab is called, which keep/keeping.js has found out by now.
function name() {
  try { return sessionStorage.getItem('talbot.tab') || 'none'; } catch { return 'none'; }
}

/** Keeps a run in place of the one before; null keeps none. It rejects where the browser keeps nothing. */
export const keepRun = (run) => (run ? store.put(`run ${name()}`, { when: Date.now(), run }) : store.drop(`run ${name()}`));

/**
 * The run that this tab kept before a reload, or else the newest that a closed one did, which is
 * this tab's from then on.
 * @returns {Promise<{run: object, mine: boolean} | null>}
 */
export async function keptRun() {
  const key = `run ${name()}`, mine = await store.get(key);
  if (mine) return { run: mine.run, mine: true };
  const alive = new Set((await navigator.locks?.query())?.held.map((l) => `run ${l.name.slice('talbot '.length)}`));
  let best = null;
  for (const other of await store.keys('run ')) {
    if (alive.has(other)) continue;
    const one = await store.get(other);
    if (!one || Date.now() - one.when > oldest) await store.drop(other);
    else if (!best || one.when > best.when) best = { ...one, key: other };
  }
  if (!best) return null;
  await store.put(key, { when: best.when, run: best.run });
  await store.drop(best.key);
  return { run: best.run, mine: false };
}
