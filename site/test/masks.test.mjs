// Masks out of the page and in again, by way of the terminal and without.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readNPY, writeNPY, writeText } from '../later/npy.js';
import { unzip } from '../later/unzip.js';
import { zip } from '../later/zip.js';
import { buildEngine, launch, openPage, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
const talbot = join(root, 'dist/talbot');
before(async () => {
  buildEngine();
  if (!process.env.TALBOT_PREBUILT || !existsSync(talbot)) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' });
  browser = await launch();
});
after(() => browser.close());

async function download(page, selector) {
  const [f] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return { name: f.suggestedFilename(), bytes: new Uint8Array(await readFile(await f.path())) };
}

const drop = (page, name, bytes) => page.setInputFiles('#files', { name, mimeType: '', buffer: Buffer.from(bytes) });
const placed = (page, name) => until(page, (n) => document.getElementById('own-note').textContent.includes(`Masks from ${n}`), name);
const alerted = (page, words) => until(page, (w) => document.getElementById('alert').textContent.includes(w), words);
const dismiss = (page) => page.click('#alert button:last-of-type');

/** The array of an NPZ file: its name, and its bits. */
async function arrayOf(bytes) {
  const [one, meta] = await unzip(bytes, 'npz');
  return { name: one.name, bits: Buffer.from(readNPY(one.bytes).values.buffer).toString('base64'), meta: JSON.parse(readNPY(meta.bytes).text) };
}

// A display of 256 levels whose 2 pi is at level 213, so that 43 of its states are there twice.
const turns = `states:${Array.from({ length: 256 }, (_, k) => `1@${((2 * Math.PI * k) / 213).toPrecision(7)}`).join(';')}`;
const benches = {
  phase: '', amplitude: '&p.mask=amplitude', 'two networks': '&p.networks=2', '8 levels': '&p.mask=device&p.curve=slm-8',
  '2 pi at level 213': `&p.mask=device&p.curve=${encodeURIComponent(turns)}`, 'a curve for each mask': '&p.mask=device&p.curve=slm-8,phase-256',
};

for (const [name, values] of Object.entries(benches)) {
  test(`page to terminal and back: ${name}`, async () => {
    const p = await openPage(browser, { hash: `#v=1&preset=d2nn-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03${values}` });
    const first = await download(p.page, '#save-npz');
    assert.equal(first.name, 'd2nn-mnist-64-masks.npz');
    const made = await arrayOf(first.bytes);
    assert.equal(made.name, name === 'amplitude' ? 'logits.npy' : values.includes('device') ? 'levels.npy' : 'radians.npy');
    assert.equal(Boolean(made.meta.curve_hash), values.includes('device'));

    // Other masks, random ones, as another program would write them: without meta.
    const { shape, values: old } = readNPY((await unzip(first.bytes, 'npz'))[0].bytes);
    let state = 7;
    const next = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state; };
    const most = name === '8 levels' || name === 'a curve for each mask' ? 8 : 256;
    const fresh = values.includes('device') ? Uint16Array.from(old, () => (next() >>> 8) % most) : Float32Array.from(old, () => (next() / 2 ** 32 - 0.5) * 20);
    await drop(p.page, 'random.npz', new Uint8Array(await zip([{ name: made.name, bytes: writeNPY(fresh, shape) }]).arrayBuffer()));
    await placed(p.page, 'random.npz');
    assert.equal(await text(p.page, '#n-masks'), 'your file');
    const one = await download(p.page, '#save-npz'), want = await arrayOf(one.bytes);
    assert.equal(want.bits, Buffer.from(Float32Array.from(fresh).buffer).toString('base64'), 'what was put in comes out');

    // By the terminal, which reads and writes the same.
    const dir = mkdtempSync(join(tmpdir(), 'talbot-')), path = join(dir, one.name);
    await import('node:fs/promises').then((fs) => fs.writeFile(path, one.bytes));
    execFileSync(talbot, ['export', 'd2nn-mnist-64', '--masks', path, '--as', 'npz', '--out', dir], { stdio: ['ignore', 'ignore', 'pipe'] });
    const back = new Uint8Array(readFileSync(join(dir, 'masks.npz'))), terminal = await arrayOf(back);
    assert.equal(terminal.bits, want.bits, 'the terminal changes the masks');
    assert.deepEqual(terminal.meta.parameters, want.meta.parameters);
    assert.equal(terminal.meta.curve_hash, want.meta.curve_hash);
    await drop(p.page, 'masks.npz', back);
    await placed(p.page, 'masks.npz');
    assert.equal((await arrayOf((await download(p.page, '#save-npz')).bytes)).bits, want.bits, 'back on the page the masks are others');

    // JSON has the same, and a rebuilt network and undo keep them.
    const json = await download(p.page, '#save-json');
    await p.page.click('#undo');
    await until(p.page, () => !document.getElementById('redo').disabled);
    await p.page.click('#redo');
    await until(p.page, () => document.getElementById('redo').disabled);
    assert.equal((await arrayOf((await download(p.page, '#save-npz')).bytes)).bits, want.bits, 'undo and redo change the masks');
    await p.page.click('#reset');
    await until(p.page, () => document.getElementById('n-masks').textContent === 'new');
    await drop(p.page, json.name, json.bytes);
    await placed(p.page, json.name);
    assert.equal((await arrayOf((await download(p.page, '#save-npz')).bytes)).bits, want.bits, 'JSON changes the masks');
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('arrays without a name: taken, or asked for, or refused; never read as what they are not', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03&p.mask=amplitude' });
  const before = (await arrayOf((await download(p.page, '#save-npz')).bytes)).bits;
  const unchanged = async () => assert.equal((await arrayOf((await download(p.page, '#save-npz')).bytes)).bits, before);
  const fill = (f) => writeNPY(Float32Array.from({ length: 2048 }, (_, i) => f(i)), [2, 32, 32]);
  const logits = fill((i) => 0.22 * Math.sin(i));
  await drop(p.page, 'x.npy', logits);
  await alerted(p.page, 'they may be logits');
  assert.match(await text(p.page, '#alert'), /choose it at “Numbers in mask files are”.*Nothing was changed/);
  assert.equal(await p.page.evaluate(() => document.activeElement.id), 'numbers');
  await unchanged();
  for (const [bytes, words] of [[fill((i) => (i === 1500 ? NaN : 0.5)), 'the value at [1, 14, 28] is NaN'], [fill((i) => (i === 3 ? Infinity : 0.5)), 'is +Inf'],
    [new Uint8Array(await zip([{ name: 'radians.npy', bytes: logits }]).arrayBuffer()), 'radians are numbers of phase masks'],
    [readFileSync(join(root, 'sim/optics/npy/testdata/objects.npy')), 'pickle'], [readFileSync(join(root, 'sim/optics/npy/testdata/float32.npy')), 'has shape (2, 3)']]) {
    await drop(p.page, 'x.npy', bytes);
    await alerted(p.page, words);
    await unchanged();
  }
  await p.page.selectOption('#numbers', 'logits');
  await drop(p.page, 'x.npy', logits);
  await placed(p.page, 'x.npy');
  assert.equal((await arrayOf((await download(p.page, '#save-npz')).bytes)).bits, Buffer.from(readNPY(logits).values.buffer).toString('base64'));
  await p.page.selectOption('#numbers', '');
  // What talbot export --as npy writes of such masks: amplitudes.
  await drop(p.page, 'amplitude.npy', fill((i) => 1 / (1 + Math.exp(-0.22 * Math.sin(i)))));
  await placed(p.page, 'amplitude.npy');
  const { values } = readNPY((await unzip((await download(p.page, '#save-npz')).bytes, 'npz'))[0].bytes);
  for (let i = 0; i < 2048; i++) assert.ok(Math.abs(values[i] - 0.22 * Math.sin(i)) < 1e-6, `logit ${i} is ${values[i]}`);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('levels of another display are refused, and masks of another bench noted', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=codesign-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03' });
  const { bytes } = await download(p.page, '#save-npz');
  const [levels, meta] = await unzip(bytes, 'npz'), said = JSON.parse(readNPY(meta.bytes).text);
  const other = async (change) => new Uint8Array(await zip([levels, { name: 'meta.npy', bytes: writeText(JSON.stringify({ ...said, ...change })) }]).arrayBuffer());
  await drop(p.page, 'a.npz', await other({ curve_hash: '0123456789abcdef' }));
  await alerted(p.page, 'these are levels of another display');
  await dismiss(p.page);
  await drop(p.page, 'b.npz', await other({ parameters: { ...said.parameters, distance: 0.05 } }));
  await placed(p.page, 'b.npz');
  assert.match(await text(p.page, '#own-note'), /They were made for another bench \(Distance\)/);
  await p.close();
});
