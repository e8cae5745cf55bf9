// The benchmark page: alone, with a rival that computes something else, and with the
// libraries that ./build.sh speed-rivals fetches, where they are.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { agree, compare, ratio, spread } from '../speed/compare.mjs';
import { artefacts, buildEngine, launch, until } from './browser.mjs';
import { root, serve } from './server.mjs';

let browser;
before(async () => { buildEngine('speed'); browser = await launch(); });
after(() => browser?.close());

const fetched = existsSync(join(root, 'site/speed/rivals/versions.json'));

async function openSpeed({ overrides = {}, context = {} } = {}) {
  const server = await serve({ overrides });
  server.unref();
  const ctx = await browser.newContext({ viewport: { width: 1366, height: 900 }, ...context });
  const page = await ctx.newPage(), trouble = [], requests = [];
  // That the list of libraries is not there is how the page learns that none is.
  page.on('console', (m) => { if (m.type() === 'error' && !m.location().url.endsWith('versions.json')) trouble.push(m.text()); });
  page.on('pageerror', (e) => trouble.push(String(e)));
  page.on('request', (r) => requests.push(r.url()));
  await page.goto(`${server.url}site/speed.html`);
  await page.waitForSelector('html[data-state=ready]');
  return { page, trouble, requests, url: server.url, close: async () => { await ctx.close(); await server.close(); } };
}

/** Runs cases in the page and returns what it told. */
const events = (page, options) => page.evaluate(async (o) => {
  const { run } = await import('./speed/run.mjs');
  const told = [];
  await run({ samples: 2, seconds: 0.002, ...o, tell: (e) => told.push(e) });
  return told;
}, options);

const alone = { '/site/speed/rivals/versions.json': 404 };

test('measures every suite, with and without SIMD, and calls nobody', async () => {
  const p = await openSpeed({ overrides: alone });
  const told = await events(p.page, { scalar: true, cases: [{ suite: 'fft', n: 128 }, { suite: 'hop', n: 64 }, { suite: 'step', n: 20, pad: 10, batch: 2 }] });
  const rows = told.filter((e) => e.event === 'row');
  assert.deepEqual(rows.map((r) => `${r.suite} ${r.variant}`), ['fft', 'hop', 'step'].flatMap((s) => [`${s} wasm simd`, `${s} scalar`]));
  for (const r of rows) {
    assert.ok(r.time.median > 0 && r.time.min <= r.time.median && r.time.median <= r.time.max && r.samples === 2, JSON.stringify(r));
    assert.ok(r.gflop_per_s > 0 && r.gb_per_s > 0 && r.limit_share > 0, JSON.stringify(r));
  }
  assert.equal(told[0].event, 'machine');
  assert.match(told[0].limits.how, /SIMD/);
  assert.deepEqual(told.filter((e) => e.event === 'skipped').map((e) => e.why.includes('build.sh speed-rivals')), [true, true, true, true, true, true]);
  assert.equal(told.at(-1).event, 'done');
  assert.deepEqual(p.requests.filter((r) => !r.startsWith(p.url) && !r.startsWith('data:')), []);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('starts, stops, and saves JSON lines', async () => {
  const p = await openSpeed({ overrides: alone });
  await p.page.uncheck('input[value="hop"]');
  await p.page.uncheck('input[value="step"]');
  await p.page.selectOption('#samples', '15');
  assert.ok(await p.page.isVisible('#none'));
  await p.page.click('#start');
  await until(p.page, () => document.querySelectorAll('#results tbody tr').length >= 2);
  await p.page.click('#stop');
  await until(p.page, () => document.getElementById('status').textContent.includes('stopped early'));
  const [file] = await Promise.all([p.page.waitForEvent('download'), p.page.click('#save')]);
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\n').map((l) => JSON.parse(l));
  assert.equal(lines[0].event, 'machine');
  assert.ok(lines.some((l) => l.event === 'row') && lines.at(-1).stopped);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('links to its old address arrive, query and all', async () => {
  const server = await serve({ overrides: alone });
  server.unref();
  const ctx = await browser.newContext(), page = await ctx.newPage(), trouble = [];
  page.on('console', (m) => { if (m.type() === 'error' && !m.location().url.endsWith('versions.json')) trouble.push(m.text()); });
  await page.goto(`${server.url}site/bench.html?samples=3&x=a%20b#results`);
  await page.waitForURL(`${server.url}site/speed.html?samples=3&x=a%20b#results`);
  await page.waitForSelector('html[data-state=ready]');
  assert.deepEqual(trouble, []);
  const still = await browser.newContext({ javaScriptEnabled: false }), plain = await still.newPage();
  await plain.goto(`${server.url}site/bench.html`);
  await plain.click('a');
  await plain.waitForURL(`${server.url}site/speed.html`);
  for (const c of [ctx, still]) await c.close();
  await server.close();
});

test('a rival that computes something else is told, not timed', async () => {
  const versions = join(root, 'site/test/speed/fake-versions.json');
  const p = await openSpeed({ overrides: { '/site/speed/rivals/versions.json': versions, '/site/speed/contenders/fftjs.mjs': join(root, 'site/test/speed/fake-contender.mjs') } });
  const told = await events(p.page, { rivals: ['fftjs'], cases: [{ suite: 'fft', n: 128 }] });
  assert.match(told.find((e) => e.event === 'note').text, /fft 128, fft.js: it computes something else/);
  assert.deepEqual(told.filter((e) => e.event === 'row').map((e) => e.by), ['talbot']);
  await p.close();
});

test('the libraries compute the same', { skip: !fetched && 'not here: ./build.sh speed-rivals fetches them' }, async () => {
  const p = await openSpeed();
  const told = await events(p.page, { rivals: ['fftjs', 'pffft', 'jax-wasm', 'tfjs', 'tfjs-wasm'],
    cases: [{ suite: 'fft', n: 128 }, { suite: 'hop', n: 32 }, { suite: 'step', n: 20, pad: 0, batch: 2 }, { suite: 'step', n: 16, pad: 8, batch: 2 }, { suite: 'product', n: 50 }] });
  assert.deepEqual(told.filter((e) => e.event === 'note' || e.event === 'skipped'), []);
  assert.deepEqual(told.filter((e) => e.event === 'row').map((e) => `${e.suite} ${e.by}`), [
    'fft talbot', 'fft fftjs', 'fft pffft', 'hop talbot', 'hop fftjs', 'hop tfjs',
    'step talbot', 'step jax-wasm', 'step tfjs', 'step talbot', 'step jax-wasm', 'step tfjs', 'product talbot', 'product tfjs-wasm']);
  assert.ok(told.find((e) => e.suite === 'fft' && e.by === 'talbot').ratio.pffft.median > 0);
  assert.deepEqual(p.requests.filter((r) => !r.startsWith(p.url) && !r.startsWith('data:')), []);
  await p.close();
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
for (const colorScheme of ['dark', 'light']) {
  test(`axe finds nothing, ${colorScheme}`, async () => {
    const p = await openSpeed({ overrides: alone, context: { colorScheme, viewport: { width: 390, height: 844 } } });
    await p.page.uncheck('input[value="hop"]');
    await p.page.uncheck('input[value="step"]');
    await p.page.selectOption('#samples', '15');
    await p.page.click('#start');
    await until(p.page, () => document.querySelectorAll('#results tbody tr').length >= 2);
    await p.page.click('#stop');
    await until(p.page, () => !document.getElementById('start').disabled);
    await p.page.evaluate(axe);
    const found = await p.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target)}`), []);
    assert.ok(await p.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
    await p.page.screenshot({ path: join(artefacts, `speed-phone-${colorScheme}.png`), fullPage: true });
    await p.close();
  });
}

test('compare takes turns, leaves out who fails, and stops', async () => {
  const log = [], contender = (name, took, fail = Infinity) => {
    let n = 0;
    return { units: 2, sample: async (reps) => { log.push(name); if (++n >= fail) throw new Error('broken'); return took * reps; } };
  };
  const [a, b] = await compare([contender('a', 1), contender('b', 4)], { samples: 3, seconds: 0.5 });
  assert.deepEqual([a.seconds, b.seconds], [[0.5, 0.5, 0.5], [2, 2, 2]]);
  assert.equal(log.slice(-6).join(''), 'ababab');
  const [, c] = await compare([contender('a', 1), contender('c', 1, 4)], { samples: 3, seconds: 0.5 });
  assert.equal(c.error.message, 'broken');
  assert.deepEqual(c.seconds, []);
  let asked = 0;
  const [d] = await compare([contender('d', 1)], { samples: 9, seconds: 0.5, stop: () => ++asked > 3 });
  assert.equal(d.seconds.length, 2);
});

test('spread, ratio and agreement', () => {
  assert.deepEqual(spread([5, 1, 3]), { median: 3, min: 1, max: 5 });
  assert.equal(spread([4, 1, 3, 9]).median, 3.5);
  assert.deepEqual(ratio([1, 4, 9], [2, 4, 3]), { median: 1, min: 0.5, max: 3 });
  agree([100, 0.01], [100.05, 0.02]);
  for (const other of [[100.2, 0.01], [100], [NaN, 0]]) assert.throws(() => agree([100, 0.01], other), /something else/);
});
