// A slow network, and one that breaks off while the page loads: what comes is used, the page says what it
// waits for or what did not come, and nothing is broken in the end.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildEngine, launch, openPage, reaches, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

// network makes that of a page slow, or none; it returns what does so again.
const network = async (page) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  return (bytes, offline = false) => cdp.send('Network.emulateNetworkConditions', { offline, latency: bytes > 0 ? 100 : 0, downloadThroughput: bytes, uploadThroughput: bytes });
};
const status = (page, pattern) => until(page, (p) => new RegExp(p).test(document.getElementById('status').textContent), pattern);
const alerted = (page, words) => until(page, (w) => document.getElementById('alert').textContent.includes(w), words);
const idle = (page) => until(page, () => /The light reads/.test(document.getElementById('verdict-text').textContent) && document.getElementById('status').textContent === 'Ready');

test('on a slow network the page says what it waits for, takes what is done meanwhile, and is live in the end', async () => {
  const p = await openPage(browser, { wait: 'first', prepare: async (page) => (await network(page))(100e3) });
  // The picture is there, and what is loading is said with its size and its time.
  await status(p.page, '^Loading the engine, 1 MB, for \\d+ s');
  assert.match(await text(p.page, '#verdict-text'), /The engine is loading. This picture was computed before/);
  assert.ok(await p.page.isDisabled('#train'));
  // A drawing of now is what the light gets then, and a preset chosen now is what opens.
  await p.page.focus('#pad');
  for (const key of ['ArrowDown', 'ArrowDown', 'Space', ...Array(9).fill('ArrowDown'), 'Space']) await p.page.keyboard.press(key);
  await p.page.waitForSelector('html[data-state=ready]');
  await idle(p.page);
  assert.equal(await p.page.locator('#samples [aria-selected=true]').count(), 0, 'the drawing has made room for a test image');
  await p.page.click('#train');
  await reaches(p.page, 2);
  await p.page.click('#train');
  assert.equal(await text(p.page, '#alert'), '');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('where the network breaks off, the page says so and goes on when it is back', async () => {
  const broken = (t) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch/.test(t);
  for (const [file, words] of [['site/worker.wasm', 'The engine did not load'], ['test-images-idx3-ubyte.gz', 'no connection'], ['masks/d2nn-mnist-64.npy', '']]) {
    let set;
    const p = await openPage(browser, { wait: 'first', prepare: async (page) => {
      set = await network(page);
      await page.route(`**/*${file}*`, async (route) => {
        if (words) await set(-1, true);
        await route.abort('internetdisconnected');
      }, { times: 1 });
    } });
    if (words) {
      await alerted(p.page, words);
      assert.ok(await p.page.isVisible('#bench'));
      await set(-1);
      await p.page.click('#alert button:has-text("Try again")');
    } else {
      await p.page.waitForSelector('html[data-state=ready]');
      assert.match(await text(p.page, '#now'), /New masks know nothing yet/);
      await p.page.click('#shipped');
    }
    await idle(p.page);
    await until(p.page, () => document.getElementById('n-masks').textContent === 'trained before' && document.querySelectorAll('#samples [role=option]').length > 5);
    assert.equal(await text(p.page, '#alert'), '', file);
    assert.deepEqual(p.trouble.filter(broken), [], file);
    await p.close();
  }
});
