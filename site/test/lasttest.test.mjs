// The last test of a training: a reload in its midst goes on with it, and what it said stays.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildEngine, keeps, launch, openPage, stands, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser, folder, slow;
before(async () => {
  buildEngine();
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'talbot-'));
  slow = join(folder, 'worker.js'); // whose measurements take so long that a reload comes into them
  writeFileSync(slow, readFileSync(join(root, 'site/worker.js'), 'utf8').replace('function run(message) {', `function run(message) {
  if (message.op === 'evaluate') for (const end = performance.now() + 1500; performance.now() < end;);`));
});
after(async () => { await browser?.close(); rmSync(folder, { recursive: true }); });

const measured = (page) => until(page, () => /^[\d.]+% of/.test(document.getElementById('test-result').textContent));

test('a reload in the midst of the last test goes on with it, and one after it shows what it gave', async () => {
  const p = await openPage(browser, { view: 'full', hash: '#v=1&preset=d2nn-mnist-64&masks=none&p.epochs=1&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03', overrides: { '/site/worker.js': slow } });
  const { page } = p;
  const ready = () => page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
  await page.click('#train');
  await until(page, () => !document.getElementById('test-progress').hidden);
  await keeps(page, "(key, state) => key.startsWith('state ') && state.done && !state.tests.length");
  await page.reload();
  await ready();
  await until(page, () => !document.getElementById('test-progress').hidden && /Measuring the test images/.test(document.getElementById('now').textContent));
  await measured(page);
  const steps = Number(await text(page, '#n-step')), said = await text(page, '#test-result');
  assert.match(await text(page, '#now'), /^Training is done: .* It reads/);
  assert.ok(await page.$('.confusion'));

  await keeps(page, "(key, state) => key.startsWith('state ') && state.tests.length === 1");
  await page.reload();
  await ready();
  await stands(page, steps);
  await measured(page);
  assert.equal(await text(page, '#test-result'), said);
  assert.equal(await page.getAttribute('#test-result', 'class'), '');
  assert.ok(await page.isHidden('#test-progress'), 'measures again what was measured');

  // It is of the masks of before once there are others, also after a reload.
  await page.click('#step');
  await stands(page, steps + 1);
  assert.equal(await page.getAttribute('#test-result', 'class'), 'stale');
  await keeps(page, `(key, state) => key.startsWith('state ') && state.points.length === ${steps + 1}`);
  await page.reload();
  await ready();
  await until(page, () => /^Out of date: the masks have changed since\..*\d% of/.test(document.getElementById('test-result').textContent));
  assert.deepEqual(p.trouble, []);
  await p.close();
});
