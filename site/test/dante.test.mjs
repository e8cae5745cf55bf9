// A network of dual neurons in the page: it learns in both steps, and light reads in the end.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { artefacts, buildEngine, laid, launch, openPage, until } from './browser.mjs';

buildEngine('hybrids');
const browser = await launch();
after(() => browser.close());

const text = (page, id) => page.textContent(id);
const choose = async (page, id) => {
  await page.selectOption('#preset', id);
  await until(page, (want) => new URLSearchParams(location.hash.slice(1)).get('preset') === want && document.body.dataset.can.includes('stages'), id); // written when it is there
  await until(page, () => document.querySelectorAll('.shown figure').length > 0);
};
const trains = () => document.getElementById('train').classList.contains('running');
const ended = (page) => until(page, () => !document.getElementById('train').classList.contains('running') && document.querySelector('#panel-right svg') && /\d/.test(document.getElementById('test-result').textContent), null, 400000);
const right = (page) => page.$$eval('#panel-right svg text', (list) => list.map((e) => e.textContent));

test('both stages are trained and told, light reads as well as the convolutions, and a reload keeps it', async () => {
  const p = await openPage(browser, { size: [1280, 720] });
  const { page } = p;
  await choose(page, 'dante-small');
  await until(page, () => /^Train goes through 2 stages: artificial training and fit of the masks\.$/.test(document.getElementById('now').textContent));
  assert.deepEqual(await page.$$eval('.shown figure', (list) => list.map((f) => f.id)), ['panel-kernels-1', 'panel-kernels-2', 'panel-how']);
  await page.screenshot({ path: `${artefacts}/dante-start.png`, fullPage: true });
  const start = Date.now();
  await page.click('#train');
  await until(page, () => /^Stage 1 of 2: artificial training, epoch \d+ of \d+, \d+% done\.$/.test(document.getElementById('now').textContent));
  await until(page, () => /^Stage 2 of 2: fit of the masks, mask 1 of 2, \d+% done\.$/.test(document.getElementById('now').textContent), null, 400000);
  const between = Date.now();
  await until(page, () => document.querySelector('#panel-response') && document.querySelector('#panel-fall path.series'));
  await page.click('#train'); // pause
  await until(page, () => /^Train goes on with stage 2 of 2: fit of the masks/.test(document.getElementById('now').textContent));
  assert.equal(await text(page, '.numbers > div:nth-child(2) dt'), 'Squared error');
  assert.equal(await text(page, '#n-accuracy'), '–');
  assert.ok(await page.$eval('#progress', (e) => !e.hidden && e.value > 0.5 && e.value < 1));
  await page.screenshot({ path: `${artefacts}/dante-fit.png`, fullPage: true });
  // A reload in the middle of a fit goes on with it.
  await until(page, () => document.getElementById('kept').textContent.startsWith('Kept'));
  const middle = await text(page, '#n-step');
  await page.reload();
  await page.waitForSelector('html[data-state=ready]');
  await until(page, (n) => document.getElementById('preset').value === 'dante-small' && document.getElementById('n-step').textContent === n, middle);
  await page.click('#train');
  await ended(page);
  console.log(`first stage ${between - start} ms, all ${Date.now() - start} ms, with a reload`);
  await page.screenshot({ path: `${artefacts}/dante-done.png`, fullPage: true });
  await until(page, () => [...document.querySelectorAll('#panel-right svg text')].filter((e) => /^\d/.test(e.textContent)).length >= 2);
  const [one, two] = (await right(page)).filter((v) => /^\d/.test(v)).map(Number);
  assert.ok(one >= 80 && two >= one - 4, `artificial ${one} %, optical ${two} %`);
  await until(page, () => /^All 2 stages are done; Train would begin anew\. It reads/.test(document.getElementById('now').textContent));
  assert.match(await text(page, '#verdict-text'), /^The light reads/); // and no word of convolutions in its place
  assert.doesNotMatch(await text(page, '#verdict-text'), /Convolutions/);
  const result = /^\S+% of/.exec(await text(page, '#test-result'))[0];
  await until(page, () => document.getElementById('kept').textContent.startsWith('Kept'));
  const step = await text(page, '#n-step');
  await page.reload();
  await page.waitForSelector('html[data-state=ready]');
  await until(page, (n) => document.getElementById('n-step').textContent === n && document.querySelectorAll('#panel-fall path.series').length > 1, step);
  await until(page, (t) => document.querySelector('#test-result .big')?.textContent.startsWith(t), result);
  // Train begins anew, which may be a Pause that came too late: it can be undone.
  await page.click('#train');
  await until(page, () => document.querySelector('#notice button') && document.getElementById('n-step').textContent.length < 3);
  await page.click('#notice button:first-of-type');
  await until(page, ([n, t]) => document.getElementById('n-step').textContent === n && document.querySelector('#test-result .big')?.textContent.startsWith(t), [step, result]);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('on a phone it fits, and a picture that is drawn with a finger is read', async () => {
  const p = await openPage(browser, { size: [390, 844], hash: '#v=1&preset=dante-small&masks=none', context: { hasTouch: true, isMobile: true } });
  const { page } = p, cdp = await page.context().newCDPSession(page);
  await page.tap('#train');
  await until(page, trains);
  await ended(page);
  await page.tap('.sample >> nth=2');
  await until(page, () => /^The light reads 1 /.test(document.getElementById('verdict-text').textContent));
  await page.$eval('#pad', (e) => e.scrollIntoView({ block: 'center' }));
  await page.tap('#clear');
  const { x, y, width, height } = await page.$eval('#pad', (e) => e.getBoundingClientRect().toJSON()), scrolled = await page.evaluate(() => scrollY);
  const touch = (type, ...points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([u, v]) => ({ x: x + u * width, y: y + v * height })) });
  // A seven, in one stroke; a second finger draws nothing.
  const corners = [[0.28, 0.25], [0.7, 0.25], [0.42, 0.8]];
  await touch('touchStart', corners[0]);
  for (const [i, [u, v]] of corners.slice(1).entries()) {
    for (let k = 1; k <= 12; k++) await touch('touchMove', [corners[i][0] + (u - corners[i][0]) * k / 12, corners[i][1] + (v - corners[i][1]) * k / 12]);
  }
  await touch('touchStart', corners[2], [0.2, 0.8]);
  await touch('touchEnd');
  await until(page, () => /^The light reads 7 /.test(document.getElementById('verdict-text').textContent) && /input=draw:/.test(location.hash));
  assert.equal(await page.evaluate(() => scrollY), scrolled, 'the stroke scrolls the page');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
  await page.screenshot({ path: `${artefacts}/dante-phone.png`, fullPage: true });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('on a projector and on a phone the panels follow what starts and stops, and drawings beside each other begin at one height', async () => {
  for (const [size, query, side] of [[[1280, 720], '&projector', true], [[390, 844], '', false]]) {
    const p = await openPage(browser, { size, query, hash: '#v=1&preset=dante-small' });
    const { page } = p;
    await until(page, () => document.querySelectorAll('.shown figure svg').length > 1);
    await laid(page);
    const boxes = await page.evaluate(() => {
      const of = (e) => { const r = e.getBoundingClientRect(); return { top: r.top, bottom: r.bottom }; };
      const names = { transport: '.transport', shown: '.shown', curves: '.curves', plane: '.plane', take: '.take', preset: '.field:has(> #preset)', stage: '.stage-panel', params: '#form' };
      return { ...Object.fromEntries(Object.entries(names).map(([k, s]) => [k, of(document.querySelector(s))])), plots: [...document.querySelectorAll('.shown .plot')].slice(0, 2).map(of) };
    });
    assert.ok(boxes.shown.top > boxes.transport.bottom && boxes.shown.top - boxes.transport.bottom < 40, `${size}: panels ${boxes.shown.top - boxes.transport.bottom} px below`);
    for (const k of ['curves', 'plane', 'take', 'params']) assert.ok(boxes[k].top > boxes.shown.bottom, `${size}: ${k} above the panels`);
    if (side) assert.equal(boxes.plots[0].top, boxes.plots[1].top);
    else assert.ok(boxes.preset.bottom < boxes.stage.top, 'the preset is not at the top of a phone');
    assert.deepEqual(p.trouble, []);
    await p.close();
  }
});
