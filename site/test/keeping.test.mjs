// What took time is not lost: by a reload, by Back, by closing the tab, by Reset.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { alive, buildEngine, keeps, launch, openPage, reaches, steps, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('systems', 'benches'); browser = await launch(); });
after(() => browser?.close());

const ready = (page) => page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
const trained = (page) => until(page, () => document.getElementById('n-masks').textContent === 'trained here');
const kept = (page) => until(page, () => document.getElementById('kept').textContent === 'Kept on this computer.');
const value = (page, id) => page.$eval(`#${id}`, (e) => e.value);
/** The questions that the browser asks, each answered with stay or go. */
const questions = (page) => {
  const asked = [];
  page.on('dialog', (d) => { asked.push(d.type()); d.accept(); });
  return asked;
};
const fresh = '#v=1&preset=d2nn-mnist-64&masks=none';

test('a reload in the middle of a training brings the run back, and asks nothing', async () => {
  const p = await openPage(browser, { hash: fresh });
  const asked = questions(p.page);
  await p.page.click('#train');
  await reaches(p.page, 12);
  // What is kept follows the run: what is lost is at most what a few seconds make.
  const least = await steps(p.page) + 1;
  await keeps(p.page, `(key, head) => key.startsWith('head ') && head.step >= ${least}`);
  const before = await steps(p.page);
  await p.page.reload();
  await ready(p.page);
  await trained(p.page);
  await reaches(p.page, 1);
  const back = await steps(p.page);
  assert.ok(back >= least && back <= before + 50, `step ${least} was kept, ${before} made, ${back} after`);
  assert.match(await text(p.page, '#notice'), /The run is back .* at step/);
  await p.page.waitForSelector('#curve svg .mean.loss', { state: 'attached' });
  await p.page.waitForSelector('#save-csv:enabled');
  const loss = await text(p.page, '#n-loss');
  await p.page.click('#step');
  await reaches(p.page, back + 1);
  assert.ok(Number(await text(p.page, '#n-loss')) < 3 * Number(loss), 'the run does not go on where it was');
  assert.deepEqual(asked, []);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a reload in the midst of learning on a bench brings the bench back too, and the word of it goes once it is old', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=ffm-small&p.trained-in-model=0&p.bench=mild&masks=none' });
  await p.page.click('#train');
  await reaches(p.page, 5);
  await keeps(p.page, `(key, head) => key.startsWith('head ') && head.step >= 5`);
  await p.page.reload();
  await ready(p.page);
  await until(p.page, () => /The run is back .* at step/.test(document.getElementById('notice').textContent));
  assert.match(await p.page.evaluate(() => location.hash), /preset=ffm-small/);
  const back = await steps(p.page);
  assert.ok(back >= 5, `step ${back} after the reload`);
  await p.page.click('#step');
  await reaches(p.page, back + 1);
  await until(p.page, () => document.getElementById('notice').textContent === '');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a reload right after the bench was knocked brings back the run, and knocks the bench', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=ffm-small&p.trained-in-model=0&p.bench=mild&masks=none' }), { page } = p;
  for (const n of [1, 2, 3]) {
    await page.click('#step');
    await reaches(page, n);
  }
  await keeps(page, `(key, head) => key.startsWith('head ') && head.step === 3`);
  await page.$eval('#p-knock', (e) => { e.closest('details').open = true; });
  await page.evaluate(() => { // nothing more is kept
    IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await page.fill('#p-knock', '6');
  await page.press('#p-knock', 'Enter');
  await until(page, () => /p\.knock=6/.test(location.hash));
  page.on('dialog', (d) => d.accept());
  await page.reload();
  await ready(page);
  await until(page, () => /The run is back .* at step 3/.test(document.getElementById('notice').textContent));
  assert.equal(await steps(page), 3);
  assert.equal(await value(page, 'p-knock'), '6 px');
  await page.click('#step');
  await reaches(page, 4);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a run that cannot go on is not dropped without a word', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-fashion-64&masks=none' });
  await p.page.click('#step');
  await kept(p.page);
  await keeps(p.page, `(key, head) => key.startsWith('head ') && head.step >= 1`);
  await p.page.evaluate(() => new Promise((done) => {
    const r = indexedDB.open('talbot');
    r.onsuccess = () => {
      const tx = r.result.transaction('states', 'readwrite'), states = tx.objectStore('states');
      states.openCursor().onsuccess = ({ target: { result: at } }) => {
        if (!at) return;
        if (at.value.run) at.update({ ...at.value, run: at.value.run.slice(4) }); // as another version may have kept it
        at.continue();
      };
      tx.oncomplete = done;
    };
  }));
  await p.page.reload();
  await ready(p.page);
  await until(p.page, () => /The run of before cannot go on: this state has \d+ bytes.* begins anew/.test(document.getElementById('alert').textContent));
  await until(p.page, () => /preset=d2nn-fashion-64/.test(location.hash));
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('Back goes to the preset before and to what was done there, and Forward comes again', async () => {
  const p = await openPage(browser, { hash: fresh });
  await p.page.click('#step');
  await reaches(p.page, 1);
  await p.page.click('#step');
  await reaches(p.page, 2);
  const loss = await text(p.page, '#n-loss');
  await p.page.selectOption('#preset', 'slit');
  await until(p.page, () => location.hash.includes('preset=slit') && document.querySelector('#panel-light path.s1'));
  await p.page.selectOption('#preset', 'd2nn-fashion-64');
  await until(p.page, () => location.hash.includes('preset=d2nn-fashion-64') && document.getElementById('n-masks').textContent === 'trained before');
  await p.page.goBack();
  await until(p.page, () => document.getElementById('preset').value === 'slit' && document.body.dataset.can === '');
  await p.page.goBack();
  await until(p.page, () => document.getElementById('preset').value === 'd2nn-mnist-64');
  await reaches(p.page, 2);
  assert.equal(await text(p.page, '#n-loss'), loss);
  assert.equal(await text(p.page, '#n-masks'), 'trained here');
  // A reload here keeps the run, and the way forward.
  await kept(p.page);
  await p.page.reload();
  await ready(p.page);
  await reaches(p.page, 2);
  await p.page.goForward();
  await until(p.page, () => document.getElementById('preset').value === 'slit');
  await p.page.goForward();
  await until(p.page, () => document.getElementById('preset').value === 'd2nn-fashion-64');
  // Undo takes the last Forward back, and is a step of its own.
  await p.page.click('#undo');
  await until(p.page, () => document.getElementById('preset').value === 'slit');
  await p.page.goBack();
  await until(p.page, () => document.getElementById('preset').value === 'd2nn-fashion-64');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a link in the same tab starts an entry of its own', async () => {
  const p = await openPage(browser, { hash: fresh });
  await p.page.click('#step');
  await reaches(p.page, 1);
  await p.page.evaluate(() => { location.hash = '#v=1&preset=d2nn-fashion-64'; });
  await until(p.page, () => document.getElementById('preset').value === 'd2nn-fashion-64' && document.getElementById('n-masks').textContent === 'trained before');
  await p.page.goBack();
  await until(p.page, () => document.getElementById('preset').value === 'd2nn-mnist-64');
  await trained(p.page);
  await reaches(p.page, 1);
  await p.close();
});

test('a link is opened though the page writes its own address before it hears of it', async () => {
  const p = await openPage(browser, { hash: fresh });
  await p.page.click('#lessons');
  await until(p.page, () => document.querySelector('.lesson .cards'));
  await p.page.evaluate(() => { // closing the list writes the address at once
    location.hash = '#v=1&preset=d2nn-fashion-64';
    document.querySelector('.lesson .panel-head button').click();
  });
  await until(p.page, () => document.getElementById('preset').value === 'd2nn-fashion-64' && document.getElementById('n-masks').textContent === 'trained before');
  await until(p.page, () => location.hash.includes('preset=d2nn-fashion-64'));
  await p.page.evaluate(() => { location.hash = '#bench'; }); // a place on the page
  await until(p.page, () => location.hash.includes('preset=d2nn-fashion-64') && history.state?.talbot);
  await p.page.goBack();
  await p.page.goBack();
  await until(p.page, () => document.getElementById('preset').value === 'd2nn-mnist-64');
  await p.close();
});

test('where nothing can be kept the page says so, and the browser asks before a run is lost', async () => {
  const p = await openPage(browser, { hash: fresh, prepare: (page) => page.addInitScript(() => {
    IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };
  }) });
  const asked = questions(p.page);
  await p.page.click('#clear'); // a page that was not touched may not ask
  await p.page.reload();
  await ready(p.page);
  assert.deepEqual(asked, [], 'asked though nothing would be lost');
  await p.page.click('#step');
  await trained(p.page);
  await until(p.page, () => /keeps nothing/.test(document.getElementById('kept').textContent));
  // Back within the page works all the same, from memory.
  await p.page.selectOption('#preset', 'slit');
  await until(p.page, () => document.querySelector('#panel-light path.s1'));
  await p.page.goBack();
  await trained(p.page);
  await reaches(p.page, 1);
  await p.page.reload();
  assert.deepEqual(asked, ['beforeunload']);
  await p.close();
});

test('a tab that was closed leaves its run to the next one, a tab that lives does not', async () => {
  const p = await openPage(browser, { hash: fresh });
  await p.page.click('#step');
  await trained(p.page);
  await kept(p.page);
  const context = p.page.context();
  const second = await context.newPage();
  await second.goto(p.url.split('#')[0]);
  await ready(second);
  await second.waitForTimeout(1500);
  assert.equal(await text(second, '#notice'), '', 'offers what another tab is at');
  await p.page.close();
  await alive(second, 1);
  await second.reload();
  await ready(second);
  await until(second, () => document.getElementById('notice').textContent.includes('step 1'));
  await second.click('#notice button:first-of-type');
  await trained(second);
  await reaches(second, 1);
  await kept(second);
  await second.goBack();
  await until(second, () => document.getElementById('n-masks').textContent === 'trained before');
  await context.close();
});

test('Reset can be undone, run and curve', async () => {
  const p = await openPage(browser, { hash: fresh });
  for (const n of [1, 2, 3]) {
    await p.page.click('#step');
    await reaches(p.page, n);
  }
  const loss = await text(p.page, '#n-loss');
  await p.page.click('#reset');
  await until(p.page, () => document.getElementById('n-step').textContent === '0');
  await until(p.page, () => document.getElementById('notice').textContent.includes('3 steps'));
  await p.page.click('#notice button:first-of-type');
  await reaches(p.page, 3);
  assert.equal(await text(p.page, '#n-loss'), loss);
  assert.equal(await text(p.page, '#n-masks'), 'trained here');
  await p.close();
});

test('the offer to undo Reset goes when something else has changed', async () => {
  const p = await openPage(browser, { hash: fresh });
  await p.page.click('#step');
  await reaches(p.page, 1);
  await p.page.click('#reset');
  await until(p.page, () => document.getElementById('notice').textContent.includes('1 steps'));
  await p.page.selectOption('#preset', 'd2nn-fashion-64');
  await until(p.page, () => location.hash.includes('preset=d2nn-fashion-64'));
  assert.equal(await text(p.page, '#notice'), '');
  await p.close();
});

test('a store that never answers holds nothing up, and one that is emptied is filled again', async () => {
  const p = await openPage(browser, { hash: fresh, prepare: (page) => page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...a) { return sessionStorage.answers ? open.apply(this, a) : {}; };
  }) });
  await p.page.click('#step');
  await trained(p.page);
  await until(p.page, () => /keeps nothing/.test(document.getElementById('kept').textContent));
  await p.page.evaluate(() => { sessionStorage.answers = 'yes'; });
  await kept(p.page);
  const cdp = await p.page.context().newCDPSession(p.page);
  await cdp.send('Storage.clearDataForOrigin', { origin: new URL(p.url).origin, storageTypes: 'indexeddb' });
  for (const n of [2, 3]) {
    await p.page.click('#step');
    await reaches(p.page, n);
    await kept(p.page);
  }
  await keeps(p.page, "(key, head) => key.startsWith('head ') && head.step === 3");
  await p.page.reload();
  await ready(p.page);
  await reaches(p.page, 3);
  await p.close();
});

test('the drawing stays when the page is loaded again and when the preset changes', async () => {
  const p = await openPage(browser);
  const box = await p.page.locator('#pad').boundingBox();
  await p.page.mouse.move(box.x + 0.54 * box.width, box.y + 0.15 * box.height);
  await p.page.mouse.down();
  await p.page.mouse.move(box.x + 0.46 * box.width, box.y + 0.85 * box.height, { steps: 6 });
  await p.page.mouse.up();
  await until(p.page, () => document.getElementById('verdict-class').textContent === '1');
  const seen = () => p.page.$eval('#seen', (c) => c.toDataURL());
  const drawn = await seen();
  await keeps(p.page, "(key, state) => key.startsWith('state ') && state.sample === null && state.drawing.length === 1 && state.input");
  await p.page.reload();
  await ready(p.page);
  await until(p.page, () => document.getElementById('verdict-class').textContent === '1');
  assert.equal(await seen(), drawn);
  await p.page.selectOption('#preset', 'd2nn-fashion-64');
  await until(p.page, () => location.hash.includes('preset=d2nn-fashion-64') && location.hash.includes('input=draw:'));
  assert.equal(await seen(), drawn);
  assert.equal(await value(p.page, 'preset'), 'd2nn-fashion-64');
  await p.close();
});

test('data of the user comes back after a reload', async () => {
  const p = await openPage(browser);
  const idx = (dims, f) => {
    const head = Buffer.alloc(4 + 4 * dims.length);
    head[2] = 8; head[3] = dims.length;
    dims.forEach((d, i) => head.writeUInt32BE(d, 4 + 4 * i));
    return Buffer.concat([head, Buffer.from(Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => f(i)))]);
  };
  await p.page.setInputFiles('#files', [
    { name: 'mine-test-images', mimeType: '', buffer: idx([3, 28, 28], (i) => i % 251) }, { name: 'mine-test-labels', mimeType: '', buffer: idx([3], (i) => i) },
  ]);
  await until(p.page, () => document.querySelectorAll('.sample').length === 3);
  await keeps(p.page, "(key, state) => key.startsWith('state ') && state.own['mnist/test']");
  await p.page.reload();
  await ready(p.page);
  await until(p.page, () => document.querySelectorAll('.sample').length === 3);
  assert.deepEqual(p.trouble, []);
  await p.close();
});
