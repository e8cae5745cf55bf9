// Arrays of NumPy (NPY): reads what numpy.load reads, of real numbers and text, and
// writes version 1.0, little-endian, in C order.

// The types, by NumPy's code of kind and bytes: name, and how a number is read.
const types = {
  b1: ['bool', (v, at) => Math.min(1, v.getUint8(at))], u1: ['uint8', (v, at) => v.getUint8(at)], i1: ['int8', (v, at) => v.getInt8(at)],
  u2: ['uint16', (v, at, le) => v.getUint16(at, le)], i2: ['int16', (v, at, le) => v.getInt16(at, le)],
  u4: ['uint32', (v, at, le) => v.getUint32(at, le)], i4: ['int32', (v, at, le) => v.getInt32(at, le)],
  u8: ['uint64', (v, at, le) => Number(v.getBigUint64(at, le))], i8: ['int64', (v, at, le) => Number(v.getBigInt64(at, le))],
  f2: ['float16', (v, at, le) => half(v.getUint16(at, le))], f4: ['float32', (v, at, le) => v.getFloat32(at, le)], f8: ['float64', (v, at, le) => v.getFloat64(at, le)],
};
const letters = { '?': 'b1', b: 'i1', h: 'i2', i: 'i4', q: 'i8', B: 'u1', H: 'u2', I: 'u4', Q: 'u8', e: 'f2', f: 'f4', d: 'f8' };
const words = { ...letters, ...Object.fromEntries(Object.entries(types).map(([code, [name]]) => [name, code])) };

// half is a number of 16 bits: sign, 5 bits of exponent, 10 of fraction.
function half(bits) {
  const sign = bits >> 15 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}

// parseHeader reads the dictionary that a header is, with any order of keys, quotes and spaces.
function parseHeader(text, wrong) {
  const damaged = () => wrong('has a damaged header; save it with numpy.save');
  const token = /[\s\0]*(?:(['"])([^'"\\\n]*)\1|(True|False)|(\d+)L?|([{}:(),[]))/y;
  const next = () => {
    const m = token.exec(text);
    if (!m) damaged();
    return m[2] !== undefined ? { text: m[2] } : m[3] ? { truth: m[3] === 'True' } : m[4] ? { number: Number(m[4]) } : { sign: m[5] };
  };
  const want = (t, sign) => { if (t.sign !== sign) damaged(); };
  const tuple = () => {
    const list = [];
    let comma = true;
    for (let t = next(); t.sign !== ')'; t = next()) {
      if (!comma || t.number === undefined) damaged();
      list.push(t.number);
      const after = token.lastIndex;
      comma = next().sign === ',';
      if (!comma) token.lastIndex = after;
    }
    if (list.length === 1 && !comma) damaged(); // (3) is no tuple
    return list;
  };
  const header = {};
  want(next(), '{');
  for (let t = next(); t.sign !== '}';) {
    want(next(), ':');
    const value = next();
    if (t.text === 'descr' && (value.sign === '[' || value.sign === '(')) wrong('holds records of several fields; save one field of it');
    if (t.text === 'descr' && value.text !== undefined) header.descr = value.text;
    else if (t.text === 'fortran_order' && value.truth !== undefined) header.fortran = value.truth;
    else if (t.text === 'shape' && value.sign === '(') header.shape = tuple();
    else damaged();
    t = next();
    if (t.sign !== '}') {
      want(t, ',');
      t = next();
    }
  }
  if (Object.keys(header).length !== 3 || /[^\s\0]/.test(text.slice(token.lastIndex))) damaged();
  return header;
}

/**
 * Reads an array.
 * @returns {{shape: number[], type: string, values: Uint8Array|Float32Array, text: string|undefined}}
 *   type is NumPy's name; values is a copy in C order, of uint8 or rounded to float32;
 *   text is that of an array of text
 * @throws {Error} that says what is wrong
 */
export function readNPY(bytes, name = 'file') {
  const wrong = (text) => { throw new Error(`${name}: ${text}`); };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 0x934e554d || view.getUint16(4) !== 0x5059) wrong('not an NPY file');
  if (bytes[6] < 1 || bytes[6] > 3) wrong(`is in version ${bytes[6]} of NumPy's format, want 1 to 3`);
  const long = bytes[6] > 1, start = long ? 12 : 10;
  const body = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  if (body > bytes.length) wrong('ends inside its header');
  const { descr, fortran, shape } = parseHeader(new TextDecoder('latin1').decode(bytes.subarray(start, body)), wrong);
  const [, order, plain] = /^([<>=|]?)(.*)$/s.exec(descr), code = words[plain] ?? plain, le = order !== '>';
  if (/^O/.test(code)) wrong('holds Python objects (a pickle), which are not opened; save numbers');
  if (/^(c\d|complex|[FD]$)/.test(code)) wrong('holds complex numbers, and masks are real; save numpy.angle or numpy.abs of it');
  const isText = /^[US]\d+$/.test(code), kind = types[code];
  if (!kind && !isText) wrong(`holds values of type ${descr}; save it as float32`);
  const size = Number(code.slice(1)) * (code[0] === 'U' ? 4 : 1), count = shape.reduce((a, b) => a * b, 1);
  if (bytes.length - body !== count * size) wrong(`holds ${bytes.length - body} bytes of data, its shape asks for ${count * size}`);
  if (isText) return { shape, type: 'text', text: readText(view, body, code[0], le) };
  const [type, get] = kind;
  if (type === 'uint8' && !fortran) return { shape, type, values: bytes.slice(body) };
  const values = type === 'uint8' ? new Uint8Array(count) : new Float32Array(count);
  eachPlace(shape, count, fortran, (i, at) => { values[i] = get(view, body + at * size, le); });
  return { shape, type, values };
}

// eachPlace calls f for each value in C order with its place in the file.
function eachPlace(shape, count, fortran, f) {
  const strides = [], index = shape.map(() => 0);
  for (let k = 0, s = 1; k < shape.length; s *= shape[k++]) strides.push(s);
  for (let i = 0, at = 0; i < count; i++) {
    f(i, fortran ? at : i);
    for (let k = shape.length - 1; fortran && k >= 0; k--) {
      if (++index[k] < shape[k]) {
        at += strides[k];
        break;
      }
      at -= (shape[k] - 1) * strides[k];
      index[k] = 0;
    }
  }
}

function readText(view, at, kind, le) {
  if (kind === 'S') return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, view.byteLength - at)).replace(/\0+$/, '');
  const points = [];
  for (; at < view.byteLength; at += 4) points.push(view.getUint32(at, le));
  return points.map((c) => (c > 0x10ffff ? '\ufffd' : String.fromCodePoint(c))).join('').replace(/\0+$/, '');
}

/**
 * Makes an NPY file.
 * @param {Uint8Array|Uint16Array|Float32Array} values
 * @param {number[]} shape
 */
export function writeNPY(values, shape) {
  return npyFile(values instanceof Float32Array ? '<f4' : values instanceof Uint16Array ? '<u2' : '|u1', shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** An NPY file of one text, as numpy.array(text) makes it. */
export function writeText(text) {
  const points = Uint32Array.from(text, (c) => c.codePointAt(0));
  return npyFile(`<U${points.length}`, [], new Uint8Array(points.buffer));
}

function npyFile(type, shape, data) {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const size = Math.ceil((10 + text.length + 1) / 64) * 64;
  const out = new Uint8Array(size + data.length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(out.buffer).setUint16(8, size - 10, true);
  out.set(new TextEncoder().encode(text.padEnd(size - 11) + '\n'), 10);
  out.set(data, size);
  return out;
}
