// The basic experiments: light on a screen beside its closed form, nothing to train.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => { buildEngine('systems', 'lab'); browser = await launch(); });
after(() => browser?.close());

const shown = (page, id) => page.evaluate((x) => document.getElementById(x).checkVisibility(), id);
const ready = (page) => until(page, () => document.querySelector('#panel-light path.s1') && document.getElementById('verdict-text').textContent.includes('%'));

for (const [id, element] of [['slit', 'amplitude'], ['talbot', 'amplitude'], ['poisson-spot', 'amplitude'], ['lens', 'phase'], ['fourier-4f', 'phase']]) {
  test(`${id} draws its closed form over the light`, async () => {
    const p = await openPage(browser, { hash: `#v=1&preset=${id}`, query: '&theme=dark', size: [1366, 900] });
    await ready(p.page);
    const off = Number(/differ by (?:less than )?([\d.]+)\s?%/.exec(await p.page.textContent('#verdict-text'))[1]);
    assert.ok(off < 1.4, `off by ${off} %`);
    for (const hidden of ['train', 'pad', 'evaluate', 'curve', 'save-npz']) assert.equal(await shown(p.page, hidden), false, `${hidden} is shown`);
    for (const there of ['panel-light', 'preset', 'form', 'plane-pictures', 'status']) assert.equal(await shown(p.page, there), true, `${there} is hidden`);
    assert.equal(await p.page.evaluate(() => document.querySelectorAll('#plane-pictures canvas.map').length), 2);
    assert.match(await p.page.textContent('#plane-pictures'), element === 'phase' ? /Phase/ : /Amplitude that passes/);
    assert.equal(await shown(p.page, 'legend-phase'), element === 'phase', 'the legend of the phase');
    assert.equal(await p.page.$eval('.transport', (e) => getComputedStyle(e).borderTopWidth), '0px', 'an empty strip');
    await p.page.waitForTimeout(900);
    await p.page.screenshot({ path: join(artefacts, `basic-${id}.png`), fullPage: true });
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing, ${theme}`, async () => {
    const p = await openPage(browser, { hash: '#v=1&preset=lens', query: `&theme=${theme}&lang=de` });
    await ready(p.page);
    await p.page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
    await until(p.page, () => document.querySelector('#panel-light table'));
    await p.page.evaluate(axe);
    const found = await p.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('; ')}`), []);
    assert.match(await p.page.textContent('#panel-light h2'), /Licht auf dem Schirm/);
    await p.close();
  });
}

test('a parameter changes the light, a bad one says why, and the way back to networks works', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=slit' });
  await ready(p.page);
  const before = await p.page.textContent('#verdict-text');
  await p.page.fill('#p-slit-width', '0.0002');
  await p.page.press('#p-slit-width', 'Enter');
  await until(p.page, (text) => document.getElementById('verdict-text').textContent !== text, before);
  assert.match(await p.page.evaluate(() => location.hash), /p.slit-width=0\.0002/);
  await p.page.fill('#p-slit-width', '0.5');
  await p.page.press('#p-slit-width', 'Enter');
  await until(p.page, () => document.body.textContent.includes('leaves no room on a plane'));
  await p.page.selectOption('#preset', 'd2nn-mnist-64');
  await until(p.page, () => document.getElementById('train').checkVisibility() && /reads/.test(document.getElementById('verdict-text').textContent));
  await p.page.selectOption('#preset', 'talbot');
  await ready(p.page);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('the keys of training do nothing where there is nothing to train', async () => {
  const p = await openPage(browser, { wait: 'first' });
  for (const key of 'tsre') await p.page.keyboard.press(key); // the engine is loading
  await p.page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
  assert.equal(await p.page.textContent('#alert'), '');
  await p.page.selectOption('#preset', 'slit');
  await ready(p.page);
  await p.page.$eval('#preset', (e) => e.blur());
  for (const key of 'tsre') await p.page.keyboard.press(key);
  await p.page.waitForTimeout(1000);
  assert.equal(await p.page.textContent('#alert'), '');
  await p.page.fill('#p-slit-width', '0.0003');
  await p.page.press('#p-slit-width', 'Enter');
  await until(p.page, () => location.hash.includes('p.slit-width=0.0003'));
  await p.page.$eval('#p-slit-width', (e) => e.blur());
  // [ comes with AltGr on many keyboards.
  for (const [key, plane] of [['[', 0], [']', 1], [']', 2]]) {
    await p.page.evaluate((k) => window.dispatchEvent(new KeyboardEvent('keydown', { key: k, ctrlKey: true, altKey: true, modifierAltGraph: true, cancelable: true })), key);
    assert.equal(await p.page.$eval('#plane-tabs input:checked', (e) => Number(e.value)), plane);
  }
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('on a phone, in the lab view', async () => {
  const phone = await openPage(browser, { hash: '#v=1&preset=poisson-spot', size: [390, 844] });
  await ready(phone.page);
  assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
  await phone.page.screenshot({ path: join(artefacts, 'basic-phone.png'), fullPage: true });
  await phone.close();
  const lab = await openPage(browser, { hash: '#v=1&preset=fourier-4f', view: 'lab' });
  await ready(lab.page);
  await until(lab.page, () => document.getElementById('bench').hidden);
  await lab.page.waitForTimeout(2500);
  await lab.page.screenshot({ path: join(artefacts, 'basic-lab.png') });
  assert.deepEqual(lab.trouble, []);
  await lab.close();
});
