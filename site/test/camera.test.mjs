// A camera as the input, by Chromium's fake one, and what the page says when there is none.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch('--use-fake-device-for-media-stream'); });
after(() => browser?.close());

const noted = (page, words) => until(page, (v) => document.getElementById('camera-note').textContent.startsWith(v), words);
async function start(p) {
  await p.page.waitForSelector('#camera');
  await p.page.focus('#camera > summary');
  await p.page.keyboard.press('Enter');
  await p.page.focus('#camera-go');
  await p.page.keyboard.press('Enter');
}

test('shows the light what the camera sees, and keeps what is taken', async () => {
  const p = await openPage(browser, { size: [390, 844], context: { permissions: ['camera'] } });
  const { page } = p;
  const link = await page.evaluate(() => location.hash);
  await start(p);
  await noted(page, 'The light sees');
  const seen = () => page.$eval('#seen', (c) => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 0));
  const first = await seen();
  assert.equal(first.length, 28 * 28);
  assert.ok(Math.max(...first) > 200 && Math.min(...first) < 50, 'the input has no contrast');
  await until(page, (was) => { // it moves
    const c = document.getElementById('seen'), px = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
    return was.some((v, i) => v !== px[4 * i]);
  }, first);
  assert.equal(await page.evaluate(() => location.hash), link, 'the address follows each picture');
  await page.locator('#input').screenshot({ path: join(artefacts, 'camera.png') });
  assert.deepEqual(await violations(page), []);
  await page.focus('#camera-take');
  await page.keyboard.press('Enter');
  await noted(page, 'Taken');
  assert.match(await page.evaluate(() => location.hash), /input=draw:/);
  assert.ok(await page.$eval('#camera video', (v) => v.hidden && !v.srcObject), 'the camera is still on');
  const taken = await seen();
  await page.waitForTimeout(400);
  assert.deepEqual(await seen(), taken);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('says so when the camera is refused, missing, or not to be had', async () => {
  const p = await openPage(browser);
  await start(p);
  await noted(p.page, 'The browser was not allowed');
  assert.equal(await text(p.page, '#camera-go'), 'Start camera');
  assert.deepEqual(p.trouble, []);
  await p.close();
  const german = await openPage(browser, { query: '&lang=de', prepare: (page) => page.addInitScript(() => { Object.defineProperty(navigator, 'mediaDevices', { value: undefined }); }) });
  await start(german);
  await noted(german.page, 'Auf dieser Adresse gibt der Browser keine Kamera');
  await german.close();
});
