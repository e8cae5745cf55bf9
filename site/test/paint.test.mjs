// Painting on a mask: by pointer and by keys, with the light's answer, and undo.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { stroke } from '../later/brush.js';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

test('a stroke sets the samples under the brush and no other', () => {
  const mask = new Float32Array(100);
  stroke(mask, 10, [2.5, 5], [7.5, 5], 2, 3);
  for (let y = 0; y < 10; y++) {
    for (let x = 0; x < 10; x++) {
      const far = Math.hypot(Math.max(2.5 - x - 0.5, 0, x + 0.5 - 7.5), y + 0.5 - 5);
      assert.equal(mask[10 * y + x], far <= 1 ? 3 : 0, `${x}, ${y}`);
    }
  }
  const dot = new Float32Array(100);
  stroke(dot, 10, [0, 9.9], [0, 9.9], 1, 1);
  assert.deepEqual([...dot.keys()].filter((i) => dot[i]), [90]);
});

// picture(i), in the page, is a sum of the colours of the mask (0) or of the light behind it (1).
const prepare = (page) => page.addInitScript(() => {
  globalThis.picture = (i) => {
    const c = document.querySelectorAll('#plane-pictures canvas.map')[i], px = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
    return px.reduce((sum, v, k) => sum + v * (1 + (k % 251)), 0);
  };
});
const seen = (page) => page.evaluate(() => [picture(0), picture(1)]);
const changed = (page, before) => until(page, (b) => picture(0) !== b, before[0]);

const small = '&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03';
for (const [name, lang, size, values, theme] of [['phase', 'en', [1366, 900], '', 'dark'], ['amplitude', 'de', [390, 844], `&masks=none&p.mask=amplitude${small}`, 'light'], ['levels', 'en', [1366, 900], `&masks=none&p.mask=device&p.curve=slm-8${small}`, 'light']]) {
  test(`painted ${name}`, async () => {
    const p = await openPage(browser, { hash: `#v=1&preset=d2nn-mnist-64${values}`, query: `&lang=${lang}&theme=${theme}`, size, prepare });
    const { page } = p;
    // The light at the detector, with the plane of the first mask chosen again.
    const out = async () => {
      await page.locator('#plane-tabs input').last().check({ force: true });
      const sum = await page.evaluate(() => picture(0));
      await page.locator('#plane-tabs input').nth(1).check({ force: true });
      return sum;
    };
    await page.waitForSelector('#paint');
    await page.focus('#paint > summary');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#paint-surface');
    const masks = await text(page, '#n-masks'), dark = await out(), first = await seen(page);
    await page.waitForSelector('#paint-surface');

    // By pointer: a stroke through the middle.
    await page.fill('#paint-size', '3');
    await page.fill('#paint-value', name === 'phase' ? '1.5' : name === 'amplitude' ? '0' : '7');
    await page.$eval('#paint-surface', (e) => e.scrollIntoView({ block: 'center' }));
    const box = await page.locator('#paint-surface').boundingBox();
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.5, { steps: 4 });
    await page.mouse.up();
    await changed(page, first);
    await until(page, (m) => document.getElementById('n-masks').textContent !== m, masks);
    // The whole stroke has one colour, as soon as its last piece is there.
    await until(page, () => {
      const c = document.querySelector('#plane-pictures canvas.map'), g = c.getContext('2d');
      const [a, ...rest] = [0.25, 0.4, 0.5, 0.6, 0.75].map((x) => g.getImageData(Math.floor(x * c.width), c.height / 2, 1, 1).data.join());
      return rest.every((b) => b === a);
    });
    const painted = await seen(page);
    assert.notEqual(await out(), dark, 'the light at the detector is as it was');
    await page.locator('section.plane').screenshot({ path: join(artefacts, `paint-${name}.png`) });

    // By keys: another stroke, from where the pen is.
    await page.focus('#paint-surface');
    for (const key of ['Space', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Space']) await page.keyboard.press(key);
    await changed(page, painted);

    // Both are undone, one by one, and the masks are what they were.
    await page.click('#paint-undo');
    await until(page, () => !document.getElementById('paint-undo').disabled);
    await until(page, ([a, b]) => picture(0) === a && picture(1) === b, painted);
    await page.click('#paint-undo');
    await until(page, (m) => document.getElementById('n-masks').textContent === m, masks);
    await until(page, () => document.getElementById('paint-undo').disabled);
    await until(page, ([a, b]) => picture(0) === a && picture(1) === b, first);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('says where there is nothing to paint on', async () => {
  const p = await openPage(browser);
  await p.page.waitForSelector('#paint');
  await p.page.click('#paint > summary');
  await p.page.waitForSelector('#paint-surface');
  await p.page.locator('#plane-tabs input').first().check({ force: true });
  await until(p.page, () => document.getElementById('paint-note').textContent.startsWith('Choose the plane of a mask'));
  assert.equal(await p.page.$('#paint-surface'), null);
  await p.page.click('#ruler > summary'); // one tool at a time has the pointer
  await until(p.page, () => !document.getElementById('paint').open);
  await p.close();
});
