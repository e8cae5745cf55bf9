// The GPU in the page, on the one that Chromium brings as a program.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => {
  buildEngine();
  browser = await launch('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader');
});
after(() => browser?.close());

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
