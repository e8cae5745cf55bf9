// What the page weighs, within the budgets of build.sh.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { buildEngine, launch, openPage } from './browser.mjs';
import { root } from './server.mjs';

before(() => buildEngine('worker-gpu'));

const script = readFileSync(join(root, 'build.sh'), 'utf8');
const budget = (name) => Number(new RegExp(`^BUDGET_${name}=(\\d+)`, 'm').exec(script)[1]);

const files = (folder, end) => readdirSync(join(root, folder), { withFileTypes: true })
  .filter((f) => f.isFile() && f.name.endsWith(end)).map((f) => `${folder}/${f.name}`);
const weigh = (list) => list.reduce((sum, f) => {
  const bytes = readFileSync(join(root, f));
  return sum + (f.endsWith('.gz') ? bytes.length : execFileSync('gzip', ['-9c'], { input: bytes, maxBuffer: 1 << 27 }).length); // Node's own packs less
}, 0);

test('sizes', (t) => {
  const beside = ['site/wasm_exec.js', 'site/worker.js', 'site/simd.js'], later = ['site/lab.js']; // with the lab
  const critical = ['index.html', 'assets/first.bin', ...['site', 'site/io', 'site/ui', 'site/i18n'].flatMap((d) => files(d, '.js')), ...files('site/css', '.css')].filter((f) => !beside.includes(f) && !later.includes(f) && !(f.startsWith('site/i18n/') && !/(en|languages)\.js$/.test(f))); // other languages come only when asked for
  const first = weigh(critical);
  const live = first + weigh([...files('site/keep', '.js'), ...files('site/session', '.js'), 'site/worker.wasm', 'site/simd.wasm', ...beside, ...files('assets/data/mnist', '.gz'), 'assets/masks/d2nn-mnist-64.npy']);
  const gpu = weigh(['site/worker-gpu.wasm', ...files('site/gpu', '.js')]);
  const display = weigh(files('site/display', ''));
  t.diagnostic(`first picture ${(first / 1e3).toFixed(1)} KB, live and trainable ${(live / 1e6).toFixed(3)} MB gzip; the engine for a GPU ${(gpu / 1e6).toFixed(3)} MB`);
  assert.ok(first <= budget('FIRST'), `${first} bytes to the first picture`);
  assert.ok(live <= budget('LIVE'), `${live} bytes to live and trainable`);
  assert.ok(display <= budget('DISPLAY'), `${display} bytes of the display's panel`);
  assert.ok(gpu <= budget('GPU'), `${gpu} bytes of the engine for a GPU`);
});

test('what counts with the engine is not fetched before the first picture', async () => {
  const browser = await launch();
  const p = await openPage(browser);
  const fetched = await p.page.evaluate(() => {
    const [{ startTime }] = performance.getEntriesByName('talbot-first-picture');
    return performance.getEntriesByType('resource').filter((e) => e.startTime < startTime).map((e) => new URL(e.name).pathname);
  });
  assert.ok(fetched.includes('/assets/first.bin'), `${fetched}`);
  assert.deepEqual(fetched.filter((f) => /\/(worker|simd|wasm_exec)\.(js|wasm)$|\/site\/(session|keep|later)\//.test(f)), []);
  await p.close();
  await browser.close();
});
