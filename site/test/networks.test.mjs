// Several networks side by side, with two detectors for each class.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

test('the network that is seen can be chosen, and stays', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&p.networks=2&p.logits=differential&masks=none', size: [1366, 900] });
  const choice = p.page.locator('select:has(~ #plane-tabs)');
  const tabs = () => p.page.$$eval('#plane-tabs input', (list) => list.map((i) => i.getAttribute('aria-label')));
  await until(p.page, () => document.querySelector('#plane-tabs input[aria-label="Mask 1.5"]'));
  assert.equal((await tabs()).length, 7);
  await choice.selectOption({ index: 1 });
  await until(p.page, () => document.querySelector('#plane-tabs input[aria-label="Mask 2.5"]'));
  assert.equal(await choice.inputValue(), 'Network 2');
  // A step shows the same network.
  await p.page.click('#step');
  await until(p.page, () => document.getElementById('n-step').textContent !== '0');
  await p.page.waitForTimeout(500);
  assert.deepEqual(await tabs(), ['Source', 'Mask 2.1', 'Mask 2.2', 'Mask 2.3', 'Mask 2.4', 'Mask 2.5', 'Detector']);
  await p.page.screenshot({ path: join(artefacts, 'networks.png') });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('of a single network there is nothing to choose', async () => {
  const p = await openPage(browser);
  assert.equal(await p.page.locator('select:has(~ #plane-tabs)').isVisible(), false);
  await p.close();
});
