// The page in a language from the right to the left: text and controls run so, and what is
// physics, numbers or code still runs from the left.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';
import { mirroredFiles } from './mirrored.mjs';
import { spills } from './spills.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

const open = (options) => openPage(browser, { ...options, query: `&lang=he${options.query ?? ''}`, overrides: mirroredFiles() });

const place = (page, selector) => page.$eval(selector, (e) => { const r = e.getBoundingClientRect(); return { left: r.left, right: r.right }; });

for (const [name, size, hash] of [['laptop', [1366, 768], ''], ['phone', [390, 844], ''], ['narrow', [320, 640], '#v=1&preset=slit']]) {
  test(`nothing reaches out of its place on a ${name}`, async () => {
    const p = await open({ size, hash });
    await until(p.page, () => document.getElementById('verdict-text').textContent.includes('%'));
    await p.page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
    if (!hash) {
      await p.page.click('#step');
      await until(p.page, () => document.querySelector('#curve svg'));
      await p.page.click('#evaluate');
      await until(p.page, () => document.querySelector('.confusion'));
    }
    assert.deepEqual(await spills(p.page), []);
    await p.page.screenshot({ path: join(artefacts, `right-to-left-${name}.png`), fullPage: true });
    await p.close();
  });
}

test('text runs from the right, and light, axes, scales and numbers from the left', async () => {
  const p = await open({ size: [1366, 768], query: '&theme=light' });
  const { page } = p;
  await until(page, () => document.getElementById('verdict-text').textContent.includes('%'));
  assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
  const plain = await page.$$eval('[data-i18n]', (all) => all.filter((e) => /[a-z]{3}/i.test(e.textContent)).map((e) => e.outerHTML));
  assert.deepEqual(plain, []);
  assert.ok((await place(page, '.brand')).left > (await place(page, '.tools')).right);
  assert.ok((await place(page, '.input')).left > (await place(page, '.stage-panel')).right - 1);
  // The light enters on the left: a click there is on the source.
  const stage = await page.locator('#bench').boundingBox();
  const clicked = async (x) => {
    await page.mouse.click(stage.x + x * stage.width, stage.y + 0.5 * stage.height);
    return page.$$eval('#plane-tabs input', (all) => all.findIndex((e) => e.checked));
  };
  const seen = [];
  for (let x = 0.03; x < 0.8; x += 0.05) seen.push(await clicked(x));
  const chosen = seen.filter((v) => v >= 0);
  assert.ok(new Set(chosen).size > 3 && chosen.every((v, i) => i === 0 || v >= chosen[i - 1]), `planes from the left: ${seen}`);
  // Ends of scales are at the ends of their colours, 0 on the left.
  for (const ends of ['.legend figcaption', '.plane-pictures .ends']) {
    for (const [first, last] of await page.$$eval(ends, (all) => all.map((e) => [e.firstElementChild, e.lastElementChild].map((s) => s.getBoundingClientRect().left)))) assert.ok(first < last, ends);
  }
  // A number stays before its unit, in fields and in text.
  const order = (selector) => page.$eval(selector, (e) => getComputedStyle(e).direction);
  assert.equal(await order('#p-wavelength'), 'ltr');
  assert.match(await page.getAttribute('#bench', 'aria-label'), /\u2068\d+([.,]\d+)? mm\u2069/);
  // Axes of the curve rise to the right.
  await page.click('#train');
  await until(page, () => document.querySelectorAll('#curve svg text').length > 6);
  await page.click('#train');
  const ticks = await page.evaluate(() => { // found and read at once: the curve is drawn anew with each update that still comes
    const rows = new Map();
    for (const t of document.querySelector('#curve svg').querySelectorAll('text')) {
      const v = Number(t.textContent.replace(',', '.')), r = t.getBoundingClientRect();
      if (Number.isFinite(v)) rows.set(r.top.toFixed(), [...(rows.get(r.top.toFixed()) ?? []), [r.left, v]]);
    }
    return [...rows.values()].sort((a, b) => b.length - a.length)[0].sort(([a], [b]) => a - b).map(([, v]) => v);
  });
  assert.ok(ticks.length > 2 && ticks.every((v, i) => i === 0 || v > ticks[i - 1]), `ticks from the left: ${ticks}`);
  // The arrow to the left goes on, as the pictures run to the left.
  await page.focus('#samples');
  await page.keyboard.press('ArrowDown');
  const at = () => page.$eval('.sample[aria-selected="true"]', (e) => [Number(e.id.split('-')[1]), e.getBoundingClientRect().left]);
  const [one, x1] = await at();
  await page.keyboard.press('ArrowLeft');
  const [two, x2] = await at();
  assert.ok(two > one && x2 < x1, `${one} at ${x1}, then ${two} at ${x2}`);
  await page.screenshot({ path: join(artefacts, 'right-to-left.png') });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a lesson, the check and the help keep to it, and axe finds nothing', async () => {
  for (const size of [[1366, 768], [390, 844]]) {
    const p = await open({ size, query: '&panel=proof&theme=dark', hash: '#lesson=diffraction.5' });
    await until(p.page, () => /^#v=1&preset=lens.*lesson=diffraction\.5$/.test(location.hash) && document.querySelector('.proofs'));
    await p.page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
    assert.deepEqual(await spills(p.page), []);
    assert.deepEqual(await violations(p.page), []);
    await p.page.screenshot({ path: join(artefacts, `right-to-left-lesson-${size[0]}.png`), fullPage: true });
    await p.page.click('#help');
    assert.deepEqual(await spills(p.page), [], 'with the help open');
    await p.close();
  }
});
