// Pages of a class share one training: the masks are those of one page that computes the same
// shares alone, also when a page closes in the middle. TALBOT_TABS=8 takes so many pages.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { buildEngine, drawn, launch, reaches, steps, text, until } from './browser.mjs';
import { root } from './server.mjs';

const tabs = Number(process.env.TALBOT_TABS) || 3;
const talbot = join(root, 'dist', 'talbot');
const tiny = (epochs) => `#v=1&preset=d2nn-mnist-64&p.samples=16&p.image-size=16&p.padding=0&p.region-size=2&p.distance=6e-3&p.batch=${48 * tabs}&p.epochs=${epochs}&masks=none`;
const epochs = 1000; // more than any machine makes before all pages have joined and one is closed: then it is paused

let browser, server, address;
before(async () => {
  buildEngine();
  if (!process.env.TALBOT_PREBUILT || !existsSync(talbot)) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, stdio: 'inherit' });
  browser = await launch();
  server = spawn(talbot, ['serve', '--class', '--addr', '127.0.0.1:0', '--site', root, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout })) { address = JSON.parse(line); break; }
});
after(async () => { await browser?.close(); server?.kill(); });

const trouble = [];
async function page(url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const p = await context.newPage();
  p.on('console', (m) => { if (m.type() === 'error') trouble.push(m.text()); });
  p.on('pageerror', (e) => trouble.push(String(e.stack ?? e)));
  await p.goto(url);
  await p.waitForSelector('html[data-state=ready]', { timeout: 120000 });
  return p;
}
const more = `&lang=en&view=simple&offline=no&more=no`;
async function masks(p) {
  const [file] = await Promise.all([p.waitForEvent('download'), p.click('#save-npz')]);
  return readFile(await file.path());
}

test(`${tabs} pages share a training, one of them closed in the middle`, async () => {
  const leads = address.lead.replace('workers=8', `workers=${tabs}`) + more;
  const lead = await page(leads + tiny(epochs));
  await until(lead, () => document.getElementById('class')?.textContent.includes('leads a class'));
  const others = [];
  for (let i = 1; i < tabs; i++) others.push(await page(address.join + more));
  await until(lead, (n) => document.getElementById('class').textContent.includes(`${n} other pages`), tabs - 1);
  if (process.env.TALBOT_SHOT) await others[0].screenshot({ path: `${process.env.TALBOT_SHOT}-join.png` });

  await lead.click('#train');
  await until(lead, (n) => document.getElementById('status').textContent.endsWith(`${n} workers`), tabs);
  const before = await steps(lead);
  if (process.env.TALBOT_SHOT) await lead.screenshot({ path: `${process.env.TALBOT_SHOT}-lead.png` });
  await until(others[0], () => /computes a share/.test(document.getElementById('class').textContent));
  await reaches(lead, before + 10);
  await others.pop().close();
  const closed = await steps(lead);
  await reaches(lead, closed + 10);
  await lead.click('#train');
  await until(lead, () => document.getElementById('train-text').textContent === 'Train', undefined, 300000);
  await drawn(lead); // no update comes after the pause
  const n = await steps(lead);
  assert.ok(closed > before && n > closed, `${before} steps before all helped, ${closed} when one closed, ${n} in all`);
  const got = await masks(lead);
  await lead.context().close();

  const one = await page(`${address.address}?workers=${tabs}&device=cpu${more}${tiny(epochs)}`);
  for (let i = 1; i <= n; i++) {
    await one.click('#step');
    await reaches(one, i);
  }
  assert.equal(one.workers().length, 1);
  const want = await masks(one);
  assert.ok(got.equals(want), `the masks differ after ${n} steps`);
  assert.deepEqual(trouble, []);
  console.log(`${tabs} pages, ${n} steps: ${before} with fewer, one closed after ${closed}`);
  await one.context().close();
  for (const p of others) await p.context().close();
});

test('a page without the code is refused', async () => {
  const p = await page(`${address.address}?class=wrong${more}`);
  await until(p, () => /refuses this page/.test(document.getElementById('class')?.textContent ?? ''));
  await p.context().close();
});
