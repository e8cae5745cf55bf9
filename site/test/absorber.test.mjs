// Networks of absorbers in the page: they train in the engine of all systems.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';

buildEngine('systems', 'hybrids', 'benches');
const browser = await launch();
after(() => browser.close());

const choose = async (page, id) => {
  await page.selectOption('#preset', id);
  await until(page, (want) => new URLSearchParams(location.hash.slice(1)).get('preset') === want, id); // written when it is there
};

test('a ring is learned with the probe, its boundary forms, and it comes back after a reload', async () => {
  const p = await openPage(browser, { size: [1280, 900] });
  const { page } = p;
  await choose(page, 'sa-2d-rings');
  await until(page, () => document.querySelectorAll('.shown figure').length >= 2);
  await until(page, () => /Brightness is the amplitude that passes/.test(document.getElementById('plane-note').textContent)); // of weights, which have signs
  await page.screenshot({ path: `${artefacts}/absorber-start.png`, fullPage: true });
  await page.click('#train');
  await until(page, () => !document.getElementById('train').classList.contains('running') && /\d/.test(document.getElementById('test-result').textContent), null, 400000);
  await page.screenshot({ path: `${artefacts}/absorber-done.png`, fullPage: true });
  const text = await page.textContent('#test-result');
  assert.match(text, /1,000 test points, \d+ of them right.* for points drawn at random/);
  await until(page, () => /Training is done: \d+ epochs of 400 points\. It reads .* of 1,000 test points right .*\. Train goes on for another \d+ epochs\.$/.test(document.getElementById('now').textContent)); // its rate does not fall
  const share = Number(/(\d+(?:\.\d+)?) ?%/.exec(text)[1]);
  assert.ok(share >= 95, `test accuracy ${text}`);
  await until(page, () => document.getElementById('kept').textContent.startsWith('Kept'));
  const step = await page.textContent('#n-step');
  await page.reload();
  await page.waitForSelector('html[data-state=ready]');
  await until(page, (n) => document.getElementById('preset').value === 'sa-2d-rings' && document.getElementById('n-step').textContent === n, step);
  await page.click('#evaluate');
  await until(page, (t) => document.querySelector('#test-result .big')?.textContent === t, /^\S+% of 1,000 test points/.exec(text)[0]);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('points, flowers, beams and scenes are called what they are, in each language', async () => {
  const said = {
    en: ['Points/s', /of 1,000 test points/], de: ['Punkte/s', /von 1\.000 Testpunkten/], zh: ['点/秒', /1,000 个测试点/],
  };
  for (const [lang, [rate, of]] of Object.entries(said)) {
    const p = await openPage(browser, { query: `&lang=${lang}`, hash: '#v=1&preset=sa-2d-rings' });
    await until(p.page, (want) => document.getElementById('n-rate').previousElementSibling.textContent === want, rate);
    await p.page.click('#evaluate');
    await p.page.waitForSelector('#test-result .big');
    assert.match(await p.page.textContent('#test-result .big'), of);
    assert.doesNotMatch(await p.page.textContent('#test-result'), /images|[Bb]ild|图片/);
    for (const [id, words] of lang === 'en' ? [['ffm-iris', 'Flowers/s'], ['ffm-focus', 'Beams/s'], ['ffm-hidden', 'Scenes/s'], ['sa-mlp', 'Images/s']] : []) {
      await choose(p.page, id);
      await until(p.page, (want) => document.getElementById('n-rate').previousElementSibling.textContent === want, words);
    }
    assert.deepEqual(p.trouble, []);
    await p.close();
  }
});

test('digits are learned too, and each experiment has its own pictures, values and way back', async () => {
  const p = await openPage(browser);
  const { page } = p;
  await choose(page, 'sa-mlp');
  await until(page, () => /reads \d/.test(document.getElementById('verdict-text').textContent));
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '1');
  await page.$eval('#p-learning-rate', (e) => { e.closest('details').open = true; });
  await page.fill('#p-learning-rate', '0.001');
  await page.press('#p-learning-rate', 'Enter'); // a live one: the run goes on
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '2');
  await page.click('#reset');
  await until(page, () => document.getElementById('n-step').textContent === '0');
  assert.equal(await page.textContent('#reset'), 'New network');
  await choose(page, 'd2nn-mnist-64');
  await until(page, () => document.getElementById('n-masks').textContent === 'trained before');
  assert.equal(await page.textContent('#reset'), 'New masks');
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '1');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('fields that do nothing are out of sight', async () => {
  const p = await openPage(browser);
  const { page } = p;
  const seen = (name) => page.$eval(`#p-${name}`, (e) => !e.closest('.param').hidden && !e.closest('details').hidden);
  assert.deepEqual([await seen('illumination'), await seen('waist'), await seen('curve')], [true, false, false]);
  await page.$eval('#p-illumination', (e) => { e.closest('details').open = true; });
  await page.selectOption('#p-illumination', 'gaussian');
  await until(page, () => !document.getElementById('p-waist').closest('.param').hidden);
  await page.selectOption('#p-illumination', 'plane');
  await until(page, () => document.getElementById('p-waist').closest('.param').hidden);
  assert.deepEqual(p.trouble, []);
  await p.close();
});
