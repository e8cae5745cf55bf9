// The GPU in the page, on the one that Chromium brings as a program.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => {
  buildEngine('worker-gpu');
  browser = await launch('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader');
});
after(() => browser?.close());

// 32 squared samples: enough for all shaders, and quick on a GPU that is a program.
const small = '#v=1&preset=d2nn-mnist-64&p.samples=32&p.image-size=32&p.padding=0&p.region-size=4&p.distance=24e-3&p.batch=20&masks=none';
// A GPU that is a program compiles shaders slowly.
async function open(device, { query = '', ...options } = {}) {
  const p = await openPage(browser, { query: `&lang=en&workers=1&device=${device}${query}`, hash: small, wait: 'first', ...options });
  await p.page.waitForSelector('html[data-state=ready]', { timeout: 170000 });
  return p;
}
const steps = async (page) => Number((await text(page, '#n-step')).replace(/\D/g, ''));
const reaches = (page, n) => until(page, (k) => Number(document.getElementById('n-step').textContent.replace(/\D/g, '')) >= k, n, 120000);
const paused = (page) => until(page, () => document.getElementById('train-text').textContent === 'Train');

/** Step, loss and batch accuracy of each step made. */
async function curve(page) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('#save-csv')]);
  return readFileSync(await file.path(), 'utf8').trim().split('\n').slice(1).map((row) => row.split(',').map(Number));
}

async function train(page, n) {
  await page.click('#train');
  await reaches(page, n);
  await page.click('#train');
  await paused(page);
  return curve(page);
}

/** The loss of each step of b is that of a. */
function same(a, b, n, tolerance) {
  for (let i = 0; i < n; i++) {
    assert.equal(b[i][0], i + 1);
    assert.ok(Math.abs(b[i][2] / a[i][2] - 1) < tolerance, `step ${i + 1}: loss ${b[i][2]}, on the CPU ${a[i][2]}`);
  }
}

let reference;
test('the CPU, for comparison', async () => {
  const p = await open('cpu');
  assert.equal(await text(p.page, '#device-now'), 'CPU');
  reference = await train(p.page, 40);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a GPU trains the same network', async (t) => {
  const p = await open('webgpu');
  t.diagnostic(await text(p.page, '#device-now'));
  assert.match(await text(p.page, '#device-now'), /^GPU: .*swiftshader/i);
  const got = await train(p.page, 20);
  same(reference, got, 20, 1e-3);
  t.diagnostic(`loss of step 20: ${got[19][2]}, on the CPU ${reference[19][2]}`);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('the conformance suite of devices, in the browser', async (t) => {
  const program = join(artefacts, 'conformance.wasm');
  execFileSync('go', ['test', '-c', '-o', program, './sim/compute/webgpu/browser'], {
    cwd: root, env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' }, stdio: 'inherit',
  });
  const p = await openPage(browser, { wait: 'first' });
  const { output, status } = await p.page.evaluate(() => new Promise((resolve) => {
    const worker = new Worker('/site/test/gpu/conformance.js', { type: 'module' });
    let all = '';
    worker.onmessage = ({ data }) => {
      all += data.output ?? '';
      if ('done' in data) resolve({ output: all, status: data.done });
    };
    worker.onerror = (e) => resolve({ output: `${all} ${e.message}`, status: 1 });
    worker.postMessage({ program: '/artefacts/conformance.wasm', args: ['-test.v'] });
  }));
  t.diagnostic(output.split('\n').filter((l) => /webgpu|SwiftShader|^(PASS|ok|FAIL)/i.test(l)).join('\n'));
  assert.equal(status, 0, output);
  assert.match(output, /^--- PASS: TestConformance/m);
  await p.close();
});
