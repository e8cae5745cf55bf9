// Networks of absorbers in the page: they train in the engine of all systems.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';

buildEngine('systems');
const browser = await launch();
after(() => browser.close());

const choose = async (page, id) => {
  await page.selectOption('#preset', id);
  await until(page, (want) => document.getElementById('preset').value === want && document.body.dataset.can && !document.getElementById('train').disabled, id, 60000);
};

test('a ring is learned with the probe, its boundary forms, and it comes back after a reload', async () => {
  const p = await openPage(browser, { size: [1280, 900] });
  const { page } = p;
  await choose(page, 'sa-2d-rings');
  await until(page, () => document.querySelectorAll('.shown figure').length >= 2, null, 30000);
  await page.screenshot({ path: `${artefacts}/absorber-start.png`, fullPage: true });
  await page.click('#train');
  await until(page, () => !document.getElementById('train').classList.contains('running') && /\d/.test(document.getElementById('test-result').textContent), null, 120000);
  await page.screenshot({ path: `${artefacts}/absorber-done.png`, fullPage: true });
  const text = await page.textContent('#test-result');
  const share = Number(/(\d+(?:\.\d+)?) ?%/.exec(text)[1]);
  assert.ok(share >= 95, `test accuracy ${text}`);
  assert.deepEqual(p.trouble, []);
  await p.close();
});
