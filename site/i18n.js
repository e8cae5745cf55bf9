// The language of the page.

import en from './i18n/en.js';
import languages from './i18n/languages.js';
import { recall } from './ui/recall.js';
import { setDecimal } from './units.js';

/** The words of the page by key, and of what the engine says in English, by its names or words. */
export let words = en, terms = {};

/** The language in use, as in languages. */
export let language = 'en';

/** Loads the language that ?lang=, the visitor or the browser asks for, and puts its words on the page. */
export async function loadLanguage() {
  const asked = new URLSearchParams(location.search).get('lang') ?? recall('lang');
  const wanted = (asked ? [asked] : navigator.languages).map((l) => l.toLowerCase().split('-')[0]);
  language = wanted.find((l) => Object.hasOwn(languages, l)) ?? 'en';
  if (language !== 'en') {
    const [page, engine] = await Promise.all([import(`./i18n/${language}.js`), import(`./i18n/${language}-engine.js`)]);
    words = { ...en, ...page.default };
    terms = engine.default;
  }
  document.documentElement.lang = words.tag;
  setDecimal(number(0.5)[1]);
  document.documentElement.dir = words.dir;
  for (const el of document.querySelectorAll('[data-i18n]')) el.textContent = t(el.dataset.i18n);
}

/** The words for a key, filled in. */
export const t = (key, fill) => filled(words[key] ?? key, fill);

/** Sentences, one behind the other as the language writes them: behind a full-width full stop there is no space. */
export const sentences = (...all) => all.filter(Boolean).join(' ').replace(/([。！？；：]) /g, '$1');

/** A text with its gaps filled, whose content runs as it does by itself. */
export const filled = (text, fill = {}) => text.replace(/( ?)\{(\w+)\}( (?=[\u2e80-\uffef]))?/g, (_, before, k, behind = '', at) => {
  const content = String(fill[k] ?? '');
  const kept = (gap, a, b) => (han.test(a) && han.test(b) ? '' : gap); // Chinese has spaces beside numbers, and none between words
  return kept(before, text[at - 1], content[0]) + (words.dir === 'rtl' ? `\u2068${content}\u2069` : content) + kept(behind, content.at(-1), '中');
});
const han = /[\u2e80-\uffef]/;

/** What the engine says under a name, in the language where that is known, by its words or else by the name. */
export const engineText = (name, text) => written(terms[text] ?? terms[name] ?? text ?? '');

/**
 * A sentence of the engine in the language, if that knows it: whole, or with gaps, whose
 * content may be a sentence again.
 */
export const engineSays = (text) => written(known(text));

function known(text) {
  if (terms[text]) return terms[text];
  for (const [english, other] of terms.sentences ?? []) {
    const gaps = english.exec(text);
    if (gaps) return filled(other, gaps.slice(1).map((g) => quantity(known(g))));
  }
  return text;
}

// written has powers of ten and minus signs as people write them, and per cent as the language does.
const written = (text) => text.replace(/(\d)e([+-])0*(\d+)\b/g, (_, d, sign, e) => (e === '0' ? d : `${d} × 10${sign === '-' ? '⁻' : ''}${[...e].map((k) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[k]).join('')}`))
  .replace(/(^|[\s(])-(?=\.?\d)/g, '$1−').replace(/(\d) %/g, percent(0.5) === '50%' ? '$1%' : '$&');

// quantity is a number, with its unit if it has one, as the language writes it; else the text.
const quantity = (text) => (/^[-−]?\d+\.\d\S*( \S+)?$/.test(text) ? text.replace('.', number(0.5)[1]) : text);

/** A score of 0 to 1 in per cent, without saying all or nothing. */
export function share(x) {
  if (x < 0.005) return `<\u00a0${percent(0.01)}`;
  return x > 0.995 ? `>\u00a0${percent(0.99)}` : percent(x);
}

const writers = {}; // by language and what they write: they are slow to make
const write = (x, options, key) => (writers[words.tag + key] ??= new Intl.NumberFormat(words.tag, options)).format(x).replace('-', '−'); // some languages have a hyphen for a minus

/** 0.953 as "95.3 %" in the language. */
export const percent = (x, digits = 0) => write(x, { style: 'percent', maximumFractionDigits: digits, minimumFractionDigits: digits }, `%${digits}`);

/** A number in the language, with so many significant digits. */
export const number = (x, digits = 3) => write(x, { maximumSignificantDigits: digits }, digits);

/** Words as the language lists them. */
export const list = (all) => new Intl.ListFormat(words.tag).format(all);
