// One step of training taken apart: its numbers agree with each other, and the network stays.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';

let browser, shared = null; // shared: a page that all may use
before(async () => { buildEngine('systems'); browser = await launch(); });
after(async () => { await shared?.close(); await browser?.close(); });

const small = '#v=1&preset=d2nn-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03&p.loss=cross-entropy';

test('forward, loss, backward and update, by keys', async () => {
  const p = await openPage(browser, { hash: small, query: '&workers=1&theme=light', size: [390, 844] });
  const { page } = p;
  await page.waitForSelector('#steps');
  await page.focus('#steps > summary');
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('steps-class').value === '7'); // the label of the picture
  // What the light reads, so that its share is a number of some size.
  const read = await text(page, '#verdict-class');
  await page.selectOption('#steps-class', read);
  await page.focus('#steps-go');
  await page.keyboard.press('Enter');
  await until(page, () => /^1 of 4/.test(document.getElementById('steps-title').textContent));
  assert.equal((await page.$$('#steps-pictures canvas')).length, 4); // input, two masks, detector
  await page.keyboard.press('Enter');
  assert.match(await text(page, '#steps-title'), /^2 of 4: loss/);
  const loss = Number(/ ([\d.]+)\.$/.exec(await text(page, '#steps-said'))[1]);
  const score = Number(/([\d.]+)%/.exec(await text(page, '#steps-pictures tr.best td:nth-child(2)'))[1]) / 100;
  assert.ok(Math.abs(Math.exp(-loss) - score) < 0.0051, `loss ${loss} beside a share of ${score}`);
  await page.keyboard.press('Enter');
  assert.match(await text(page, '#steps-title'), /^3 of 4: backward/);
  assert.deepEqual(await page.$$eval('#steps-pictures figcaption', (l) => l.map((e) => e.textContent.slice(0, 6))), ['Mask 2', 'Mask 1']);
  await page.locator('section.curves').screenshot({ path: join(artefacts, 'steps-backward.png') });
  await page.keyboard.press('Enter');
  assert.match(await text(page, '#steps-title'), /^4 of 4: update/);
  const [, fell, predicted] = /falls by ([\d.]+); the slope alone says ([\d.]+)\./.exec(await text(page, '#steps-said')).map(Number);
  assert.ok(Math.abs(predicted - 0.1 * loss) < 0.01 * loss);
  assert.ok(fell / predicted > 0.7 && fell / predicted < 1.3, `fell by ${fell}, predicted ${predicted}`);
  await page.locator('section.curves').screenshot({ path: join(artefacts, 'steps-update.png') });
  assert.deepEqual(await violations(page), []);
  assert.equal(await text(page, '#n-masks'), 'new');
  await page.keyboard.press('Enter'); // put it in
  await until(page, () => document.getElementById('n-masks').textContent === 'your file');
  await page.click('#undo-masks');
  await until(page, () => document.getElementById('n-masks').textContent === 'new');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

// Of a display soft is the mixture that training sees; of multipliers the exact gradient is the slope, and a probe's is near it.
const bench = { samples: '32', 'image-size': '32', 'region-size': '4', layers: '2', distance: '0.03' };
const networks = {
  'phase masks': ['d2nn-mnist-64', bench, 1],
  'amplitude masks': ['d2nn-mnist-64', { ...bench, mask: 'amplitude' }, 1],
  'masks of two networks': ['d2nn-mnist-64', { ...bench, networks: '2' }, 1],
  'mixed states': ['codesign-mnist-64', bench, 2],
  'drives on a curve': ['codesign-mnist-64', { ...bench, method: 'ptq' }, 1],
  'logits of levels': ['codesign-mnist-64', { ...bench, method: 'gumbel' }, 8],
  multipliers: ['sa-mlp', { hidden: '16', layers: '1', gradient: 'exact' }, 1],
};
for (const [name, [preset, values, each]] of Object.entries(networks)) {
  test(`the gradient is the slope of the loss, of ${name}: a small step falls by what it says`, async () => {
    const p = shared ??= await openPage(browser, { hash: small, query: '&workers=1' });
    const r = await p.page.evaluate(async ([id, v]) => {
      const { suits, takeApart } = await import('/site/later/onestep.js');
      const { Session } = await import('/site/session.js');
      const session = new Session(1, 'cpu');
      await session.start();
      await session.open(id, v, { none: true });
      const pixels = session.test.values.slice(0, 784), got = await takeApart(session, pixels, session.test.labels[0], 0.002), fits = suits(session);
      for (const e of [session.engine, ...Object.values(session.others)]) e.stop();
      return { fits, off: Math.abs((got.before.loss - got.after.loss) / got.predicted - 1), each: got.masks.map((m) => m.each), lengths: got.masks.map((m) => m.gradient.length / (m.nx * m.ny)) };
    }, [preset, values]);
    assert.equal(r.fits, true);
    assert.ok(r.off < 0.02, `${r.off} off`);
    assert.deepEqual(r.each, [each, each]);
    assert.deepEqual(r.lengths, [each, each]);
  });
}

for (const [name, hash] of [['display', '#v=1&preset=codesign-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03'], ['multipliers', '#v=1&preset=sa-mlp&p.hidden=16&p.layers=1']]) {
  test(`a step of ${name}, and it goes into the experiment`, async () => {
    const p = await openPage(browser, { hash, query: '&workers=1&theme=dark' }), { page } = p;
    await page.waitForSelector('#steps:not([hidden]) > summary');
    await page.click('#steps > summary');
    await page.click('#steps-go');
    await until(page, () => /^1 of 4/.test(document.getElementById('steps-title').textContent));
    for (const part of ['forward', 'loss', 'backward', 'update']) {
      assert.match(await text(page, '#steps-title'), new RegExp(part));
      await page.locator('section.curves').screenshot({ path: join(artefacts, `steps-${name}-${part}.png`) });
      if (part !== 'update') await page.click('#steps-next');
    }
    const [, loss, then] = /loss goes from ([\d.]+) to ([\d.]+)/.exec(await text(page, '#steps-said')).map(Number);
    assert.ok(then < loss, await text(page, '#steps-said'));
    if (name === 'display') assert.match(await text(page, '#steps-said'), /\d+ of 2,048 pixels take another level/);
    assert.deepEqual(await violations(page), []);
    // What the light reads is then what the table says.
    const best = await page.$$eval('#steps-pictures tbody tr', (rows) => rows.map((r) => r.cells[2].textContent));
    await page.click('#steps-put');
    await until(page, () => document.getElementById('n-masks').textContent === 'your file' && document.activeElement.id === 'steps-go'); // and its light is shown
    const [label, read, verdict] = await page.evaluate(() => [document.getElementById('steps-class').selectedOptions[0].text, ...['class', 'text'].map((k) => document.getElementById(`verdict-${k}`).textContent)]);
    if (read === label) assert.ok(verdict.includes(best[Number(label)]), `${verdict}, ${best}`);
    await page.click('#undo-masks');
    await until(page, () => document.getElementById('n-masks').textContent === 'new');
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}
