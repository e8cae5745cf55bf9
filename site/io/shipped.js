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

/**
 * What the numbers of masks are, as text: masks fit where it is the same. value(p) is that
 * of a parameter.
 */
export const kindOf = (params, value = (p) => p.value) => params.filter((p) => p.role === 'masks' && counts(p, params, value)).map((p) => now(p, value(p))).join(' ');

/** The same of a kind that an older version made. */
export const kindNow = (kind, params) => params.filter((p) => p.role === 'masks').reduce((text, p) => text.split(' ').map((v) => now(p, v)).join(' '), kind);

/** What the value of a parameter is called now: older versions called some otherwise. */
export const now = (p, value) => (p.old ?? '').split(' ').map((word) => word.split('=')).find(([was]) => was === value)?.[1] ?? value;

/** Whether a parameter does something while the others have these values: its needs are "name=value|other", with a space between two. */
export const counts = (p, params, value = (q) => q.value) => (p.needs ?? '').split(' ').filter(Boolean).every((need) => {
  const [name, wants] = need.split('='), of = params.find((q) => q.name === name);
  return !of || wants.split('|').includes(now(of, value(of)));
});

/** Whether masks are learned by a parameter, on the same bench. */
export const learning = (p) => p.role === 'training' || p.role === 'epochs';
