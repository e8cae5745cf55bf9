// One update of systems that the engine takes apart itself: its pieces follow each other, its numbers agree, and
// the experiment stays as it is.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, holds, launch, openPage, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('systems', 'hybrids', 'benches'); browser = await launch(); });
after(() => browser?.close());

const kinds = {
  'by scattered light': { hash: '#v=1&preset=dfa-mnist&p.hidden=64', parts: [/forward/, /output error/, /feedback/, /change of the weights/],
    panels: [['Layer 1', 'Layer 2', 'Answer'], ['Error'], ['Speckle', 'Sent to layer 1', 'Backpropagation to layer 1', 'Sent to layer 2', 'Backpropagation to layer 2'], ['Change of the weights 1', 'Change of the weights 2', 'Change of the last weights']] },
  'on the bench': { hash: '#v=1&preset=ffm-small', parts: [/data pass/, /error pass/, /product of fields/, /change of the masks/],
    panels: [['Light behind mask 1', 'Light behind mask 2', 'Share of the regions'], ['Error behind mask 2', 'Error that mask 2 gets', 'Error behind mask 1', 'Error that mask 1 gets'], ['Slope of mask 1', 'Slope of mask 2'], ['Mask 1 then', 'Mask 2 then']] },
  'of dual neurons': { hash: '#v=1&preset=dante-small', parts: [/forward/, /loss/, /global step: the kernels/, /local step: the difference/, /local step: the mask/],
    panels: [/^Channels of layer 1/, ['Answer'], /^Kernels of layer 1,Change of the kernels of layer 1/, ['Artificial kernels', 'Impulse response of the mask'], /^Change of the mask,Mask .* then$/] },
  'of pump and probe': { hash: '#v=1&preset=sa-2d-rings', parts: [/forward by the pump/, /loss/, /backward by the probe/, /change of the weights/],
    panels: [/^Layer 1/, ['Answer'], /Error at layer 1$/, /^Change of the weights 1,.*Answer by place$/] },
};
for (const [name, { hash, parts, panels }] of Object.entries(kinds)) {
  test(`an update ${name}, taken apart by keys`, async () => {
    const p = await openPage(browser, { hash, query: '&workers=1&theme=light', size: [1280, 800] }), { page } = p;
    await page.waitForSelector('#steps:not([hidden]) > summary');
    const frames = () => page.evaluate(() => document.getElementById('verdict-text').textContent);
    const before = await frames();
    await page.focus('#steps > summary');
    await page.keyboard.press('Enter');
    await page.focus('#steps-go');
    await page.keyboard.press('Enter');
    await until(page, () => /^1 of /.test(document.getElementById('steps-title').textContent));
    let goes = 0; // how often a loss or an error is told to go down
    for (const [i, part] of parts.entries()) {
      assert.match(await text(page, '#steps-title'), new RegExp(`^${i + 1} of ${parts.length}: ${part.source}$`));
      const titles = await page.$$eval('#steps-pictures figure h2', (l) => l.map((e) => e.textContent));
      if (panels[i] instanceof RegExp) assert.match(String(titles), panels[i]);
      else assert.deepEqual(titles, panels[i]);
      assert.equal((await page.$$('#steps-pictures .plot svg')).length, titles.length, 'each is drawn');
      const said = await text(page, '#steps-said'), went = /(?:loss|error) goes from ([\d.]+) to ([\d.]+)[.;]/i.exec(said);
      if (went) {
        assert.ok(Number(went[2]) < Number(went[1]), said);
        goes += 1;
      }
      await page.locator('section.curves').screenshot({ path: join(artefacts, `apart-${hash.split('=')[2].split('&')[0]}-${i + 1}.png`) });
      assert.deepEqual(await violations(page), []);
      if (i < parts.length - 1) await page.keyboard.press('Enter');
    }
    assert.equal(goes, name === 'of dual neurons' ? 2 : 1);
    assert.equal(await page.isVisible('#steps-put'), false);
    assert.equal(await page.isVisible('#steps-next'), false);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'steps-back');
    assert.equal(await frames(), before, 'what the light reads is as before');
    // Another input begins anew.
    await page.click('#step');
    await until(page, () => document.getElementById('steps-title').hidden);
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('what somebody quick takes apart is for the class of the picture, and stays when the picture is drawn again', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=dfa-mnist&p.hidden=64', query: '&workers=1' }), { page } = p;
  await page.waitForSelector('#steps:not([hidden]) > summary');
  // Another class than the first of the list of classes, which is chosen before the picture's is known.
  const [at, name] = await page.$$eval('.sample', (all) => all.map((e, i) => [i, e.getAttribute('aria-label').split(',')[0]]).find(([, n]) => n !== '0' && n !== all[0].getAttribute('aria-label').split(',')[0]));
  await page.click(`.sample >> nth=${at}`);
  await until(page, (i) => document.querySelectorAll('.sample')[i].getAttribute('aria-selected') === 'true', at);
  await page.evaluate(() => { document.getElementById('steps-open').click(); document.getElementById('steps-go').click(); });
  await until(page, () => /^1 of /.test(document.getElementById('steps-title').textContent));
  assert.equal(await page.$eval('#steps-class', (e) => e.selectedOptions[0].text), name);
  await page.click(`.sample >> nth=${at}`);
  await holds(page, () => /^1 of /.test(document.getElementById('steps-title').textContent));
  await page.click('.sample >> nth=0');
  await until(page, () => document.getElementById('steps-title').hidden);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('what an update says is in German and in Chinese', async () => {
  for (const [lang, foreign] of [['de', /\b(the|of|goes|with)\b/], ['zh', /[a-z]{4}/]]) {
    for (const { hash, parts } of Object.values(kinds)) {
      const p = await openPage(browser, { hash, query: `&workers=1&lang=${lang}` }), { page } = p;
      await page.waitForSelector('#steps:not([hidden]) > summary');
      await page.click('#steps > summary');
      await page.click('#steps-go');
      await until(page, () => !document.getElementById('steps-title').hidden);
      for (const i of parts.keys()) {
        for (const e of ['#steps-title', '#steps-said', '#steps-pictures figure h2', '#steps-pictures figure > .note:not(.point)']) {
          for (const said of await page.$$eval(e, (l) => l.map((n) => n.textContent))) assert.doesNotMatch(said.replace(/softmax|MNIST|Speckle/g, ''), foreign);
        }
        if (i < parts.length - 1) await page.click('#steps-next');
      }
      assert.deepEqual(p.trouble, []);
      await p.close();
    }
  }
});
