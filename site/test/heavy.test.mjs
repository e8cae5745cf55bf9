// What is too much for this computer is said before it is begun, with the ways on; and what is
// being computed holds up no other choice.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { buildEngine, comes, launch, openPage, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('systems', 'benches'); browser = await launch(); });
after(() => browser?.close());

const ready = (page) => until(page, () => document.getElementById('status').textContent === 'Ready');
const opened = (page, preset) => until(page, (p) => location.hash.includes(`preset=${p}`) && document.getElementById('status').textContent === 'Ready', preset);
const computing = (page) => until(page, () => /^Computing/.test(document.getElementById('status').textContent));

test('a preset that takes minutes is offered with its time, a smaller one and a command', async () => {
  const p = await openPage(browser, { query: '&device=cpu', context: { permissions: ['clipboard-read', 'clipboard-write'] } });
  await ready(p.page);
  const verdict = await text(p.page, '#verdict-text');
  await p.page.selectOption('#preset', 'ffm-fashion-6');
  await p.page.waitForSelector('#heavy .heavy-compute');
  assert.match(await text(p.page, '#heavy span'), /“6 masks on a bench” would take about [\d.,]+ (min|h) /);
  assert.deepEqual(await violations(p.page), []);
  assert.equal(await p.page.inputValue('#preset'), 'd2nn-mnist-64');
  assert.equal(await text(p.page, '#verdict-text'), verdict);
  await p.page.click('.heavy-copy');
  await comes(p.page, () => navigator.clipboard.readText().then((t) => t === 'talbot train ffm-fashion-6'));
  assert.match(await text(p.page, '.heavy-smaller'), /Train on a knocked bench/);
  await p.page.click('.heavy-smaller');
  await opened(p.page, 'ffm-small');
  assert.equal(await p.page.locator('#heavy').count(), 0);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('an experiment whose pictures the page cannot bring is no error: it says what trains it, and what can be opened', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=dfa-cifar&p.epochs=7', context: { permissions: ['clipboard-read', 'clipboard-write'] } });
  await p.page.waitForSelector('#heavy .heavy-copy');
  assert.match(await text(p.page, '#heavy span'), /learns from the pictures of CIFAR-10, which this page cannot bring\..*“talbot train dfa-cifar --epochs=7”/);
  assert.equal(await text(p.page, '#alert'), '');
  assert.equal(await p.page.locator('.heavy-compute, .heavy-gpu').count(), 0);
  assert.deepEqual(await violations(p.page), []);
  await until(p.page, () => /The light reads/.test(document.getElementById('verdict-text').textContent)); // the usual start is there meanwhile
  await p.page.click('.heavy-copy');
  await comes(p.page, () => navigator.clipboard.readText().then((t) => t === 'talbot train dfa-cifar --epochs=7'));
  await p.page.click('.heavy-smaller');
  await until(p.page, () => /preset=dfa-/.test(location.hash));
  assert.equal(await p.page.locator('#heavy').count(), 0);
  // So does a choice in the list.
  const here = await p.page.inputValue('#preset');
  await p.page.selectOption('#preset', 'dante-imagenet32-l6');
  await p.page.waitForSelector('#heavy .heavy-copy');
  assert.match(await text(p.page, '#heavy span'), /ImageNet \(32 × 32\)/);
  assert.equal(await p.page.inputValue('#preset'), here);
  assert.equal(await text(p.page, '#alert'), '');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

// A worker that never comes back from a calibration of the large benches: who waited for that would wait for ever.
const folder = mkdtempSync(join(tmpdir(), 'talbot-')), endless = join(folder, 'worker.js');
after(() => rmSync(folder, { recursive: true }));
writeFileSync(endless, readFileSync(join(root, 'site/worker.js'), 'utf8').replace('function run(message) {', `let open = null;
function run(message) {
  if (message.op === 'open') open = message;
  if (['frame', 'sample', 'image'].includes(message.op) && open?.preset.startsWith('ffm-fashion') && open.values.calibrate !== 'false') for (;;);`));

test('another preset, a setting and another language do not wait for what is computed', async () => {
  const p = await openPage(browser, { query: '&device=cpu', hash: '#v=1&preset=ffm-fashion-6&p.layers=1&p.samples=200&p.image-size=196&p.region-size=20', context: { locale: 'en' }, overrides: { '/site/worker.js': endless } });
  await p.page.waitForSelector('#heavy .heavy-compute');
  await ready(p.page);
  await p.page.click('.heavy-compute');
  await computing(p.page);
  await until(p.page, () => document.getElementById('p-calibrate'));
  // Without a calibration it takes a second, or more on a busy computer, which does not matter here.
  await p.page.$eval('#p-calibrate', (e) => { e.closest('details').open = true; });
  await p.page.evaluate(() => document.getElementById('p-calibrate').click());
  await until(p.page, () => /p\.calibrate=false/.test(location.hash));
  assert.equal(await p.page.inputValue('#preset'), 'ffm-fashion-6');

  await p.page.evaluate(() => document.getElementById('p-calibrate').click()); // refused at once, and shown so
  await p.page.click('.heavy-compute');
  await computing(p.page);
  await p.page.selectOption('#preset', 'lens');
  await opened(p.page, 'lens');
  await p.page.selectOption('#preset', 'ffm-fashion-8');
  await p.page.click('.heavy-compute');
  await until(p.page, () => location.hash.includes('ffm-fashion-8')); // before, a reload shows the lens again
  await computing(p.page);
  await p.page.waitForTimeout(4500);
  await p.page.selectOption('#language', 'de');
  await p.page.waitForSelector('html[lang=de][data-state=ready]', { timeout: 120000 });
  await p.page.waitForSelector('#heavy .heavy-compute');
  assert.equal(await text(p.page, '#alert'), '');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('what stands below a preset says how long an update takes, and its words add up', async () => {
  const p = await openPage(browser, { query: '&device=cpu&workers=1', hash: '#v=1&preset=d2nn-lightridge' });
  await p.page.waitForSelector('#heavy-run:not([hidden]) .heavy-smaller');
  assert.match(await text(p.page, '#heavy-run .note'), /An update takes about [\d.,]+ (s|min)/);
  assert.match(await text(p.page, '#heavy-run .heavy-smaller'), /Digits, 64 x 64/);
  const said = await p.page.evaluate(async () => {
    const { command, span } = await import('/site/later/heavy.js');
    return [command('x', { b: "it's 1", a: '1e-5' }), span(30), span(600), span(7200), span(864000)];
  });
  assert.deepEqual(said, ["talbot train x --a=1e-5 --b='it'\\''s 1'", '30 s', '10 min', '2 h', '10 days']);
  await p.page.click('#heavy-run .heavy-smaller');
  await opened(p.page, 'd2nn-mnist-64');
  assert.ok(await p.page.isHidden('#heavy-run'));
  await p.close();
});
