// Nothing hangs in silence: what takes long is told before, said while, and can be
// stopped; and what did not come to an end is not begun again by itself.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { buildEngine, launch, openPage, stands, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

const ready = (page) => page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
const light = (page) => until(page, () => document.querySelector('#panel-light path.s1'));
const set = async (page, name, value) => {
  await page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
  await page.fill(`#p-${name}`, value);
  await page.press(`#p-${name}`, 'Enter');
};

// A worker that never comes back from what the test names: a value of a parameter, or a
// step of training.
const worker = readFileSync(join(root, 'site/worker.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'talbot-'));
after(() => rmSync(folder, { recursive: true }));
let made = 0;
function hanging(when) {
  const file = join(folder, `worker-${++made}.js`);
  writeFileSync(file, worker.replace('function run(message) {', `let values = {};
function run(message) {
  if (message.op === 'open') values = message.values;
  if (${when}) for (;;);`));
  return { '/site/worker.js': file };
}
const slow = hanging("message.op === 'frame' && values['disc-radius'] === '0.0003'");

test('a picture that does not come is said, and stops; the values before come back', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=poisson-spot', overrides: slow });
  await light(p.page);
  const before = await text(p.page, '#verdict-text');
  await set(p.page, 'disc-radius', '0.3 mm');
  await until(p.page, () => /^Computing/.test(document.getElementById('status').textContent));
  await p.page.waitForSelector('#restart:not([hidden])');
  await until(p.page, () => /^Computing for \d+ s/.test(document.getElementById('status').textContent));
  assert.deepEqual(await violations(p.page), []);
  await p.page.click('#restart');
  await until(p.page, () => document.getElementById('status').textContent === 'Ready' && document.getElementById('p-disc-radius').value.startsWith('500'));
  await until(p.page, (t) => document.getElementById('verdict-text').textContent === t, before);
  assert.ok(await p.page.isHidden('#restart'));
  assert.doesNotMatch(p.page.url(), /0\.0003/);
  await set(p.page, 'disc-radius', '0.4 mm');
  await until(p.page, () => location.hash.includes('0.0004') && document.getElementById('status').textContent === 'Ready');
  await p.close();
});

test('until the light of another bench comes, the old picture keeps its names', async () => {
  const p = await openPage(browser, { overrides: slow, context: { reducedMotion: 'reduce' } });
  await until(p.page, () => document.getElementById('verdict-text').textContent.includes('%'));
  const picture = () => p.page.$eval('#bench', (c) => c.toDataURL());
  let before = ''; // once all is drawn
  for (let now; (now = await picture()) !== before; before = now) await p.page.waitForTimeout(1000);
  await p.page.evaluate(() => { location.hash = '#v=1&preset=poisson-spot&p.disc-radius=0.0003'; });
  await until(p.page, () => document.getElementById('p-disc-radius') && /^Computing/.test(document.getElementById('status').textContent));
  await p.page.waitForTimeout(500);
  assert.equal(await picture(), before);
  await p.page.click('#restart');
  await until(p.page, () => document.getElementById('status').textContent === 'Ready' && document.getElementById('p-layers'));
  await p.page.selectOption('#preset', 'lens');
  await light(p.page);
  await until(p.page, (was) => document.getElementById('bench').toDataURL() !== was, before);
  await p.close();
});

test('a link whose picture does not come is not tried again by itself', async () => {
  const hash = '#v=1&preset=poisson-spot&p.disc-radius=0.0003';
  const p = await openPage(browser, { hash, overrides: slow, wait: '' });
  await until(p.page, () => /^Computing for/.test(document.getElementById('status').textContent));
  await p.page.waitForTimeout(4000);
  await p.page.reload();
  await ready(p.page);
  await until(p.page, () => /their first picture did not come/.test(document.getElementById('alert').textContent));
  await until(p.page, () => document.getElementById('status').textContent === 'Ready' && document.getElementById('n-masks').textContent === 'trained before');
  // Opened again in another tab, it is the same.
  const other = await p.page.context().newPage();
  await other.goto(p.url);
  await ready(other);
  await until(other, () => /their first picture did not come/.test(document.getElementById('alert').textContent));
  // Asked for, it is tried.
  await other.click('#alert button:first-of-type');
  await until(other, () => /^Computing/.test(document.getElementById('status').textContent));
  await p.page.context().close();
});

test('a step that does not come stops, and the run before it comes back', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&masks=none', query: '&workers=1', overrides: hanging("message.op === 'step' && (values.steps = (values.steps ?? 0) + 1) > 3") });
  for (const n of [1, 2, 3]) {
    await p.page.click('#step');
    await stands(p.page, n);
  }
  await until(p.page, () => document.getElementById('kept').textContent !== '');
  const loss = await text(p.page, '#n-loss');
  await p.page.click('#train');
  await until(p.page, () => /this step takes/.test(document.getElementById('status').textContent));
  await p.page.click('#restart');
  await until(p.page, () => document.getElementById('status').textContent === 'Ready' && document.getElementById('n-step').textContent === '3' && document.getElementById('n-masks').textContent === 'trained here');
  assert.equal(await text(p.page, '#n-loss'), loss);
  await p.close();
});

test('what would take very long is told before, and nothing changes', async () => {
  const p = await openPage(browser);
  await until(p.page, () => document.getElementById('verdict-text').textContent.includes('%'));
  const verdict = await text(p.page, '#verdict-text');
  await p.page.evaluate(() => { location.hash = '#v=1&preset=d2nn-mnist-64&p.samples=1024&p.padding=1024&p.layers=20&p.batch=1'; });
  await until(p.page, () => /Computing this would take about [\d,]+ s|would fit/.test(document.getElementById('alert').textContent));
  await until(p.page, () => document.getElementById('status').textContent === 'Ready');
  assert.equal(await p.page.inputValue('#p-samples'), '64');
  assert.equal(await text(p.page, '#verdict-text'), verdict);
  await p.close();
});
