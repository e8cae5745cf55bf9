// Training shared by several workers: the same numbers whoever works, and whatever
// happens to a helper.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { buildEngine, launch, openPage, reaches, stands, steps, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

// A network that trains in milliseconds, whose batches are still worth sharing, and that
// no computer has trained before it is paused.
const tiny = '#v=1&preset=d2nn-mnist-64&p.samples=16&p.image-size=16&p.padding=0&p.region-size=2&p.distance=6e-3&p.batch=144&p.epochs=1000&masks=none';

const open = (workers, options = {}) => openPage(browser, { query: `&lang=en&workers=${workers}`, hash: tiny, ...options });
const helped = (page, n) => until(page, (k) => document.getElementById('status').textContent.endsWith(`${k} workers`), n);
const paused = (page) => until(page, () => document.getElementById('train-text').textContent === 'Train');

async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return readFile(await file.path());
}

/** Loss and batch accuracy of each step, as text. */
const curve = async (page) => (await download(page, '#save-csv')).toString().trim().split('\n').slice(1).map((row) => row.split(',').slice(0, 4).join());

/** Trains until n more steps were made with all workers, and returns the curve. */
async function train(page, workers, n) {
  await page.click('#train');
  if (workers > 1) await helped(page, workers);
  await reaches(page, await steps(page) + n);
  await page.click('#train');
  await paused(page);
  return curve(page);
}

/** The same number of steps, one by one, which the leader makes alone. */
async function alone(workers, n) {
  const p = await open(workers);
  for (let i = 1; i <= n; i++) {
    await p.page.click('#step');
    await reaches(p.page, i);
  }
  const c = await curve(p.page), masks = await download(p.page, '#save-npz');
  await p.close();
  return { c, masks };
}

test('1, 2 and 3 workers: each number gives one result, and nearly the same', async () => {
  const losses = [];
  for (const workers of [1, 2, 3]) {
    const want = await alone(workers, 12);
    const p = await open(workers);
    const got = await train(p.page, workers, 30);
    assert.equal(p.page.workers().length, workers);
    assert.deepEqual(got.slice(0, 12), want.c, `${workers} workers`);
    assert.deepEqual(p.trouble, []);
    await p.close();
    losses.push(Number(want.c[11].split(',')[2]));
  }
  for (const loss of losses) assert.ok(Math.abs(loss / losses[0] - 1) < 0.01, `losses ${losses}`);
});

test('small batches stay with one worker', async () => {
  const p = await open(3, { hash: tiny.replace('p.batch=144', 'p.batch=40') });
  await train(p.page, 1, 10);
  assert.equal(p.page.workers().length, 1);
  await until(p.page, () => document.getElementById('status').textContent === 'Ready');
  await p.close();
});

test('pause, parameters, presets and reset work with helpers', async () => {
  const p = await openPage(browser, { query: '&lang=en&workers=2' });
  const first = await train(p.page, 2, 3);
  await stands(p.page, first.length);
  await p.page.waitForTimeout(500);
  assert.equal(await steps(p.page), first.length, 'steps go on after pause');
  await p.page.click('#train');
  await reaches(p.page, first.length + 1);
  await p.page.click('#train');
  await paused(p.page);
  await p.page.$$eval('.group', (all) => all.forEach((d) => { d.open = true; }));
  await p.page.fill('#p-distance', '90 mm');
  await p.page.press('#p-distance', 'Enter');
  await until(p.page, () => location.hash.includes('p.distance=0.09'));
  await until(p.page, () => document.getElementById('n-step').textContent === '0');
  await train(p.page, 2, 2);
  const other = await p.page.$eval('#preset', (s) => [...s.options].find((o) => /Clothes/.test(o.text)).value);
  await p.page.selectOption('#preset', other);
  await until(p.page, () => document.getElementById('n-step').textContent === '0');
  await train(p.page, 2, 2);
  await p.page.click('#reset');
  await until(p.page, () => document.getElementById('n-step').textContent === '0');
  const again = await train(p.page, 2, 2);
  assert.ok(again.length >= 2);
  assert.deepEqual(p.trouble, []);
  assert.equal(p.page.workers().length, 2);
  await p.close();
});

test('the leader crashes: it starts again, and the helpers come back', async () => {
  const p = await open(2);
  const before = await train(p.page, 2, 5);
  await until(p.page, () => document.getElementById('kept').textContent === 'Kept on this computer.');
  await p.page.workers()[0].evaluate((() => { globalThis.talbot = () => { throw new Error('unreachable'); }; }));
  await p.page.click('#train');
  await until(p.page, () => document.getElementById('alert').textContent.includes('The engine has stopped: unreachable'));
  await p.page.click('#alert button:first-of-type');
  await until(p.page, () => document.getElementById('status').textContent === 'Ready' && document.getElementById('n-masks').textContent === 'trained here');
  await stands(p.page, before.length);
  const after = await train(p.page, 2, 5);
  assert.deepEqual(after.slice(0, before.length), before);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

// Slowly, so that the failure falls into the steps that are compared.
const failures = {
  crashes: () => { globalThis.talbot = () => { throw new Error('unreachable'); }; },
  'stops answering': () => { globalThis.talbot = () => { for (;;); }; },
};
for (const [what, spoil] of Object.entries(failures)) {
  test(`a helper ${what}: another takes its place, and the numbers are the same`, async () => {
    const p = await open(2);
    await p.page.selectOption('#speed', '200');
    await p.page.click('#train');
    await helped(p.page, 2);
    await reaches(p.page, 3);
    const helper = p.page.workers()[1];
    const ended = new Promise((resolve) => { helper.on('close', resolve); });
    await helper.evaluate(spoil);
    await ended;
    await reaches(p.page, await steps(p.page) + 3);
    await helped(p.page, 2);
    assert.equal(p.page.workers().length, 2);
    await p.page.click('#train');
    await paused(p.page);
    const got = await curve(p.page);
    assert.deepEqual(p.trouble, []);
    await p.close();
    assert.deepEqual(got, (await alone(2, got.length)).c);
  });
}
