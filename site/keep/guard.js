// Settings whose first picture never came are not tried again by themselves: what is
// being tried is noted in the browser until it is there, and a page that comes upon such
// a note starts with something else.

import { recall, remember } from '../ui/recall.js';

const patience = 4000; // ms before which leaving the page means nothing

/** What a link or a state wants computed, as text that can be compared. */
export const wanted = ({ preset, values = {} }) => JSON.stringify([preset ?? '', Object.entries(values).sort()]);

export function startGuard() {
  const read = (key, none) => { try { return JSON.parse(recall(key)) ?? none; } catch { return none; } };
  const write = (key, value) => remember(key, JSON.stringify(value));
  let mine = '';
  addEventListener('pagehide', () => { if (mine && Date.now() - read('trying')?.since < patience) write('trying', null); });
  return {
    /** Whether the last try did not come to an end. */
    failed(what) {
      const note = read('trying'), list = read('failed', []);
      if (note?.what === what && Date.now() - note.since > patience && !list.includes(what)) write('failed', [what, ...list].slice(0, 10));
      return read('failed', []).includes(what);
    },
    trying(what) {
      mine = what;
      if (read('trying')?.what !== what) write('trying', { what, since: Date.now() });
    },
    /** Notes that what was tried is there. */
    done() {
      if (!mine) return;
      write('trying', null);
      write('failed', read('failed', []).filter((what) => what !== mine));
      mine = '';
    },
  };
}
