// Pictures that follow others.

import { readIDX } from '../io/idx.js';

/**
 * Joins IDX files of the same kind: the first one's values, then those of the second.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @param {number} count that b must have
 * @throws {Error} that says what does not fit
 */
export function joined(a, b, count, name) {
  const one = readIDX(a, name), two = readIDX(b, name);
  if (two.dims[0] !== count || `${one.dims.slice(1)}` !== `${two.dims.slice(1)}`) throw new Error(`${name}: has shape (${two.dims.join(', ')}), not ${count} of what it follows`);
  const out = new Uint8Array(a.length + two.values.length);
  out.set(a);
  out.set(two.values, a.length);
  new DataView(out.buffer).setUint32(4, one.dims[0] + count);
  return out;
}
