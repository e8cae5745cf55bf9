// The words of what comes after the page is ready. Every language has the same keys;
// {name} is filled in.

import { language } from '../i18n.js';
import en from './words/en.js';

const others = { de: () => import('./words/de.js') };
const words = { ...en, ...(others[language] ? (await others[language]()).default : {}) };

/** The words for a key, filled in. */
export const w = (key, fill = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, k) => fill[k] ?? '');
