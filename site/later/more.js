// What the page has besides once it is ready: offline use, a class that shares a training,
// its check of itself, a choice of language, links for a class, the tools of the lab, an engine elsewhere, more pictures, and what an
// address can say.

import { element, styled } from './parts.js';
import { startHome } from './home.js';
import { addressHelp, classLink } from './teacher.js';
import { startRemote } from './remote.js';
import { startHeavy } from './heavy.js';
import { startSwitch } from './switch.js';
import { startTools, toolsHelp } from './tools.js';
import { w } from './words.js';

const quiet = 5000; // ms in which nothing that can wait takes processor and network from who has just come

/** Adds it. page is for startTools. The address's panel=proof opens the check at once. */
export async function startMore(session, query, page) {
  if (query.has('class')) import('./class.js').then((m) => m.startClass(session, query));
  await Promise.all(['more.css', 'switch.css', 'print.css'].map(styled));
  startSwitch(session);
  startHeavy(session, page);
  startTools(session, page);
  startRemote(session);
  startHome(session, page);
  setTimeout(background, quiet);
  function background() {
    if (query.get('offline') !== 'no') import('./offline.js').then((m) => m.keepOffline());
    if (query.get('more') !== 'no' && !navigator.connection?.saveData) import('./pictures.js').then((m) => m.startPictures(session, page.act)).catch(() => {}); // without them the page goes by those that it has
  }
  let proof = null;
  const open = () => (proof ??= import('./proof.js').then((m) => m.startProof()).catch((error) => { proof = null; session.fail(error); }))
    .then((p) => p?.open());
  const button = element('button', { type: 'button', className: 'quiet', id: 'proof-open', textContent: w('proof.button') });
  button.addEventListener('click', open);
  document.querySelector('.foot').append(button);
  document.querySelector('.take .buttons').after(classLink());
  document.getElementById('keys-list').after(toolsHelp(), addressHelp());
  if (query.get('panel') === 'proof') open();
}
