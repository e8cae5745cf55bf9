// The modules of the page that need no browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, inflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rasterise } from '../digit.js';
import { answers, readFrame } from '../frame.js';
import { gunzip } from '../io/fetch.js';
import { pairs, readIDX } from '../io/idx.js';
import { crc32, greyPNG } from '../later/png.js';
import { curveAsCSV } from '../later/save.js';
import { zip } from '../later/zip.js';
import { readLink, writeLink } from '../permalink.js';
import { layout, places, planeAt } from '../scene.js';
import { format, formatList, parse, parseList, setDecimal } from '../units.js';
import { root } from './server.mjs';

test('units: what is shown can be typed', () => {
  for (const [value, unit, shown] of [[5.32e-7, 'm', '532 nm'], [3.6e-5, 'm', '36 µm'], [0.096, 'm', '96 mm'], [0.3, 'm', '300 mm'], [1.5, '', '1.5'], [1e-6, 'm', '1 µm'], [0, 'm', '0 m'], [3.14, 'rad', '3.14 rad'], [-2.5e-3, 'm', '−2.5 mm'], [-0.25, '', '−0.25'], [-1e-9, '', '−1e-9']]) {
    assert.equal(format(value, unit), shown);
    assert.equal(Number(parse(shown, unit)), value);
  }
  assert.equal(parse('12 cm', 'm'), '0.12');
  assert.equal(parse('0,5 mm', 'm'), '0.0005');
  for (const text of ['532e-9', '532e−9']) assert.equal(parse(text, 'm'), '5.32e-7');
  assert.equal(parse('red', 'm'), 'red');
  assert.equal(parse('5 kg', 'm'), '5 kg');
});

test('units: several values are shown and typed as a list', () => {
  for (const [text, value] of [['0.3', '0.3'], ['0,3', '0.3'], ['30 cm, 20 cm, 30 cm', '0.3,0.2,0.3'], ['0.3,0.2,0.3', '0.3,0.2,0.3'], ['0.3, 0.2', '0.3,0.2'], ['300mm,0.2', '0.3,0.2'],
    ['0,3; 0,2', '0.3,0.2'], ['0,3 m; 20 cm; 0,3', '0.3,0.2,0.3'], ['−0.3, −2e−1', '-0.3,-0.2'], ['1,red', '1,red']]) assert.equal(parseList(text, 'm'), value, text);
  assert.equal(parseList('96, 64,64, 128', ''), '96,64,64,128');
  assert.equal(formatList('0.3,0.02', 'm', 6), '300 mm, 20 mm');
  setDecimal(',');
  try {
    assert.equal(formatList('0.0015,0.02', 'm', 6), '1,5 mm; 20 mm');
    assert.equal(parseList(formatList('0.0015,0.02', 'm', 6), 'm'), '0.0015,0.02');
  } finally {
    setDecimal('.');
  }
});

const mnist = { width: 28, height: 28 };

test('digit: a drawing of any size is centred by mass and fits 20 of 28 pixels', () => {
  for (const [where, width, height] of [[0, 28, 28], [0.4, 28, 28], [0, 56, 42], [0.2, 32, 32]]) {
    const px = rasterise([[[where, where], [where + 0.3, where], [where + 0.1, where + 0.5]]], { width, height }), box = (20 * height) / 28;
    assert.equal(px.length, width * height);
    let m = 0, mx = 0, my = 0;
    const used = { x: new Set(), y: new Set() };
    px.forEach((v, i) => {
      if (!v) return;
      const x = i % width, y = Math.floor(i / width);
      m += v; mx += v * (x + 0.5); my += v * (y + 0.5);
      used.x.add(x); used.y.add(y);
    });
    assert.ok(Math.abs(mx / m - width / 2) < 0.1 && Math.abs(my / m - height / 2) < 0.1, `centre ${mx / m}, ${my / m}`);
    assert.ok(used.y.size >= box - 1 && used.y.size <= box + 2, `height ${used.y.size}`);
    assert.equal(Math.max(...px), 255);
  }
  assert.ok(rasterise([], mnist).every((v) => v === 0));
  assert.ok(rasterise([[[0.2, 0.2]]], mnist).some((v) => v > 0), 'a dot is ink');
});

const idx = (dims, values = new Uint8Array(dims.reduce((a, b) => a * b, 1))) => {
  const out = new Uint8Array(4 + 4 * dims.length + values.length), view = new DataView(out.buffer);
  out[2] = 8;
  out[3] = dims.length;
  dims.forEach((d, i) => view.setUint32(4 + 4 * i, d));
  out.set(values, 4 + 4 * dims.length);
  return out;
};

test('idx: reads good files, names what is wrong with bad ones', () => {
  assert.deepEqual(readIDX(idx([2, 3, 4])).dims, [2, 3, 4]);
  assert.throws(() => readIDX(idx([2, 3, 4]).subarray(0, 20), 'a'), /a: is 20 bytes, its header asks for 40/);
  assert.throws(() => readIDX(new Uint8Array(40).fill(7), 'a'), /not an IDX file/);
  const [p] = pairs([{ name: 'my-labels', bytes: idx([5]) }, { name: 'train-images', bytes: idx([5, 2, 2]) }]);
  assert.equal(p.role, 'train');
  assert.equal(p.count, 5);
  assert.throws(() => pairs([{ name: 'i', bytes: idx([5, 2, 2]) }, { name: 'l', bytes: idx([4]) }]), /no label file/);
  assert.throws(() => pairs([{ name: 'l', bytes: idx([4]) }]), /without their images/);
});

test('png and zip: other readers agree', async () => {
  assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
  const grey = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);
  const png = Buffer.from(await greyPNG(grey, 4, 3));
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  assert.deepEqual([...rows], [0, 0, 20, 40, 60, 0, 80, 100, 120, 140, 0, 160, 180, 200, 220]);
  const archive = Buffer.from(await zip([{ name: 'a', bytes: grey }, { name: 'bc', bytes: grey }]).arrayBuffer());
  const end = archive.subarray(-22);
  const directory = archive.subarray(end.readUInt32LE(16), archive.length - 22);
  assert.equal(directory.length, end.readUInt32LE(12));
  assert.equal(end.readUInt16LE(10), 2);
  const second = directory.subarray(47);
  const local = second.readUInt32LE(42);
  assert.equal(archive.subarray(local + 30, local + 32).toString(), 'bc');
  assert.deepEqual([...archive.subarray(local + 32, local + 44)], [...grey]);
});

test('gzip: unpacks, passes plain bytes, names damage', async () => {
  const packed = new Uint8Array(readFileSync(join(root, 'assets/data/mnist/test-labels-idx1-ubyte.gz')));
  assert.deepEqual(Buffer.from(await gunzip(packed)), gunzipSync(packed));
  assert.equal((await gunzip(new Uint8Array([0, 0, 8, 1]))).length, 4);
  await assert.rejects(gunzip(packed.subarray(0, 60), 'x.gz'), /x.gz: damaged gzip data/);
});

test('frame: a damaged frame is refused', () => {
  const good = new Uint8Array(readFileSync(join(root, 'assets/first.bin')));
  const frame = readFrame(good);
  assert.deepEqual(frame.planes.map((p) => p.kind), ['source', 'mask', 'mask', 'mask', 'mask', 'mask', 'detector']);
  assert.deepEqual([frame.planes[5].name, frame.planes[6].regions[9].class, frame.ribbons.length], ['5', 9, 6]);
  assert.equal(frame.planes[1].phase.length, frame.planes[1].nx * frame.planes[1].ny);
  assert.ok(frame.scores.reduce((a, b) => a + b) > 0.99);
  assert.throws(() => readFrame(good.subarray(1)), /not a frame/);
  for (const n of [3, 4, 40, 1000, good.length - 1]) assert.throws(() => readFrame(good.subarray(0, n)), /header asks for|not a frame/);
  assert.throws(() => readFrame(new Uint8Array([...good, 0])), /header asks for/);
});

test('frame: what the scores leave of 1 is that of none of the classes', () => {
  for (const [scores, predicted, all, read] of [
    [[0.5, 0.25], 0, [0.5, 0.25, 0.25], 0], [[0.25, 0.25], -1, [0.25, 0.25, 0.5], 2], [[0.375, 0.375], -1, [0.375, 0.375, 0.25], -1],
    [[0.5, 0.5], -1, [0.5, 0.5], -1], [[0, 0], -1, [0, 0], -1], [[NaN, 0.1], -1, [NaN, 0.1], -1], [[], -1, [], -1],
  ]) {
    const got = answers({ scores: Float32Array.from(scores), predicted });
    assert.deepEqual([Array.from(got.all), got.read], [Array.from(Float32Array.from(all)), read], `${scores}`);
  }
});

test('frame: planes, slices and panels of every kind are read', () => {
  const f = readFrame(new Uint8Array(Buffer.from(readFileSync(join(root, 'sim/frame/testdata/bench.hex'), 'utf8').replace(/\s/g, ''), 'hex')));
  assert.deepEqual(f.planes.map((p) => [p.kind, p.name, p.nx, p.ny]), [['source', 'source', 2, 3], ['mask', '2.1', 2, 2], ['absorber', 'cell Rb', 1, 2], ['detector', 'detector', 4, 4]]);
  assert.deepEqual([[...f.planes[2].amplitude], f.planes[2].phase, f.planes[3].regions[1].against], [[255, 7], null, true]);
  assert.deepEqual(f.ribbons.map((r) => [r.plane, r.steps, r.nx]), [[0, 2, 2], [2, 1, 3]]);
  assert.deepEqual(f.panels.map((p) => p.shape), ['lines', 'bars', 'image', 'image', 'grid', 'text']);
  const [law, bars, boundary, kernel] = f.panels;
  assert.deepEqual([kernel.map, kernel.x.log, [...kernel.image]], ['complex', true, [0, 255, 9, 8]]); // magnitudes, then phases
  assert.deepEqual([law.x.unit, law.note, law.series[1].points, [...law.series[1].y]], ['√I_sat', 'α = 10', true, [5]]);
  assert.deepEqual([bars.names, boundary.map, [...boundary.image]], [['a', 'ä'], 'diverging', [0, 255]]);
});

test('scene: planes stand to scale, none hides the one in front of it, and a click finds them', () => {
  assert.deepEqual(places([0, 0.3, 0.6, 0.9]), [0, 1, 2, 3]);
  assert.deepEqual(places([-0.2, 0, 0.2]), [0, 1, 2]);
  assert.deepEqual(places([0, 0]), [0, 1]);
  const near = (got, want) => got.forEach((p, i) => assert.ok(Math.abs(p - want[i]) < 1e-9, `${got}, want ${want}`));
  near(places([0, 0.2, 0.6, 1.2]), [0, 0.5, 1.5, 3]);
  near(places([0, 0, 0.5, 1.2]), [0, 0.35 * 0.4 / 1.34 * 3, 0.64 / 1.34 * 3, 3]); // as in sim/frame's test
  for (const [w, h] of [[1000, 500], [360, 600]]) {
    const at = places([0, 0.2, 0.6, 1.2]), scene = layout(w, h, at, 10, 1, []), even = layout(w, h, [0, 1, 2, 3], 10, 1, []);
    assert.deepEqual([scene.card(0), scene.card(3), scene.middle(0, -0.25)[2]], [even.card(0), even.card(3), even.middle(0, -0.25)[2]]);
    for (const i of [0, 1, 2]) {
      const [o, , z] = scene.ribbon(i), [next] = scene.ribbon(Math.min(i + 1, 2));
      if (i < 2) assert.ok(Math.abs(o[0] + z[0] - next[0]) + Math.abs(o[1] + z[1] - next[1]) < 1e-9, `gap ${i}`);
      assert.ok(Math.abs(Math.hypot(...z) / Math.hypot(...even.ribbon(i)[2]) - (at[i + 1] - at[i])) < 1e-9, `length of gap ${i}`);
    }
    assert.equal(planeAt(scene, scene.card(0).o[0] + 3, scene.card(0).o[1] + 3), 0);
  }
});

test('permalink: round trip, and other versions are refused', () => {
  const state = { preset: 'a-b', values: { seed: '7', distance: '1e-3' }, masks: 'none', sample: 12 };
  assert.deepEqual(readLink(writeLink(state)), state);
  assert.deepEqual(readLink(writeLink({ ...state, lesson: 'diffraction.3' })), { ...state, lesson: 'diffraction.3' });
  assert.deepEqual(readLink('#lesson=diffraction.3'), { values: {}, lesson: 'diffraction.3' });
  assert.deepEqual(readLink(''), { values: {} });
  assert.throws(() => readLink('#v=9&preset=x'), /version 9/);
  for (const none of ['#preset=x', '#v=&preset=x']) assert.throws(() => readLink(none), /it says no version/);
  assert.throws(() => readLink('#v=1&preset=x&input=draw:0.f'), /no drawing/);
});

test('permalink: a drawing of any size comes back, and so does one that was written when all had 28 x 28 pixels', () => {
  for (const [width, height] of [[28, 28], [32, 32], [5, 3]]) {
    const pixels = rasterise([[[0.1, 0.2], [0.7, 0.9]], [[0.4, 0.1]]], { width, height });
    const back = readLink(writeLink({ preset: 'a', pixels })).pixels;
    assert.deepEqual(back, pixels.map((v) => 17 * Math.round(v / 17))); // a symbol has 16 greys
  }
  // 784 pixels: 300 black ones, 3 white, one of 119, the rest black.
  const old = readLink(`#v=1&preset=d2nn-mnist-64&p.distance=0.05&masks=none&input=draw:${'_'.repeat(6)}rfff7${'_'.repeat(10)}`);
  assert.deepEqual([old.preset, old.values, old.masks, old.pixels.length], ['d2nn-mnist-64', { distance: '0.05' }, 'none', 784]);
  assert.deepEqual([...old.pixels.keys()].filter((i) => old.pixels[i]).map((i) => [i, old.pixels[i]]), [[300, 255], [301, 255], [302, 255], [303, 119]]);
});

test('curve as CSV has one row a step', () => {
  const csv = curveAsCSV([{ step: 1, epoch: 0, loss: 2, accuracy: 0.5, rate: 10 }], [{ step: 1, accuracy: 0.25 }]);
  assert.equal(csv, 'step,epoch,loss,batch_accuracy,images_per_second,test_accuracy\n1,0,2,0.5,10,0.25\n');
});
