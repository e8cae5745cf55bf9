// Masks of networks that learn on benches, out of the page and in again, by way of the terminal.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readNPY } from '../later/npy.js';
import { unzip } from '../later/unzip.js';
import { buildEngine, launch, openPage, reaches, stands, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
const talbot = join(root, 'dist/talbot');
before(async () => {
  buildEngine('benches');
  if (!process.env.TALBOT_PREBUILT || !existsSync(talbot)) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' });
  browser = await launch();
});
after(() => browser.close());

async function download(page, selector) {
  const [f] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return { name: f.suggestedFilename(), bytes: new Uint8Array(await readFile(await f.path())) };
}

async function arrayOf(bytes) {
  const [one, meta] = await unzip(bytes, 'npz'), { shape, values } = readNPY(one.bytes);
  return { name: one.name, shape, bits: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'), meta: JSON.parse(readNPY(meta.bytes).text) };
}

for (const { preset, values, shape, epoch, terminal } of [
  { preset: 'ffm-small', values: '&p.trained-in-model=1&p.epochs=2&p.per-class=10', shape: [2, 32, 32], epoch: 2, terminal: ['--data', 'built-in', '--limit-train', '20', '--limit-test', '10', '--device', 'cpu', '--learning-rate', '1e-9', '--optimiser', 'sgd'] },
  { preset: 'ffm-focus', values: '&p.samples=40', shape: [1, 40, 40] },
]) {
  test(`the page's masks of ${preset} are saved, read by the terminal, and come back`, async () => {
    const p = await openPage(browser, { hash: `#v=1&preset=${preset}${values}` }), { page } = p;
    await page.click('#step');
    await reaches(page, 1);
    const saved = await download(page, '#save-npz'), want = await arrayOf(saved.bytes);
    assert.equal(saved.name, `${preset}-masks.npz`);
    assert.deepEqual([want.name, want.shape, want.meta.preset], ['radians.npy', shape, preset]);
    const json = await download(page, '#save-json'), png = await download(page, '#save-png');
    assert.equal((await unzip(png.bytes)).length, shape[0]);
    assert.equal(await page.isVisible('#save-part'), false, 'a part is made of masks of diffractive networks');

    let back = saved;
    if (terminal) {
      const dir = mkdtempSync(join(tmpdir(), 'talbot-')), path = join(dir, saved.name);
      await writeFile(path, saved.bytes);
      const run = (...args) => execFileSync(talbot, args, { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
      run('train', preset, '--masks', path, ...terminal, '--out', 'run');
      run('export', 'run', '--as', 'npz', '--out', 'again');
      back = { name: 'again.npz', bytes: new Uint8Array(readFileSync(join(dir, 'again/masks.npz'))) };
      const other = await arrayOf(back.bytes), a = new Float32Array(Buffer.from(want.bits, 'base64').buffer.slice(0)), b = new Float32Array(Buffer.from(other.bits, 'base64').buffer.slice(0));
      assert.deepEqual(other.shape, shape);
      assert.ok(a.length === b.length && a.every((v, i) => Math.abs(v - b[i]) < 1e-5), 'the terminal began with other masks');
      assert.equal(other.meta.parameters['trained-in-model'], 1, 'the terminal took other settings');
      back.want = other.bits;
    }
    await page.click('#reset');
    await stands(page, 0);
    for (const { name, bytes, want: bits = want.bits } of [back, { ...json, want: want.bits }]) {
      await page.setInputFiles('#files', { name, mimeType: '', buffer: Buffer.from(bytes) });
      await until(page, (n) => document.getElementById('own-note').textContent.includes(`Masks from ${n}`), name);
      assert.equal(await text(page, '#n-masks'), 'your file');
      assert.equal((await arrayOf((await download(page, '#save-npz')).bytes)).bits, bits, `${name}: other masks come out`);
    }
    if (epoch) { // which the simulation has trained, so that the bench is next
      await page.click('#train');
      await until(page, () => /^Epoch 2 of 2/.test(document.getElementById('now').textContent) || document.getElementById('now').textContent.startsWith('Training is done'));
      await until(page, () => document.getElementById('now').textContent.startsWith('Training is done'));
    }
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('what has no masks for files says so', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=sa-2d-rings' });
  for (const b of ['#save-png', '#save-npz', '#save-json', '#save-part']) assert.equal(await p.page.isVisible(b), false, b);
  await p.close();
});
