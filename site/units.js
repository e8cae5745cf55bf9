// Numbers with SI prefixes, as people read and type them.

const prefixes = { p: -12, n: -9, u: -6, 'µ': -6, 'μ': -6, m: -3, c: -2, '': 0, k: 3, M: 6, G: 9 };
const names = new Map([[-12, 'p'], [-9, 'n'], [-6, 'µ'], [-3, 'm'], [0, ''], [3, 'k'], [6, 'M'], [9, 'G']]);
let decimal = '.';
/** Sets the sign between whole and fraction that format writes. */
export const setDecimal = (sign) => { decimal = sign; };

/** Units that take prefixes. */
export const scalable = new Set(['m', 's', 'W', 'Hz', 'V', 'J', 'A']);

/**
 * Text of a value for a person, such as "532 nm" for 5.32e-7 and "m".
 * @param {number|string} value in the unit
 * @param {string} unit SI, '' for a pure number
 * @param {number} [digits] significant ones; all that the value has when missing
 */
export function format(value, unit, digits) {
  const x = Number(value);
  const text = (v) => String(digits ? Number(v.toPrecision(digits)) : Number(v.toPrecision(12))).replace(/^-/, '−').replace('.', decimal);
  if (!unit) return text(x);
  if (x === 0 || !Number.isFinite(x) || !scalable.has(unit)) return `${text(x)} ${unit}`;
  const power = Math.max(-12, Math.min(9, 3 * Math.floor(Math.log10(Math.abs(x)) / 3 + 1e-9)));
  return `${text(x / 10 ** power)} ${names.get(power)}${unit}`;
}

/**
 * The value in the unit itself, as text, of what a person typed: "0.532 um",
 * "532e-9" and "532 nm" are all "5.32e-7" for "m". Text that is no such number
 * comes back as it is, so that the engine can say what is wrong with it.
 */
export function parse(text, unit) {
  const s = text.trim().replace(',', '.').replaceAll('−', '-');
  const m = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(\D*)$/i.exec(s);
  if (!m) return text.trim();
  const rest = m[2].trim();
  let power = 0;
  if (rest && rest !== unit) {
    const prefix = unit && rest.endsWith(unit) ? rest.slice(0, -unit.length) : null;
    if (prefix === null || !(prefix in prefixes)) return text.trim();
    power = prefixes[prefix];
  }
  if (power === 0) return String(Number(m[1]));
  const [mantissa, exponent = '0'] = m[1].toLowerCase().split('e');
  return String(Number(`${mantissa}e${Number(exponent) + power}`));
}

/** format of a value, or of several with commas between. */
export const formatList = (value, unit, digits) => value.split(',').map((v) => format(v, unit, digits)).join(decimal === ',' ? '; ' : ', ');

/**
 * parse of one value or of several, which may stand between semicolons, or commas that are no
 * decimal ones: such as have a space or a unit beside them, or stand with others.
 */
export function parseList(text, unit) {
  const between = text.includes(';') ? ';' : /,\s|[a-zµμ]\s*,|,.*,/i.test(text) ? ',' : null;
  return between ? text.split(between).map((v) => parse(v, unit)).join(',') : parse(text, unit);
}
