// The full data set of a preset, from the server that "talbot serve" is. Another server
// has none: then this says how to get it.

import { number } from '../i18n.js';
import { w } from './words.js';

/**
 * @param {Session} session
 * @param {string} name of the set, for people
 * @param {(text: string) => void} say shows how far it is, or what to do
 */
export async function useFull(session, name, say) {
  const set = session.ready.data;
  const how = () => say(w('full.how', { name, set }));
  say(w('full.looking'));
  const at = (path) => new URL(path, document.baseURI);
  const answer = await fetch(at('data/')).then((r) => (r.ok ? r.json() : null)).catch(() => null);
  if (!answer?.sets?.[set]) return how();
  if (!answer.sets[set].here) {
    const wrong = await get(at(`data/${set}`), name, say);
    if (wrong) throw new Error(w('full.wrong', { name, text: wrong }));
  }
  say('');
  await session.useFull(answer.sets[set].here && !answer.sets[set].published ? 'served' : 'full');
}

// get has the server get a set, and returns what went wrong, or ''. The answer is one line
// of JSON after another.
async function get(url, name, say) {
  const response = await fetch(url, { method: 'POST' });
  if (!response.ok) return `HTTP ${response.status}`;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const mb = (n) => number(n / 1e6, 3);
  for (let rest = ''; ;) {
    const { done, value } = await reader.read();
    if (done) return w('full.cut');
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const r = JSON.parse(line);
      if (r.error) return r.error;
      if (r.here) return '';
      say(w('full.getting', { name, done: mb(r.done), total: mb(r.total) }));
    }
  }
}
