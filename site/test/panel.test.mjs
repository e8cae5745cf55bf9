// The panels of a frame: drawn, said, read at the pointer, as tables and as CSV.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, laid, launch, openPage, text, until } from './browser.mjs';
import { frameOf } from './frames.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const x = Array.from({ length: 41 }, (_, i) => 1e-5 * (i - 20));
const all = [
  { id: 'law', shape: 'lines', title: 'Transmission', x: { label: 'x', unit: 'm' }, y: { label: 'intensity' }, note: 'A note. And another.', series: [
    { name: 'simulated', x, y: x.map((v) => 2e5 * Math.abs(v)) }, { name: 'closed form: sines', x, y: x.map((v) => 1e5 * Math.abs(v)) }, { name: 'now', points: true, class: 1, x: [0, 1e-4], y: [0, 20] }] },
  { id: 'map', shape: 'image', title: 'Map', names: ['loss per rad'], map: 'diverging', nx: 2, ny: 2, lo: -1, hi: 1, image: [0, 85, 170, 255], x: { label: 'x', min: 0, max: 2 }, y: { label: 'y', min: 0, max: 2 }, series: [{ name: 'learned', points: true, class: 0, x: [0.5], y: [0.5] }] },
  { id: 'field', shape: 'image', title: 'Field', map: 'complex', nx: 2, ny: 1, lo: 0, hi: 6.283185, image: [0, 128, 255, 0], x: { label: 'x', min: 0, max: 2 }, y: { label: 'y', min: 0, max: 1 } },
  { id: 'two', shape: 'image', title: 'Two', names: ['amplitude', 'in the simulation', '<b>'], nx: 1, ny: 2, lo: 0, hi: 1, image: [0, 255], x: { label: 'mask', min: 0.5, max: 1.5 }, y: { min: 0.5, max: 2.5 } },
  { id: 'fall', shape: 'lines', title: 'Error', x: { label: 'update' }, y: { label: 'error', log: true }, series: [{ name: 'fit', x: [1, 2, 3, 4], y: [1, 0, 0.01, 0.0001] }] },
  { id: 'scores', shape: 'bars', title: 'Scores', names: ['cat', 'a rather long name of a class', '<b>'], series: [{ y: [0.5, -0.25, NaN] }] },
  { id: 'grid', shape: 'grid', title: 'Answers', nx: 2, ny: 2, names: ['cat', 'dog', 'cat', 'dog'], series: [{ y: [12, 3, 4, 1000] }] },
  { id: 'said', shape: 'text', note: 'What the whole says, 5 % of it.' },
];
let browser, folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'talbot-'));
  writeFileSync(join(folder, 'all'), frameOf(all));
  writeFileSync(join(folder, 'none'), frameOf([], [0.9, 0.1]));
  writeFileSync(join(folder, 'neither'), frameOf([], [0.25, 0.125], -1));
  const far = { unit: 'm', min: -0.00048, max: 0.00048 };
  writeFileSync(join(folder, 'wide'), frameOf([
    { id: 'place', shape: 'image', title: 'Place', names: ['amplitude'], nx: 1, ny: 1, lo: 0, hi: 1, image: [255], x: { label: 'x', ...far }, y: { label: 'y', unit: 'm', min: far.max, max: far.min }, series: [{ name: 'an outline', x: [0, 1e-4], y: [0, 1e-4] }] },
    { id: 'long', shape: 'lines', title: 'Long', x: { label: 'x' }, y: { label: 'y' }, series: [{ name: 'what the masks of the simulation read on the bench, after it has been knocked', x: [1, 2], y: [1, 2] }, { name: 'the rest', x: [1, 2], y: [2, 1] }] },
  ]));
});
after(async () => { await browser?.close(); rmSync(folder, { recursive: true }); });

// The engine never comes, so that the first picture stays.
const open = (name, options = {}) => openPage(browser, { wait: 'first', overrides: { '/assets/first.bin': join(folder, name) }, prepare: (page) => page.route('**/*.wasm', () => {}), ...options });
const there = async (page) => {
  await until(page, () => document.querySelectorAll('.shown svg').length === 7);
  await laid(page);
};

for (const size of [[360, 740], [1280, 720]]) {
  test(`marks and legends stay within their drawing, ${size[0]} wide`, async () => {
    const p = await open('wide', { size });
    await until(p.page, () => document.querySelectorAll('.shown svg').length === 2);
    await laid(p.page);
    const out = await p.page.$$eval('.shown svg', (list) => list.flatMap((svg) => {
      const own = svg.getBoundingClientRect(), all = [...svg.querySelectorAll('text')].map((e) => [e.textContent, e.getBoundingClientRect()]);
      const over = (r, q) => Math.min(r.right, q.right) - Math.max(r.left, q.left) > 1 && Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top) > 4;
      return all.filter(([, r], i) => r.left < own.left - 1 || r.right > own.right + 1 || r.bottom > own.bottom + 1 || all.slice(i + 1).some(([, q]) => over(r, q))).map(([text]) => text);
    }));
    assert.deepEqual(out, []);
    const heights = await p.page.$$eval('#panel-place svg text', (list) => list.filter((e) => e.getAttribute('text-anchor') === 'end' && /^[−-]?\d/.test(e.textContent)).map((e) => [parseFloat(e.textContent.replace('−', '-')), Number(e.getAttribute('y'))]).sort((a, b) => a[0] - b[0]).map(([, y]) => y));
    assert.ok(heights.length > 2 && heights.every((y, i) => !i || y > heights[i - 1]), `y of a plane runs down: ${heights}`);
    assert.match(await text(p.page, '#panel-long svg'), /knocked.*the rest/);
    assert.equal(await p.page.$eval('#panel-place details', (e) => e.hidden), true, 'outlines on an image are no numbers');
    // What the colours are stands at their bar, however wide the place is.
    await p.page.$eval('.shown-list', (e) => { e.style.display = 'block'; });
    await laid(p.page);
    await laid(p.page);
    const [bar, name] = await p.page.evaluate(() => ['canvas', '.title'].map((s) => [...document.querySelectorAll(`#panel-place ${s}`)].at(-1).getBoundingClientRect().toJSON()));
    assert.ok(name.right > bar.left && name.right < bar.right + 90, `${name.right} px, the bar at ${bar.left} px`);
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('each shape is drawn with its title, note and words', async () => {
  const p = await open('all', { size: [1280, 720], query: '&theme=dark' });
  await there(p.page);
  assert.deepEqual(await p.page.$$eval('.shown h2', (list) => list.map((h) => h.textContent)), ['Transmission', 'Map', 'Field', 'Two', 'Error', 'Scores', 'Answers']);
  const words = await p.page.$$eval('.shown svg', (list) => list.map((s) => s.getAttribute('aria-label')));
  assert.match(words[0], /^Transmission; simulated, from 40 to 40, at most 40; closed form, from 20 to 20, at most 20; now, 2 points$/);
  assert.match(words[1], /^Map; learned, one point$/);
  // Beside each other notes and numbers begin at one height too, whatever a panel is without.
  const begin = await p.page.$$eval('.shown figure', (list) => list.flatMap((f) => [...f.querySelectorAll('.plot ~ *')].filter((e) => e.checkVisibility()).map((e) => [`${Math.round(f.getBoundingClientRect().top)} ${e.matches('.point') ? 'point' : e.localName}`, Math.round(e.getBoundingClientRect().top)])));
  assert.ok(begin.every(([k, top]) => begin.every(([l, other]) => k !== l || top === other)), JSON.stringify(begin));
  assert.match(words[5], /cat 0\.5; a rather long name of a class −0\.25; <b> –/);
  assert.match(words[6], /cat, dog 3; .*dog, dog 1,000/);
  assert.equal(await p.page.$$eval('#panel-law path.series', (list) => list.length), 2 + 2, 'curves and what the legend shows of them');
  assert.equal(await p.page.$$eval('#panel-law g circle', (list) => list.length), 2);
  assert.equal(await p.page.$$eval('#panel-map canvas', (list) => list.length), 2, 'a map and its scale');
  const titles = (id) => p.page.$$eval(`#panel-${id} .title`, (list) => list.map((e) => e.textContent));
  assert.deepEqual([await titles('map'), await titles('field')], [['y', 'loss per rad'], ['y']], 'what the scale measures, where that is said');
  const two = await p.page.$$eval('#panel-two text', (list) => list.map((e) => [e.textContent, e.getBoundingClientRect().top]));
  assert.deepEqual(two.slice(0, 2).map(([name]) => name), ['in the simulation', '<b>'], 'names in the place of numbers');
  assert.ok(two[0][1] > two[1][1], 'the first one is the lowest');
  assert.match(await text(p.page, '#panel-law'), /A note\. And another\./);
  assert.equal(await text(p.page, '#verdict-text'), 'What the whole says, 5% of it.');
  // The largest value of the first curve is the highest point.
  const tall = await p.page.$eval('#panel-law path.s0', (path) => path.getBBox().height);
  const half = await p.page.$eval('#panel-law path.s1', (path) => path.getBBox().height);
  assert.ok(Math.abs(tall / half - 2) < 0.01, `${tall} and ${half}`);
  await p.page.screenshot({ path: join(artefacts, 'panels.png'), fullPage: true });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('values come out at the pointer, as tables and as CSV', async () => {
  const p = await open('all', { size: [1280, 900] });
  await there(p.page);
  const at = async (id, u, v) => {
    await p.page.locator(`#panel-${id} svg`).scrollIntoViewIfNeeded();
    const box = await p.page.locator(`#panel-${id} svg`).boundingBox();
    const area = await p.page.locator(`#panel-${id} clipPath rect`).evaluate((r) => ['x', 'y', 'width', 'height'].map((k) => r[k].baseVal.value));
    const scale = box.width / await p.page.locator(`#panel-${id} svg`).evaluate((s) => s.viewBox.baseVal.width); // a column may be no whole number of pixels wide
    await p.page.mouse.move(box.x + scale * (area[0] + 3 + u * (area[2] - 6)), box.y + scale * (area[1] + 3 + v * (area[3] - 6)));
    return text(p.page, `#panel-${id} .point`);
  };
  await p.page.locator('#panel-law').scrollIntoViewIfNeeded();
  // The axis has some room at the ends, because of the points.
  assert.match(await at('law', 0.5, 0.5), /^x 0 m: simulated 0, closed form 0$/);
  assert.match(await at('map', 0.75, 0.25), /^x 1\.5, y 1\.5: −0\.333$/);
  assert.match(await at('map', 0.75, 0.75), /^x 1\.5, y 0\.5: 1$/);
  assert.match(await at('field', 0.25, 0.5), /^x 0\.5, y 0\.5: 1 ∠ 0 rad$/);
  assert.match(await at('field', 0.75, 0.5), /^x 1\.5, y 0\.5: 0 ∠ 3\.14 rad$/);
  assert.match(await at('fall', 0.34, 0.5), /^update 2: fit 0$/);
  assert.deepEqual((await p.page.$$eval('#panel-fall text[text-anchor="end"]', (list) => list.map((e) => e.textContent))).filter((v) => /^(1|10.*|0\..*)$/.test(v)), ['10⁻⁴', '0.01', '1'], 'whole powers of ten');
  await p.page.$$eval('.shown details', (list) => list.forEach((d) => { d.open = true; }));
  await until(p.page, () => document.querySelectorAll('.shown table').length === 6);
  assert.equal(await p.page.$$eval('#panel-law tbody tr', (list) => list.length), 41 + 2);
  assert.deepEqual(await p.page.$$eval('#panel-law table th', (list) => list.map((h) => h.textContent)), ['x', 'simulated', 'closed form: sines', 'x', 'now']);
  const csv = async (id) => {
    const [file] = await Promise.all([p.page.waitForEvent('download'), p.page.click(`#panel-${id} details button`)]);
    return (await readFile(await file.path(), 'utf8')).trim().split('\n');
  };
  assert.deepEqual((await csv('grid')), [',cat,dog', 'cat,12,3', 'dog,4,1000']);
  assert.deepEqual((await csv('scores')), ['name,value', 'cat,0.5', 'a_rather_long_name_of_a_class,-0.25', '_b_,']);
  const law = await csv('law');
  assert.deepEqual([law[0], law[1], law.length], ['series,x_m,intensity', 'simulated,-0.0002,40', 1 + 2 * 41 + 2]);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

for (const [name, size, query] of [['phone', [390, 844], '&theme=light'], ['projector', [1280, 720], '&theme=dark&projector'], ['German', [1280, 720], '&theme=light&lang=de']]) {
  test(`${name}: it fits, and axe finds nothing`, async () => {
    const p = await open('all', { size, query });
    await there(p.page);
    await p.page.$$eval('.shown details', (list) => list.forEach((d) => { d.open = true; }));
    await until(p.page, () => document.querySelectorAll('.shown table').length === 6);
    assert.ok(await p.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
    const out = await p.page.$$eval('.shown svg', (list) => list.flatMap((s) => [...s.querySelectorAll('text')].filter((e) => e.getBoundingClientRect().left < s.getBoundingClientRect().left - 2 || e.getBoundingClientRect().right > s.getBoundingClientRect().right + 2).map((e) => e.textContent)));
    assert.deepEqual(out, [], 'texts that leave their drawing');
    if (name === 'German') assert.match(await text(p.page, '#panel-law summary'), /^Zahlen$/);
    await p.page.evaluate(axe);
    const found = await p.page.evaluate(() => window.axe.run('.shown', { resultTypes: ['violations'] }));
    assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('; ')}`), []);
    await p.page.screenshot({ path: join(artefacts, `panels-${name}.png`), fullPage: true });
    await p.close();
  });
}

test('a frame without panels loads nothing for them', async () => {
  const p = await open('none');
  await until(p.page, () => document.querySelectorAll('#plane-pictures canvas.map').length > 0);
  await p.page.waitForTimeout(300);
  assert.deepEqual(p.requests.filter((r) => r.includes('/site/panel/')), []);
  assert.equal(await p.page.$('.shown'), null);
  await p.close();
});

test('an answer that is none of the classes is told, not taken for two alike', async () => {
  for (const [lang, words] of [['en', /The network reads none with softmax 63%; next 0 with 25%\.$/], ['de', /Das Netz liest keine mit Softmax 63\s%; danach 0 mit 25\s%\.$/], ['zh', /网络读作“无”，softmax 为 63%；其次是“0”，25%。$/]]) {
    const p = await open('neither', { query: `&lang=${lang}` });
    assert.match(await (await until(p.page, () => /%/.test(document.getElementById('bench').getAttribute('aria-label')) && document.getElementById('bench').getAttribute('aria-label'))).jsonValue(), words);
    assert.match(await text(p.page, '#verdict-class'), /^(none|keine|无)$/);
    assert.deepEqual(p.trouble, []);
    await p.close();
  }
});
