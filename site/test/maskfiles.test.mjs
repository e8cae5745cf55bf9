// Masks as files, by the modules that read and write them, without a browser.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { differences, masksAsJSON, masksAsNPZ, readMaskFile } from '../later/masks.js';
import { kindNow, kindOf, readMasks } from '../io/shipped.js';
import { readNPY, writeNPY, writeText } from '../later/npy.js';
import { unzip } from '../later/unzip.js';
import { zip } from '../later/zip.js';
import german from '../i18n/de-engine.js';
import { root } from './server.mjs';

const folder = join(root, 'sim/optics/npy/testdata');
const file = (name) => new Uint8Array(readFileSync(join(folder, name)));
const refused = { objects: /pickle/, text: null, dates: /type <M8/, records: /records of several fields/, longdouble: /type <f16/ };

test('npy: what NumPy wrote is read', () => {
  const names = readdirSync(folder).filter((f) => f.endsWith('.npy'));
  assert.ok(names.length > 40, `${names}`);
  for (const f of names) {
    const name = f.slice(0, -4);
    if (name === 'text') assert.equal(readNPY(file(f), f).text, '0.51');
    else if (refused[name]) assert.throws(() => readNPY(file(f), f), refused[name], f);
    else if (/complex|c8|c16/.test(name)) assert.throws(() => readNPY(file(f), f), /complex numbers/, f);
    else {
      const { shape, type, values } = readNPY(file(f), f);
      assert.deepEqual(shape, [2, 3], f);
      const want = type === 'bool' ? [0, 1, 0, 1, 0, 1] : type.startsWith('float') ? [0, 0.5, 1, 1.5, 2, 2.5] : [0, 1, 2, 3, 4, 5];
      assert.deepEqual([...values], want, `${f}: ${type}`);
    }
  }
});

test('npy: round trip, and damage is named', () => {
  const f = new Float32Array([0, 1, -2.5, 4, 5, 6, 7, 8]);
  const bytes = writeNPY(f, [2, 2, 2]);
  assert.equal((bytes.length - f.byteLength) % 64, 0);
  assert.deepEqual(readNPY(bytes), { shape: [2, 2, 2], type: 'float32', values: f });
  assert.deepEqual(readNPY(writeNPY(Uint16Array.of(0, 1, 999), [3])).values, Float32Array.of(0, 1, 999));
  assert.equal(readNPY(writeText('2π 𝜋')).text, '2π 𝜋');
  assert.throws(() => readNPY(bytes.subarray(0, bytes.length - 1), 'm'), /m: holds 31 bytes of data, its shape asks for 32/);
  assert.throws(() => readNPY(new Uint8Array(200), 'm'), /not an NPY file/);
  const text = new TextDecoder('latin1').decode(bytes.subarray(10, bytes.length - 32));
  for (const [a, b, words] of [["'shape'", "'shame'", /damaged header/], ['(2, 2, 2)', '(2 2, 2) ', /damaged header/], ['(2, 2, 2)', '(8)      ', /damaged header/], ['False', "'no' ", /damaged header/], ["'<f4'", "'<x9'", /type <x9/]]) {
    const other = bytes.slice();
    other.set(new TextEncoder().encode(text.replace(a, b).slice(0, text.length)), 10);
    assert.throws(() => readNPY(other, 'm'), words, b);
  }
});

test('shipped masks are read as NumPy would, and damage is named', () => {
  const masks = join(root, 'assets/masks');
  for (const f of readdirSync(masks).filter((f) => f.endsWith('.npy'))) {
    const bytes = new Uint8Array(readFileSync(join(masks, f))), { shape: [layers, n], values } = readNPY(bytes, f);
    assert.deepEqual(readMasks(bytes, f, layers, n), values, f);
  }
  const bytes = writeNPY(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 255), [2, 2, 2]);
  assert.deepEqual(readMasks(bytes, 'm', 2, 2), Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 255));
  assert.deepEqual(readMasks(writeNPY(Uint8Array.of(1, 2, 3, 4), [2, 2]), 'm', 1, 2), Uint8Array.of(1, 2, 3, 4));
  assert.throws(() => readMasks(bytes, 'm', 3, 2), /shape \(2, 2, 2\), this network wants \(3, 2, 2\)/);
  assert.throws(() => readMasks(bytes.subarray(0, bytes.length - 1), 'm', 2, 2), /m: holds 7 bytes of data, its shape asks for 8/);
  for (const other of [writeNPY(new Float32Array(8), [2, 2, 2]), file('fortran-bool.npy'), new Uint8Array(200), new Uint8Array(3), new TextEncoder().encode('<!doctype html>')]) {
    assert.throws(() => readMasks(other, 'm', 2, 2), /m: not an NPY file of bytes/);
  }
  assert.ok(german.sentences.some(([english]) => english.test('m: not an NPY file of bytes')));
});

test('npz: what NumPy wrote is read, stored and deflated; damage is named', async () => {
  for (const [name, meta] of [['stored.npz', '{"preset": "d2nn-mnist-64", "note": "2π 𝜋"}'], ['deflated.npz', '{"preset": "d2nn-mnist-64"}']]) {
    const [a, b] = await unzip(file(name), name);
    assert.deepEqual([a.name, b.name], ['radians.npy', 'meta.npy']);
    const said = readNPY(b.bytes);
    assert.equal(said.text ?? new TextDecoder().decode(said.values), meta);
    const cut = file(name);
    for (const n of [0, 30, 200, cut.length - 40, cut.length - 1]) await assert.rejects(unzip(cut.subarray(0, n), 'x.npz'), /x.npz: is a damaged archive/);
    cut[70] ^= 1;
    await assert.rejects(unzip(cut, 'x.npz'), /damaged archive/);
  }
});

// Parameters of some system, as the engine's reply "ready" has them.
const params = [{ name: 'mask', role: 'masks', kind: 'choice', value: 'phase', old: 'table=states' }, { name: 'pitch', role: '', kind: 'float', value: '3.6e-05' },
  { name: 'table', role: 'masks', kind: 'text', value: 'slm-8', file: 'curve', needs: 'mask=other|states' },
  { name: 'layers', role: '', kind: 'int', value: '3' }, { name: 'flip', role: 'training', kind: 'bool', value: 'false' }, { name: 'beside', role: 'networks', kind: 'choice', value: '1' }];
const ready = { layers: 3, n: 4, params };

// What floats there are: of any size, and the ends.
function draw(seed, levels) {
  let state = seed;
  const next = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state; };
  if (levels) return Float32Array.from({ length: 48 }, () => next() % levels);
  const v = new Float32Array(Uint32Array.from({ length: 48 }, () => (next() & 0x80000000) | ((next() >>> 8) % 0x42000000)).buffer);
  v.set([0, 1.4e-45, 3.1415927, -3.1415927, 6.2831855]);
  return v;
}

test('masks come back bit for bit, as NPZ and as JSON', async () => {
  for (const [array, levels] of [['radians'], ['logits'], ['levels', 2], ['levels', 8], ['levels', 256], ['levels', 4096]]) {
    for (let seed = 1; seed <= 50; seed++) {
      const masks = { layers: 3, n: 4, array, curve: levels ? '0123456789abcdef' : '', values: draw(seed, levels) };
      const about = { preset: 'd2nn-mnist-64', steps: seed, params };
      for (const bytes of [new Uint8Array(await masksAsNPZ(masks, about).arrayBuffer()), new TextEncoder().encode(masksAsJSON(masks, about))]) {
        const back = await readMaskFile(bytes, 'm', ready, 'phase');
        assert.equal(back.array, array);
        assert.equal(back.curve, masks.curve);
        assert.deepEqual(new Uint32Array(back.values.buffer), new Uint32Array(masks.values.buffer), `${array} ${seed}`);
        assert.equal(back.meta.parameters.pitch, 3.6e-5);
        assert.deepEqual(differences(back.meta, ready), []);
        assert.deepEqual(differences({ ...back.meta, parameters: { ...back.meta.parameters, pitch: 8e-6, flip: true } }, ready).map((p) => p.name), ['pitch']);
      }
      if (seed > 1) continue;
      const [one, meta] = await unzip(new Uint8Array(await masksAsNPZ(masks, about).arrayBuffer()));
      assert.deepEqual([one.name, meta.name, readNPY(one.bytes).shape, readNPY(one.bytes).type], [`${array}.npy`, 'meta.npy', [3, 4, 4], levels ? 'uint16' : 'float32']);
    }
  }
});

test('mask files: names, kinds and shapes that cannot be taken are named', async () => {
  const npz = async (...list) => new Uint8Array(await zip(list.map(([name, bytes]) => ({ name: `${name}.npy`, bytes }))).arrayBuffer());
  const array = (n = 48, shape = [3, 4, 4]) => writeNPY(new Float32Array(n).fill(2), shape);
  const read = (bytes, asked) => readMaskFile(bytes, 'm', ready, 'phase', asked);
  assert.equal((await read(array())).array, '');
  assert.equal((await read(array(), 'degrees')).array, 'degrees');
  assert.equal((await read(await npz(['arr_0', array()]))).array, '');
  assert.equal((await read(await npz(['phi', array()]), 'radians')).array, 'radians');
  assert.equal((await read(await npz(['radians', array()], ['loss', array(3, [3])]))).array, 'radians');
  assert.equal((await readMaskFile(array(16, [4, 4]), 'm', { layers: 1, n: 4 }, 'phase')).values.length, 16);
  const old = { n: 4, phase: [0, 1, 2].map(() => Array(16).fill(7)), parameters: { mask: 'phase' } };
  assert.equal((await read(new TextEncoder().encode(JSON.stringify(old)))).array, 'bytes');
  for (const [bytes, words, asked] of [
    [await npz(['phi', array()]), /an array called phi; call it radians/],
    [await npz(['radians', array()], ['levels', array()]), /has 2 arrays of masks; want one/],
    [await npz(['meta', writeText('{}')]), /has no arrays of masks/],
    [await npz(['radians', array()], ['meta', writeText('x')]), /its meta is no text in JSON/],
    [await npz(['radians', array()]), /its numbers are radians, as the file says, not levels/, 'levels'],
    [await npz(['radians', array()], ['meta', writeText('{"parameters": {"beside": "2"}}')]), /its masks are of 2 networks, and here are 1/],
    [array(16, [1, 4, 4]), /has shape \(1, 4, 4\), this network wants \(3, 4, 4\); choose the preset/],
    [file('text.npy'), /holds text/],
    [file('objects.npy'), /pickle/],
    [file('mixed.npz'), /its meta is no text in JSON; save it as numpy.array/],
    [new TextEncoder().encode('{}'), /holds no masks/],
    [new TextEncoder().encode(JSON.stringify({ ...old, parameters: { mask: 'amplitude' } })), /has amplitude masks, this network wants phase masks/],
    [new TextEncoder().encode(JSON.stringify({ ...old, radians: old.phase })), /masks of several kinds/],
  ]) {
    await assert.rejects(read(bytes, asked), (error) => {
      assert.match(error.message, words);
      assert.ok(german.sentences.some(([english]) => english.test(error.message)), `there is no German for: ${error.message}`);
      return true;
    });
  }
});

test('what masks are follows from the parameters that say so, while they do something', () => {
  assert.equal(kindOf(params), 'phase');
  assert.equal(kindOf(params, (p) => (p.name === 'mask' ? 'states' : p.value)), 'states slm-8');
  assert.equal(kindOf([]), '');
  // A value that older versions called otherwise is the same.
  assert.equal(kindOf(params, (p) => (p.name === 'mask' ? 'table' : p.value)), 'states slm-8');
  assert.equal(kindNow('table slm-8', params), 'states slm-8');
  assert.equal(kindNow('phase', params), 'phase');
});

// As sim/experiment says it.
test('what the engine says of masks has its German', () => {
  for (const text of [
    'nothing says what the numbers of this file are, -0.22 to 0.22 of type float32; they may be radians, turns, amplitudes or logits',
    'the value at [1, 2, 3] is NaN, and masks are finite numbers: repair them where they come from',
    'the value at [1, 2, 3] is 1.5, and levels are whole numbers: load masks of another kind',
    'the value at [1, 2, 3] is 300, and bytes are 0 to 255: load masks of another kind',
    'the value at [1, 2, 3] is 1.5, and amplitudes are 0 to 1: divide them all by the largest, or load logits',
    'the value at [1, 2, 3] is 1e+30, so large a phase that its digits are lost: take it modulo one turn first',
    'the value at [1, 2, 3] is 9, and this mask\'s display has 8 levels, 0 to 7: set the display that the masks were made for first',
    'radians are numbers of phase masks, and this network\'s are of type display: set the mask type to phase first, or load levels',
    'the numbers of this file, 0.4 to 0.9 of type float32, are not whole, and masks of a display are levels, counted from 0: load levels.npy of talbot export, or an NPZ',
    'nothing says what the numbers of this file are, 0 to 1.99 of type float32; they may be radians, or units of pi',
    'these are levels of another display than these masks have: set the display that they were made for first, to the last digit of its states',
  ]) {
    const first = german.sentences.find(([english]) => english.test(text));
    assert.ok(first, `there is no German for: ${text}`);
    const gaps = first[0].exec(text).slice(1);
    assert.ok(gaps.every((g) => g.length < 70), `${text} is taken by ${first[0]}`);
  }
});
