// The page checks itself: against closed forms, by algebra, on the CPU and on a GPU.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { airyZero, crossing, slit, talbotDistance } from '../later/closed.js';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';
import { launchWithGPU } from './gpu/page.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('systems', 'proof'); browser = await launch(); });
after(() => browser?.close());

const measured = (page) => until(page, () => document.querySelector('.proof')?.dataset.done, null, 170000);
const table = (page) => page.$$eval('.proofs tbody tr', (rows) => rows.map((r) => ({ key: r.dataset.key, ok: r.className, cells: [...r.cells].map((c) => c.textContent) })));
// value reads 1.2 · 10⁻³ and 0.
const value = (words) => Number(words.replace(' · 10', 'e').replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g, (c) => (c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))));

test('closed forms, by known values', () => {
  const near = (got, want, off) => assert.ok(Math.abs(got / want - 1) < off, `${got}, want ${want}`);
  near(talbotDistance(200e-6, 532e-9), 532e-9 / (1 - Math.sqrt(1 - (532 / 200e3) ** 2)), 1e-9);
  near(airyZero(2e-3, 532e-9, 0.25), 81.108e-6, 1e-5);
  near(slit(0, 0.1, 532e-9, 0.01), 1, 0.02); // so wide that its edges hardly matter
  near(slit(0, 2e-5, 532e-9, 1), (2e-5) ** 2 / 532e-9, 1e-3); // so far that it is a line
  near(crossing([1, 2, 3, 4], [-3, -2, 1, 6].map((v) => v)), 1 + Math.sqrt(3), 1e-9); // (x-1)^2 - 3
});

test('what is drawn and what computes is right, and the errors are numbers', async () => {
  const p = await openPage(browser, { query: '&panel=proof&theme=dark', size: [1280, 720] });
  await measured(p.page);
  const rows = await table(p.page);
  assert.equal(rows.length, 16);
  for (const r of rows) {
    assert.equal(r.ok, 'ok', r.cells.join(' | '));
    const [error, allowed] = r.key.startsWith('proof.') ? [r.cells[3], r.cells[4]] : [r.cells[1], r.cells[3]];
    assert.ok(value(error) <= value(allowed) && value(allowed) < 0.03, `${r.cells[0]}: ${error}, ${allowed}`);
  }
  assert.match(await text(p.page, '#proof-state'), /^All 16 are within/);
  assert.match(rows[0].cells[1], /^150\.37\d+ mm$/);
  await p.page.locator('#proof').screenshot({ path: join(artefacts, 'proof.png') });
  assert.deepEqual(await violations(p.page), []);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a wrong closed form is told, on a phone, in German', async () => {
  const file = join(artefacts, 'closed.js');
  writeFileSync(file, readFileSync(join(root, 'site/later/closed.js'), 'utf8').replace('1 + Math.sqrt(1 - q * q)', '1.001 + Math.sqrt(1 - q * q)'));
  const p = await openPage(browser, { query: '&panel=proof&lang=de&theme=light', size: [390, 844], overrides: { '/site/later/closed.js': file } });
  await measured(p.page);
  assert.deepEqual((await table(p.page)).filter((r) => r.ok !== 'ok').map((r) => r.key), ['proof.talbot']);
  assert.match(await text(p.page, '#proof-state'), /^1 von 16 liegen über dem/);
  assert.ok(await p.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
  await p.page.locator('#proof').screenshot({ path: join(artefacts, 'proof-phone.png') });
  assert.deepEqual(await violations(p.page), []);
  await p.page.click('#proof .quiet');
  assert.equal(await p.page.isVisible('#proof'), false);
  assert.equal(await p.page.evaluate(() => document.activeElement.id), 'proof-open');
  await p.close();
});

test('a GPU is measured beside the CPU', async () => {
  const with1 = await launchWithGPU();
  const p = await openPage(with1, { query: '&panel=proof&device=cpu' });
  await measured(p.page);
  const rows = (await table(p.page)).filter((r) => r.key.startsWith('case.'));
  const those = rows.filter((r) => r.cells[2] !== '–');
  assert.deepEqual(those.map((r) => r.key), ['case.energy', 'case.talbot']); // of a GPU that is a program
  for (const r of those) assert.ok(r.ok === 'ok' && value(r.cells[2]) <= value(r.cells[3]), r.cells.join(' | '));
  assert.match(await text(p.page, '#proof-gpu'), /^GPU: .*is a program.* off by [\d.]+ · 10⁻[⁶⁷⁸]; rounding permits 7\.6 · 10⁻⁶\.$/);
  await with1.close();
});
