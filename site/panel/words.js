// The texts of panels in the page's language.

import { engineSays, number, sentences } from '../i18n.js';
import { format, scalable } from '../units.js';

/** What the engine says, of one or more sentences. */
export function says(text) {
  const parts = text.split(/(?<=[.!?]) (?=[A-Z])/), said = parts.map(engineSays);
  // A sentence with a gap at its end would take the next ones into that.
  if (said.every((v, i) => v !== parts[i])) return sentences(...said);
  const whole = engineSays(text);
  return whole === text ? sentences(...said) : whole;
}

/** A value on an axis; one that is next to nothing of its length is 0. */
export function shown(v, { unit }, digits = 3, length = 0) {
  if (!Number.isFinite(v)) return '–';
  if (Math.abs(v) < 1e-9 * length) return '0';
  return scalable.has(unit) ? format(v, unit, digits) : number(v, digits);
}

/** An axis by its name, with the unit where its values do not have it. */
export const named = ({ label, unit }) => [engineSays(label), unit && !scalable.has(unit) ? `(${unit})` : ''].filter(Boolean).join(' ');

/** A series as short as can be: without what stands behind a colon. */
export const brief = (series) => engineSays(series.name).split(':')[0];

/** How many Latin letters a text is as wide as: those of Chinese, and minus signs, are wider. */
export const letters = (text) => [...text].reduce((sum, c) => sum + (c > '\u2e7f' || c === '−' ? 1.8 : 1), 0);
