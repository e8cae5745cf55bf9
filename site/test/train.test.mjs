// Training in the page, its state, and what can be taken away.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { readNPY } from '../later/npy.js';
import { unzip } from '../later/unzip.js';
import { buildEngine, drawn, launch, openPage, reaches, steps, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());


test('20 steps of training lower the loss, and pause pauses', async () => {
  const p = await openPage(browser);
  await p.page.click('#reset');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'new');
  await p.page.click('#step');
  await reaches(p.page, 1);
  const first = Number(await text(p.page, '#n-loss'));
  await p.page.waitForSelector('#curve svg circle.mean.loss', { state: 'attached' }); // one step is no line
  const mask = () => p.page.$eval('.plane-pictures canvas.map', (c) => c.toDataURL());
  const before = await mask();
  await p.page.click('#train');
  await reaches(p.page, 20);
  assert.equal(await text(p.page, '#train-text'), 'Pause');
  await p.page.click('#train');
  await until(p.page, () => document.getElementById('train-text').textContent === 'Train');
  await drawn(p.page);
  const paused = await steps(p.page);
  await p.page.waitForTimeout(1200);
  assert.equal(await steps(p.page), paused, 'steps go on after pause');
  const last = Number(await text(p.page, '#n-loss'));
  assert.ok(last < 0.8 * first, `loss ${first} -> ${last}`);
  assert.notEqual(await mask(), before, 'the mask on the page did not change');
  assert.ok(await p.page.$('#curve svg .mean.loss'));
  assert.equal(await text(p.page, '#n-masks'), 'trained here');
  await p.page.click('.table-alt summary');
  await until(p.page, () => document.querySelectorAll('#curve-table tbody tr').length > 5);

  const csv = await download(p.page, '#save-csv');
  assert.equal(csv.toString().trim().split('\n').length, paused + 1);
  const npz = await unzip(new Uint8Array(await download(p.page, '#save-npz')), 'npz');
  const { shape, values } = readNPY(npz.find((f) => f.name === 'radians.npy').bytes);
  const json = JSON.parse(await download(p.page, '#save-json'));
  assert.deepEqual(shape, [json.layers, json.n, json.n]);
  assert.deepEqual(Float32Array.from(json.radians.flat()), values);
  const png = await download(p.page, '#save-png');
  assert.equal(png.subarray(0, 2).toString(), 'PK');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return readFile(await file.path());
}

test('the same seed gives the same run', async () => {
  const losses = [];
  for (let i = 0; i < 2; i++) {
    const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&p.seed=5&masks=none' });
    for (let s = 1; s <= 3; s++) {
      await p.page.click('#step');
      await reaches(p.page, s);
    }
    losses.push(await text(p.page, '#n-loss'));
    await p.close();
  }
  assert.equal(losses[0], losses[1]);
});

test('measures the test set', async () => {
  const p = await openPage(browser);
  await p.page.click('#evaluate');
  await until(p.page, () => document.querySelector('.confusion'));
  const share = Number((await text(p.page, '#test-result .big')).match(/[\d.]+/)[0]);
  assert.ok(share > 85, `${share} % with the shipped masks`);
  const sum = await p.page.$$eval('.confusion tbody td', (cells) => cells.reduce((n, c) => n + Number(c.textContent), 0));
  const count = Number((await text(p.page, '#test-result .note')).match(/^[\d,]+/)[0].replace(',', ''));
  assert.equal(sum, count);
  await p.close();
});

test('training during a measurement ends the measurement', async () => {
  const p = await openPage(browser);
  await p.page.click('#evaluate');
  await p.page.click('#train');
  await reaches(p.page, 3);
  await p.page.click('#train');
  await until(p.page, () => document.getElementById('train-text').textContent === 'Train');
  assert.ok(await p.page.isHidden('#test-progress'));
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('trained masks stay when a parameter changes', async () => {
  const p = await openPage(browser);
  await p.page.click('#step');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained here');
  await openGroups(p.page);
  await p.page.fill('#p-distance', '90 mm');
  await p.page.press('#p-distance', 'Enter');
  await until(p.page, () => location.hash.includes('p.distance=0.09'));
  assert.equal(await text(p.page, '#n-masks'), 'trained here');
  await p.close();
});

test('another data set brings its own images and classes', async () => {
  const p = await openPage(browser);
  const other = await p.page.$eval('#preset', (s) => [...s.options].find((o) => /Clothes/.test(o.text)).value);
  await p.page.selectOption('#preset', other);
  await until(p.page, () => /shirt|coat|sneaker|trouser/i.test(document.getElementById('samples').firstChild?.getAttribute('aria-label') + document.getElementById('sample-class').textContent));
  await until(p.page, () => /The light reads [A-Za-z]/.test(document.getElementById('verdict-text').textContent));
  await p.close();
});

const openGroups = (page) => page.$$eval('.group', (all) => all.forEach((d) => { d.open = true; }));

test('a wrong value marks its field and changes nothing', async () => {
  const p = await openPage(browser);
  await openGroups(p.page);
  const id = await p.page.$eval('#form input[type="text"]', (e) => e.id);
  await p.page.fill(`#${id}`, '-3');
  await p.page.press(`#${id}`, 'Enter');
  await until(p.page, (i) => document.getElementById(i).getAttribute('aria-invalid') === 'true', id);
  assert.match(await text(p.page, `#${id}-wrong`), /outside/);
  assert.doesNotMatch(p.page.url(), /p\./);
  await p.page.press(`#${id}`, 'Escape');
  assert.equal(await p.page.getAttribute(`#${id}`, 'aria-invalid'), null);
  await p.close();
});

test('a link brings back preset, parameters, seed and image; undo takes a change back', async () => {
  const p = await openPage(browser);
  await openGroups(p.page);
  await p.page.fill('#p-distance', '80 mm');
  await p.page.press('#p-distance', 'Enter');
  await until(p.page, () => location.hash.includes('p.distance=0.08'));
  await p.page.fill('#p-seed', '11');
  await p.page.press('#p-seed', 'Enter');
  await until(p.page, () => location.hash.includes('p.seed=11'));
  await p.page.selectOption('#sample-class', '4');
  await p.page.focus('#samples');
  await p.page.keyboard.press('Home');
  await until(p.page, () => /input=test:\d+$/.test(location.hash) && /reads 4 .*Correct|it is 4/.test(document.getElementById('verdict-text').textContent));
  const hash = new URL(p.page.url()).hash, verdict = await text(p.page, '#verdict-text');

  const q = await openPage(browser, { hash });
  assert.equal(await q.page.inputValue('#p-distance'), '80 mm');
  assert.equal(await q.page.inputValue('#p-seed'), '11');
  await until(q.page, (v) => document.getElementById('verdict-text').textContent === v, verdict);
  assert.equal(new URL(q.page.url()).hash, hash);
  await q.close();

  await p.page.click('#undo');
  await until(p.page, () => !location.hash.includes('p.seed') && location.hash.includes('p.distance'));
  await p.page.click('#undo');
  await until(p.page, () => !location.hash.includes('p.distance'));
  assert.equal(await p.page.inputValue('#p-distance'), '96 mm');
  await p.page.click('#redo');
  await until(p.page, () => location.hash.includes('p.distance=0.08'));
  await p.close();
});

// A network is made in several steps, its shipped masks come over the net. Until they
// are there, what is read would be another network's.
test('what is asked for while a network is made waits for its masks', async () => {
  const hash = '#v=1&preset=d2nn-mnist-64&p.seed=11&input=test:4';
  const q = await openPage(browser, { hash });
  const verdict = await text(q.page, '#verdict-text');
  assert.match(verdict, /The light reads 4/);
  await q.close();

  let release;
  const gate = new Promise((resolve) => { release = resolve; });
  let asked = 0;
  const p = await openPage(browser, { prepare: (page) => page.route('**/masks/*.npy', async (route) => { if (++asked > 1) await gate; await route.continue(); }) });
  const before = await text(p.page, '#verdict-text');
  await p.page.evaluate(() => {
    globalThis.read = [];
    const note = () => globalThis.read.push(document.getElementById('verdict-text').textContent);
    new MutationObserver(note).observe(document.getElementById('verdict-text'), { childList: true });
  });
  await openGroups(p.page);
  await p.page.fill('#p-seed', '11');
  await p.page.press('#p-seed', 'Enter');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'new');
  // The masks are under way: another image, a training step and typing meanwhile.
  await p.page.click('#sample-4');
  await p.page.click('#step');
  await p.page.fill('#p-distance', '80 mm');
  assert.doesNotMatch(p.page.url(), /seed/, 'the address tells of a network that is not there');
  release();
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained here');
  await until(p.page, () => document.getElementById('n-step').textContent === '1');
  const read = await p.page.evaluate(() => globalThis.read.slice());
  assert.ok(read.includes(verdict), `${verdict} is not in ${read}`);
  assert.deepEqual(read.slice(0, read.indexOf(verdict)).filter((v) => v !== before), []);
  assert.equal(await p.page.inputValue('#p-distance'), '80 mm', 'what was typed is lost');
  assert.match(p.page.url(), /p\.seed=11/);
  assert.deepEqual(p.trouble, []);
  await p.close();
});
