// An update that the engine takes apart by itself, for systems whose pieces are not those of masks alone:
// each has a name, sentences and panels, whatever they are.

import { engineSays } from '../i18n.js';
import { readFrame } from '../frame.js';
import { element } from './parts.js';

/** Whether the engine takes an update of what is open apart. */
export const byEngine = (session) => session.can('apart');

/**
 * Takes the update for what is shown apart, which changes nothing.
 * @param {object} session
 * @param {number} label the class that is wanted
 * @returns {Promise<{name: string, says: string, draw: () => HTMLElement[], drawn: () => void}[]>} draw makes the panels, and drawn
 *   draws them once they stand on the page, and again when it is another size
 */
export async function engineParts(session, label) {
  const [replies, { panelCell }, { says }] = await Promise.all([session.active.ask({ op: 'apart', label }), import('../panel/panel.js'), import('../panel/words.js')]);
  const { names, says: said, counts, bytes } = replies.find((r) => r.kind === 'apart'), { panels } = readFrame(bytes);
  let at = 0;
  return names.map((name, i) => {
    const own = panels.slice(at, (at += counts[i]));
    let cells = [], seen = null;
    const drawn = () => { const em = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16; cells.forEach((c, k) => c.draw(own[k], em)); };
    return { name: engineSays(name), says: says(said[i]), drawn, draw() {
      seen?.disconnect();
      cells = own.map((p) => panelCell(`step-${p.id}`, drawn, () => `${session.preset}-step-${p.id}.csv`));
      const list = element('div', { className: 'shown-list' }, ...cells.map((c) => c.box));
      seen = new ResizeObserver(drawn);
      seen.observe(list);
      return [element('div', { className: 'step-panels' }, element('div', { className: 'shown' }, list))];
    } };
  });
}
