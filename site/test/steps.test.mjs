// One step of training taken apart: its numbers agree with each other, and the network stays.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

const small = '#v=1&preset=d2nn-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03&p.loss=cross-entropy';

test('forward, loss, backward and update, by keys', async () => {
  const p = await openPage(browser, { hash: small, query: '&workers=1&theme=light', size: [390, 844] });
  const { page } = p;
  await page.waitForSelector('#steps');
  await page.focus('#steps > summary');
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('steps-class').value === '7'); // the label of the picture
  // What the light reads, so that its share is a number of some size.
  const read = await text(page, '#verdict-class');
  await page.selectOption('#steps-class', read);
  await page.focus('#steps-go');
  await page.keyboard.press('Enter');
  await until(page, () => /^1 of 4/.test(document.getElementById('steps-title').textContent));
  assert.equal((await page.$$('#steps-pictures canvas')).length, 4); // input, two masks, detector
  await page.keyboard.press('Enter');
  assert.match(await text(page, '#steps-title'), /^2 of 4: loss/);
  const loss = Number(/ ([\d.]+)\.$/.exec(await text(page, '#steps-said'))[1]);
  const score = Number(/([\d.]+)%/.exec(await text(page, '#steps-pictures tr.best td:nth-child(2)'))[1]) / 100;
  assert.ok(Math.abs(Math.exp(-loss) - score) < 0.0051, `loss ${loss} beside a share of ${score}`);
  await page.keyboard.press('Enter');
  assert.match(await text(page, '#steps-title'), /^3 of 4: backward/);
  assert.deepEqual(await page.$$eval('#steps-pictures figcaption', (l) => l.map((e) => e.textContent.slice(0, 6))), ['Mask 2', 'Mask 1']);
  await page.locator('section.curves').screenshot({ path: join(artefacts, 'steps-backward.png') });
  await page.keyboard.press('Enter');
  assert.match(await text(page, '#steps-title'), /^4 of 4: update/);
  const [, fell, predicted] = /falls by ([\d.]+); the slope alone says ([\d.]+)\./.exec(await text(page, '#steps-said')).map(Number);
  assert.ok(Math.abs(predicted - 0.1 * loss) < 0.01 * loss);
  assert.ok(fell / predicted > 0.7 && fell / predicted < 1.3, `fell by ${fell}, predicted ${predicted}`);
  await page.locator('section.curves').screenshot({ path: join(artefacts, 'steps-update.png') });
  assert.deepEqual(await violations(page), []);
  assert.equal(await text(page, '#n-masks'), 'new');
  await page.keyboard.press('Enter'); // put it in
  await until(page, () => document.getElementById('n-masks').textContent === 'your file');
  await page.click('#undo-masks');
  await until(page, () => document.getElementById('n-masks').textContent === 'new');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('the gradient is the slope of the loss: a small step falls by what it says', async () => {
  const p = await openPage(browser, { hash: small, query: '&workers=1' });
  const off = await p.page.evaluate(async () => {
    const { takeApart } = await import('/site/later/onestep.js');
    const { Session } = await import('/site/session.js');
    const session = new Session(1, 'cpu');
    await session.start();
    await session.open('d2nn-mnist-64', { samples: '32', 'image-size': '32', 'region-size': '4', layers: '2', distance: '0.03' }, { none: true });
    const pixels = session.test.values.slice(0, 784), r = await takeApart(session, pixels, session.test.labels[0], 0.002);
    session.engine.stop();
    return Math.abs((r.before.loss - r.after.loss) / r.predicted - 1);
  });
  assert.ok(off < 0.02, `${off} off`);
  await p.close();
});
