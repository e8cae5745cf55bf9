// The engine's SIMD kernel in the browser: found, and done without.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildEngine, launch, openPage } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

/** The name of the device of an engine of its own. */
const device = (page) => page.evaluate(async () => {
  const { Engine } = await import('/site/engine.js');
  const engine = new Engine({ onReply() {}, onFatal() {} });
  const [ready] = await engine.ask({ op: 'open', preset: 'd2nn-mnist', values: {} });
  engine.stop();
  return ready.device;
});

test('the engine finds its SIMD kernel', async () => {
  const p = await openPage(browser);
  assert.equal(await device(p.page), 'cpu (wasm simd, 1 thread)');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('without a kernel, or with a broken one, the engine is scalar', async () => {
  for (const other of [404, join(root, 'index.html')]) {
    const p = await openPage(browser, { overrides: { '/site/simd.wasm': other } });
    assert.equal(await device(p.page), 'cpu (1 thread)');
    await p.close();
  }
});
