// Keeps the page for when there is no network: by itself what was used of it, and all of it when that is asked for.

import { engineSays, number } from '../i18n.js';
import { say } from '../ui/say.js';
import { fetchAhead } from './ahead.js';
import { element } from './parts.js';
import { w } from './words.js';

/** Registers the service worker, where the browser has any: on https and on this computer. */
export async function keepOffline() {
  try {
    await navigator.serviceWorker.register(new URL('../../offline.js', import.meta.url));
    navigator.serviceWorker.addEventListener('message', ({ data }) => { if (data?.newer) renew(); });
    const { active } = await navigator.serviceWorker.ready;
    await offer(active);
  } catch { // no copy: the page goes on, with scripts of its own version
    await fetchAhead().catch(() => {});
  }
}

// renew adds to the foot, once, that a newer version is here, and what brings it.
function renew() {
  if (document.getElementById('newer')) return;
  const button = element('button', { type: 'button', className: 'quiet', textContent: w('offline.load') });
  button.addEventListener('click', () => location.reload());
  document.querySelector('.foot').append(element('p', { id: 'newer' }, w('offline.newer'), ' ', button));
}

// offer adds to the foot how to keep all of the page, or says that it is kept.
async function offer(worker) {
  const button = element('button', { type: 'button', className: 'quiet', id: 'keep-all', textContent: w('offline.all') });
  const state = element('span', { id: 'keep-state' });
  const kept = () => { button.hidden = true; state.textContent = w('offline.kept'); };
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true'); // it keeps the focus
    navigator.storage?.persist?.().catch(() => {}); // else a browser that is short of room may throw it away
    try {
      await ask(worker, 'all', ({ here, of }) => { state.textContent = w('offline.going', { here: number(here), of: number(of) }); });
      kept();
      say(state.textContent);
    } catch (error) {
      say(state.textContent = w('offline.failed', { text: engineSays(error.message) }));
    }
    button.removeAttribute('aria-disabled');
  });
  const { here, of, newer } = await ask(worker, 'count');
  if (here === of) kept();
  document.querySelector('.foot').append(button, state);
  if (newer) renew();
}

// ask asks the service worker how much of the page is here, or for all of it; it resolves with the last count.
const ask = (worker, keep, told = () => {}) => new Promise((resolve, reject) => {
  const { port1, port2 } = new MessageChannel();
  let last = null;
  port1.onmessage = ({ data }) => {
    if (data.error) reject(new Error(data.error));
    else if (data.ended) resolve(last);
    else told(last = data);
    if (data.error || data.ended) port1.close();
  };
  worker.postMessage({ keep }, [port2]);
});
