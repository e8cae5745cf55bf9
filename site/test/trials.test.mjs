// Pages work off the trials of a hub. One is closed in the middle of a trial, which another one takes over:
// every trial has one result, with the bits of the command's own where neither side has SIMD.

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { buildEngine, launch, text, until } from './browser.mjs';
import { root } from './server.mjs';

const talbot = join(root, 'dist', 'talbot');
// The pages are answered meanwhile.
const command = (...args) => promisify(execFile)(talbot, args, { timeout: 120000 }).then((r) => r.stdout);
const folder = mkdtempSync(join(tmpdir(), 'talbot-trials-'));
const spec = join(folder, 'spec.json');
const trials = 2;
writeFileSync(spec, JSON.stringify({
  preset: 'd2nn-mnist-64', limit_train: 300, hold_out: 50,
  set: { samples: 16, 'image-size': 16, padding: 0, 'region-size': 2, distance: '6mm', batch: 10 },
  vary: { epochs: [40, 2] },
}));

let browser, hub, server, address;
async function start(...args) {
  const child = spawn(talbot, [...args, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) return [child, JSON.parse(line)];
  throw new Error(`${args[0]} says nothing`);
}
before(async () => {
  buildEngine('trials');
  if (!process.env.TALBOT_PREBUILT || !existsSync(talbot)) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, stdio: 'inherit' });
  browser = await launch();
  let at;
  [hub, at] = await start('hub', '--addr', '127.0.0.1:0', '--store', join(folder, 'hub'));
  address = at.address;
  [server, at] = await start('serve', '--class', '--addr', '127.0.0.1:0', '--site', root, '--nats', address, '--data', 'built-in');
  server.stdout.resume(); // what it tells of trials
  server.work = at.work;
});
after(async () => { await browser?.close(); server?.kill(); hub?.kill(); rmSync(folder, { recursive: true, force: true }); });

const trouble = [];
async function page(simd) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  if (!simd) await context.route('**/simd.wasm', (r) => r.fulfill({ status: 404, body: '' }));
  const p = await context.newPage();
  p.on('console', (m) => { if (m.type() === 'error' && !/404/.test(m.text())) trouble.push(m.text()); });
  p.on('pageerror', (e) => trouble.push(String(e.stack ?? e)));
  await p.goto(`${server.work}&lang=en&view=simple&offline=no&more=no`);
  return p;
}
const says = async (p, what) => {
  try { await until(p, (w) => new RegExp(w).test(document.getElementById('class')?.textContent ?? ''), what, Number(process.env.TALBOT_WAIT) || undefined); } catch (error) {
    throw new Error(`waited for ${what}, and the page says ${await text(p, '#class')}; ${trouble}`, { cause: error });
  }
};

const results = (dir) => readFileSync(join(dir, 'results.jsonl'), 'utf8').trim().split('\n').map((l) => JSON.parse(l)).sort((a, b) => (a.trial < b.trial ? -1 : 1));

test('pages work off trials, one of them closed in the middle', async () => {
  const first = await page();
  await says(first, 'waits for the next one');
  // A quick page is at work, and could be done, before the command ends.
  await Promise.all([says(first, 'computes a trial of d2nn-mnist-64: [1-9]'), command('submit', spec, '--nats', address, '--data', 'built-in')]);
  if (process.env.TALBOT_SHOT) await first.screenshot({ path: `${process.env.TALBOT_SHOT}-trial.png` });
  await first.close();
  const second = await page();
  const out = join(folder, 'pages');
  const lines = await command('sweep', spec, '--nats', address, '--data', 'built-in', '--out', out, '--json');
  await says(second, 'waits for the next one');
  const there = results(out);
  assert.equal(there.length, trials, lines);
  const state = JSON.parse((await command('jobs', 'list', '--nats', address, '--json')).split('\n')[0]);
  assert.deepEqual([state.left, state.parked], [0, 0], JSON.stringify(state));
  for (const r of there) assert.match(`${r.worker} ${r.device}`, /-page-.*in a page/);

  const own = join(folder, 'own');
  await command('sweep', spec, '--data', 'built-in', '--device', 'cpu', '--out', own, '--json');
  const exact = !/AVX|SIMD|NEON/i.test(results(own)[0].device);
  for (const [i, r] of results(own).entries()) {
    assert.equal(there[i].trial, r.trial);
    assert.deepEqual([there[i].steps, there[i].epochs, there[i].count, there[i].test], [r.steps, r.epochs, r.count, r.test]);
    if (exact) assert.deepEqual([there[i].checkpoint, there[i].curve, there[i].loss, there[i].accuracy], [r.checkpoint, r.curve, r.loss, r.accuracy]);
  }
  assert.deepEqual(trouble, []);
  console.log(`${trials} trials by pages; ${exact ? 'the same bits as' : 'compared without bits with'} ${results(own)[0].device}`);
});

// What is to be the same in an exact sweep, wherever it was computed.
const bits = ({ trial, checkpoint, curve, loss, accuracy, train_accuracy, steps }) => ({ trial, checkpoint, curve, loss, accuracy, train_accuracy, steps });

test('pages and a worker of the command share an exact sweep: the bits of the command alone', async () => {
  const mixed = join(folder, 'mixed.json');
  writeFileSync(mixed, JSON.stringify({
    preset: 'd2nn-mnist-64', limit_train: 300, hold_out: 50, exact: true, seeds: 12,
    set: { samples: 16, 'image-size': 16, padding: 0, 'region-size': 2, distance: '6mm', batch: 10, epochs: 6 },
  }));
  const pages = [await page(true), await page(true)];
  for (const p of pages) await says(p, 'waits for the next one');
  const worker = spawn(talbot, ['worker', '--nats', address, '--workers', '1', '--device', 'cpu', '--data', 'built-in'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await new Promise((there) => { worker.stdout.on('data', there); }); // else the pages may have done all before
    const out = join(folder, 'together'), own = join(folder, 'alone');
    await command('sweep', mixed, '--nats', address, '--data', 'built-in', '--out', out, '--json');
    await command('sweep', mixed, '--data', 'built-in', '--device', 'cpu', '--out', own, '--json');
    const there = results(out), by = there.map((r) => (/-page-/.test(r.worker) ? 'page' : 'command'));
    assert.equal(there.length, 12);
    assert.deepEqual([...new Set(by)].sort(), ['command', 'page'], by.join());
    assert.deepEqual(there.map(bits), results(own).map(bits));
    assert.deepEqual(trouble, []);
    console.log(`12 exact trials: ${by.filter((b) => b === 'page').length} by pages, the others by ${there[by.indexOf('command')].device}; the bits of one machine`);
  } finally {
    worker.kill();
    for (const p of pages) await p.context().close();
  }
});
