// What goes wrong reaches the page as text, and the page goes on.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildEngine, holds, launch, openPage, reaches, steps, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

const alerted = (page, words) => until(page, (w) => document.getElementById('alert').textContent.includes(w), words);

test('a missing engine', async () => {
  for (const file of ['worker.wasm', 'wasm_exec.js', 'worker.js']) {
    const p = await openPage(browser, { overrides: { [`/site/${file}`]: 404 }, wait: 'first' });
    await alerted(p.page, 'The engine did not load');
    await alerted(p.page, file);
    assert.ok(await p.page.isVisible('#alert button'));
    await p.close();
  }
});

test('missing data, masks and first picture', async () => {
  const data = await openPage(browser, { overrides: { '/assets/data/mnist/test-images-idx3-ubyte.gz': 404 }, wait: 'first' });
  await alerted(data.page, 'test-images-idx3-ubyte.gz: HTTP 404');
  await data.close();
  const train = await openPage(browser, { overrides: { '/assets/data/mnist/train-images-idx3-ubyte.gz': 404 } });
  await train.page.click('#train');
  await alerted(train.page, 'train-images-idx3-ubyte.gz: HTTP 404');
  await train.close();
  const masks = await openPage(browser, { overrides: { '/assets/masks/d2nn-mnist-64.npy': 500 } });
  assert.equal(await text(masks.page, '#n-masks'), 'new');
  await masks.page.click('#shipped');
  await alerted(masks.page, 'd2nn-mnist-64.npy: HTTP 500');
  await masks.close();
  // Where there are none, they are not offered.
  const none = await openPage(browser, { overrides: { '/assets/masks/d2nn-mnist-64.npy': 404 } });
  assert.equal(await text(none.page, '#n-masks'), 'new');
  await none.page.waitForSelector('#shipped:disabled');
  await none.close();
  // Nor are those asked for that a preset does not have.
  const never = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-shifts' });
  await never.page.waitForSelector('#shipped:disabled');
  assert.equal(await text(never.page, '#n-masks'), 'new');
  assert.deepEqual(never.requests.filter((r) => /assets\/masks/.test(r)), []);
  assert.deepEqual(never.trouble, []);
  await never.close();
  const first = await openPage(browser, { overrides: { '/assets/first.bin': 404 } });
  await alerted(first.page, 'first picture did not load');
  await first.close();
});

test('an unknown preset in a link is answered by those that are called nearly so, and by the list of all', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnst-64' });
  await alerted(p.page, 'there is no preset "d2nn-mnst-64"; the nearest are: d2nn-mnist-64, ');
  const text = await p.page.textContent('#alert span');
  assert.equal(text.split(',').length, 3, text);
  await p.page.click('#alert button:text("See all experiments")');
  await until(p.page, () => document.activeElement.id === 'preset');
  await p.close();
  const other = await openPage(browser, { query: '&lang=de', hash: '#v=1&preset=iris' });
  await alerted(other.page, 'es gibt keine Vorlage "iris"; am nächsten sind: ');
  await other.close();
});

test('a link to an image that is not here says which is shown', async () => {
  for (const [lang, words] of [['en', 'Image 5,001 of this link is not here: of 300, the last is shown.'], ['de', 'Bild 5.001 dieses Links gibt es hier nicht: Gezeigt wird das letzte von 300.'], ['zh', '这里没有此链接的第 5,001 张图片：显示的是 300 张中的最后一张。']]) {
    const p = await openPage(browser, { query: `&lang=${lang}`, hash: '#v=1&preset=d2nn-mnist-64&input=test:5000' });
    await alerted(p.page, words);
    await until(p.page, () => location.hash.includes('input=test:299'));
    await p.page.evaluate(() => { location.hash = '#v=1&preset=d2nn-mnist-64&input=test:299'; });
    await p.page.waitForTimeout(300);
    await p.page.evaluate(() => { location.hash = '#v=1&preset=lens&input=test:7'; }); // what has no images does without
    await until(p.page, () => document.getElementById('preset').value === 'lens' && document.querySelector('#panel-light path.s1'));
    assert.doesNotMatch(await p.page.textContent('#alert'), /8/);
    await p.close();
  }
});

test('broken files of the user change nothing', async () => {
  const p = await openPage(browser);
  const good = readFileSync(join(root, 'assets/data/mnist/test-images-idx3-ubyte.gz'));
  const labels = { name: 'labels.gz', mimeType: '', buffer: readFileSync(join(root, 'assets/data/mnist/test-labels-idx1-ubyte.gz')) };
  const clothes = (part, name) => ({ name: `${name}.gz`, mimeType: '', buffer: readFileSync(join(root, `assets/data/fashion-mnist/test-${part}-ubyte.gz`)) });
  const bad = [
    [[clothes('images-idx3', 'a'), clothes('labels-idx1', 'b')], 'these are the pictures of fashion-mnist, and this network is for mnist'],
    [[{ name: 'a.gz', mimeType: '', buffer: good }, clothes('labels-idx1', 'b')], 'the pictures are the test pictures of mnist, and the labels the test labels of fashion-mnist'],
    [[{ name: 'cut.gz', mimeType: '', buffer: good.subarray(0, 5000) }, labels], 'cut.gz: damaged gzip data'],
    [[{ name: 'cat.idx', mimeType: '', buffer: Buffer.from('a picture of a cat') }, labels], 'cat.idx: is text, not an IDX file'],
    [[{ name: 'images.gz', mimeType: '', buffer: good }], 'no label file'],
    [[{ name: 'm.npy', mimeType: '', buffer: Buffer.from('not an array at all') }], 'm.npy: not an NPY file'],
  ];
  const before = await text(p.page, '#verdict-text');
  for (const [files, words] of bad) {
    await p.page.setInputFiles('#files', files);
    await alerted(p.page, words);
  }
  assert.equal(await text(p.page, '#verdict-text'), before);
  await p.page.setInputFiles('#files', [{ name: 'test-images.gz', mimeType: '', buffer: good }, labels]);
  await until(p.page, () => document.getElementById('own-note').textContent.includes('images are now the test set'));
  // They stay with the networks that read digits.
  await p.page.selectOption('#preset', 'd2nn-fashion-64');
  await until(p.page, () => /T-shirt|Ankle boot|Bag|Dress|Coat|Trouser|Shirt|Sandal|Sneaker|Pullover/.test(document.getElementById('verdict-text').textContent));
  await p.page.selectOption('#preset', 'd2nn-mnist-64');
  await until(p.page, () => !/T-shirt|Ankle boot|Bag|Dress|Coat|Trouser|Shirt|Sandal|Sneaker|Pullover/.test(document.getElementById('verdict-text').textContent));
  assert.equal(await text(p.page, '#alert'), '');
  await p.close();
});

test('a link that cannot be used', async () => {
  for (const hash of ['#v=1&preset=no-such-thing', '#v=7&preset=d2nn-mnist-64', '#v=1&preset=d2nn-mnist-64&p.distance=banana']) {
    const p = await openPage(browser, { hash });
    await alerted(p.page, 'This link cannot be used');
    if (hash.includes('no-such-thing')) await alerted(p.page, 'the nearest are: ');
    assert.match(p.page.url(), /preset=d2nn-mnist-64/);
    await p.close();
  }
});

test('a crashed engine starts again with the run it had', async () => {
  const p = await openPage(browser);
  await p.page.click('#step');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained here');
  await until(p.page, () => document.getElementById('kept').textContent === 'Kept on this computer.');
  const worker = p.page.workers()[0];
  await worker.evaluate(() => { globalThis.talbot = () => { throw new Error('unreachable'); }; });
  await p.page.click('#step');
  await alerted(p.page, 'The engine has stopped: unreachable');
  await p.page.click('#alert button:first-of-type');
  await until(p.page, () => document.getElementById('status').textContent === 'Ready' && document.getElementById('n-step').textContent === '1');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained here');
  await p.page.click('#step');
  await until(p.page, () => document.getElementById('n-step').textContent === '2');
  await p.close();
});

test('values that wait for their turn keep what was typed, and get their own answers', async () => {
  const p = await openPage(browser);
  // Four at once: the engine takes the first, so that the form is filled while the others wait.
  await p.page.evaluate(() => {
    for (const [name, value] of [['pitch', '7 um'], ['layers', '99'], ['region-size', '60'], ['distance', '2e-2 m']]) {
      const input = document.getElementById(`p-${name}`);
      input.value = value;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });
  await until(p.page, () => /pitch=/.test(location.hash) && /distance=/.test(location.hash));
  await p.page.waitForSelector('#p-layers[aria-invalid]', { state: 'attached' });
  await p.page.waitForSelector('#p-region-size[aria-invalid]', { state: 'attached' });
  // What was refused is entered again after each that was taken; it must come to stand as it was.
  await holds(p.page, () => Object.entries({ layers: '99', 'region-size': '60', distance: '20 mm', pitch: '7 µm' }).every(([name, value]) => document.getElementById(`p-${name}`).value === value)
    && document.getElementById('p-layers-wrong').textContent.includes('99'));
  await p.close();
});

test('a refused value does not stop a training', async () => {
  const p = await openPage(browser);
  const set = async (name, value) => {
    await p.page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
    await p.page.fill(`#p-${name}`, value);
    await p.page.press(`#p-${name}`, 'Enter');
  };
  await set('region-size', '60');
  await p.page.waitForSelector('#p-region-size[aria-invalid]');
  await p.page.click('#train');
  await set('learning-rate', '0.02');
  await until(p.page, () => /learning-rate=0.02/.test(location.hash));
  await reaches(p.page, await steps(p.page) + 2);
  assert.match(await p.page.getAttribute('#train', 'class'), /running/);
  assert.equal(await p.page.inputValue('#p-region-size'), '60');
  assert.ok(await p.page.$('#p-region-size[aria-invalid]'));
  await p.close();
});

// late answers an operation, where the test says so, a second and a half later.
const folder = mkdtempSync(join(tmpdir(), 'talbot-'));
after(() => rmSync(folder, { recursive: true }));
function late(when) {
  const file = join(folder, 'worker.js');
  writeFileSync(file, readFileSync(join(root, 'site/worker.js'), 'utf8').replace('function run(message) {', `function run(message) {
  if (${when}) for (const end = performance.now() + 1500; performance.now() < end;);`));
  return { '/site/worker.js': file };
}

test('Escape gives up a refused value that is being tried again', async () => {
  const p = await openPage(browser, { overrides: late("message.op === 'estimate' && message.values['region-size'] === '60' && message.values.layers === '2'") });
  const set = async (name, value) => {
    await p.page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
    await p.page.fill(`#p-${name}`, value);
    await p.page.press(`#p-${name}`, 'Enter');
  };
  await set('region-size', '60');
  await p.page.waitForSelector('#p-region-size[aria-invalid]');
  await set('layers', '2');
  await until(p.page, () => /layers=2/.test(location.hash) && /^Computing/.test(document.getElementById('status').textContent)); // it is tried again
  await p.page.press('#p-region-size', 'Escape');
  await holds(p.page, () => document.getElementById('p-region-size').value === '8' && !document.querySelector('[aria-invalid]'), null, 2500);
  await p.close();
});

test('a refused value waits for the change that allows it', async () => {
  const p = await openPage(browser);
  const set = async (name, value) => {
    await p.page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
    await p.page.fill(`#p-${name}`, value);
    await p.page.press(`#p-${name}`, 'Enter');
  };
  const value = (name) => p.page.inputValue(`#p-${name}`);
  await set('region-spread', '0.5');
  await p.page.waitForSelector('#p-region-spread[aria-invalid]');
  await set('region-size', '6');
  await until(p.page, () => /region-spread=0.5/.test(location.hash) && /region-size=6/.test(location.hash));
  // The link is written before the field is told that its value was taken.
  await until(p.page, () => !document.querySelector('[aria-invalid]'));
  assert.equal(await value('region-spread'), '0.5');
  // Still too large: it stays in sight with what is wrong, until Escape takes it away.
  await set('region-size', '7');
  await p.page.waitForSelector('#p-region-size[aria-invalid]');
  await set('layers', '2');
  await until(p.page, () => /layers=2/.test(location.hash));
  await p.page.waitForSelector('#p-region-size[aria-invalid]');
  assert.equal(await value('region-size'), '7');
  await p.page.press('#p-region-size', 'Escape');
  assert.equal(await value('region-size'), '6');
  assert.equal(await p.page.$('[aria-invalid]'), null);
  await p.close();
});

test('the answer to a dropped file stays when the page tries a refused value again', async () => {
  const p = await openPage(browser), { page } = p;
  const set = async (name, value) => {
    await page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
    await page.fill(`#p-${name}`, value);
    await page.press(`#p-${name}`, 'Enter');
  };
  await set('region-spread', '0.5');
  await page.waitForSelector('#p-region-spread[aria-invalid]');
  await set('region-size', '6'); // allows it: the page enters it again by itself
  await page.setInputFiles('#files', { name: 'k.txt', mimeType: '', buffer: Buffer.from('no pictures') });
  await until(page, () => /region-spread=0.5/.test(location.hash) && /region-size=6/.test(location.hash));
  await holds(page, () => document.getElementById('alert').textContent.includes('k.txt'));
  await set('layers', '2'); // what the visitor does next, and succeeds, is a newer answer
  await until(page, () => /layers=2/.test(location.hash));
  assert.equal(await text(page, '#alert'), '');
  await p.close();
});
