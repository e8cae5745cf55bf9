// The page without a network: it opens and trains, and a new version waits for the next visit.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildEngine, launch, text, until } from './browser.mjs';
import { root, serve as served } from './server.mjs';

let browser, folder;
before(async () => { buildEngine('hybrids'); execFileSync('./build.sh', ['files'], { cwd: root }); browser = await launch(); folder = mkdtempSync(join(tmpdir(), 'offline-')); });
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

test('the list of what the page consists of has just what is there, and no name of the list itself', async () => {
  const { first, files } = JSON.parse(readFileSync(join(root, 'site/files.json'), 'utf8'));
  assert.deepEqual(Object.keys(files).filter((path) => !existsSync(join(root, path)) || path.startsWith('site/files.json')), []);
  assert.deepEqual(first.filter((path) => !files[path]), []);
});

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

test('what came into the site since a page was opened stays out of it, which is said, and loading it again brings it and the run', async () => {
  // The newer version has another engine for dual neurons, other pictures and masks, none of which this page has used; its own are gone.
  const sha = (b) => createHash('sha256').update(b).digest('hex');
  const list = JSON.parse(readFileSync(join(root, 'site/files.json'), 'utf8')), overrides = {};
  const change = (path, content) => {
    const file = join(folder, path.replaceAll('/', '+'));
    writeFileSync(file, content);
    if (list.files[path]) list.files[path] = sha(content);
    overrides[`/${path}`] = file;
  };
  const read = (path) => readFileSync(join(root, path));
  change('site/hybrids.wasm', Buffer.concat([read('site/hybrids.wasm'), Buffer.from([0, 2, 1, 97])])); // a section that says nothing
  for (const path of ['assets/data/fashion-mnist/test-images-idx3-ubyte.gz', 'assets/masks/codesign-mnist-64.npy']) change(path, Buffer.concat([read(path), Buffer.from([0])]));
  change('site/i18n/en.js', read('site/i18n/en.js').toString().replace("'Measure accuracy'", "'Measure it anew'"));
  delete list.files['site/systems.wasm'];
  overrides['/site/systems.wasm'] = 404;
  change('site/files.json', JSON.stringify(list));

  let server = await serve();
  const { port } = new URL(server.url);
  const ctx = await browser.newContext(), page = await ctx.newPage(), trouble = [];
  page.on('pageerror', (e) => trouble.push(String(e)));
  await page.goto(`${server.url}?view=simple&more=no`);
  await ready(page);
  await whole(page);
  await page.waitForSelector('#keep-all');
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '1');
  await until(page, () => document.getElementById('kept').textContent.startsWith('Kept'));
  await server.close();
  server = await serve({ port: Number(port), overrides });
  const engines = () => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (k) => (await caches.open(k)).keys()))).flat().map((r) => new URL(r.url).pathname));
  // The first that is not as it was finds out, and has the newer version here before it says so; the others are no worse.
  for (const [preset, file] of [['dante-small', 'site/hybrids.wasm'], ['d2nn-fashion-64', 'assets/data/fashion-mnist/test-images-idx3-ubyte.gz'], ['slit', 'site/systems.wasm']]) {
    await page.selectOption('#preset', preset);
    await until(page, (f) => document.getElementById('alert').textContent.includes(`${f}: there is a newer version of this page by now; load the page again to get it. Nothing was changed`), file);
    await until(page, () => document.getElementById('preset').value === 'd2nn-mnist-64' && document.getElementById('n-step').textContent === '1');
    assert.ok(!(await engines()).includes(`/${file}`), 'a file of another version is kept');
    assert.match(await text(page, '#newer'), /^There is a newer version of this page\. Load it$/);
  }
  await page.click('#keep-all');
  await until(page, () => /^Not all of it could be kept: \S+: there is a newer version of this page by now/.test(document.getElementById('keep-state').textContent));
  assert.equal(await page.$$eval('#newer', (l) => l.length), 1);
  // Another page opens whole, by what is newest, and by nothing else.
  const second = await ctx.newPage();
  await second.goto(`${server.url}?view=simple&more=no&lang=de#v=1&preset=dante-small`);
  await ready(second);
  assert.equal(await second.inputValue('#preset'), 'dante-small');
  assert.equal(await second.$('#newer'), null);
  await second.close();
  await page.click('#alert button');
  await until(page, () => document.getElementById('evaluate').textContent === 'Measure it anew' && document.documentElement.dataset.state === 'ready');
  assert.equal(await text(page, '#n-step'), '1'); // the run came along
  assert.equal(await text(page, '#alert'), '');
  await page.selectOption('#preset', 'codesign-mnist-64');
  await until(page, () => document.getElementById('preset').value === 'codesign-mnist-64' && new URLSearchParams(location.hash.slice(1)).get('preset') === 'codesign-mnist-64');
  assert.equal(await page.$('#newer'), null);
  assert.deepEqual(trouble, []);
  await ctx.close();
  await server.close();
});

test('without a service worker, too, what came since a page was opened stays out of it, and loading it again brings it', async () => {
  const list = JSON.parse(readFileSync(join(root, 'site/files.json'), 'utf8')), overrides = {};
  const now = (path, content) => { overrides[`/${path}`] = join(folder, `unheld+${path.replaceAll('/', '+')}`); writeFileSync(overrides[`/${path}`], content); };
  const hybrids = Buffer.concat([readFileSync(join(root, 'site/hybrids.wasm')), Buffer.from([0, 2, 1, 97])]); // a section that says nothing
  now('site/hybrids.wasm', hybrids);
  list.files['site/hybrids.wasm'] = createHash('sha256').update(hybrids).digest('hex');
  for (const path of ['site/systems.wasm', 'assets/data/fashion-mnist/test-images-idx3-ubyte.gz']) {
    delete list.files[path];
    overrides[`/${path}`] = 404;
  }
  now('site/files.json', JSON.stringify(list));
  for (const path of Object.keys(list.files)) if (/^site\/.*\.js$/.test(path) && !/worker|wasm_exec/.test(path)) now(path, `document.title = 'mixed with ${path}';`); // each is another now
  let server = await serve();
  const { port } = new URL(server.url);
  const ctx = await browser.newContext({ serviceWorkers: 'block' }), page = await ctx.newPage(), trouble = [];
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })); // as on plain http
  page.on('pageerror', (e) => trouble.push(String(e)));
  await page.goto(`${server.url}?view=simple&more=no`);
  await ready(page);
  assert.equal(await page.evaluate(() => navigator.serviceWorker?.controller ?? null), null);
  await page.waitForSelector('link[href$="/later/zip.js"]', { state: 'attached' }); // the last of those that are fetched ahead
  await page.waitForLoadState('networkidle');
  await server.close();
  server = await serve({ port: Number(port), overrides });
  // What comes of scripts now is the page's own.
  await page.click('#evaluate');
  await until(page, () => document.querySelector('.confusion'));
  await page.click('#lessons');
  await until(page, () => document.querySelector('.lesson .card'));
  await page.click('#lessons');
  for (const [preset, file] of [['dante-small', 'site/hybrids.wasm'], ['d2nn-fashion-64', 'assets/data/fashion-mnist/test-images-idx3-ubyte.gz'], ['slit', 'site/systems.wasm']]) {
    await page.selectOption('#preset', preset);
    await until(page, (f) => document.getElementById('alert').textContent.includes(`${f}: there is a newer version of this page by now; load the page again to get it. Nothing was changed`), file);
    await until(page, () => document.getElementById('preset').value === 'd2nn-mnist-64');
  }
  await page.selectOption('#preset', 'codesign-mnist-64'); // as it was in both
  await until(page, () => new URLSearchParams(location.hash.slice(1)).get('preset') === 'codesign-mnist-64');
  assert.doesNotMatch(await page.title(), /^mixed/);
  for (const path of Object.keys(overrides)) if (path.endsWith('.js')) delete overrides[path];
  await page.goto(`${server.url}?view=simple&more=no#v=1&preset=dante-small`);
  await page.reload();
  await ready(page);
  assert.equal(await page.inputValue('#preset'), 'dante-small');
  assert.deepEqual(trouble, []);
  await ctx.close();
  await server.close();
});

test('masks of a newer version stay out of a page, in every language', async () => {
  const file = join(folder, 'changed.npy');
  writeFileSync(file, Buffer.concat([readFileSync(join(root, 'assets/masks/codesign-mnist-64.npy')), Buffer.from([0])]));
  const words = { en: ['It begins with new masks', 'Load the page again'], de: ['Es geht mit neuen Masken los', 'Seite neu laden'], zh: ['将从新掩模开始', '重新加载本页'] };
  for (const [lang, [said, button]] of Object.entries(words)) {
    // The list is still that of before: a site that is just being changed.
    const server = await serve({ overrides: { '/assets/masks/codesign-mnist-64.npy': file } }), ctx = await browser.newContext(), page = await ctx.newPage();
    await page.goto(`${server.url}?view=simple&more=no&lang=${lang}`);
    await ready(page);
    await whole(page);
    await page.selectOption('#preset', 'codesign-mnist-64');
    await until(page, (s) => document.getElementById('alert').textContent.includes(s), said);
    const alert = await text(page, '#alert');
    assert.ok(lang === 'en' || !/newer version|again/.test(alert), alert);
    assert.equal(await text(page, '#alert button'), button);
    await ctx.close();
    await server.close();
  }
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
  assert.deepEqual(await page.$$eval('.foot button', (l) => l.map((b) => getComputedStyle(b).textDecorationLine)), ['underline', 'underline'], 'buttons that look like the text beside them');
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
