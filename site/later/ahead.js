// Where no service worker keeps versions apart, the scripts that a page asks for later are fetched while the server
// still has those that go with it: a browser takes a script that it has from memory, whatever the server has by then.

import known from '../i18n/languages.js';
import { language } from '../i18n.js';

/** Fetches the scripts of the page, but for those of other languages and of workers; it runs none. */
export async function fetchAhead() {
  if (navigator.connection?.saveData) return;
  const { files } = await fetch(new URL('../files.json', import.meta.url), { cache: 'no-cache' }).then((r) => r.json());
  const others = Object.keys(known).filter((l) => l !== language && l !== 'en').join('|');
  const not = new RegExp(`/(i18n|words)/(.+-)?(${others})\\b|/(worker|wasm_exec)\\.js$`);
  for (const path of Object.keys(files)) {
    if (path.endsWith('.js') && !not.test(path)) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: new URL(`../../${path}`, import.meta.url).href }));
  }
}
