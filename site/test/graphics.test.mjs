// The graphics go away, as after a sleep or another driver: the run goes on, the page says so, the simple view
// is there, and the lab comes back where it is asked for.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildEngine, launch, openPage, reaches, steps, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('lab'); browser = await launch(); });
after(() => browser?.close());

const lab = '#stage canvas:not(#bench)';
const started = (page) => until(page, () => document.getElementById('bench').hidden && !document.getElementById('turn').hidden);
// lose takes WebGL from the lab's canvas as a browser does.
const lose = (page) => page.evaluate((s) => document.querySelector(s).getContext('webgl2').getExtension('WEBGL_lose_context').loseContext(), lab);
const ink = (page, selector) => page.evaluate((s) => { // how many pixels of a 2-D canvas are not of one colour
  const c = document.querySelector(s), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let n = 0;
  for (let i = 4; i < d.length; i += 4) if (d[i] !== d[0]) n++;
  return n;
}, selector);

test('a training outlives the graphics, and the lab comes back', async () => {
  const p = await openPage(browser, { view: 'lab' });
  await started(p.page);
  const address = p.page.url();
  await p.page.click('#train');
  await reaches(p.page, 2);
  await lose(p.page);
  await until(p.page, () => /No lab view: the browser has lost the graphics/.test(document.getElementById('alert').textContent));
  await p.page.waitForSelector('#bench:not([hidden])');
  assert.equal(await p.page.locator(lab).count(), 0, 'the lost picture is still on the stage');
  assert.ok(await p.page.isChecked('input[name="view"][value="simple"]'));
  const before = await steps(p.page);
  await reaches(p.page, before + 2);
  await p.page.click('#train');
  await until(p.page, () => !document.getElementById('train').classList.contains('running'));
  assert.ok(await ink(p.page, '#bench') > 5000, 'the simple view is empty');
  assert.equal(await text(p.page, '#n-masks'), 'trained here');

  // Again, as often as it happens.
  for (const _ of [1, 2]) {
    if (await p.page.isVisible('#alert button')) await p.page.click('#alert button:has-text("Try again")');
    else await p.page.check('input[name="view"][value="lab"]'); // the pause that went well has taken the message away
    await started(p.page);
    assert.equal(await text(p.page, '#alert'), '');
    assert.equal(await p.page.locator(lab).count(), 1);
    const drawn = await p.page.locator('#stage').screenshot();
    assert.ok(drawn.length > 20000, 'the lab is empty');
    await lose(p.page);
    await p.page.waitForSelector('#alert button:has-text("Try again")');
  }
  assert.equal(new URL(p.page.url()).pathname, new URL(address).pathname);
  assert.equal(await text(p.page, '#n-masks'), 'trained here');
  assert.deepEqual(p.trouble, []);
  await p.close();
});
