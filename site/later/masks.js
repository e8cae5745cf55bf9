// Masks as files, out and in. The page and the terminal write and read the same ones: an
// NPZ with one array called radians, amplitude, levels or logits, of shape (layers, y, x),
// and meta, a text in JSON; or the same as one JSON. It comes when the first file does.

import { checkShape, kindOf, learning, now } from '../io/shipped.js';
import { readNPY, writeNPY, writeText } from './npy.js';
import { unzip } from './unzip.js';
import { zip } from './zip.js';

const kinds = ['radians', 'amplitude', 'levels', 'logits'];

const texts = {
  radians: 'phase of each pixel in rad, as trained, not wrapped to one turn',
  logits: 'trained values v; the amplitude that passes is 1/(1 + exp(-v))',
  levels: 'level of each pixel, counted from 0, in the order of the device\'s states',
};

/**
 * The masks as an NPZ file.
 * @param {object} masks a reply "export" of the engine
 * @param {{preset: string, params: object[]}} about with what else is known; params are those of the engine's reply "ready"
 * @returns {Blob}
 */
export function masksAsNPZ(masks, about) {
  const values = masks.array === 'levels' ? Uint16Array.from(masks.values) : masks.values;
  return zip([
    { name: `${masks.array}.npy`, bytes: writeNPY(values, [masks.layers, masks.n, masks.n]) },
    { name: 'meta.npy', bytes: writeText(JSON.stringify(meta(masks, about))) },
  ]);
}

const meta = (masks, { params, ...about }) => ({
  ...about, array: texts[masks.array], ...(masks.curve && { curve_hash: masks.curve }),
  parameters: Object.fromEntries(params.map((p) => [p.name, typed(p)])),
});

/** The same as JSON, for programs without NumPy: nine digits give a float32 back. */
export function masksAsJSON(masks, about) {
  const size = masks.n * masks.n;
  const layers = Array.from({ length: masks.layers }, (_, i) => Array.from(masks.values.subarray(i * size, (i + 1) * size), (v) => Number(v.toPrecision(9))));
  return JSON.stringify({ ...meta(masks, about), layers: masks.layers, n: masks.n, [masks.array]: layers });
}

/**
 * Masks out of an NPZ, NPY or JSON file, for the engine's request "masks": array, what the
 * numbers are, '' if neither the file nor asked says; type, curve and values. meta is what
 * the file says of itself.
 * @param {{layers: number, n: number}} ready what the network wants
 * @param {string} kind what the network's masks change, as kindOf says
 * @param {string} asked what the user says that the numbers are
 * @throws {Error} that says what is wrong
 */
export async function readMaskFile(bytes, name, ready, kind, asked = '') {
  const masks = bytes[0] === 0x50 && bytes[1] === 0x4b ? await readNPZ(bytes, name, asked)
    : bytes[0] === 0x7b || (/\.json$/i.test(name) && bytes[0] !== 0x93) ? readJSON(bytes, name, ready.params ?? [], kind)
      : { array: '', ...numbers(readNPY(bytes, name), name) };
  if (masks.array && asked && masks.array !== asked) throw new Error(`${name}: its numbers are ${masks.array}, as the file says, not ${asked}`);
  if (!ready.can || ready.can.includes('masks') || ready.can.includes('files')) checkShape(masks.shape, name, ready.layers, ready.n); // else the engine says why it takes none
  const shared = ready.params?.find((p) => p.role === 'networks'), networks = masks.meta?.parameters?.[shared?.name];
  if (networks && String(networks) !== shared.value) throw new Error(`${name}: its masks are of ${networks} networks, and here are ${shared.value}; choose as many`);
  return { array: masks.array || asked, type: masks.type, curve: masks.meta?.curve_hash ?? '', values: masks.values, meta: masks.meta };
}

// numbers are those of an array, in float32.
function numbers({ shape, type, values }, name) {
  if (!values) throw new Error(`${name}: holds text, and masks are numbers`);
  return { shape, type, values: values instanceof Float32Array ? values : Float32Array.from(values) };
}

async function readNPZ(bytes, name, asked) {
  const all = (await unzip(bytes, name)).filter((f) => f.name.endsWith('.npy')).map((f) => ({ ...f, name: f.name.slice(0, -4) }));
  const about = all.find((f) => f.name === 'meta'), arrays = all.filter((f) => f !== about);
  const named = arrays.filter((f) => kinds.includes(f.name));
  const [one, ...more] = named.length ? named : arrays;
  if (!one || more.length) throw new Error(`${name}: has ${one ? 1 + more.length : 'no'} arrays of masks; want one called radians, amplitude, levels or logits`);
  if (!named.length && one.name !== 'arr_0' && !asked) {
    throw new Error(`${name}: has an array called ${one.name}; call it radians, amplitude, levels or logits, or choose what its numbers are`);
  }
  let said;
  if (about) {
    try {
      const { text, values } = readNPY(about.bytes);
      said = JSON.parse(text ?? new TextDecoder().decode(values));
    } catch {
      throw new Error(`${name}: its meta is no text in JSON; save it as numpy.array(json.dumps(meta)), or leave it away`);
    }
  }
  return { array: named.length ? one.name : '', meta: said, ...numbers(readNPY(one.bytes, `${name}, ${one.name}`), name) };
}

function readJSON(bytes, name, params, kind) {
  const none = `${name}: holds no masks; load what the page or talbot export has saved`;
  let file;
  try { file = JSON.parse(new TextDecoder().decode(bytes)) ?? {}; } catch { throw new Error(none); }
  const found = [...kinds, 'phase'].filter((k) => Array.isArray(file[k]) && file[k].every(Array.isArray));
  if (found.length !== 1) throw new Error(found.length ? `${name}: has masks of several kinds; leave all but one away` : none);
  const masks = file[found[0]], { n } = file;
  const old = found[0] === 'phase' || /^byte/.test(file.unit); // files of older versions have bytes
  if (masks.some((m) => m.length !== n * n)) throw new Error(`${name}: has masks of ${masks.length} x ${n} x ${n}, and others beside them`);
  const other = file.parameters && kindOf(params, (p) => file.parameters[p.name]);
  if (old && other && other !== kind) throw new Error(`${name}: has ${other.slice(0, 40)} masks, this network wants ${kind.slice(0, 40)} masks`);
  return { array: old ? 'bytes' : found[0], type: 'float32', shape: [masks.length, n, n], values: Float32Array.from(masks.flat()), meta: file };
}

/** Names of the parameters of the bench that were others when the masks were made. */
export function differences(about, ready) {
  if (!about?.parameters || about.preset === undefined) return [];
  return ready.params.filter((p) => !learning(p) && !p.file && p.name in about.parameters
    && String(typed(p)) !== String(typed({ ...p, value: now(p, String(about.parameters[p.name])) })));
}

// typed is a parameter's value as a number, a truth or a text.
const typed = ({ kind, value }) => (kind === 'int' || kind === 'float' ? Number(value) : kind === 'bool' ? value === 'true' : value);
