// The page without a network: it opens and trains, and a new version waits for the next visit.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildEngine, launch, text, until } from './browser.mjs';
import { root, serve as served } from './server.mjs';

let browser, folder;
before(async () => { buildEngine(); execFileSync('./build.sh', ['files'], { cwd: root }); browser = await launch(); folder = mkdtempSync(join(tmpdir(), 'offline-')); });
after(() => { rmSync(folder, { recursive: true, force: true }); return browser?.close(); });

// A server that a test which fails leaves open holds nothing up.
const serve = async (how) => { const s = await served(how); s.unref(); return s; };

// whole waits until so many versions are here, and the page is theirs.
const whole = async (page, n = 1) => {
  for (const start = Date.now(); ;) {
    const [count, ours] = await page.evaluate(async () => {
      const keys = await Promise.all((await caches.keys()).map(async (k) => (await caches.open(k)).keys()));
      return [keys.flat().filter((r) => r.url.endsWith('/offline/list')).length, navigator.serviceWorker.controller !== null];
    });
    if (ours && count >= n) return;
    assert.ok(Date.now() - start < 120000, `${count} versions after two minutes`);
    await new Promise((r) => { setTimeout(r, 200); });
  }
};
const ready = (page) => page.waitForSelector('html[data-state=ready]', { timeout: 120000 });

test('after one visit the page opens and trains without a network', async () => {
  const server = await serve();
  const ctx = await browser.newContext();
  const page = await ctx.newPage(), trouble = [];
  page.on('pageerror', (e) => trouble.push(String(e)));
  await page.goto(`${server.url}?view=simple`);
  await ready(page);
  await whole(page);
  await server.close(); // there is nobody now
  await page.reload();
  await ready(page);
  assert.match(await text(page, '#verdict-text'), /The light reads/);
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '1');
  await page.click('#lessons');
  await page.waitForSelector('.lesson .card'); // what was never asked for before is there too
  // What was not kept is said.
  await page.selectOption('#preset', 'slit');
  await until(page, () => document.getElementById('alert').textContent.includes('site/systems.wasm: no connection'));
  assert.deepEqual(trouble, []);
  await ctx.close();
});

test('a new version does not come into a page that is open, and comes with the next visit', async () => {
  const sha = (b) => createHash('sha256').update(b).digest('hex');
  const list = JSON.parse(readFileSync(join(root, 'site/files.json'), 'utf8'));
  const words = readFileSync(join(root, 'site/i18n/en.js'), 'utf8').replace("'Measure accuracy'", "'Measure it anew'");
  list.files['site/i18n/en.js'] = sha(words);
  writeFileSync(join(folder, 'en.js'), words);
  writeFileSync(join(folder, 'files.json'), JSON.stringify(list));

  let server = await serve();
  const { port } = new URL(server.url);
  const ctx = await browser.newContext();
  const page = await ctx.newPage();
  await page.goto(`${server.url}?view=simple`);
  await ready(page);
  await whole(page);
  await page.reload(); // by the service worker now
  await ready(page);
  await server.close();
  server = await serve({ port: Number(port), overrides: { '/site/i18n/en.js': join(folder, 'en.js'), '/site/files.json': join(folder, 'files.json') } });
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '1');
  const second = await ctx.newPage(); // still the old one, which brings the new one behind it
  await second.goto(`${server.url}?view=simple`);
  await ready(second);
  assert.equal(await text(second, '#evaluate'), 'Measure accuracy');
  await whole(second, 2);
  // The open page goes on with its version, in what it loads only now too.
  assert.equal(await page.evaluate(async () => (await import('/site/i18n/en.js?again')).default['test.run']), 'Measure accuracy');
  await page.reload();
  await ready(page);
  assert.equal(await text(page, '#evaluate'), 'Measure it anew');
  assert.equal(await second.evaluate(async () => (await import('/site/i18n/en.js?again')).default['test.run']), 'Measure accuracy');
  await ctx.close();
  await server.close();
});

test('a version that is not whole, or damaged on the way, is never taken', async () => {
  const list = JSON.parse(readFileSync(join(root, 'site/files.json'), 'utf8'));
  list.files['site/app.js'] = '0'.repeat(64);
  writeFileSync(join(folder, 'torn.json'), JSON.stringify(list));
  const server = await serve({ overrides: { '/site/files.json': join(folder, 'torn.json') } });
  const ctx = await browser.newContext();
  const page = await ctx.newPage();
  await page.goto(`${server.url}?view=simple&offline=no`);
  await ready(page);
  const end = await page.evaluate(async () => {
    const worker = (await navigator.serviceWorker.register('/offline.js')).installing;
    return new Promise((done) => { worker.addEventListener('statechange', () => { if (worker.state !== 'installed') done(worker.state); }); });
  });
  assert.equal(end, 'redundant');
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
  await page.click('#step'); // the page is as it was
  await until(page, () => document.getElementById('n-step').textContent === '1');
  await ctx.close();
  await server.close();
});

test('what was never opened says so without a network, and leaves what is open; all of the page can be kept before', async () => {
  let server = await serve();
  const { port } = new URL(server.url);
  const ctx = await browser.newContext();
  const page = await ctx.newPage(), trouble = [];
  page.on('pageerror', (e) => trouble.push(String(e)));
  await page.goto(`${server.url}?view=simple&more=no`);
  await ready(page);
  await whole(page);
  await page.waitForSelector('#keep-all');
  await server.close();
  const pixels = () => page.evaluate(() => document.querySelectorAll('#samples canvas, #samples button').length);
  const before = await pixels();
  // An engine that is not here, and pictures that are not.
  for (const [preset, file] of [['dante-small', 'site/hybrids.wasm'], ['d2nn-fashion-64', 'assets/data/fashion-mnist/']]) {
    await page.selectOption('#preset', preset);
    await until(page, (f) => document.getElementById('alert').textContent.includes(f), file);
    assert.match(await text(page, '#alert'), /no connection\. Nothing was changed/);
    assert.equal(await page.inputValue('#preset'), 'd2nn-mnist-64');
    assert.equal(await pixels(), before);
    assert.match(await text(page, '#verdict-text'), /The light reads 7/);
  }
  await page.click('#step'); // the engine goes on
  await until(page, () => document.getElementById('n-step').textContent === '1');
  // Masks that are not here: new ones, which is said.
  await page.selectOption('#preset', 'codesign-mnist-64');
  await until(page, () => document.getElementById('alert').textContent.includes('It begins with new masks'));
  await page.click('#keep-all');
  await until(page, () => document.getElementById('keep-state').textContent.includes('no connection'));
  server = await serve({ port: Number(port) });
  await page.click('#alert button'); // tries again
  await until(page, () => document.getElementById('n-masks').textContent === 'trained before');
  assert.equal(await text(page, '#alert'), '');
  await page.click('#keep-all');
  await until(page, () => document.getElementById('keep-state').textContent.includes('All of this page is kept'));
  await server.close();
  await page.goto(`${server.url}?view=simple&more=no&lang=de#v=1&preset=ffm-small`); // nothing of it was used before
  await ready(page);
  await page.waitForFunction(() => document.getElementById('keep-state')?.textContent.includes('ganz hier'), undefined, { timeout: 120000 });
  assert.equal(await page.inputValue('#preset'), 'ffm-small');
  assert.equal(await text(page, '#alert'), '');
  assert.deepEqual(trouble, []);
  await ctx.close();
});
