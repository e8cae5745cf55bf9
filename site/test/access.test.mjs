// The page for everyone: axe, the Tab key, forced colours, motion.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { buildEngine, launch, openPage, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('part', 'proof', 'systems'); browser = await launch(); });
after(() => browser?.close());

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing, ${theme}`, async () => {
    for (const size of [[1366, 768], [390, 844]]) {
      const p = await openPage(browser, { query: `&theme=${theme}`, size });
      await p.page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
      await p.page.click('.why');
      await p.page.click('#step');
      await until(p.page, () => document.querySelector('#curve svg'));
      await p.page.click('#evaluate');
      await until(p.page, () => document.querySelector('.confusion'));
      assert.deepEqual(await violations(p.page), []);
      await p.page.click('#help');
      assert.deepEqual(await violations(p.page), [], 'with the help open');
      await p.close();
    }
  });
}

test('axe finds nothing while an error is shown, in German, on a projector', async () => {
  const p = await openPage(browser, { query: '&lang=de&projector', overrides: { '/site/worker.wasm': 404 }, wait: 'first', size: [1920, 1080] });
  await until(p.page, () => document.getElementById('alert').textContent.includes('worker.wasm'));
  assert.deepEqual(await violations(p.page), []);
  await p.close();
});

test('Tab reaches every control and leaves the page', async () => {
  const p = await openPage(browser);
  const wanted = await p.page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
    const groups = new Set();
    return all.filter((e) => {
      if (e.disabled || !e.checkVisibility() || e.closest('dialog')) return false;
      if (e.type !== 'radio') return true;
      if (!e.checked || groups.has(e.name)) return false;
      return groups.add(e.name);
    }).map((e, i) => { e.dataset.walk = i; return e.id || e.textContent.trim().slice(0, 20) || e.getAttribute('aria-label'); });
  });
  const reached = new Set();
  await p.page.evaluate(() => document.body.focus());
  let left = false;
  for (let i = 0; i < wanted.length + 10 && !left; i++) {
    await p.page.keyboard.press('Tab');
    const at = await p.page.evaluate(() => {
      const e = document.activeElement;
      if (e === document.body) return { out: true };
      const ring = getComputedStyle(e);
      const shown = ring.outlineStyle !== 'none' || e.closest('label')?.matches(':has(:focus-visible)');
      return { walk: e.dataset.walk, shown, name: e.id || e.className };
    });
    if (at.out) { left = true; break; }
    assert.ok(at.shown, `${at.name} shows no focus`);
    reached.add(Number(at.walk));
  }
  assert.deepEqual(wanted.filter((_, i) => !reached.has(i)), []);
  assert.ok(left, 'Tab does not leave the page');
  await p.close();
});

test('shortcuts work, and can be turned off', async () => {
  const p = await openPage(browser);
  await p.page.keyboard.press('?');
  assert.ok(await p.page.isVisible('#keys'));
  await p.page.uncheck('#keys-on');
  await p.page.keyboard.press('Escape');
  await p.page.keyboard.press('r');
  await p.page.waitForTimeout(500);
  assert.equal(await p.page.textContent('#n-masks'), 'trained before');
  await p.page.click('#help');
  await p.page.check('#keys-on');
  await p.page.keyboard.press('Escape');
  await p.page.keyboard.press('r');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'new');
  await p.close();
});

test('Escape closes what was opened by keys, and the focus goes back to what opened it', async () => {
  const p = await openPage(browser);
  const focus = () => p.page.evaluate(() => document.activeElement.id);
  for (const [opener, opened, inside] of [['#lessons', '.lesson .card', '.lesson .card'], ['#help', '#keys', '#keys-close'], ['#why', '#verdict-why', '#why'], ['#proof-open', '#proof', '#proof .quiet'], ['#save-part', '#part-form', '#part-levels']]) {
    await p.page.focus(opener);
    await p.page.keyboard.press('Enter');
    await p.page.waitForSelector(opened);
    await p.page.focus(inside);
    await p.page.keyboard.press('Escape');
    await p.page.waitForSelector(opened, { state: 'hidden' });
    await until(p.page, (id) => document.activeElement.id === id, opener.slice(1));
    assert.equal(await focus(), opener.slice(1));
  }
  // A lesson under way stays.
  await p.page.click('#lessons');
  await p.page.click('.lesson .card');
  await p.page.waitForSelector('.lesson .dots');
  await p.page.keyboard.press('Escape');
  assert.ok(await p.page.isVisible('.lesson .dots'));
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('touch targets are 44 pixels on a phone', async () => {
  const p = await openPage(browser, { size: [390, 844], context: { hasTouch: true } });
  const small = await p.page.$$eval('button, select, summary, .choice, .sample, .plane-tabs label, input[type="text"]', (all) => all
    .filter((e) => e.checkVisibility()).map((e) => [e.id || e.className || e.textContent, e.getBoundingClientRect()])
    .filter(([, r]) => r.width < 43.5 || r.height < 43.5).map(([n, r]) => `${n} ${r.width}x${r.height}`));
  assert.deepEqual(small, []);
  await p.close();
});

test('without motion the light is there at once', async () => {
  const p = await openPage(browser, { context: { reducedMotion: 'reduce' } });
  const frames = await p.page.evaluate(async () => {
    let n = 0;
    const ask = window.requestAnimationFrame;
    window.requestAnimationFrame = (f) => { n++; return ask(f); };
    document.getElementById('samples').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
    await new Promise((r) => setTimeout(r, 1500));
    return n;
  });
  assert.ok(frames < 10, `${frames} frames drawn`);
  await p.close();
});

for (const [colorScheme, theme] of [['dark', 'light'], ['light', 'dark']]) {
  test(`in forced colours, ${colorScheme}, what is drawn can be read on a page that was set to ${theme}`, async () => {
    const p = await openPage(browser, { view: 'full', query: `&theme=${theme}`, context: { forcedColors: 'active', colorScheme }, hash: '#v=1&preset=sa-2d-rings' }), { page } = p;
    await page.click('#step');
    await until(page, () => document.querySelector('#curve svg text') && document.querySelector('.shown svg text'));
    const faint = await page.evaluate(() => {
      const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      const luminance = (colour) => {
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((v) => (v <= 10 ? v / 3294 : ((v / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      return [...document.querySelectorAll('.panel svg text')].filter((e) => e.checkVisibility() && e.textContent.trim()).flatMap((e) => {
        const [a, b] = [getComputedStyle(e).fill, getComputedStyle(e.closest('.panel')).backgroundColor].map(luminance).sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05) < 7 ? [`${e.textContent}: ${((a + 0.05) / (b + 0.05)).toFixed(1)}`] : [];
      });
    });
    assert.deepEqual(faint, []);
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}
