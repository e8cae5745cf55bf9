// The GPU goes away while it computes, and comes back.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, reaches, stands, steps, text, until } from './browser.mjs';
import { alerted, computes, curve, launchWithGPU, lose, onCPU, open, paused, same, tiny, train } from './gpu/page.mjs';

let browser;
before(async () => { buildEngine('worker-gpu'); browser = await launchWithGPU(); });
after(() => browser?.close());

test('the GPU goes away in mid-run: the CPU goes on, and then the GPU again', async (t) => {
  const want = await onCPU(browser, {}, 60);
  const p = await open(browser, 'webgpu');
  await p.page.selectOption('#speed', '200');
  await p.page.click('#train');
  await reaches(p.page, 10);
  await lose(p.page);
  await alerted(p.page, 'No GPU: the device was lost');
  await computes(p.page, 'CPU');
  const at = await steps(p.page);
  await p.page.screenshot({ path: join(artefacts, 'gpu-lost.png') });
  await reaches(p.page, at + 10);
  assert.equal(await text(p.page, '#train-text'), 'Pause', 'it trains on by itself');
  assert.deepEqual(await violations(p.page), []);
  await p.page.click('#alert button:first-of-type');
  await computes(p.page, 'GPU');
  const back = await steps(p.page);
  await reaches(p.page, back + 3);
  await p.page.click('#train');
  await paused(p.page);
  const got = await curve(p.page);
  t.diagnostic(`lost at step ${at}, back at ${back}, ${got.length} steps`);
  same(want, got, Math.min(want.length, got.length), 1e-3);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a run moves from the CPU to the GPU as it stands; a lost GPU measures on the CPU', async () => {
  const want = await onCPU(browser, {}, 8);
  const p = await open(browser, 'auto');
  assert.equal(await text(p.page, '#device-now'), 'CPU', 'auto takes no GPU that is a program');
  assert.equal(await text(p.page, '#alert'), '');
  const made = (await train(p.page, 4)).length;
  await p.page.selectOption('#device', 'webgpu');
  await computes(p.page, 'GPU');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained here'); // the run comes after the device
  await stands(p.page, made);
  await p.page.click('#step');
  await reaches(p.page, made + 1);
  const got = await curve(p.page);
  same(want, got, Math.min(want.length, got.length), 1e-3);
  await lose(p.page);
  await p.page.click('#evaluate');
  await until(p.page, () => document.querySelector('.confusion'), null, 120000);
  await computes(p.page, 'CPU. No GPU: the device was lost');
  assert.ok(await p.page.isVisible('#device-again'));
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('helpers come to a run that has lost its GPU', async () => {
  const p = await open(browser, 'webgpu', { workers: 2, hash: tiny.replace('p.batch=20', 'p.batch=144') });
  await p.page.click('#train');
  await reaches(p.page, 2);
  await lose(p.page);
  await computes(p.page, 'CPU, 2 workers');
  await reaches(p.page, await steps(p.page) + 5);
  assert.deepEqual(p.trouble, []);
  await p.close();
});
