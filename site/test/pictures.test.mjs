// The pictures that come once the page is live: used by what starts anew, never by what there is.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { joined } from '../later/join.js';
import { buildEngine, launch, openPage, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser, folder;
before(async () => { buildEngine(); browser = await launch(); folder = mkdtempSync(join(tmpdir(), 'talbot-')); });
after(async () => { await browser?.close(); rmSync(folder, { recursive: true }); });

// made is files in place of those of assets/more, which need the full set: so many of the pictures that come with the page, again and again.
function made(damage = '') {
  const overrides = {}, list = JSON.parse(readFileSync(join(root, 'site/files.json'), 'utf8'));
  for (const [role, count] of [['train', 3300], ['test', 700]]) {
    for (const end of ['images-idx3-ubyte.gz', 'labels-idx1-ubyte.gz']) {
      const name = `${role}-${end}`, small = gunzipSync(readFileSync(join(root, 'assets/data/mnist', name))), start = end.startsWith('i') ? 16 : 8;
      const body = small.subarray(start), each = start === 16 ? 784 : 1;
      const out = Buffer.alloc(start + count * each, 0);
      small.copy(out, 0, 0, start);
      out.writeUInt32BE(count, 4);
      for (let at = 0; at < count * each; at += body.length) body.copy(out, start + at, 0, Math.min(body.length, count * each - at));
      const bytes = gzipSync(out), path = `assets/more/mnist/${name}`;
      list.files[path] = createHash('sha256').update(bytes).digest('hex');
      writeFileSync(join(folder, name), name === damage ? gzipSync(out.subarray(0, -1)) : bytes);
      overrides[`/${path}`] = join(folder, name);
    }
  }
  writeFileSync(join(folder, 'files.json'), JSON.stringify(list));
  return { ...overrides, '/site/files.json': join(folder, 'files.json') };
}
// The last value of a name in the address counts: openPage says no.
const asked = (page) => page.goto(page.url().replace('more=no&', ''));
const ready = (page) => page.waitForSelector('html[data-state=ready]');
const has = (page, role, n) => until(page, ([id, k]) => document.getElementById(id).textContent.includes(k), [`${role}-images`, n]).catch(async (e) => { throw new Error(`${role}: ${await page.evaluate(() => [...document.querySelectorAll('#test-images, #train-images, #more-note, #n-step, #alert, #more')].map((x) => x.textContent).join(' / '))}`, { cause: e }); });

test('files are joined, and those that do not fit refused', () => {
  const idx = (n, side, fill) => Uint8Array.from([0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, side, 0, 0, 0, side, ...Array(n * side * side).fill(fill)]);
  assert.deepEqual([...joined(idx(2, 2, 1), idx(3, 2, 9), 3, 'x')], [...idx(5, 2, 1).subarray(0, 24), ...Array(12).fill(9)]);
  assert.throws(() => joined(idx(2, 2, 1), idx(3, 2, 9), 4, 'x'), /x: has shape \(3, 2, 2\), not 4/);
  assert.throws(() => joined(idx(2, 2, 1), idx(3, 3, 9), 3, 'x'), /shape/);
});

test('more pictures come, and what was begun keeps those it had', async () => {
  const p = await openPage(browser, { overrides: made(), query: '&workers=1', hash: '#v=1&preset=d2nn-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03' }), { page } = p;
  let come;
  const begun = new Promise((done) => { come = done; });
  await page.route('**/assets/more/**', async (route) => { await begun; await route.continue(); });
  await asked(page);
  await ready(page);
  await page.click('#step'); // before they are there
  await until(page, () => document.getElementById('n-step').textContent === '1');
  come();
  await page.waitForSelector('#more');
  await has(page, 'train', '800 of');
  await has(page, 'test', '300 of');
  assert.match(await text(page, '#more-note'), /4,000 more images are here\. .*keeps those it had/);
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '2');
  await has(page, 'train', '800 of');
  // A new training has them, from its first step on.
  await page.click('#reset');
  await has(page, 'test', '1,000 of');
  await until(page, () => document.getElementById('more-note').textContent === '');
  await page.click('#step');
  await has(page, 'train', '4,100 of MNIST’s 60,000, the first 410 of each class');
  await page.click('#evaluate');
  await until(page, () => document.querySelector('.confusion'));
  assert.equal(await page.$$eval('.confusion tbody td', (cells) => cells.reduce((n, c) => n + Number(c.textContent), 0)), 1000);
  // A reload brings the run back with its pictures.
  await until(page, () => document.getElementById('kept').textContent === 'Kept on this computer.');
  await page.reload();
  await ready(page);
  await has(page, 'train', '4,100 of');
  await until(page, () => document.getElementById('n-step').textContent === '1');
  // The choice can be taken back, and is said to wait.
  await page.waitForSelector('#more');
  await page.click('#more');
  assert.match(await text(page, '#more-note'), /small set is used when a training starts anew/);
  await has(page, 'train', '4,100 of');
  await page.click('#reset');
  await has(page, 'test', '300 of');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('pictures that are not those of the list are not used', async () => {
  const p = await openPage(browser, { overrides: made('test-labels-idx1-ubyte.gz'), query: '&workers=1' }), { page } = p;
  const all = page.waitForResponse(/more\/mnist\/test-labels/);
  await asked(page);
  await ready(page);
  await all;
  await page.waitForTimeout(300);
  assert.equal(await page.$('#more'), null);
  await has(page, 'test', '300 of');
  assert.equal(await text(page, '#alert'), '');
  assert.deepEqual(p.trouble, []);
  await p.close();
});
