// A GPU that cannot be used: the page says why, and the CPU computes.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, reaches, text } from './browser.mjs';
import { alerted, computes, launchWithGPU, open, tiny } from './gpu/page.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('worker-gpu'); browser = await launchWithGPU(); });
after(() => browser?.close());

/** Opens the page on a GPU whose driver is changed. */
async function broken(name, from, to) {
  const code = readFileSync(join(root, 'site/gpu/gpu.js'), 'utf8');
  assert.ok(code.includes(from), from);
  const file = join(artefacts, `gpu-${name}.js`);
  writeFileSync(file, code.replace(from, to));
  return open(browser, 'webgpu', { overrides: { '/site/gpu/gpu.js': file } });
}

for (const [name, from, to, words] of [
  ['shader', "entryPoint: 'main'", "entryPoint: 'other'", /shader .*other/],
  ['wgsl', 'createShaderModule({ label, code })', "createShaderModule({ label, code: code + 'oops' })", /shader .*oops/],
  ['sum', 'createShaderModule({ label, code })', "createShaderModule({ label, code: code.replace('v.x * t.x - v.y', 'v.x * t.x + v.y') })", /computes wrongly: its self-test is off by [\d.]+( × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?, where rounding permits 7\.6 × 10⁻⁶/],
  ['limits', 'software, ...limits }', 'software, ...limits, maxBufferSize: 1 << 12 }', /more than the 0 MiB that a buffer of this GPU may have/],
  ['memory', 'this.device.createBuffer({ label, size', "label === 'input' ? (() => { throw new GPUOutOfMemoryError('full'); })() : this.device.createBuffer({ label, size", /memory is full: no buffer input; take fewer samples/],
  ['stray', 'pass.end();', 'pass.end(); this.device.createBuffer({ size: 4, usage: 0 });', /device was lost: .*usage/i],
]) {
  test(`a GPU with a broken ${name} is left for the CPU, which says why`, async () => {
    const p = await broken(name, from, to);
    await alerted(p.page, 'No GPU');
    assert.match(await text(p.page, '#alert'), words);
    await computes(p.page, 'CPU');
    await p.page.click('#step');
    await reaches(p.page, 1);
    await p.close();
  });
}

test('where the engine for a GPU is missing, the other one computes', async () => {
  const p = await open(browser, 'webgpu', { overrides: { '/site/worker-gpu.wasm': 404 } });
  await alerted(p.page, 'No GPU: site/worker-gpu.wasm: HTTP 404');
  await computes(p.page, 'CPU');
  await p.page.click('#step');
  await reaches(p.page, 1);
  await p.close();
});

test('without WebGPU, and without a GPU, the page says so', async () => {
  const plain = await launch();
  const without = (page) => page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }));
  for (const [prepare, words] of [[undefined, 'the browser finds no GPU that it can use'], [without, 'this browser has no WebGPU']]) {
    const options = { query: '&lang=en&device=webgpu', hash: tiny, prepare };
    const p = await openPage(plain, options);
    await alerted(p.page, words);
    await computes(p.page, 'CPU');
    await p.page.click('#step');
    await reaches(p.page, 1);
    assert.ok(!p.requests.some((r) => r.includes('worker-gpu')));
    await p.close();
    const auto = await openPage(plain, { ...options, query: '&lang=en' });
    assert.equal(await text(auto.page, '#alert'), '');
    await auto.close();
  }
  await plain.close();
});
