// The state of the page as the hash of its address. Version 1:
//   #v=1&preset=ID&p.NAME=VALUE...&masks=none&input=test:INDEX or draw:PIXELS&lesson=ID.STEP
// with one p.NAME for each parameter that differs from the preset, masks=none
// when training starts from new masks, and the image shown: one of the test set, or
// pixels row by row as symbols, of which the first 16 are a grey value and the others
// 1 to 48 black pixels. How many they must be is for who shows them to say.
// A lesson without a preset opens what its step shows.

const symbols = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';

function pack(pixels) {
  return Array.from(pixels, (v) => symbols[Math.round(v / 17)]).join('').replace(/0{1,48}/g, (run) => symbols[15 + run.length]);
}

function unpack(text) {
  const out = [...text].flatMap((c) => {
    const k = symbols.indexOf(c);
    return k < 16 ? [17 * k] : Array(k - 15).fill(0);
  });
  if (out.some((v) => v < 0)) throw new Error('its input is no drawing');
  return Uint8Array.from(out);
}

/** @returns {string} the hash, with '#' */
export function writeLink({ preset, values = {}, masks = 'shipped', sample = null, pixels = null, lesson }) {
  const q = new URLSearchParams({ v: '1', preset });
  for (const name of Object.keys(values).sort()) q.set(`p.${name}`, values[name]);
  if (masks === 'none') q.set('masks', 'none');
  if (sample !== null) q.set('input', `test:${sample}`);
  else if (pixels) q.set('input', `draw:${pack(pixels)}`);
  if (lesson) q.set('lesson', lesson);
  return `#${q.toString().replaceAll('%3A', ':')}`;
}

/**
 * Reads a hash. Missing parts are undefined.
 * @throws {Error} when it is of another version, or damaged
 */
export function readLink(hash) {
  const q = new URLSearchParams(hash.replace(/^#/, ''));
  const link = { values: {} };
  if (q.has('lesson')) link.lesson = q.get('lesson');
  if (!q.has('preset')) return link;
  if (!q.get('v')) throw new Error('it says no version');
  if (q.get('v') !== '1') throw new Error(`it is of version ${q.get('v')}`);
  link.preset = q.get('preset');
  for (const [k, v] of q) if (k.startsWith('p.')) link.values[k.slice(2)] = v;
  link.masks = q.get('masks') === 'none' ? 'none' : 'shipped';
  const [, from, what] = /^(test|draw):(.*)$/.exec(q.get('input') ?? '') ?? [];
  if (from === 'draw') link.pixels = unpack(what);
  else if (/^\d+$/.test(what)) link.sample = Number(what);
  return link;
}
