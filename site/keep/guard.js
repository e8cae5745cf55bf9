// Settings whose first picture never came are not tried again by themselves: what is
// being tried is noted in the browser until it is there, and a page that comes upon its
// own note starts with something else.

import { recall, remember } from '../ui/theme.js';

const patience = 4000; // ms before which leaving the page means nothing

/** What a link or a state wants computed, as text that can be compared. */
export const wanted = ({ preset, values = {} }) => JSON.stringify([preset ?? '', Object.entries(values).sort()]);

export function startGuard() {
  const read = () => { try { return JSON.parse(recall('trying')); } catch { return null; } };
  let mine = '';
  addEventListener('pagehide', () => { if (mine && Date.now() - read()?.since < patience) remember('trying', ''); });
  return {
    /** Whether the last try did not come to an end. */
    failed: (what) => { const note = read(); return note?.what === what && Date.now() - note.since > patience; },
    trying(what) {
      mine = what;
      if (read()?.what !== what) remember('trying', JSON.stringify({ what, since: Date.now() }));
    },
    done() {
      if (mine) remember('trying', '');
      mine = '';
    },
  };
}
