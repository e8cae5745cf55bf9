// Back to how the page was opened: to what its link said, or to its usual start. Undo takes that back.

import { readLink } from '../permalink.js';
import { element } from './parts.js';
import { w } from './words.js';

/** Puts the button beside undo and redo. page is for startTools. */
export function startHome(session, page) {
  const home = location.hash;
  const button = element('button', { type: 'button', className: 'quiet', id: 'home', textContent: w('home.button'), title: w('home.how') });
  document.getElementById('redo').after(button);
  const tell = () => { button.disabled = location.hash === home && !session.points.length; };
  button.addEventListener('click', () => page.act(async () => {
    const { preset = session.presets[0].id, values, masks, sample, pixels } = readLink(home);
    await page.open(preset, values, { none: masks === 'none' });
    if (pixels && session.fits(pixels)) await page.draw(pixels);
    else await session.showSample(sample ?? session.usual);
    tell();
  }));
  for (const e of ['frame', 'set', 'masks', 'metrics', 'sample', 'opened']) session.on(e, () => setTimeout(tell)); // when the address has it
  addEventListener('hashchange', tell);
  tell();
}
