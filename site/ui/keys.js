// Keyboard shortcuts, and the dialog that lists them.

import { t } from '../i18n.js';
import { recall, remember } from './recall.js';

/**
 * @param {Record<string, () => void>} actions by name: before, after, undo, redo. The other
 *   keys press buttons, which know when they can be.
 */
export function startKeys(actions) {
  const dialog = document.getElementById('keys'), on = document.getElementById('keys-on');
  on.checked = recall('keys') !== 'off';
  on.addEventListener('change', () => remember('keys', on.checked ? 'on' : 'off'));

  const rows = [
    [['T'], 'keys.train'], [['S'], 'keys.step'], [['R'], 'keys.reset'], [['E'], 'keys.evaluate'],
    [['[', ']'], 'keys.planes'], [['←', '→', '↑', '↓'], 'keys.samples'], [['Delete'], 'keys.clear'],
    [['Ctrl Z', 'Ctrl Shift Z'], 'keys.undo'], [['?'], 'keys.help'],
  ];
  document.getElementById('keys-list').append(...rows.flatMap(([keys, text]) => {
    const dt = document.createElement('dt'), dd = document.createElement('dd');
    keys.forEach((k, i) => dt.append(...(i ? [' '] : []), Object.assign(document.createElement('kbd'), { textContent: k })));
    dd.textContent = t(text);
    return [dt, dd];
  }));
  document.getElementById('help').addEventListener('click', () => dialog.showModal());
  document.getElementById('keys-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (e) => { if (e.target === dialog) dialog.close(); });

  const press = (id) => () => { const b = document.getElementById(id); if (b.checkVisibility()) b.click(); }; // nothing where it is disabled
  const single = {
    t: press('train'), s: press('step'), r: press('reset'), e: press('evaluate'),
    '[': actions.before, ']': actions.after, '?': () => dialog.showModal(),
  };
  addEventListener('keydown', (e) => {
    const graph = e.getModifierState('AltGraph'); // as for [ on many keyboards
    if (dialog.open || e.defaultPrevented || (e.altKey && !graph)) return;
    const typing = e.target.matches?.('input[type="text"], select, textarea');
    if ((e.ctrlKey && !graph) || e.metaKey) {
      const key = e.key.toLowerCase();
      if (typing || (key !== 'z' && key !== 'y')) return;
      e.preventDefault();
      (key === 'y' || e.shiftKey ? actions.redo : actions.undo)();
      return;
    }
    if (typing || !on.checked || !single[e.key.toLowerCase()]) return;
    e.preventDefault();
    single[e.key.toLowerCase()]();
  });
}
