// A film of a training: the files are opened again, and their pictures counted.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('lab'); browser = await launch(); });
after(() => browser?.close());

const small = '#v=1&preset=d2nn-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03&p.epochs=50';

// Records so many pictures of a training by keyboard, and gives the file and the pictures that the page counted.
async function record(p, kind, pictures) {
  const { page } = p;
  await page.waitForSelector('#film');
  await page.focus('#film > summary');
  await page.keyboard.press('Enter');
  await page.selectOption('#film-kind', kind);
  await page.focus('#film-go');
  await page.keyboard.press('Enter');
  await until(page, () => Number(document.getElementById('film-note').dataset.frames) >= 1);
  const download = page.waitForEvent('download', { timeout: 120000 }); // it comes after the training
  download.catch(() => {});
  await page.click('#train');
  await until(page, (n) => Number(document.getElementById('film-note').dataset.frames) >= n, pictures);
  await page.click('#film-go');
  const file = await download;
  await until(page, () => /^Saved/.test(document.getElementById('film-note').textContent));
  const frames = Number(await page.getAttribute('#film-note', 'data-frames'));
  assert.match(await text(page, '#film-note'), new RegExp(`^Saved d2nn-mnist-64-training\\.\\w+: ${frames} pictures`));
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()), frames };
}

// The browser's own decoder counts a GIF's pictures, and reads the first and the last one.
const decode = (page, bytes) => page.evaluate(async (base64) => {
  const decoder = new ImageDecoder({ data: Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), type: 'image/gif' });
  await decoder.tracks.ready;
  await decoder.completed;
  const { frameCount, repetitionCount } = decoder.tracks.selectedTrack;
  const pixels = async (frameIndex) => {
    const { image } = await decoder.decode({ frameIndex });
    const g = new OffscreenCanvas(image.displayWidth, image.displayHeight).getContext('2d');
    g.drawImage(image, 0, 0);
    return g.getImageData(0, 0, image.displayWidth, image.displayHeight);
  };
  const [a, b] = [await pixels(0), await pixels(frameCount - 1)];
  let changed = 0;
  for (let i = 0; i < a.data.length; i++) changed += a.data[i] !== b.data[i];
  return { frameCount, repetitionCount, width: a.width, height: a.height, colours: new Set(new Uint32Array(a.data.buffer)).size, changed };
}, bytes.toString('base64'));

test('a GIF has as many pictures as the page counted, and they move', async () => {
  const p = await openPage(browser, { hash: small, query: '&workers=1' });
  const { name, bytes, frames } = await record(p, 'gif', 4);
  assert.equal(name, 'd2nn-mnist-64-training.gif');
  assert.ok(frames >= 4);
  await writeFile(join(artefacts, name), bytes);
  const seen = await decode(p.page, bytes);
  assert.equal(seen.frameCount, frames);
  assert.equal(seen.repetitionCount, Infinity);
  assert.equal(seen.width, 560);
  assert.ok(seen.colours > 50, `${seen.colours} colours`);
  assert.ok(seen.changed > 1000, 'the pictures are alike');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a film is of the lab while that is on the stage', async () => {
  const p = await openPage(browser, { hash: small, query: '&workers=1', view: 'lab' });
  await until(p.page, () => document.getElementById('bench').hidden && !document.getElementById('turn').hidden);
  const shape = await p.page.$eval('#stage canvas:not(#bench)', (e) => e.clientHeight / e.clientWidth);
  const { bytes, frames } = await record(p, 'gif', 3);
  await writeFile(join(artefacts, 'lab-training.gif'), bytes);
  const seen = await decode(p.page, bytes);
  assert.equal(seen.frameCount, frames);
  // The simple view is drawn in another shape. Below is the line of words, of 38 pixels.
  assert.ok(Math.abs((seen.height - 38) / seen.width - shape) < 0.01, `${seen.width} x ${seen.height}, the lab is ${shape} times as tall as wide`);
  assert.ok(seen.colours > 100, `${seen.colours} colours`);
  assert.ok(seen.changed > 1000, 'the pictures are alike');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a video plays, and has no more pictures than the page counted', async () => {
  const p = await openPage(browser, { hash: small, query: '&workers=1' });
  const { name, bytes, frames } = await record(p, 'video', 6);
  assert.equal(name, 'd2nn-mnist-64-training.webm');
  const blocks = simpleBlocks(bytes);
  assert.ok(blocks >= 3, `${blocks} pictures in the file, ${frames} counted`);
  // The page may show no video; an empty one can.
  const blank = await browser.newPage();
  const seen = await blank.evaluate(async (base64) => {
    const v = Object.assign(document.createElement('video'), { muted: true, src: URL.createObjectURL(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'video/webm' })) });
    await new Promise((done, fail) => { v.onended = done; v.onerror = () => fail(new Error(v.error.message)); v.play(); });
    return { width: v.videoWidth, height: v.videoHeight, shown: v.getVideoPlaybackQuality().totalVideoFrames };
  }, bytes.toString('base64'));
  await blank.close();
  assert.equal(seen.width, 960);
  assert.ok(seen.shown >= 3 && seen.shown <= blocks, `${seen.shown} of ${blocks} pictures`);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

// simpleBlocks counts the pictures of a WebM: its elements of ID A3 or A0, inside segments and clusters.
function simpleBlocks(b) {
  const within = new Set([0x18538067, 0x1f43b675]);
  const number = (at, id) => {
    const n = Math.clz32(b[at]) - 23;
    let v = id ? b[at] : b[at] & (0xff >> n), ones = v === 0xff >> n;
    for (let i = 1; i < n; i++) { v = v * 256 + b[at + i]; ones &&= b[at + i] === 255; }
    return { n, v: ones && !id ? Infinity : v };
  };
  let count = 0;
  for (let at = 0; at < b.length;) {
    const id = number(at, true), size = number(at + id.n, false);
    at += id.n + size.n;
    if (id.v === 0xa3 || id.v === 0xa0) count++;
    if (!within.has(id.v)) at += size.v;
  }
  return count;
}
