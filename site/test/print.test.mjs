// The page on paper: dark ink on white in any theme, pictures and numbers, and nothing to press.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildEngine, laid, launch, openPage, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

for (const theme of ['dark', 'light']) {
  test(`the page prints in dark ink, from the ${theme} theme`, async () => {
    const p = await openPage(browser, { size: [1280, 720], query: `&theme=${theme}` });
    await p.page.emulateMedia({ media: 'print' });
    await until(p.page, () => getComputedStyle(document.getElementById('plane-title')).color === 'rgb(0, 0, 0)');
    await laid(p.page);
    const found = await p.page.evaluate(() => {
      const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0;
      const light = (e) => { const [r, g, b] = getComputedStyle(e).color.match(/[\d.]+/g).map(Number); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const texts = [...document.querySelectorAll('main *')].filter((e) => shown(e) && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) && !e.closest('.stage-panel, select, svg'));
      return {
        pale: texts.filter((e) => light(e) > 140).map((e) => e.textContent.trim().slice(0, 40)),
        buttons: [...document.querySelectorAll('button, summary, dialog')].filter(shown).map((e) => e.textContent.trim()),
        pictures: ['bench', 'seen', 'pad'].filter((id) => shown(document.getElementById(id))), planes: document.querySelectorAll('#plane-pictures canvas').length,
        texts: texts.length, ground: getComputedStyle(document.querySelector('.stage-panel')).printColorAdjust, wide: document.documentElement.scrollWidth <= innerWidth,
      };
    });
    assert.deepEqual(found.pale, []);
    assert.deepEqual(found.buttons, []);
    assert.deepEqual(found.pictures, ['bench', 'seen', 'pad']);
    assert.ok(found.planes > 0 && found.texts > 20, JSON.stringify(found));
    assert.equal(found.ground, 'exact', 'what is light in the picture of the bench has its dark ground');
    assert.ok(found.wide);
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}
