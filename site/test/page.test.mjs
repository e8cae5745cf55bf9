// The page as it loads, and what it reads.

import { presets } from '../catalogue.js';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildEngine, launch, openPage, text, until } from './browser.mjs';
import { root } from './server.mjs';
import { spills } from './spills.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

test('loads with no console error and no foreign request', async () => {
  const p = await openPage(browser);
  await until(p.page, () => document.getElementById('verdict-text').textContent.includes('%'));
  assert.deepEqual(p.trouble, []);
  const own = new URL(p.url).origin;
  assert.deepEqual(p.requests.filter((r) => !r.startsWith(own) && !r.startsWith('data:') && !r.startsWith(`blob:${own}`)), []);
  assert.equal(await text(p.page, '#n-masks'), 'trained before');
  await p.close();
});

test('the first picture is there before the engine', async () => {
  const p = await openPage(browser, { overrides: { '/site/worker.wasm': 404 }, wait: 'first' });
  await until(p.page, () => {
    const c = document.getElementById('bench');
    const px = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
    let n = 0;
    for (let i = 0; i < px.length; i += 4) if (px[i] + px[i + 1] + px[i + 2] > 90) n++;
    return n / (c.width * c.height) > 0.1; // of the stage is lit
  });
  await p.close();
});

test('a curve of losses that are zero or infinite is drawn', async () => {
  const p = await openPage(browser), draw = (losses) => p.page.evaluate(async (all) => {
    const { startCurve } = await import(new URL('site/ui/curve.js', document.baseURI));
    startCurve().show(all.map((loss, i) => ({ step: i + 1, loss, accuracy: 1 })), [], 'own');
    await new Promise((r) => { requestAnimationFrame(() => requestAnimationFrame(r)); });
    return document.getElementById('curve').innerHTML;
  }, losses);
  for (const losses of [[0], [0, 0, 0], [Infinity], [1, Infinity, 2, 3]]) {
    const drawn = await draw(losses);
    assert.match(drawn, /<path/);
    assert.doesNotMatch(drawn, /NaN|Infinity/, String(losses));
  }
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('the light that goes on is drawn as if all were drawn anew', async () => {
  const p = await openPage(browser);
  for (const [width, height] of [[900, 400], [400, 480]]) {
    const { parts, differ, lit } = await p.page.evaluate(async ([w, h]) => {
      const [{ startBench }, { readFrame }] = await Promise.all([import('./site/bench.js'), import('./site/frame.js')]);
      const bytes = new Uint8Array(await (await fetch('assets/first.bin')).arrayBuffer());
      const canvas = Object.assign(document.createElement('canvas'), { id: 'parts' });
      canvas.style.cssText = `position:fixed;inset:0;width:${w}px;height:${h}px`;
      document.body.append(canvas);
      const real = window.requestAnimationFrame, wait = () => new Promise((r) => { real(() => real(r)); });
      const bench = startBench(canvas);
      await wait(); // its size has come,
      await wait(); // and what that asked for is done
      let asked = [];
      window.requestAnimationFrame = (f) => asked.push(f);
      try {
        const draw = (now) => { const all = asked; asked = []; all.forEach((f) => f(now)); };
        const pixels = () => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.slice();
        let now = performance.now();
        bench.frame(bytes);
        while (asked.length) draw(now += 600); // until the bars stand
        bench.frame({ ...readFrame(bytes), label: 0 }, true); // another picture of the same light
        const begun = performance.now();
        let parts = 0, dark;
        for (now = begun; now < begun + 500; now += 16) { draw(now); dark ??= pixels(); parts++; }
        const last = now - 16, drawn = pixels();
        bench.select(-1); // all anew
        draw(last);
        const whole = pixels(), count = (a, b) => a.reduce((n, v, i) => n + (Math.abs(v - b[i]) > 64), 0); // lines that are cut are smoothed a little differently
        return { parts, differ: count(drawn, whole), lit: count(dark, whole) };
      } finally {
        window.requestAnimationFrame = real;
        bench.stop();
        canvas.remove();
      }
    }, [width, height]);
    assert.ok(parts > 20 && lit > 1000, `${parts} ${lit}`);
    assert.equal(differ, 0, `${width} x ${height}: ${differ} values differ`);
  }
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('what the first picture shows is told before the engine is there, in the language of the page', async () => {
  for (const [query, hash, says] of [['', '', new RegExp(`^${presets[0].doc}$`)], ['&lang=de', '', /^Fünf Phasenmasken/], ['', '#v=1&preset=slit', /^$/]]) {
    const p = await openPage(browser, { overrides: { '/site/worker.wasm': 404, '/site/systems.wasm': 404 }, query, hash, wait: 'first' });
    await until(p.page, (source) => new RegExp(source).test(document.getElementById('preset-doc').textContent), says.source);
    await p.close();
  }
});

test('presets can be chosen before the engine is there', async () => {
  let come;
  const engine = new Promise((resolve) => { come = resolve; });
  const p = await openPage(browser, { wait: 'first', prepare: (page) => page.route('**/worker.wasm', async (route) => { await engine; await route.continue(); }) });
  await p.page.waitForSelector('#preset:enabled');
  assert.deepEqual(await p.page.$$eval('#preset optgroup', (all) => all.map((g) => g.label)), [...new Set(presets.map((q) => q.group))]);
  await p.page.selectOption('#preset', 'd2nn-fashion-64');
  come();
  await p.page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
  await until(p.page, () => /T-shirt|Ankle boot|Bag|Dress|Coat|Trouser|Shirt|Sandal|Sneaker|Pullover/.test(document.getElementById('verdict-text').textContent));
  assert.equal(await p.page.inputValue('#preset'), 'd2nn-fashion-64');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

// Strokes in the unit square, as a hand draws the digits.
const ring = Array.from({ length: 17 }, (_, i) => [0.5 + 0.2 * Math.sin((i * Math.PI) / 8), 0.5 - 0.32 * Math.cos((i * Math.PI) / 8)]);
const drawings = {
  0: [ring],
  1: [[[0.54, 0.15], [0.5, 0.5], [0.46, 0.85]]],
  7: [[[0.25, 0.2], [0.5, 0.2], [0.74, 0.2], [0.6, 0.5], [0.45, 0.85]]],
};
for (const [digit, strokes] of Object.entries(drawings)) {
  test(`a drawn ${digit} is read as ${digit}`, async () => {
    const p = await openPage(browser);
    const box = await p.page.locator('#pad').boundingBox();
    const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
    for (const s of strokes) {
      await p.page.mouse.move(...at(s[0]));
      await p.page.mouse.down();
      for (const q of s.slice(1)) await p.page.mouse.move(...at(q), { steps: 2 });
      await p.page.mouse.up();
    }
    await until(p.page, (d) => document.getElementById('verdict-class').textContent === d, digit);
    await until(p.page, () => document.getElementById('said').textContent.includes('The light reads'));
    await p.close();
  });
}

test('why the light reads what it does: which regions got how much, and what a small change does', async () => {
  const p = await openPage(browser);
  await p.page.click('#why');
  assert.match(await p.page.textContent('#verdict-why'), /Of the light that the detectors read: 7 \d+%/);
  const change = p.page.locator('#verdict-change');
  await change.waitFor({ state: 'visible' });
  const said = await change.textContent();
  assert.match(said, /^Moved by one pixel it reads: to the left \d \([^)]+\), to the right \d \([^)]+\), up \d \([^)]+\), down \d \([^)]+\)\.$/);
  // It is what the page reads when the picture itself is moved so.
  const read = await p.page.evaluate(async () => {
    const { moved } = await import('./site/later/change.js');
    const set = [0, 1, 2, 3, 4, 5, 6, 7, 8]; // 3 x 3
    return [moved(set, 3, 3, [1, 0]), moved(set, 3, 3, [-1, 0]), moved(set, 3, 3, [0, 1]), moved(set, 3, 3, [0, -1])].map((v) => [...v].join(''));
  });
  assert.deepEqual(read, ['001034067', '120450780', '000012345', '345678000']);
  assert.match(await text(p.page, '#verdict-text'), /reads 7/); // the bench shows what it showed
  await p.page.click('#clear'); // without a picture nothing is read, whichever way it moves
  await until(p.page, () => /up –, down –/.test(document.getElementById('verdict-change').textContent) && !document.getElementById('verdict-change').hidden);
  await p.page.click('#why');
  await change.waitFor({ state: 'hidden' });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('images can be chosen, and digits drawn, by keyboard alone', async () => {
  const p = await openPage(browser);
  await p.page.focus('#samples');
  const before = await text(p.page, '#verdict-text');
  await p.page.keyboard.press('ArrowDown');
  await until(p.page, () => document.querySelector('#sample-1')?.getAttribute('aria-selected') === 'true');
  assert.match(await p.page.getAttribute('#sample-1', 'aria-label'), /image 1/);
  await until(p.page, (old) => document.getElementById('verdict-text').textContent !== old, before);
  assert.match(p.page.url(), /input=test:1$/);

  await p.page.focus('#pad');
  for (let i = 0; i < 9; i++) await p.page.keyboard.press('ArrowUp');
  await p.page.keyboard.press(' ');
  for (let i = 0; i < 18; i++) await p.page.keyboard.press('ArrowDown');
  await p.page.keyboard.press(' ');
  await until(p.page, () => document.getElementById('verdict-class').textContent === '1');
  await p.page.keyboard.press('Delete');
  await until(p.page, () => document.getElementById('verdict-text').textContent.startsWith('No light'));
  await p.close();
});

test('the answer to an image that was chosen before takes back neither a choice nor a drawing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'talbot-')), slow = join(folder, 'worker.js');
  writeFileSync(slow, readFileSync(join(root, 'site/worker.js'), 'utf8').replace('function run(message) {', `function run(message) {
  if (message.op === 'sample') for (const end = performance.now() + 1000; performance.now() < end;);`));
  const p = await openPage(browser, { overrides: { '/site/worker.js': slow } }), { page } = p;
  await page.focus('#samples');
  await page.evaluate(() => {
    globalThis.chosen = ['sample-0'];
    new MutationObserver(() => { const one = document.querySelector('.sample[aria-selected="true"]')?.id; if (one !== globalThis.chosen.at(-1)) globalThis.chosen.push(one); }).observe(document.getElementById('samples'), { subtree: true, attributeFilter: ['aria-selected'] });
  });
  const seen = await page.$eval('#seen', (c) => c.toDataURL());
  for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await until(page, (was) => document.getElementById('seen').toDataURL() !== was && /input=test:2$/.test(location.hash), seen);
  assert.deepEqual(await page.evaluate(() => globalThis.chosen), ['sample-0', 'sample-1', 'sample-2']);
  // A stroke that is begun while the answer is on its way.
  await page.evaluate(() => {
    document.getElementById('sample-4').click();
    const pad = document.getElementById('pad');
    pad.focus();
    for (const key of [...Array(9).fill('ArrowUp'), ' ']) pad.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
  await page.waitForTimeout(2000);
  await until(page, () => document.getElementById('status').textContent === 'Ready');
  for (const key of [...Array(18).fill('ArrowDown'), ' ']) await page.keyboard.press(key);
  await until(page, () => document.getElementById('verdict-class').textContent === '1' && /input=draw:/.test(location.hash));
  assert.deepEqual(p.trouble, []);
  await p.close();
  rmSync(folder, { recursive: true });
});

test('the class list narrows the images', async () => {
  const p = await openPage(browser);
  await p.page.selectOption('#sample-class', '3');
  const names = await p.page.$$eval('.sample', (all) => all.map((o) => o.getAttribute('aria-label')));
  assert.ok(names.length > 10 && names.every((n) => n.startsWith('3,')));
  await p.close();
});

test('a language fills the texts', async () => {
  const german = await openPage(browser, { query: '&lang=de' });
  assert.equal(await text(german.page, '#train-text'), 'Trainieren');
  assert.equal(await german.page.getAttribute('html', 'lang'), 'de');
  await german.close();
});

for (const lang of ['en', 'de', 'zh']) {
  test(`it fits 320 pixels, and 200 % zoom of a laptop, with all that opens open: ${lang}`, async () => {
    for (const size of [[320, 640], [683, 384]]) {
      const p = await openPage(browser, { size, view: 'full', query: `&lang=${lang}` });
      assert.deepEqual(await spills(p.page), [], `${size}`);
      await p.page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
      assert.deepEqual(await spills(p.page), [], `${size}, open`);
      await p.close();
    }
  });
}
