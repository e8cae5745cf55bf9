// The display of the masks: its curve, what the masks use of it, and displays of one's own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readNPY } from '../later/npy.js';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, laid, launch, openPage, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

const preset = '#v=1&preset=codesign-mnist-64';
// open opens the page and the table of the display.
async function open(options = {}) {
  const p = await openPage(browser, { hash: preset, ...options });
  await p.page.waitForSelector('.states circle.state');
  await p.page.click('.states summary');
  await p.page.waitForSelector('.states table');
  await laid(p.page);
  return p;
}
const rows = (page) => page.$$eval('.states table tbody tr', (all) => all.map((r) => [...r.cells].map((c) => parseFloat(c.textContent))));
const heads = (page) => page.$$eval('.states h3', (all) => all.map((h) => h.textContent));
const headed = (page, ...titles) => until(page, (t) => [...document.querySelectorAll('.states h3')].map((h) => h.textContent).join() === t.join(), titles);
const alerted = (page, words) => until(page, (w) => document.getElementById('alert').textContent.includes(w), words);
const set = async (page, name, value) => {
  await page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
  await page.fill(`#p-${name}`, value);
  await page.press(`#p-${name}`, 'Enter');
};
const csv = (name, body) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(body) });
const mine = '# mine\ndrive,amplitude,phase\n0,1,0\n80,0.8,1.9\n255,0.9,4\n';

test('the shipped masks show their display and the levels that they use', async () => {
  const p = await open();
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained before');
  const { values } = readNPY(new Uint8Array(readFileSync(join(root, 'assets/masks/codesign-mnist-64.npy'))));
  const counts = Array(8).fill(0);
  for (const v of values) counts[v]++;
  await until(p.page, (share) => Math.abs(parseFloat(document.querySelector('.states tbody tr').cells[4].textContent) - share) < 0.06, (100 * counts[0]) / values.length);
  assert.deepEqual(await heads(p.page), ['slm-8, 8 levels']);
  const table = await rows(p.page);
  const file = readFileSync(join(root, 'assets/curves/slm-8.csv'), 'utf8').split('\n').filter((l) => /^\d/.test(l)).map((l) => l.split(',').map(Number));
  assert.equal(table.length, file.length);
  table.forEach(([level, drive, amplitude, phase, used], k) => {
    assert.equal(level, k);
    assert.ok(Math.abs(drive - file[k][0]) < 0.06 && Math.abs(amplitude - file[k][1]) < 1e-3 && Math.abs(phase * Math.PI - file[k][2]) < 0.02, `level ${k}: ${table[k]}`);
    assert.ok(Math.abs(used - (100 * counts[k]) / values.length) < 0.06, `level ${k} has ${used} %`);
  });
  // The larger a share, which is told to 0.1 %, the larger the dot, in each drawing.
  const dots = await p.page.$$eval('.states svg', (all) => all.map((s) => [...s.querySelectorAll('circle.dot')].map((c) => [c.textContent, Number(c.getAttribute('r'))])));
  assert.equal(dots.length, 3);
  for (const list of dots) {
    assert.equal(list.length, 8);
    const by = list.map(([t, r]) => [parseFloat(/([\d.]+)\s?% of/.exec(t)[1]), r]).sort((a, b) => a[0] - b[0]);
    assert.ok(by.every(([share, r]) => by.every(([other, q]) => share < other + 0.15 || r > q)), `${by}`);
  }
  const labels = await p.page.$$eval('.states svg', (all) => all.map((s) => s.getAttribute('aria-label')));
  assert.match(labels[0], /Amplitude from 0\.40\d to 1, over the drive from 0 to 255\. Most pixels have level \d: /);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('it comes with a display, follows its curve, and goes', async () => {
  const p = await openPage(browser);
  assert.deepEqual(p.requests.filter((r) => r.includes('/site/display/')), []);
  await p.page.$eval('#p-mask', (e) => { e.closest('details').open = true; });
  await p.page.selectOption('#p-mask', 'display');
  await headed(p.page, 'slm-8, 8 levels');
  await set(p.page, 'curve', 'binary,tn-5,tn-5,binary,tn-5');
  await headed(p.page, 'binary, 2 levels: masks 1, 4', 'tn-5, 5 levels: masks 2, 3, 5');
  assert.equal((await p.page.$$('.states circle.state')).length, 7);
  await p.page.click('#undo');
  await headed(p.page, 'slm-8, 8 levels');
  await set(p.page, 'curve', 'slm-300');
  await until(p.page, () => document.getElementById('p-curve-wrong').textContent.includes('up to 256 levels'));
  await p.page.selectOption('#p-mask', 'phase');
  await p.page.waitForSelector('.states', { state: 'hidden' });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('it follows the training', async () => {
  const p = await open({ hash: `${preset}&masks=none` });
  const before = await rows(p.page);
  await p.page.click('#train');
  const changed = (was) => until(p.page, (b) => [...document.querySelectorAll('.states tbody tr')].some((r, k) => parseFloat(r.cells[4].textContent) !== b[k]), was);
  await changed(before.map((r) => r[4]));
  await changed((await rows(p.page)).map((r) => r[4]));
  await p.page.click('#train');
  await until(p.page, () => document.getElementById('train-text').textContent === 'Train');
  const sum = (await rows(p.page)).reduce((s, r) => s + r[4], 0);
  assert.ok(Math.abs(sum - 100) < 0.5, `shares of ${sum} %`);
  await p.close();
});

test('masks of another display are not taken for these', async () => {
  const p = await open();
  await set(p.page, 'curve', 'phase-8');
  await headed(p.page, 'phase-8, 8 levels');
  assert.equal(await text(p.page, '#n-masks'), 'new');
  await p.page.click('#step');
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained here');
  await set(p.page, 'curve', 'binary');
  await headed(p.page, 'binary, 2 levels');
  assert.equal(await text(p.page, '#n-masks'), 'new');
  assert.equal(await text(p.page, '#alert'), '');
  await p.close();
});

test('a calibration of one\'s own, chosen or dropped', async () => {
  const p = await open();
  await p.page.setInputFiles('#states-file', csv('mine.csv', mine));
  await headed(p.page, 'your own, 3 levels');
  await until(p.page, () => document.querySelectorAll('.states tbody tr').length === 3);
  assert.deepEqual((await rows(p.page)).map((r) => r.slice(0, 3)), [[0, 0, 1], [1, 80, 0.8], [2, 255, 0.9]]);
  await until(p.page, () => /display in mine\.csv/.test(document.getElementById('own-note').textContent));
  const url = await p.page.evaluate(() => location.hash);
  assert.match(url, /p\.curve=states/);
  await p.page.click('#step'); // it can be trained
  await until(p.page, () => document.getElementById('n-masks').textContent === 'trained here');
  await p.page.click('#undo');
  await headed(p.page, 'slm-8, 8 levels');

  const drop = (files) => p.page.evaluate((list) => {
    const data = new DataTransfer();
    for (const [name, body] of list) data.items.add(new File([body], name));
    document.querySelector('.states').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
  await drop(['b', 'e', 'a', 'd', 'c'].map((n) => [`${n}.csv`, n === 'a' ? 'drive,amplitude,phase\n0,1,0\n1,1,3\n' : mine]));
  await headed(p.page, 'your own, 2 levels: mask 1', 'your own, 3 levels: masks 2, 3, 4, 5');
  await p.close();

  const linked = await open({ hash: url });
  assert.deepEqual((await rows(linked.page)).map((r) => r[1]), [0, 80, 255]);
  await linked.close();
});

test('numbers beside a drawing stay within it', async () => {
  const p = await open({ size: [390, 844] });
  await p.page.setInputFiles('#states-file', csv('mine.csv', 'drive,amplitude,phase\n0,1,-0.8\n80,0.8,-0.5\n255,0.9,0\n'));
  await headed(p.page, 'your own, 3 levels');
  await laid(p.page);
  const out = await p.page.$$eval('.states svg', (list) => list.flatMap((svg) => [...svg.querySelectorAll('text')].filter((e) => e.getBoundingClientRect().left < svg.getBoundingClientRect().left - 1).map((e) => e.textContent)));
  assert.deepEqual(out, []);
  assert.match(await p.page.$$eval('.states svg text', (list) => list.map((e) => e.textContent).join(' ')), /−0\.2/, 'a phase below 0 is drawn');
  await p.close();
});

test('what is wrong with a calibration is said with its line, and nothing changes', async () => {
  const p = await open();
  for (const [body, words] of [
    ['a cat', 'cat.csv, line 1: want the header "drive,amplitude,phase"'],
    ['drive,amplitude,phase\n0,1,0\n10,1.5,1\n', 'cat.csv, line 3: the amplitude 1.5 is outside 0 to 1'],
    ['drive,amplitude,phase\n0,1,0\n# remark\n10,x,1\n', 'cat.csv, line 4: "x" is not a number'],
    ['drive,amplitude,phase\n9,1,0\n9,1,1\n', 'cat.csv, line 3: the drive 9 is that of the level before'],
    ['', 'cat.csv is empty'],
  ]) {
    await p.page.setInputFiles('#states-file', csv('cat.csv', body));
    await alerted(p.page, words);
    await alerted(p.page, 'Nothing was changed');
  }
  await p.page.setInputFiles('#states-file', [csv('a.csv', mine), csv('b.csv', mine)]);
  await alerted(p.page, '2 displays for 5 masks');
  assert.deepEqual(await heads(p.page), ['slm-8, 8 levels']);
  assert.equal(await text(p.page, '#n-masks'), 'trained before');
  await p.close();
  const other = await openPage(browser);
  await other.page.setInputFiles('#files', csv('mine.csv', mine));
  await alerted(other.page, 'These masks are of no display');
  await other.close();
});

test('on a projector its panels stand in the order of the others', async () => {
  const p = await openPage(browser, { size: [1366, 768], view: 'full', hash: preset, query: '&projector=1' });
  await p.page.waitForSelector('.states circle.state');
  await laid(p.page);
  const tops = await p.page.evaluate(() => ['.curves', '.states', '.plane', '.test', '.params'].map((s) => document.querySelector(s).getBoundingClientRect().top));
  assert.ok(tops.every((v, i) => !i || v >= tops[i - 1]), `${tops}`);
  await p.close();
});

test('a phone shows bars beside long names', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=codesign-fashion-64', size: [390, 844], context: { reducedMotion: 'reduce' } });
  // The longest row of the best bar's colour, right of the planes, in CSS pixels.
  await until(p.page, () => {
    const bench = document.getElementById('bench'), { width, height } = bench, from = Math.round(width * 0.7);
    const { data } = bench.getContext('2d').getImageData(from, 0, width - from, height);
    let longest = 0, run = 0;
    for (let i = 0; i < data.length; i += 4) {
      run = data[i] === 0x54 && data[i + 1] === 0xe8 && data[i + 2] === 0xa4 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest * bench.clientWidth / width > 80;
  });
  await p.close();
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing, and a phone stacks it, ${theme}`, async () => {
    for (const [name, size] of [['laptop', [1280, 800]], ['phone', [390, 844]]]) {
      const p = await open({ size, query: `&theme=${theme}&lang=de` });
      assert.deepEqual(await violations(p.page), []);
      const tops = await p.page.$$eval('.states svg', (all) => all.map((s) => Math.round(s.getBoundingClientRect().top)));
      assert.equal(new Set(tops).size, name === 'phone' ? 3 : 1, `the drawings stand at ${tops}`);
      assert.ok(await p.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
      assert.ok(await p.page.$eval('.states .scroll', (e) => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight), 'eight levels do not fit the table');
      await p.page.locator('.states').screenshot({ path: join(artefacts, `display-${name}-${theme}.png`) });
      await p.close();
    }
  });
}

test('tables of laboratories are read, and what was made of them is said', async () => {
  const p = await open();
  const utf16 = (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  for (const [name, body, note] of [
    ['numpy.txt', '# grey phase\n0.0e+00 0.0e+00\n2.55e+02 3.0e+00\n', /Of numpy\.txt: no column has the amplitude: it is taken as 1 for all levels\./],
    ['büro.csv', utf16('Grauwert;Phase (deg);Intensität\r\n0;0;25\r\n255;171,9;1'.replace(';25', ';0,25')), /Of büro\.csv: amplitudes are the square roots of "Intensität"\. Of büro\.csv: phases are made radians of "Phase \(deg\)"/],
  ]) {
    await p.page.setInputFiles('#states-file', { name, mimeType: '', buffer: Buffer.from(body) });
    await headed(p.page, 'your own, 2 levels');
    await until(p.page, (n) => document.getElementById('own-note').textContent.includes(n), name);
    assert.match(await text(p.page, '#own-note'), note);
    const states = await rows(p.page);
    assert.deepEqual(states.map((r) => r[1]), [0, 255]);
    assert.ok(Math.abs(states[1][3] - 3 / Math.PI) < 2e-3, `phase of ${states[1][3]} pi`);
    assert.equal(states[0][2], name === 'büro.csv' ? 0.5 : 1);
    await p.page.click('#undo');
    await headed(p.page, 'slm-8, 8 levels');
  }
  for (const [body, words] of [
    ['drive,amplitude,phase\n0,1,0\n255,1,60\n', 'cat.csv, line 1: phases from 0 to 60, which look like degrees: write the unit into the header, phase (deg) or phase (rad)'],
    ['drive,amplitude,phase\n0,1,0\n255,1,180\n', 'cat.csv, line 1: phases from 0 to 180, which look like degrees'],
    ['gray,transmission,phase\n0,1,0\n', '"transmission" may be of the amplitude or of the intensity'],
  ]) {
    await p.page.setInputFiles('#states-file', csv('cat.csv', body));
    await alerted(p.page, words);
  }
  assert.deepEqual(await heads(p.page), ['slm-8, 8 levels']);
  await p.close();
});
