// Probe, ruler and line through a plane, and the closed form beside it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { airy, besselJ1, grating } from '../later/theory.js';
import { airyZero, talbotDistance } from '../later/closed.js';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

test('closed forms of the line', () => {
  assert.ok(Math.abs(besselJ1(1) - 0.4400505857449335) < 1e-12);
  assert.ok(airy(airyZero(2e-3, 532e-9, 0.25), 2e-3, 532e-9, 0.25) < 1e-20);
  const z = talbotDistance(2e-4, 532e-9);
  for (const x of [0, 3e-5, 1e-4]) assert.ok(Math.abs(grating(x, 2e-4, 0.8, 532e-9, z) - grating(x, 2e-4, 0.8, 532e-9, 0)) < 1e-9);
});

for (const [preset, allowed, lang, size] of [['slit', 0.005, 'en', [1366, 900]], ['talbot', 0.005, 'de', [390, 844]], ['lens', 0.005, 'en', [1366, 900]]]) {
  test(`the line of ${preset} lies on its closed form`, async () => {
    const p = await openPage(browser, { hash: `#v=1&preset=${preset}`, query: `&lang=${lang}`, size });
    await p.page.waitForSelector('#ruler');
    await p.page.focus('#ruler > summary');
    await p.page.keyboard.press('Enter');
    await p.page.locator('#plane-tabs input').last().check({ force: true });
    await until(p.page, () => document.querySelector('.ruler-plot')?.dataset.off);
    const off = Number(await p.page.$eval('.ruler-plot', (e) => e.dataset.off));
    assert.ok(off > 0 && off < allowed, `${off} off`);
    const n = Number(await p.page.getAttribute('#ruler-ax', 'max')) + 1;
    const before = await text(p.page, '#ruler-said');
    await p.page.fill('#ruler-bx', String(n / 2 + 10));
    const said = await text(p.page, '#ruler-said');
    assert.notEqual(said, before);
    assert.match(said, /[µm]m\.$/);
    await p.page.locator('section.plane').screenshot({ path: join(artefacts, `ruler-${preset}.png`) });
    assert.deepEqual(await violations(p.page), []);
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('a line through one sample is level', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=sa-2d-rings', query: '&workers=1' }), { page } = p;
  await page.waitForSelector('#ruler');
  await page.click('#ruler > summary');
  let level = 0;
  for (let tab = 0; tab < await page.locator('#plane-tabs input').count(); tab++) {
    await page.locator('#plane-tabs input').nth(tab).check({ force: true });
    for (const way of ['x', 'y']) {
      await page.selectOption('#ruler-along', way);
      if (await page.getAttribute(`#ruler-a${way}`, 'max') !== '0') continue;
      await until(page, () => [...document.querySelectorAll('.ruler-plot path:not(.axis)')].every((e) => /^M0\.0 ([\d.]+)L300\.0 \1$/.test(e.getAttribute('d'))));
      level++;
    }
  }
  assert.ok(level > 0, 'no plane is one sample wide');
  assert.deepEqual(p.trouble, []);
  await p.close();
});
