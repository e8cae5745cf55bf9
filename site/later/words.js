// The words of what comes after the page is ready. Every language has the same keys;
// {name} is filled in.

import { filled, language } from '../i18n.js';

/**
 * Loads words of site/later/words, in the language.
 * @param {string} about what stands before the language in the file's name, such as 'part-'
 * @returns {Promise<{say: (key: string, fill?: object) => string, sentences: [RegExp, string][]}>}
 *   say gives the words for a key, filled in; sentences are those of an engine that comes later
 */
export async function load(about) {
  const [en, own] = await Promise.all(['en', language].map((l) => import(`./words/${about}${l}.js`)));
  const words = { ...en.default, ...own.default };
  return { say: (key, fill) => filled(words[key] ?? key, fill), sentences: words.sentences ?? [] };
}

/** The words for a key, filled in. */
export const { say: w } = await load('');
