// The shipped masks: NPY files of bytes, as package sim/optics/npy writes them. What
// other programs write, later/npy.js reads.

/**
 * The masks of a network, of shape [layers, n, n].
 * @throws {Error} that says what is wrong
 */
export function readMasks(bytes, name, layers, n) {
  const start = 10 + (bytes[8] | bytes[9] << 8), text = new TextDecoder('latin1').decode(bytes.subarray(0, start));
  const [, dims] = /^.NUMPY\x01\0..\{'descr': '\|u1', 'fortran_order': False, 'shape': \(([\d, ]+)\), \}\s*$/s.exec(text) ?? [];
  if (!dims) throw new Error(`${name}: not an NPY file of bytes`);
  checkShape(dims.split(/, ?/).filter(Boolean).map(Number), name, layers, n);
  const values = bytes.slice(start), want = layers * n * n;
  if (values.length !== want) throw new Error(`${name}: holds ${values.length} bytes of data, its shape asks for ${want}`);
  return values;
}

/** Throws unless shape is that of the masks of a network; one mask may have two dimensions. */
export function checkShape(shape, name, layers, n) {
  const all = shape.length === 2 && layers === 1 ? [1, ...shape] : shape;
  if (all.length !== 3 || all[0] !== layers || all[1] !== n || all[2] !== n) {
    throw new Error(`${name}: has shape (${shape.join(', ')}), this network wants (${layers}, ${n}, ${n}); choose the preset and the settings that the masks were made for`);
  }
}

/** What masks with these parameters change; only of one device have they the same levels. */
export const kindOf = ({ mask, curve } = {}) => (mask === 'device' ? `device ${curve}` : mask);
