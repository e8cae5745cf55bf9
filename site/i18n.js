// The language of the page.

import en from './i18n/en.js';
import { setDecimal } from './units.js';

const others = { de: () => Promise.all([import('./i18n/de.js'), import('./i18n/de-engine.js')]), 'ar-xb': () => Promise.all([import('./i18n/ar-xb.js')]) };
let words = en, terms = {}; // terms: what the engine says in English, by its names or words

/** The language in use, as a tag. */
export let language = 'en';

/** Loads the language that ?lang= or the browser asks for, and puts its words on the page. */
export async function loadLanguage() {
  const asked = new URLSearchParams(location.search).get('lang')?.toLowerCase();
  const wanted = asked ? [asked] : navigator.languages.map((l) => l.toLowerCase().split('-')[0]);
  for (const tag of wanted) {
    if (tag === 'en') break;
    if (!others[tag]) continue;
    const [page, engine] = await others[tag]();
    words = { ...en, ...page.default };
    terms = engine?.default ?? {};
    language = tag;
    break;
  }
  document.documentElement.lang = language;
  setDecimal(number(0.5)[1]);
  document.documentElement.dir = language.startsWith('ar') ? 'rtl' : 'ltr';
  for (const el of document.querySelectorAll('[data-i18n]')) el.textContent = t(el.dataset.i18n);
}

/** The words for a key, filled in. */
export function t(key, fill = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, k) => fill[k] ?? '');
}

/** What the engine says under a name, in the language where that is known, by its words or else by the name. */
export const engineText = (name, text) => terms[text] ?? terms[name] ?? text;

/**
 * A sentence of the engine in the language, if that knows it: whole, or with gaps, whose
 * content may be a sentence again.
 */
export function engineSays(text) {
  if (terms[text]) return terms[text];
  for (const [english, other] of terms.sentences ?? []) {
    const gaps = english.exec(text);
    if (gaps) return other.replace(/\{(\d)\}/g, (_, k) => quantity(engineSays(gaps[+k + 1])));
  }
  return text;
}

// quantity is a number, with its unit if it has one, as the language writes it; else the text.
const quantity = (text) => (/^-?\d+\.\d\S*( \S+)?$/.test(text) ? text.replace('.', number(0.5)[1]) : text);

/** A score of 0 to 1 in per cent, without saying all or nothing. */
export function share(x) {
  if (x < 0.005) return `< ${percent(0.01)}`;
  return x > 0.995 ? `> ${percent(0.99)}` : percent(x);
}

/** 0.953 as "95.3 %" in the language. */
export function percent(x, digits = 0) {
  return new Intl.NumberFormat(tag(), { style: 'percent', maximumFractionDigits: digits, minimumFractionDigits: digits }).format(x);
}

/** A number in the language, with so many significant digits. */
export function number(x, digits = 3) {
  return new Intl.NumberFormat(tag(), { maximumSignificantDigits: digits }).format(x);
}

/** Words as the language lists them. */
export const list = (all) => new Intl.ListFormat(tag()).format(all);

const tag = () => (language === 'ar-xb' ? 'en' : language);
