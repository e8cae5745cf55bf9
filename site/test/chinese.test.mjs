// The page in Simplified Chinese: chosen by the visitor or the browser, whole, and in its place.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';
import { spills } from './spills.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

// What stays in Latin letters: names, units, formats, code, values of parameters.
const names = /Talbot|Airy|Adam|SGD|softmax|logits?|Gumbel|Softmax|LightRidge|worker|Matsushima|Shimobaba|Chrome|Wilson|talbot [a-z]+|[?#&][\w.…:,=-]+|(test|draw):\S+|https?:\S+|<iframe[^>]*>/g;
// english is the pieces of text that are seen and have words of English, or no Chinese though they have words.
const english = (page) => page.evaluate((out) => {
  const kept = new RegExp(out, 'g'), bad = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement;
    if (!e.checkVisibility() || e.closest('kbd, code, option[value], noscript, .lesson-more li, [lang]:not(html)')) continue;
    const text = n.textContent.replace(kept, '');
    if (/\b(the|of|and|is|are|with|from|to|by|for|each|what|how|which|than|such|want|there)\b/i.test(text) || (/[a-z]{3,} [a-z]{3,}/i.test(text) && !/\p{Script=Han}/u.test(text))) bad.add(n.textContent.trim());
  }
  for (const e of document.querySelectorAll('[aria-label], [title]')) {
    for (const text of [e.getAttribute('aria-label'), e.title]) if (text && /[a-z]{3,} [a-z]{2,}/i.test(text.replace(kept, '')) && !/\p{Script=Han}/u.test(text)) bad.add(`label: ${text}`);
  }
  return [...bad];
}, names.source);

const screens = [
  { name: 'laptop', size: [1366, 768], query: '&theme=light&panel=proof' },
  { name: 'phone', size: [390, 844], query: '&theme=dark&panel=proof' },
  { name: 'display', size: [1366, 900], query: '&theme=dark', hash: '#v=1&preset=codesign-mnist-64' },
  { name: 'lesson', size: [390, 844], query: '&theme=light', hash: '#lesson=diffraction.5' },
];
for (const { name, size, query, hash } of screens) {
  test(`everything is Chinese, in its place, and axe finds nothing: ${name}`, async () => {
    const p = await openPage(browser, { query: `${query}&lang=zh-CN`, size, hash }), { page } = p;
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans');
    await until(page, () => document.getElementById('verdict-text').textContent.includes('%'));
    if (name === 'display') await page.waitForSelector('.states circle.state');
    if (name === 'lesson') await until(page, () => /^#v=1&preset=lens.*lesson=diffraction\.5$/.test(location.hash) && document.querySelector('#panel-light path'));
    await page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
    if (!hash) {
      await page.click('.why');
      await page.click('#step');
      await until(page, () => document.querySelector('#curve svg'));
      await page.click('#evaluate');
      await until(page, () => document.querySelector('.confusion'));
      await until(page, () => document.querySelector('.proofs tr.ok'));
    }
    assert.deepEqual(await english(page), []);
    assert.deepEqual(await spills(page), []);
    assert.deepEqual(await violations(page), []);
    await page.screenshot({ path: join(artefacts, `chinese-${name}.png`), fullPage: true });
    if (name === 'phone' || name === 'laptop') {
      await page.click('#save-part');
      await page.waitForSelector('#part[open]');
      assert.deepEqual([...await english(page), ...await spills(page), ...await violations(page)], [], 'with parts open');
      await page.click('#part-close');
      await page.click('#help');
      assert.deepEqual([...await english(page), ...await spills(page), ...await violations(page)], [], 'with the help open');
    }
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('errors, warnings and files are answered in Chinese', async () => {
  const p = await openPage(browser, { query: '&lang=zh' }), { page } = p;
  const set = async (name, value) => {
    await page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
    await page.fill(`#p-${name}`, value);
    await page.press(`#p-${name}`, 'Enter');
  };
  for (const [name, value, want] of [
    ['pitch', '0.5 m', '500 mm 不在 100 nm 到 10 mm 之间'], ['layers', '2.5', '"2.5" 不是整数'], ['image-size', '65', '65 个采样点的图片放不进 64 个采样点的平面'],
    ['region-size', '30', '30 个采样点的区域在每边 64 个采样点的平面上重叠：请取不大于 12 的探测区域'],
  ]) {
    await set(name, value);
    await until(page, ([id, w]) => document.getElementById(id).textContent === w, [`p-${name}-wrong`, want]).catch(async (e) => { throw new Error(`${name}: ${await page.textContent(`#p-${name}-wrong`)}`, { cause: e }); });
  }
  await set('distance', '0.1 mm');
  await until(page, () => document.getElementById('warnings').textContent.includes('没有掩模能把光送到探测器'));
  assert.deepEqual(await english(page), []);
  await page.setInputFiles('#files', { name: 'k.txt', mimeType: '', buffer: Buffer.from('drive,amplitude,phase') });
  await until(page, () => document.getElementById('alert').textContent.includes('k.txt：是文本，不是 IDX 文件'));
  assert.deepEqual(await english(page), []);
  await p.close();
});

test('who chooses a language keeps settings, run and choice, though the address named another', async () => {
  for (const query of ['', '&lang=de']) {
    const p = await openPage(browser, { query, hash: '#v=1&preset=d2nn-mnist-64&p.seed=7&masks=none', size: [390, 844] }), { page } = p;
    await page.click('#step');
    await until(page, () => document.getElementById('n-step').textContent === '1');
    await until(page, () => /Kept|aufgehoben/.test(document.getElementById('kept').textContent));
    await page.focus('#language');
    await page.selectOption('#language', 'zh');
    await until(page, () => document.documentElement.lang === 'zh-Hans' && document.documentElement.dataset.state === 'ready');
    assert.match(page.url(), /p\.seed=7/);
    await until(page, () => document.getElementById('n-step').textContent === '1' && document.getElementById('train-text').textContent === '训练');
    assert.equal(await page.inputValue('#language'), 'zh');
    assert.equal(new URL(page.url()).searchParams.get('lang'), query && 'zh' || null);
    await p.close();
  }
});

test('a browser in Chinese gets it, and the lab only words that its font has', async () => {
  for (const [locale, lang] of [['zh-CN', 'zh-Hans'], ['fr-FR', 'en']]) {
    const p = await openPage(browser, { context: { locale } }), { page } = p;
    assert.equal(await page.getAttribute('html', 'lang'), lang);
    if (lang !== 'en') {
      await until(page, () => document.title === 'Talbot：由光构成的神经网络');
      const drawn = await page.evaluate(async () => (await import('/site/lab.js')).spelled({ words: { source: '光源', reads: '读作' }, classes: ['T 恤', '7'], planes: ['狭缝', undefined], projector: true }));
      assert.deepEqual(drawn, { words: { source: 'source', reads: 'reads' }, classes: ['T-shirt/top', '7'], planes: ['slit', undefined], projector: true });
    }
    await p.close();
  }
});

test('no space stands behind a full-width stop', async () => {
  for (const hash of ['', '#v=1&preset=sa-2d-rings&p.epochs=20']) {
    const p = await openPage(browser, { query: '&lang=zh', view: 'full', hash }), { page } = p;
    await until(page, () => /正确|错误/.test(document.getElementById('verdict-text').textContent));
    if (hash) {
      await page.click('#train');
      await until(page, () => !document.getElementById('train').classList.contains('running') && document.getElementById('now').textContent.includes('置信区间'));
    }
    await page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
    await page.click('#why');
    const loose = await page.evaluate(() => [...document.querySelectorAll('body *')].flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data).concat(e.getAttribute('aria-label') ?? []))
      .filter((text) => /[。！？；：，] +\S/.test(text)));
    assert.deepEqual([...new Set(loose)], []);
    assert.deepEqual(p.trouble, []);
    await p.close();
  }
});
