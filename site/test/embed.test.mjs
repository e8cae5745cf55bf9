// Links that hide controls, and the page in a frame.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

const shown = (page, selector) => page.$$eval(selector, (all) => all.length > 0 && all.every((e) => e.checkVisibility()));
// What hides parts comes by itself, and is there in time, or nearly.
const gone = (page, selector) => until(page, (s) => ![...document.querySelectorAll(s)].some((e) => e.checkVisibility()), selector, 10000);

test('what is hidden is not there, and its keys do nothing', async () => {
  const p = await openPage(browser, { query: '&hide=training,test,files,p.seed,p.no-such,nonsense,p.x){}&theme=dark', size: [1280, 720] });
  for (const s of ['.transport', '.test', '.take']) await gone(p.page, s);
  await p.page.$$eval('#form details', (all) => all.forEach((d) => { d.open = true; }));
  assert.equal(await shown(p.page, '#p-seed'), false);
  for (const s of ['.input', '.params', '#p-layers', '.curves', '.top', '#pad']) assert.equal(await shown(p.page, s), true, s);
  await p.page.keyboard.press('t');
  await p.page.keyboard.press('e');
  await p.page.waitForTimeout(500);
  assert.equal(await p.page.textContent('#n-step'), '0');
  assert.deepEqual(await violations(p.page), []);
  await p.page.screenshot({ path: join(artefacts, 'embed-hide.png'), fullPage: true });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('only: a drawing pad and what the light reads', async () => {
  for (const [size, name] of [[[1280, 720], 'embed-only'], [[390, 844], 'embed-only-phone']]) {
    const p = await openPage(browser, { query: '&only=verdict,draw&lang=de', size });
    for (const s of ['.top', '.transport', '.test', '.take', '.params', '.curves', '.samples', '.foot', '.legend']) await gone(p.page, s);
    for (const s of ['#bench', '#pad', '#verdict']) assert.equal(await shown(p.page, s), true, s);
    assert.ok(await p.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await p.page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true });
    await p.close();
  }
});

test('a frame tells when it is ready, what changes and what is wrong, and opens links', async () => {
  const inner = await openPage(browser, { wait: '' });
  const page = await inner.page.context().newPage();
  await page.evaluate((src) => {
    window.got = [];
    addEventListener('message', (e) => window.got.push(e.data));
    document.body.append(Object.assign(document.createElement('iframe'), { width: 900, height: 600, src }));
  }, `${inner.url}&embed#v=1&preset=slit`);
  const got = (type, more = {}) => until(page, ([t, m]) => window.got.some((d) => d.talbot === 1 && d.type === t && Object.entries(m).every(([k, v]) => String(d[k]).includes(v))), [type, more]);
  const open = (hash) => page.evaluate((h) => document.querySelector('iframe').contentWindow.postMessage({ talbot: 1, open: h }, '*'), hash);
  await got('ready', { preset: 'slit', link: 'preset=slit' });
  await open('#v=1&preset=talbot&p.samples=64');
  await got('changed', { preset: 'talbot', link: 'p.samples=64' });
  await open('#v=9&preset=lens');
  await got('error', { text: 'version 9' });
  await open('#v=1&preset=d2nn-mnist-64&p.samples=32&p.image-size=28&p.region-size=4&p.distance=0.01&masks=none');
  await got('changed', { preset: 'd2nn-mnist-64' });
  await page.frames()[1].click('#train');
  await until(page, () => window.got.some((d) => d.type === 'run'));
  assert.equal(await page.frames()[1].isVisible('.top'), false);
  assert.deepEqual(inner.trouble, []);
  await inner.close();
});

test('a teacher chooses what to hide, and gets a link and a frame', async () => {
  const p = await openPage(browser, { query: '&theme=light', size: [390, 844], hash: '#v=1&preset=slit&p.slit-width=0.0003' });
  await p.page.click('.class-link summary');
  await p.page.check('.class-parts input[value=test]');
  await p.page.check('.class-parts input[value=files]');
  const link = await p.page.inputValue('input#class-link');
  assert.match(link, /[?&]hide=test,files(&|#)/);
  assert.match(link, /p\.slit-width=0\.0003/);
  assert.deepEqual(await violations(p.page), []);
  await p.page.locator('.class-link').screenshot({ path: join(artefacts, 'embed-class.png') });
  await p.page.check('.class-link-body > .choice input');
  assert.match(await p.page.inputValue('input#class-link'), /^<iframe src="[^"]+embed[^"]*"/);
  await p.page.click('#help');
  await p.page.click('.address summary');
  assert.deepEqual(await violations(p.page), []);
  await p.page.screenshot({ path: join(artefacts, 'embed-help.png') });
  await p.page.goto(link);
  await p.page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
  await until(p.page, () => location.hash.includes('p.slit-width=0.0003'));
  await gone(p.page, '.take');
  await p.close();
});

test('docs/page.md and the help list all that an address can say', async () => {
  const readme = readFileSync(join(root, 'docs', 'page.md'), 'utf8');
  const p = await openPage(browser, { wait: 'ready' });
  await until(p.page, () => document.querySelector('.address dt'));
  const [names, parts] = await p.page.evaluate(async () => {
    const [{ query, hash }, { parts: all }] = await Promise.all(['teacher', 'embed'].map((m) => import(new URL(`site/later/${m}.js`, location.href))));
    return [[...query.map((k) => `?${k}`), ...hash.map((k) => `#${k}`)], Object.keys(all)];
  });
  const listed = await p.page.$$eval('.address dt', (all) => all.map((e) => e.textContent));
  assert.deepEqual(listed, names);
  for (const n of names) assert.ok(readme.includes(`| \`${n.slice(1)}`), `docs/page.md lacks ${n}`);
  for (const n of parts) assert.ok(new RegExp(`hide.*\`${n}\``, 's').test(readme), `docs/page.md lacks the part ${n}`);
  for (const text of await p.page.$$eval('.address dd, .class-parts span', (all) => all.map((e) => e.textContent))) assert.doesNotMatch(text, /^(address|part)\./);
  await p.close();
});
