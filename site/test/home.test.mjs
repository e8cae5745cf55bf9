// Reset brings back what the page was opened with, and undo what was before that.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildEngine, launch, openPage, reaches, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

test('reset goes back to the link, through presets, values, masks and input', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&p.epochs=7&input=test:4' }), { page } = p;
  await until(page, () => location.hash.includes('input=test:4') && document.getElementById('home').disabled);
  const home = await page.evaluate(() => location.hash);
  // A training from the shipped masks, another value and another input.
  await page.click('#train');
  await reaches(page, 2);
  await page.click('#train');
  await until(page, () => !document.getElementById('home').disabled && !document.getElementById('train').classList.contains('running'));
  await page.fill('#p-epochs', '3');
  await page.press('#p-epochs', 'Enter');
  await until(page, () => location.hash.includes('p.epochs=3'));
  await page.selectOption('#preset', 'slit');
  await until(page, () => location.hash.includes('preset=slit') && document.getElementById('status').textContent === 'Ready');
  await page.focus('#home');
  await page.keyboard.press('Enter');
  await until(page, (h) => location.hash === h && document.getElementById('home').disabled, home);
  assert.equal(await text(page, '#n-masks'), 'trained before');
  assert.equal(await page.inputValue('#p-epochs'), '7');
  assert.equal(await page.inputValue('#preset'), 'd2nn-mnist-64');
  await page.click('#undo');
  await until(page, () => location.hash.includes('preset=slit'));
  await until(page, () => !document.getElementById('home').disabled);
  assert.equal(await text(page, '#alert'), '');
  assert.deepEqual(p.trouble, []);
  await p.close();
});
