// NPY files, version 1.0, little-endian, C order.

const descr = new Map([['|u1', Uint8Array], ['<f4', Float32Array]]);

/**
 * Reads an array of bytes (|u1) or float32 (<f4).
 * @returns {{shape: number[], values: Uint8Array|Float32Array}} values is a copy
 * @throws {Error} that says what is wrong
 */
export function readNPY(bytes, name = 'file') {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 0x934e554d || view.getUint16(4) !== 0x5059) throw new Error(`${name}: not an NPY file`);
  const long = bytes[6] > 1, start = long ? 12 : 10;
  const body = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  if (body > bytes.length) throw new Error(`${name}: ends inside its header`);
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, body));
  const type = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(header)?.[1].split(',').filter((s) => s.trim()).map(Number);
  const Type = descr.get(type);
  if (!Type) throw new Error(`${name}: holds values of type ${type}, want |u1 or <f4`);
  if (/'fortran_order'\s*:\s*True/.test(header)) throw new Error(`${name}: is in Fortran order, want C order`);
  if (!shape || shape.some((s) => !Number.isInteger(s) || s < 0)) throw new Error(`${name}: has no readable shape`);
  const count = shape.reduce((a, b) => a * b, 1);
  if (bytes.length - body !== count * Type.BYTES_PER_ELEMENT) {
    throw new Error(`${name}: holds ${bytes.length - body} bytes of data, its shape asks for ${count * Type.BYTES_PER_ELEMENT}`);
  }
  return { shape, values: new Type(bytes.slice(body).buffer) };
}

/**
 * Makes an NPY file.
 * @param {Uint8Array|Float32Array} values
 * @param {number[]} shape
 */
export function writeNPY(values, shape) {
  const type = values instanceof Float32Array ? '<f4' : '|u1';
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const size = Math.ceil((10 + text.length + 1) / 64) * 64;
  const out = new Uint8Array(size + values.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(out.buffer).setUint16(8, size - 10, true);
  out.set(new TextEncoder().encode(text.padEnd(size - 11) + '\n'), 10);
  out.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), size);
  return out;
}

/**
 * Masks of a network out of an NPY file of shape [layers, n, n]: one byte a
 * sample for 0 to 2 pi, whether the file holds bytes or radians.
 */
export function readMasks(bytes, name, layers, n) {
  const { shape, values } = readNPY(bytes, name);
  if (shape.length !== 3 || shape[0] !== layers || shape[1] !== n || shape[2] !== n) {
    throw new Error(`${name}: has shape (${shape.join(', ')}), this network wants (${layers}, ${n}, ${n})`);
  }
  if (values instanceof Uint8Array) return values;
  return Uint8Array.from(values, (v) => Math.round((v / (2 * Math.PI) - Math.floor(v / (2 * Math.PI))) * 256) & 255);
}

/** What masks with these parameters change; only of one device have they the same levels. */
export const kindOf = ({ mask, curve } = {}) => (mask === 'device' ? `device ${curve}` : mask);

/** As readMasks, out of the JSON that the page saves; kind is what the masks change. */
export function readMasksJSON(bytes, name, layers, n, kind) {
  let file;
  try { file = JSON.parse(new TextDecoder().decode(bytes)); } catch { /* said below */ }
  const phase = file?.phase ?? file?.amplitude ?? file?.levels;
  if (!Array.isArray(phase) || !phase.every(Array.isArray)) throw new Error(`${name}: holds no masks; load what "Masks as JSON" saved`);
  if (phase.length !== layers || phase.some((p) => p.length !== n * n)) throw new Error(`${name}: has masks of ${phase.length} x ${file.n} x ${file.n}, this network wants ${layers} x ${n} x ${n}`);
  const other = kindOf(file.parameters);
  if (other && kind && other !== kind) throw new Error(`${name}: has ${other.slice(0, 40)} masks, this network wants ${kind.slice(0, 40)} masks`);
  return Uint8Array.from(phase.flat());
}
