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

// A step allocates about 250 bytes, which calls between Go and JavaScript take; memory
// grows by 256 KB at a time until Go first collects them. A new reply for each step
// would already be too much, and one sample's fields at all planes forty times as much.
test('500 training steps leave the engine as large as it is', async () => {
  const p = await openPage(browser);
  const [after, end] = await p.page.evaluate(async () => {
    const { Engine } = await import('/site/engine.js');
    const engine = new Engine({ onReply() {}, onFatal() {} });
    const bytes = (name) => fetch(`/assets/data/mnist/${name}-ubyte.gz`).then((r) => new Response(r.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()).then((b) => new Uint8Array(b));
    const values = { samples: '16', 'image-size': '16', padding: '0', 'region-size': '2', distance: '6e-3', batch: '16' };
    await engine.ask({ op: 'open', preset: 'd2nn-mnist-64', values });
    await engine.ask({ op: 'data', role: 'train', images: await bytes('test-images-idx3'), labels: await bytes('test-labels-idx1') });
    const size = async () => (await engine.ask({ op: 'memory' }))[0].bytes;
    const steps = async (n) => { for (let i = 0; i < n; i++) await engine.ask({ op: 'step' }); };
    await steps(50);
    const first = await size();
    await steps(500);
    const last = await size();
    engine.stop();
    return [first, last];
  });
  assert.ok(end - after <= 1 << 19, `${after} bytes after 50 steps, ${end} after 550`);
  assert.deepEqual(p.trouble, []);
  await p.close();
});
