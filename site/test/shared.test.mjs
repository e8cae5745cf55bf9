// One training of many computers: pages and a worker of the command compute shares of each update, and the hub adds them.
// A page is closed in the middle. The masks have the bits of the command alone. TALBOT_TABS=8 takes so many pages.

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { buildEngine, launch, text } from './browser.mjs';
import { root } from './server.mjs';

const tabs = Number(process.env.TALBOT_TABS) || 3;
const epochs = tabs > 3 ? 100 : 10; // 40 updates: the first computer alone takes seconds
const talbot = join(root, 'dist', 'talbot');
const command = (...args) => promisify(execFile)(talbot, args, { timeout: 300000 }).then((r) => r.stdout);
const folder = mkdtempSync(join(tmpdir(), 'talbot-shared-'));
const spec = (seed) => {
  const file = join(folder, `spec-${seed}.json`);
  writeFileSync(file, JSON.stringify({
    preset: 'd2nn-mnist-64', limit_train: 384, test: 'test', limit_test: 50, shares: 8, seeds: [seed],
    set: { samples: 32, 'image-size': 32, padding: 0, 'region-size': 4, distance: '1cm', batch: 96, epochs },
  }));
  return file;
};

let browser, hub, server, worker, address;
async function start(...args) {
  const child = spawn(talbot, [...args, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) { child.stdout.resume(); return [child, JSON.parse(line)]; }
  throw new Error(`${args[0]} says nothing`);
}
before(async () => {
  buildEngine('trials');
  if (!process.env.TALBOT_PREBUILT || !existsSync(talbot)) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, stdio: 'inherit' });
  browser = await launch();
  let at;
  [hub, at] = await start('hub', '--addr', '127.0.0.1:0', '--store', join(folder, 'hub'), '--data', 'built-in');
  address = at.address;
  [server, at] = await start('serve', '--class', '--addr', '127.0.0.1:0', '--site', root, '--nats', address, '--data', 'built-in');
  server.work = at.work;
  worker = spawn(talbot, ['worker', '--nats', address, '--data', 'built-in', '--device', 'cpu', '--workers', '1'], { stdio: 'ignore' });
});
after(async () => { await browser?.close(); for (const p of [worker, server, hub]) p?.kill(); rmSync(folder, { recursive: true, force: true }); });

const trouble = [];
async function page() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const p = await context.newPage();
  p.on('console', (m) => { if (m.type() === 'error') trouble.push(m.text()); });
  p.on('pageerror', (e) => trouble.push(String(e.stack ?? e)));
  await p.goto(`${server.work}&lang=en&view=simple&offline=no&more=no`);
  await p.waitForFunction(() => /waits for the next one|computes a share/.test(document.getElementById('class')?.textContent ?? ''), null, { timeout: 120000 });
  return p;
}
const result = (dir) => JSON.parse(readFileSync(join(dir, 'results.jsonl'), 'utf8').trim());

test(`${tabs} pages and a worker share a training, one page is closed in the middle`, async () => {
  const pages = [];
  for (let i = 0; i < tabs; i++) pages.push(await page());
  let mixed = null;
  // The first training finds pages without the engine, and may be done before they have it.
  for (let seed = 1; seed <= 6 && !mixed; seed++) {
    const out = join(folder, `out-${seed}`);
    let done = false;
    const trained = command('sweep', spec(seed), '--nats', address, '--data', 'built-in', '--out', out, '--json').finally(() => { done = true; });
    let closed = false;
    while (!done) {
      if (!closed && /computes a share/.test(await text(pages.at(-1), '#class'))) {
        if (process.env.TALBOT_SHOT) await pages.at(-1).screenshot({ path: `${process.env.TALBOT_SHOT}-shared.png`, timeout: 120000 });
        await pages.pop().close();
        closed = true;
      }
      await new Promise((r) => { setTimeout(r, 50); });
    }
    await trained;
    const got = result(out);
    const own = join(folder, `own-${seed}`);
    await command('sweep', spec(seed), '--data', 'built-in', '--device', 'cpu', '--out', own, '--json');
    const want = result(own);
    assert.deepEqual([got.steps, got.checkpoint, got.curve, got.errors, got.lost], [4 * epochs, want.checkpoint, want.curve, want.errors, want.lost]);
    const [ofPages, ofWorkers, ofHub] = [/-pages$/, /-\d+$/, /-hub$/].map((w) => Object.entries(got.helped).reduce((n, [k, v]) => n + (w.test(k) ? v : 0), 0));
    console.log(`seed ${seed}: pages ${ofPages}, worker ${ofWorkers}, hub ${ofHub}, ${got.seconds.toFixed(1)} s${closed ? ', one page closed' : ''}; alone ${want.seconds.toFixed(1)} s`);
    if (closed && ofPages && ofWorkers) mixed = got;
    else if (closed) pages.push(await page());
  }
  assert.ok(mixed, 'no training was shared by pages and a worker, with a page closed');
  assert.deepEqual(trouble, []);
});
