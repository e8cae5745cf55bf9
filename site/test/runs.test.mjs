// Two runs side by side: both curves, what was changed, and the difference of their scores.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { changes, difference, thinned, upTo } from '../later/compare.js';
import { violations } from './axe.mjs';
import { alive, artefacts, buildEngine, comes, keeps, launch, openPage, stands, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

test('numbers of two runs', () => {
  // Newcombe's example: 56 of 70 and 48 of 80, difference 0.2, by method 10 from 0.0524 to 0.3339.
  const wilson = (k, n, z = 1.959964) => {
    const p = k / n, c = (p + z * z / (2 * n)) / (1 + z * z / n), h = (z / (1 + z * z / n)) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return { accuracy: p, low: c - h, high: c + h };
  };
  const { d, low, high } = difference(wilson(48, 80), wilson(56, 70));
  assert.ok(Math.abs(d - 0.2) < 1e-12);
  assert.ok(Math.abs(low - 0.0524) < 5e-5 && Math.abs(high - 0.3339) < 5e-5, `${low} to ${high}`);
  const points = Array.from({ length: 1000 }, (_, i) => ({ step: i + 1, loss: i }));
  assert.equal(upTo(points, 10, 'loss'), 7);
  assert.equal(upTo([], 10, 'loss'), null);
  const thin = thinned(points, 'loss', 100);
  assert.equal(thin.length, 100);
  assert.deepEqual(thin[0], [10, 4.5]);
  assert.deepEqual(changes([{ name: 'a', value: '1' }, { name: 'b', value: '2' }], [{ name: 'a', value: '1' }, { name: 'c', value: '3' }]), [{ name: 'b', was: '2', is: null }, { name: 'c', was: null, is: '3' }]);
});

test('a kept run beside another one', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03', query: '&workers=1&theme=dark', size: [1366, 900] });
  const { page } = p;
  await page.waitForSelector('#runs');
  await page.focus('#runs > summary');
  await page.keyboard.press('Enter');
  assert.ok(await page.isDisabled('#runs-keep'));
  const steps = async (n) => {
    for (let i = 1; i <= n; i++) {
      await page.click('#step');
      await stands(page, i);
    }
    await page.click('#evaluate');
    await until(page, () => document.querySelector('#test-result').textContent.includes('%') && !document.querySelector('.stale'));
  };
  await steps(4);
  await page.focus('#runs-keep');
  await page.keyboard.press('Enter');
  await until(page, () => /Nothing is changed yet/.test(document.getElementById('runs-said').textContent));
  const kept = await page.getAttribute('#runs-plot path.kept', 'd');
  await page.$eval('#p-seed', (e) => { for (let d = e; d; d = d.parentElement) if (d.tagName === 'DETAILS') d.open = true; });
  await page.fill('#p-seed', '77');
  await page.keyboard.press('Enter');
  await until(page, () => /p\.seed=77/.test(location.hash));
  await page.click('#reset');
  await until(page, () => document.getElementById('n-step').textContent === '0');
  await until(page, () => /not yet measured is this run/.test(document.getElementById('runs-said').textContent));
  await steps(3);
  await until(page, () => /points, 95/.test(document.getElementById('runs-said').textContent));
  const said = await text(page, '#runs-said');
  assert.match(said, /^Changed: .*1 → 77\./);
  assert.match(said, /Loss up to step 3, which both have made: [\d.]+ kept, [\d.]+ now\./);
  assert.match(said, /Test set of 300: [\d.]+% kept, [\d.]+% now; difference [+−]?[\d.]+ points, 95% sure between −?[\d.]+ and −?[\d.]+\. It (can be|is more than) chance\.$/);
  assert.equal((await page.$$('#runs-plot path.now')).length, 3); // loss, accuracy, legend
  assert.equal((await page.$$('#runs-plot path.kept')).length, 3);
  assert.equal((await page.$$('#runs-plot circle')).length, 2);
  assert.equal((await page.getAttribute('#runs-plot path.kept', 'd')).split('L').length, kept.split('L').length, 'the kept curve has lost points');
  await page.locator('section.curves').screenshot({ path: join(artefacts, 'runs.png') });
  assert.deepEqual(await violations(page), []);
  // A reload keeps both; a tab that comes after this one is closed has the kept run.
  await until(page, () => document.getElementById('kept').textContent === 'Kept on this computer.');
  await keeps(page, "(key, state) => key.startsWith('state ') && state.points.length === 3 && state.tests.length === 1"); // and what was measured
  await keeps(page, "(key) => key.startsWith('run ')");
  await page.reload();
  await page.waitForSelector('html[data-state=ready]');
  await until(page, (d) => document.querySelector('#runs-plot path.kept')?.getAttribute('d').split('L').length === d, kept.split('L').length);
  await until(page, (d) => document.getElementById('runs-said').textContent === d, said);
  assert.equal((await page.$$('#runs-plot circle')).length, 2);
  const next = await page.context().newPage();
  await next.goto(p.url);
  await next.waitForSelector('#runs-keep', { state: 'attached' });
  await page.close();
  await alive(next, 1);
  await next.reload();
  await until(next, () => document.getElementById('runs-drop')?.hidden === false);
  await next.click('#runs > summary');
  await until(next, () => document.querySelectorAll('#runs-plot path.kept').length === 3);
  await next.click('#runs-drop');
  assert.equal((await next.$$('#runs-plot path')).length, 0);
  await comes(next, () => new Promise((done) => {
    const open = indexedDB.open('talbot');
    open.onsuccess = () => { open.result.transaction('states').objectStore('states').getAllKeys().onsuccess = (e) => { open.result.close(); done(!e.target.result.some((k) => k.startsWith('run '))); }; };
  }));
  assert.deepEqual(p.trouble, []);
  await p.close();
});
