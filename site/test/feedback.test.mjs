// Networks that learn by scattered light, in the page.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, reaches, until } from './browser.mjs';

buildEngine('systems', 'hybrids');
const browser = await launch();
after(() => browser.close());

const choose = async (page, id) => {
  await page.selectOption('#preset', id);
  await until(page, (want) => new URLSearchParams(location.hash.slice(1)).get('preset') === want, id); // written when it is there
};
const titles = (page) => page.$$eval('.shown h2', (all) => all.map((e) => e.textContent));

test('the error, the speckle and the alignment are seen while a network learns from scattered light', async () => {
  const p = await openPage(browser, { size: [1280, 900] });
  const { page } = p;
  await choose(page, 'dfa-mnist');
  await until(page, () => document.querySelectorAll('.shown figure').length >= 2);
  assert.match((await titles(page)).join('; '), /Error.*Speckle/s);
  await until(page, () => /The network reads \d/.test(document.getElementById('verdict-text').textContent)); // no light reads here
  await page.click('#train');
  await reaches(page, 60, 240000);
  await page.click('#train');
  await until(page, () => !document.getElementById('train').classList.contains('running'));
  await until(page, () => [...document.querySelectorAll('.shown h2')].some((e) => e.textContent.includes('Alignment')));
  await page.click('#evaluate');
  await until(page, () => /\d.*%/.test(document.getElementById('test-result').textContent), null, 120000);
  const share = Number(/(\d+(?:\.\d+)?) ?%/.exec(await page.textContent('#test-result'))[1]);
  assert.ok(share > 60, `after some updates ${share} % are right`);
  await page.screenshot({ path: `${artefacts}/feedback-wide.png`, fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${artefacts}/feedback-narrow.png`, fullPage: true });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('by arithmetic there is no speckle, and by backpropagation no alignment', async () => {
  const p = await openPage(browser, { query: '&lang=de' });
  const { page } = p;
  await choose(page, 'dfa-mnist');
  await until(page, () => document.querySelectorAll('.shown figure').length >= 2);
  assert.match((await titles(page)).join('; '), /Fehler.*Speckle/s);
  await page.$eval('#p-feedback', (e) => { e.closest('details').open = true; });
  await page.selectOption('#p-feedback', 'backprop');
  await until(page, () => [...document.querySelectorAll('.shown h2')].every((e) => !e.textContent.includes('Speckle')));
  await until(page, () => document.getElementById('p-camera-bits').closest('.param').hidden);
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '1');
  assert.doesNotMatch((await titles(page)).join('; '), /Ausrichtung/);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a network that makes digits of noise tells the noise that is left, and no accuracy', async () => {
  const p = await openPage(browser, { query: '&lang=de' });
  const { page } = p;
  await choose(page, 'dfa-diffusion');
  const names = () => page.$$eval('.numbers dt', (all) => all.map((e) => e.textContent).join('; '));
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '1', null, 60000);
  assert.match(await names(), /Rest vom Rauschen.*Weniger als ein Viertel übrig/s);
  await until(page, () => /Rest vom Rauschen/.test(document.getElementById('curve').textContent), null, 30000);
  assert.doesNotMatch(await page.textContent('#curve'), /Treffer|Trefferquote|Genauigkeit/);
  assert.match(await page.getAttribute('#curve svg', 'aria-label'), /^Rest vom Rauschen: \S+ nach Schritt 1, .*Weniger als ein Viertel übrig: \d/);
  assert.equal(await page.textContent('#evaluate'), 'Messen');
  await page.click('#evaluate');
  await until(page, () => /Rest vom Rauschen: \d.*Testbildern/.test(document.getElementById('test-result').textContent), null, 120000);
  assert.equal(await page.$('#test-result table'), null);
  await choose(page, 'dfa-mnist'); // and others say what they did
  await until(page, () => !/Rest vom Rauschen|Viertel/.test(document.querySelector('.numbers').textContent), null, 30000);
  await until(page, () => document.getElementById('evaluate').textContent === 'Trefferquote messen');
  assert.deepEqual(p.trouble, []);
  await p.close();
});
