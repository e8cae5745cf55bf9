// A language from the right to the left, made of German for tests: its letters are Hebrew
// ones, so that browsers lay it out as one that is, and what is not translated stays Latin.

import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import languages from '../i18n/languages.js';
import { root } from './server.mjs';

const letters = 'אבגדהוזחטיכלמנסעפצקרשת';

/** A text in it: every letter outside of {gaps} is another one. Runs in the page too. */
export const mirrored = (text) => text.replace(/\{\w+\}|\p{L}/gu, (x) => (x[0] === '{' ? x : letters[x.toLowerCase().codePointAt(0) % letters.length]));

const script = `const letters = '${letters}';
export const mirrored = ${mirrored};
export const all = (words) => Object.fromEntries(Object.entries(words).map(([k, v]) => [k, typeof v === 'string' ? mirrored(v) : v.map(([e, text]) => [e, mirrored(text)])]));
`;

/**
 * The files of the language, which is called he, as overrides for serve and openPage.
 * @returns {Record<string, string>}
 */
export function mirroredFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'talbot-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const files = {};
  const put = (path, text) => {
    const file = join(folder, path.replaceAll('/', '+'));
    writeFileSync(file, text);
    files[`/site/${path}`] = file;
  };
  put('i18n/mirrored.js', script);
  put('i18n/languages.js', `export default ${JSON.stringify({ ...languages, he: mirrored('Hebrew') })};\n`);
  const copy = (from, more = '') => put(from.replace(/\bde(?=[.-])/, 'he'), `import { all } from '${from.startsWith('later') ? '../../i18n' : '.'}/mirrored.js';\nimport de from './${from.split('/').at(-1)}';\nexport default { ...all(de)${more} };\n`);
  copy('i18n/de.js', ", tag: 'he', dir: 'rtl'");
  copy('i18n/de-engine.js');
  for (const f of readdirSync(join(root, 'site/later/words'))) if (/(^|-)de\.js$/.test(f)) copy(`later/words/${f}`);
  const speak = (x) => {
    if (x === null || typeof x !== 'object') return x;
    if ('de' in x) return { ...x, he: typeof x.de === 'string' ? mirrored(x.de) : x.de.map(mirrored) };
    return Array.isArray(x) ? x.map(speak) : Object.fromEntries(Object.entries(x).map(([k, v]) => [k, speak(v)]));
  };
  for (const f of readdirSync(join(root, 'site/lessons'))) put(`lessons/${f}`, JSON.stringify(speak(JSON.parse(readFileSync(join(root, 'site/lessons', f), 'utf8')))));
  return files;
}
