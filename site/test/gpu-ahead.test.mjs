// Updates that a GPU makes while the engine goes on: counted, and compared with those that are each waited for.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, openPage } from './browser.mjs';
import { launchWithGPU } from './gpu/page.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('worker-gpu'); browser = await launchWithGPU(); });
after(() => browser?.close());

// The worker, with a clock that stands for the engine alone, which so takes all updates for quick and keeps no state between. It
// counts how often it sends to the GPU, writes and reads, and loses the GPU when asked to.
const code = readFileSync(join(root, 'site/worker.js'), 'utf8').replaceAll('performance.now()', 'clock()');
const worker = join(artefacts, 'counting-worker.js');
writeFileSync(worker, `${code}
const clock = performance.now.bind(performance);
performance.now = () => 0;
const n = { submit: 0, writeBuffer: 0, mapAsync: 0, most: 0 };
let open = 0;
for (const [of, name] of [[GPUQueue, 'submit'], [GPUQueue, 'writeBuffer'], [GPUBuffer, 'mapAsync']]) {
  const call = of.prototype[name];
  of.prototype[name] = function (...args) {
    n[name]++;
    const result = call.apply(this, args);
    if (name === 'mapAsync') {
      n.most = Math.max(n.most, ++open);
      const done = () => { open--; };
      result.then(done, done);
    }
    return result;
  };
}
const theirs = onmessage;
onmessage = (e) => {
  const { id, op } = e.data, answer = (...replies) => postMessage({ id, replies, ms: 0 });
  if (op === 'counts') {
    answer({ ...n, kind: 'counts' });
    n.submit = n.writeBuffer = n.mapAsync = n.most = 0;
  } else if (op === 'lose') {
    talbotGPU.lose();
    answer();
  } else theirs(e);
};
`);

/**
 * Runs f in the page with an engine on the GPU, which has data. f gets ask, heard (the replies that answer no question, to which
 * more come), over (a promise that a training has ended), and counts, which gives what was counted since the last time.
 */
async function withEngine(f) {
  const p = await openPage(browser, { query: '&lang=en&device=cpu', wait: 'first', overrides: { '/site/worker.js': worker } });
  const got = await p.page.evaluate(`(async () => {
    const { Engine } = await import('/site/engine.js');
    const heard = [];
    let end;
    const over = new Promise((resolve) => { end = resolve; });
    const onReply = (r) => { if (r.kind === 'loaded') return; heard.push(r); if (['done', 'error', 'device'].includes(r.kind)) end(); };
    const engine = new Engine({ onReply, onFatal: (text) => { heard.push({ kind: 'fatal', text }); end(); } }, 'worker-gpu.wasm');
    const ask = (op, more = {}) => engine.ask({ op, ...more });
    const bytes = (name) => fetch('/assets/data/mnist/' + name + '-ubyte.gz').then((r) => new Response(r.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()).then((b) => new Uint8Array(b));
    const values = { samples: '16', layers: '2', 'image-size': '16', padding: '0', 'region-size': '2', distance: '6e-3', batch: '5' };
    const [ready] = await ask('open', { preset: 'd2nn-mnist-64', values, device: 'webgpu' });
    if (!ready.gpu) throw new Error(ready.note);
    const images = await bytes('test-images-idx3'), labels = await bytes('test-labels-idx1');
    await ask('data', { role: 'train', images, labels });
    const counts = async () => (await ask('counts'))[0];
    const result = await (${f})({ ask, heard, over, counts });
    engine.stop();
    return result;
  })()`);
  assert.deepEqual(p.trouble, []);
  await p.close();
  return got;
}

/** The metrics among replies are of the updates from one number on, each once and in their order. */
function inOrder(replies, from) {
  assert.deepEqual(replies.filter((r) => r.kind !== 'metrics' && r.kind !== 'done'), []);
  replies.filter((r) => r.kind === 'metrics').forEach((r, i) => assert.equal(r.step, from + i));
}

test('an epoch ahead: the curve and the masks of single steps to the bit, in less than half the submits', async (t) => {
  const { single, singly, masks, heard, ahead, again } = await withEngine(async ({ ask, heard, over, counts }) => {
    const exported = async () => Array.from((await ask('export'))[0].values);
    const epoch = async () => {
      const all = [];
      do all.push(...await ask('step')); while (all.at(-1).epoch < 1);
      return all;
    };
    await ask('step');
    await ask('reset');
    await counts();
    const single = await epoch(), singly = await counts();
    const masks = await exported();
    await ask('reset');
    // Both runs begin with as many single steps, by whose time it is chosen how many go together.
    for (let i = 0; i < 6; i++) heard.push(...await ask('step'));
    await counts();
    await ask('train', { until: 1 });
    await over;
    const ahead = await counts();
    return { single, singly, masks, heard, ahead, again: await exported() };
  });
  const { length } = single, n = length - 6;
  t.diagnostic(`${length} updates, an update: one by one ${JSON.stringify(singly)} / ${length}; ahead ${JSON.stringify(ahead)} / ${n}`);
  inOrder(heard, 1);
  assert.equal(heard.at(-1).kind, 'done');
  assert.deepEqual(heard.filter((r) => r.kind === 'metrics').map(({ step, epoch, loss, accuracy }) => [step, epoch, loss, accuracy]), single.map(({ step, epoch, loss, accuracy }) => [step, epoch, loss, accuracy]));
  assert.deepEqual(again, masks);
  assert.ok(masks.some((v) => v !== masks[0]));
  assert.ok(singly.submit <= length + 2, 'a single step is sent at once');
  // The first go alone, until their time is known; then up to 16 together. The state that is kept at the end is read together too.
  assert.ok(ahead.submit < n / 2, `${ahead.submit} submits`);
  assert.ok(ahead.mapAsync <= n + 16, `${ahead.mapAsync} reads`);
  assert.ok(ahead.most >= 8, `${ahead.most} reads on their way`);
});

test('a pause in the middle: all updates are told before it, and none behind; the rest goes on from there', async () => {
  const { told, behind, step, more } = await withEngine(async ({ ask, heard }) => {
    for (let i = 0; i < 20; i++) await ask('step');
    await ask('train', { until: 100 });
    while (heard.length < 60) await new Promise((r) => { setTimeout(r, 5); });
    await ask('frame');
    const told = heard.length;
    const [paused] = await ask('pause');
    const all = heard.slice();
    const [{ bytes }] = await ask('state');
    const step = new DataView(bytes.buffer, bytes.byteOffset).getInt32(8, true);
    const [one] = await ask('step');
    return { told: paused.kind === 'paused' && told >= 60 && all, behind: heard.length - all.length, step, more: one };
  });
  inOrder(told, 21);
  assert.equal(behind, 0);
  assert.equal(told.at(-1).step, step, 'the run stands where it was told');
  assert.equal(more.step, step + 1);
});

test('looks while the GPU trains: updates go on, are told in order, and what is seen then is what single steps show', async () => {
  const { told, looks, at, seen, again } = await withEngine(async ({ ask, heard }) => {
    for (let i = 0; i < 20; i++) await ask('step');
    await ask('train', { until: 100 });
    while (heard.length < 20) await new Promise((r) => { setTimeout(r, 5); });
    const looks = [];
    for (let i = 0; i < 10; i++) looks.push((await ask('frame')).map((r) => r.kind).join());
    const pause = ask('pause'), last = ask('frame'); // both are asked before one is answered
    await pause;
    const told = heard.slice(), [{ bytes: seen }] = await last, at = told.at(-1).step;
    await ask('reset');
    for (let i = 0; i < at; i++) await ask('step');
    const [{ bytes: again }] = await ask('frame');
    return { told, looks, at, seen: Array.from(seen), again: Array.from(again) };
  });
  inOrder(told, 21);
  assert.deepEqual(looks, Array(10).fill('frame'));
  assert.ok(at > 40);
  assert.deepEqual(seen, again);
});

test('a GPU that is lost at whatever moment: each update is in the curve once', async () => {
  for (const after of [1, 7, 30]) {
    const { heard, single } = await withEngine(`async ({ ask, heard }) => {
      for (let i = 0; i < 6; i++) heard.push(...await ask('step'));
      await ask('train', { until: 100 });
      while (heard.length < 20 + ${after}) await new Promise((r) => { setTimeout(r, 1); });
      const look = ask('frame');
      await ask('lose');
      if (!(await look).some((r) => r.kind === 'frame')) throw new Error('a look was lost with the GPU');
      while (!heard.some((r) => r.kind === 'device')) await new Promise((r) => { setTimeout(r, 5); });
      const at = heard.length;
      while (heard.length < at + 30) await new Promise((r) => { setTimeout(r, 5); });
      await ask('pause');
      const all = heard.slice();
      await ask('reset');
      const single = [];
      while (single.length < all.at(-1).step) single.push(...await ask('step'));
      return { heard: all, single };
    }`);
    const curve = [];
    for (const r of heard) {
      if (r.kind === 'device') {
        assert.equal(r.gpu, '');
        assert.match(r.note, /lost/);
        continue;
      }
      assert.equal(r.kind, 'metrics');
      assert.ok(r.step <= curve.length + 1, `update ${r.step} is told behind ${curve.length}`);
      curve.splice(r.step - 1, Infinity, r);
    }
    assert.equal(heard.filter((r) => r.kind === 'device').length, 1);
    assert.equal(curve.length, single.length);
    curve.forEach((r, i) => assert.ok(Math.abs(r.loss / single[i].loss - 1) < 1e-3, `update ${i + 1}: loss ${r.loss}, without a loss of the GPU ${single[i].loss}`));
  }
});
