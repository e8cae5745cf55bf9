// The lab's view of the bench in the page.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('lab'); browser = await launch(); });
after(() => browser?.close());

const started = (page) => until(page, () => document.getElementById('bench').hidden && !document.getElementById('turn').hidden);

test('comes after the page is usable, and keeps the page as it was', async () => {
  const p = await openPage(browser, { view: 'lab' });
  await started(p.page);
  await until(p.page, () => /The light reads/.test(document.querySelector('#stage canvas:not([hidden])').getAttribute('aria-label')));
  await p.page.waitForTimeout(2500); // the light is on its way
  const lab = p.requests.findIndex((r) => r.endsWith('/site/lab.wasm'));
  assert.ok(lab > p.requests.findIndex((r) => r.includes('test-images')), 'the lab loads before the data');
  assert.equal(await p.page.evaluate(() => document.body.style.cssText), '');
  await p.page.screenshot({ path: join(artefacts, 'lab.png') });

  const [file] = await Promise.all([p.page.waitForEvent('download'), p.page.click('#save-view')]);
  assert.ok((await readFile(await file.path())).length > 20000, 'the picture of the bench is nearly empty');

  await p.page.focus('#train');
  await p.page.keyboard.press('Shift+Tab');
  await p.page.keyboard.press('Shift+Tab');
  assert.notEqual(await p.page.evaluate(() => document.activeElement.id), 'train');
  await p.page.check('input[name="view"][value="simple"]');
  await until(p.page, () => !document.getElementById('bench').hidden);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('without lab.wasm the simple view goes on', async () => {
  const p = await openPage(browser, { view: 'lab', overrides: { '/site/lab.wasm': 404 } });
  await until(p.page, () => document.getElementById('alert').textContent.includes('No lab view'));
  assert.ok(await p.page.isVisible('#bench'));
  await p.close();
});

// graphics is a script in place of site/later/graphics.js, which says what was measured.
function graphics(result) {
  const file = join(artefacts, `graphics-${result.rate}.js`);
  writeFileSync(file, `export const measure = async () => (${JSON.stringify(result)});`);
  return { '/site/later/graphics.js': file };
}
const loads = (p) => p.requests.some((r) => /lab\.(js|wasm)$/.test(r));

test('comes by itself where the graphics are enough', async () => {
  const p = await openPage(browser, { view: '', overrides: graphics({ can: true, rate: 900, enough: true }) });
  await started(p.page);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('waits for a choice where a program draws it, and the page says why', async () => {
  const p = await openPage(browser, { view: '', overrides: graphics({ can: true, rate: 3.14, enough: false }) });
  const note = p.page.locator('.view-choice .note');
  await note.waitFor({ state: 'visible' });
  assert.match(await note.textContent(), /some 3\.1 times a second/);
  assert.ok(!loads(p), 'the lab was loaded');
  assert.ok(await p.page.isChecked('input[name="view"][value="simple"]'));
  await p.page.check('input[name="view"][value="lab"]');
  await started(p.page);
  assert.ok(await note.isHidden());
  assert.deepEqual(p.trouble, []);
  await p.close();

  const none = await openPage(browser, { view: '', overrides: graphics({ can: false, rate: null, enough: false }) });
  await until(none.page, () => document.querySelector('input[name="view"][value="lab"]').disabled);
  assert.ok(!loads(none));
  await none.close();
});

test('what the graphics do is measured, not known', async () => {
  const p = await openPage(browser);
  const { can, rate, enough } = await p.page.evaluate(async () => (await import('./site/later/graphics.js')).measure(document.getElementById('stage')));
  assert.ok(can && rate > 0 && Number.isFinite(rate), `${rate}`);
  assert.equal(enough, rate >= 60);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('is not loaded for the simple view, nor to save data', async () => {
  const simple = await openPage(browser, { view: 'simple' });
  const saving = await openPage(browser, { view: '', prepare: (page) => page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  }) });
  await saving.page.waitForTimeout(1500);
  for (const p of [simple, saving]) {
    assert.deepEqual(p.requests.filter((r) => /lab\.(js|wasm)$/.test(r)), []);
    await p.close();
  }
});
