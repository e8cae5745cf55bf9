// The GPU in the page, on the one that Chromium brings as a program.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, openPage, text, until } from './browser.mjs';
import { computes, launchWithGPU, onCPU, open, same, small, train } from './gpu/page.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('worker-gpu'); browser = await launchWithGPU(); });
after(() => browser?.close());

/** What the light reads for the first test image, which is shown: the words, and the scores in per cent. */
async function answer(page) {
  await page.focus('#samples');
  const first = await page.$eval('#seen', (c) => c.toDataURL());
  let verdict = '';
  for (const [key, is] of [['End', false], ['Home', true]]) {
    await page.evaluate(() => { document.getElementById('verdict-text').textContent = ''; });
    await page.keyboard.press(key);
    // A picture is shown with its light; that of another may come before.
    verdict = await (await until(page, ([image, same]) => (document.getElementById('seen').toDataURL() === image) === same && document.getElementById('verdict-text').textContent, [first, is])).jsonValue();
  }
  return { words: verdict.replace(/\d+\s?%/g, ''), scores: verdict.match(/\d+(?=\s?%)/g).map(Number) };
}

test('32 squared samples: the same steps and answers as on the CPU, nothing for axe', async (t) => {
  const want = await onCPU(browser, { hash: small }, 10);
  const p = await open(browser, 'webgpu', { hash: small });
  t.diagnostic(await text(p.page, '#device-now'));
  assert.match(await text(p.page, '#device-now'), /^GPU: .*swiftshader/i);
  assert.equal(p.page.workers().length, 1);
  const got = await train(p.page, 10);
  t.diagnostic(`loss of step 10: ${got[9][2]}, on the CPU ${want[9][2]}`);
  same(want, got, 10, 1e-4);
  assert.deepEqual(await violations(p.page), []);
  await p.page.screenshot({ path: join(artefacts, 'gpu.png') });

  // The same masks give the same answer on either device.
  const there = await answer(p.page);
  await p.page.selectOption('#device', 'cpu');
  await computes(p.page, 'CPU');
  assert.match(p.page.url(), /[?&]device=cpu/);
  const here = await answer(p.page);
  assert.equal(here.words, there.words);
  here.scores.forEach((s, i) => assert.ok(Math.abs(s - there.scores[i]) <= 1, `${here.scores} %, on the GPU ${there.scores}`));
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('the conformance suite of devices, in the browser', async (t) => {
  const program = join(artefacts, 'conformance.wasm');
  execFileSync('go', ['test', '-c', '-tags=webgpu', '-o', program, './sim/compute/webgpu/browser'], {
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
