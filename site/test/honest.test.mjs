// What the page says of its numbers: of which images, how sure, out of date or not; and
// what Train does to masks that are trained already.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, copyFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { readIDX } from '../io/idx.js';
import { buildEngine, launch, openPage, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

const paragraphs = (page) => page.$$eval('#test-result p', (all) => all.map((e) => e.textContent));
const measure = async (page) => {
  await page.click('#evaluate');
  await until(page, () => document.querySelector('#test-result .confusion') && !document.querySelector('.stale'));
};
const shows = (page, id, words) => until(page, ([i, w]) => document.getElementById(i).textContent.includes(w), [id, words]);

test('the page ships as many images as it says', () => {
  for (const set of ['mnist', 'fashion-mnist']) {
    for (const [role, count] of [['train', 800], ['test', 300]]) {
      const file = gunzipSync(readFileSync(join(root, `assets/data/${set}/${role}-images-idx3-ubyte.gz`)));
      assert.equal(readIDX(new Uint8Array(file)).dims[0], count);
    }
  }
});

test('full sets are known by the sums that data get checks', () => {
  const sums = readFileSync(join(root, 'sim/data/open/published.go'), 'utf8').match(/\{(Train|Test)\w+, \d+, "[0-9a-f]{64}"/g).map((s) => s.slice(-65, -49));
  assert.equal(sums.length, 8);
  const page = readFileSync(join(root, 'site/later/known.js'), 'utf8');
  assert.deepEqual(sums.filter((s) => !page.includes(s)), []);
});

test('an accuracy says of which images it is and how sure, and goes out of date', async () => {
  const p = await openPage(browser);
  await measure(p.page);
  const [share, sure, images] = await paragraphs(p.page);
  assert.match(share, /^[\d.]+\s?% of 300 test images$/);
  assert.match(sure, /^300 test images, 298 of them right\. 95% sure: 97\.6\s?% to 99\.8\s?% \(Wilson\)/);
  assert.match(images, /300 of MNIST’s 10,000, the first 30 of each class/);
  await until(p.page, () => !document.getElementById('record').hidden);
  assert.match(await text(p.page, '#record'), /97\.85\s?% of all 10,000 test images of MNIST \(95% sure: 97\.55\s?% to 98\.12\s?%\), after 12 epochs of all 60,000/);
  assert.match(await p.page.getAttribute('#record a', 'href'), /d2nn-mnist-64\.json$/);
  assert.equal(await p.page.getAttribute('#record a', 'target'), '_blank', 'a training here goes on');

  await p.page.click('#step');
  await until(p.page, () => document.querySelector('.stale'));
  assert.match((await paragraphs(p.page))[0], /the masks have changed/);
  assert.equal(await text(p.page, '#test-result .big'), share, 'the old number is not there any more');
  await measure(p.page);
  await p.page.$$eval('.group', (all) => all.forEach((d) => { d.open = true; }));
  await p.page.fill('#p-distance', '90 mm');
  await p.page.press('#p-distance', 'Enter');
  await until(p.page, () => document.querySelector('.stale'));
  assert.match((await paragraphs(p.page))[0], /the settings have changed/);
  await until(p.page, () => location.hash.includes('p.distance=0.09'));
  await measure(p.page);
  const own = ['images-idx3', 'labels-idx1'].map((f) => ({ name: `test-${f}-ubyte.gz`, mimeType: '', buffer: readFileSync(join(root, `assets/data/mnist/train-${f}-ubyte.gz`)) }));
  await p.page.setInputFiles('#files', own);
  await until(p.page, () => document.querySelector('.stale'));
  assert.match((await paragraphs(p.page))[0], /the test images have changed/);
  assert.match(await text(p.page, '#test-images'), /800 of your file test-images-idx3-ubyte\.gz/);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('Train on the shipped masks starts anew, says so, ends, and Undo brings them back', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&p.epochs=2' });
  assert.equal(await text(p.page, '#n-masks'), 'trained before');
  assert.equal(await p.page.getAttribute('#shipped', 'aria-pressed'), 'true');
  await shows(p.page, 'now', 'Train starts with new ones');
  await p.page.click('#train');
  await shows(p.page, 'now', 'Started with new masks');
  await until(p.page, () => /Training is done: 2 epochs of 800 images\. It reads .*% of 300 test images right \(95% sure: /.test(document.getElementById('now').textContent));
  assert.equal(await text(p.page, '#n-step'), '32'); // 2 epochs of 16 batches
  assert.equal(await text(p.page, '#train-text'), 'Train');
  assert.match(await text(p.page, '#train-images'), /800 of MNIST’s 60,000/);
  assert.equal(await p.page.getAttribute('#shipped', 'aria-pressed'), 'false');
  await p.page.waitForSelector('#curve .measured', { state: 'attached' });
  await p.page.click('#undo-masks');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained before');
  await until(p.page, () => document.querySelector('.stale'));
  await measure(p.page);
  assert.match((await paragraphs(p.page))[1], /298 of them right/);
  await p.page.click('#reset');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'new');
  assert.equal(await p.page.getAttribute('#reset', 'aria-pressed'), 'true');
  await until(p.page, () => /^The network is untrained, so this is a guess\. The light reads \w+ with softmax /.test(document.getElementById('verdict-text').textContent));
  await p.page.click('#why');
  assert.match(await text(p.page, '#verdict-why'), /not how likely it is right/);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('masks of a file are trained on in small steps, and stay as good', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&p.epochs=1' });
  await p.page.setInputFiles('#files', join(root, 'assets/masks/d2nn-mnist-64.npy'));
  await until(p.page, () => document.getElementById('n-masks').textContent === 'your file');
  await shows(p.page, 'now', 'in small steps, 1');
  await measure(p.page);
  const loss = async () => Number((await paragraphs(p.page)).join(' ').match(/Loss ([\d.]+)/)[1]);
  const before = await loss();
  await p.page.click('#train');
  await until(p.page, () => /Training is done: 1 epochs.*It reads/.test(document.getElementById('now').textContent) && !document.querySelector('.stale'));
  const now = await loss();
  assert.ok(now < before + 0.005, `loss ${before} -> ${now}`);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('without a picture nothing is read', async () => {
  for (const [hash, words] of [['', 'No light'], ['#v=1&preset=d2nn-mnist-64&p.encoding=phase&masks=none', 'No picture']]) {
    const p = await openPage(browser, { hash });
    await p.page.click('#clear');
    await until(p.page, (w) => document.getElementById('verdict-text').textContent.startsWith(w), words);
    assert.equal(await text(p.page, '#verdict-class'), '–');
    await p.close();
  }
});

test('all images with one click where talbot serves, else words how to get them', async () => {
  const p = await openPage(browser);
  await p.page.click('#full');
  await shows(p.page, 'full-note', 'talbot data get mnist');
  await p.close();

  // A folder of data with 800 test images, as its full set.
  const dir = mkdtempSync(join(tmpdir(), 'talbot-'));
  mkdirSync(join(dir, 'mnist'));
  for (const f of ['images-idx3', 'labels-idx1']) {
    copyFileSync(join(root, `assets/data/mnist/train-${f}-ubyte.gz`), join(dir, 'mnist', `train-${f}-ubyte.gz`));
    copyFileSync(join(root, `assets/data/mnist/train-${f}-ubyte.gz`), join(dir, 'mnist', `t10k-${f}-ubyte.gz`));
  }
  const talbot = join(root, 'dist/talbot');
  if (!process.env.TALBOT_PREBUILT) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' } });
  const server = spawn(talbot, ['serve', '--addr', '127.0.0.1:0', '--data', dir, '--site', root, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { address } = JSON.parse(await new Promise((r) => server.stdout.once('data', (d) => r(d.toString()))));
    const page = await (await browser.newContext()).newPage(), trouble = [];
    page.on('console', (m) => { if (m.type() === 'error') trouble.push(m.text()); });
    await page.goto(`${address}?view=simple`);
    await page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
    await page.click('#full');
    await shows(page, 'test-images', '800 of the server’s folder MNIST'); // not the published ones
    await shows(page, 'train-images', '800 of the server’s folder MNIST');
    await measure(page);
    assert.match((await paragraphs(page))[0], /of 800 test images/);
    await page.click('#full');
    await until(page, () => document.querySelector('.stale'));
    await shows(page, 'test-images', '300 of MNIST’s 10,000');
    assert.deepEqual(trouble, []);
    await page.context().close();
  } finally {
    server.kill();
    rmSync(dir, { recursive: true });
  }
});
