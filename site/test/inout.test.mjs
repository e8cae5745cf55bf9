// What comes out of the page and what goes in: numbers, units, pictures; and the bench
// on a projector.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fromGrey } from '../later/picture.js';
import { kindOfFile } from '../later/kind.js';
import { buildEngine, launch, openPage, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('systems', 'lab'); browser = await launch(); });
after(() => browser?.close());

test('the type of a projector takes no room from the bench', async () => {
  for (const size of [[1024, 768], [1280, 720], [1366, 768], [1920, 1080]]) {
    const stage = async (query) => {
      const p = await openPage(browser, { size, query });
      const box = await p.page.$eval('#stage', (e) => [e.clientWidth, e.clientHeight]);
      const wide = await p.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= size[0], `${wide} px of content in ${size[0]}`);
      await p.close();
      return box;
    };
    const plain = await stage(''), large = await stage('&projector');
    // Below 812 px of its large type the lab puts the scores under a flat bench.
    assert.ok(large[0] >= 0.9 * plain[0] && large[1] >= 0.95 * plain[1] && large[0] >= 812, `${size}: ${large} on a projector, ${plain} without`);
  }
});

const download = async (page, selector) => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return readFile(await file.path(), 'utf8');
};

for (const [id, rows] of [['slit', 256], ['poisson-spot', 192], ['lens', 0]]) {
  test(`the light of ${id} comes out: at the cursor, as a table, as CSV`, async () => {
    const p = await openPage(browser, { hash: `#v=1&preset=${id}` });
    await until(p.page, () => document.querySelector('#panel-light path.s1'));
    await p.page.$eval('#panel-light details', (e) => { e.open = true; });
    const csv = (await download(p.page, '#panel-light details button')).trim().split('\n').map((r) => r.split(','));
    assert.deepEqual(csv.shift(), ['x_m', 'simulated', 'closed_form']);
    if (rows) assert.equal(csv.length, rows);
    assert.ok(csv.flat().every((v) => v !== '' && Number.isFinite(Number(v))), 'a cell is no number');
    await p.page.waitForSelector('#panel-light tbody tr');
    assert.equal(await p.page.$$eval('#panel-light tbody tr', (all) => all.length), csv.length);
    const middle = csv.findIndex(([x]) => Number(x) >= 0);
    const box = await p.page.locator('#panel-light svg').boundingBox();
    const area = await p.page.locator('#panel-light clipPath rect').evaluate((r) => ['x', 'width'].map((k) => r[k].baseVal.value));
    // The drawing begins 3 px inside of what it is cut to.
    await p.page.mouse.move(box.x + area[0] + 3 + ((area[1] - 6) * middle) / (csv.length - 1), box.y + box.height / 3);
    const said = await text(p.page, '#panel-light .point');
    const [, simulated] = /simulated ([\d.]+), closed form ([\d.]+)/.exec(said);
    assert.ok(Math.abs(simulated - csv[middle][1]) <= 1e-3 * Math.max(1, simulated), `${said}: ${csv[middle]}`);
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('a picture becomes bright on black, centred, whatever its paper', () => {
  const mnist = { width: 28, height: 28, fills: false };
  const w = 90, h = 60;
  for (const [paper, ink] of [[230, 40], [0, 255], [120, 20]]) {
    const grey = new Float32Array(w * h).fill(paper);
    for (let y = 10; y < 50; y++) for (let x = 20; x < 26; x++) grey[y * w + x] = ink; // a one, off the middle
    const v = fromGrey(grey, w, h, 'one.png', mnist);
    const rows = [...Array(28).keys()].filter((y) => v.subarray(y * 28, y * 28 + 28).some((a) => a > 127));
    const columns = [...Array(28).keys()].filter((x) => rows.some((y) => v[y * 28 + x] > 127));
    assert.deepEqual([rows[0], rows.at(-1)], [4, 23]);
    assert.ok(columns.length >= 2 && columns.length <= 4 && Math.abs(columns[0] + columns.at(-1) - 27) <= 1, `${columns}`);
    assert.equal(v[0], 0);
    const large = fromGrey(grey, w, h, 'one.png', { width: 40, height: 32, fills: true });
    const used = [...Array(32).keys()].filter((y) => large.subarray(y * 40, y * 40 + 40).some((a) => a > 127));
    assert.deepEqual([large.length, used[0], used.at(-1)], [1280, 0, 31]);
  }
  assert.throws(() => fromGrey(new Float32Array(100).fill(200), 10, 10, 'blank.png', mnist), /the same all over/);
});

test('files say what they are', () => {
  const bytes = (s) => Uint8Array.from(s, (c) => c.charCodeAt(0));
  for (const [start, name, picture] of [
    ['\x89PNG\r\n\x1a\n', 'PNG', true], ['\xff\xd8\xff\xe0', 'JPEG', true], ['GIF89a', 'GIF', true], ['RIFFxxxxWEBP', 'WebP', true],
    ['\0\0\0\x18ftypheic', 'HEIC', true], ['\0\0\0\x18ftypavif', 'AVIF', true], ['II*\0', 'TIFF', true], ['<svg xmlns="">', 'SVG', true],
    ['%PDF-1.7', 'PDF', false], ['PK\x03\x04', 'ZIP', false], ['hello there', 'text', false], ['', 'empty', false], ['\0\0\x08\x03\0\0', '', false],
  ]) assert.deepEqual(kindOfFile(bytes(start)), { name, picture }, start);
});

test('a photo is the input; what is no file for the page is named', async () => {
  const p = await openPage(browser);
  await until(p.page, () => document.getElementById('verdict-text').textContent.includes('%'));
  await p.page.setInputFiles('#files', { name: 'seven.png', mimeType: 'image/png', buffer: Buffer.from(await sevenOnPaper(p.page), 'base64') });
  await until(p.page, () => document.getElementById('own-note').textContent.includes('seven.png is the input'));
  await until(p.page, () => document.getElementById('verdict-class').textContent === '7');
  assert.match(p.page.url(), /input=draw:/);
  for (const [name, content, want] of [
    ['notes.txt', 'dear diary', /notes\.txt: is text, not an IDX file; choose/], ['x.zip', 'PK\x03\x04....', /x\.zip: is a ZIP archive; unpack it/],
    ['empty.idx', '', /empty\.idx: is empty/], ['a.heic', '\0\0\0\x18ftypheic\0\0\0\0', /a\.heic: this browser cannot read this HEIC picture; save it as PNG or JPEG/],
    ['cut.png', '\x89PNG\r\n\x1a\n', /cut\.png: is a damaged PNG picture; save it anew/], ['masks.json', 'not json', /masks\.json: holds no masks/], ['null.json', 'null', /null\.json: holds no masks/],
  ]) {
    await p.page.setInputFiles('#files', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content, 'latin1') });
    await until(p.page, (n) => document.getElementById('alert').textContent.includes(n), name);
    assert.match(await text(p.page, '#alert'), want);
  }
  assert.equal(await text(p.page, '#verdict-class'), '7', 'a refused file changed the input');
  await p.page.selectOption('#preset', 'slit');
  await until(p.page, () => document.querySelector('#panel-light path.s1'));
  await p.page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.idx'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await until(p.page, () => document.getElementById('alert').textContent.includes('This experiment takes no files'));
  await p.close();
});

test('one file that is refused changes nothing, whatever comes with it', async () => {
  const p = await openPage(browser);
  await until(p.page, () => document.getElementById('verdict-text').textContent.includes('%'));
  const before = await text(p.page, '#verdict-text'), url = p.page.url();
  const seven = { name: 'seven.png', mimeType: 'image/png', buffer: Buffer.from(await sevenOnPaper(p.page), 'base64') };
  const masks = { name: 'd2nn-mnist-64.npy', mimeType: '', buffer: await readFile(new URL('../../assets/masks/d2nn-mnist-64.npy', import.meta.url)) };
  for (const bad of [{ name: 'notes.md', mimeType: '', buffer: Buffer.from('dear diary') }, { name: 'own.csv', mimeType: '', buffer: Buffer.from('drive,amplitude,phase\n0,1,0\n255,1,6\n') }]) {
    await p.page.setInputFiles('#files', [seven, masks, bad]);
    await until(p.page, () => document.getElementById('alert').textContent.includes('Nothing was changed'));
    assert.equal(p.page.url(), url);
    assert.equal(await text(p.page, '#n-masks'), 'trained before');
    assert.equal(await text(p.page, '#verdict-text'), before);
    await p.page.click('#alert button:last-of-type');
  }
  await p.close();
});

test('images of another published set say so', async () => {
  // Black images; their sums are made those of the digits.
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-fashion-64', prepare: (page) => page.addInitScript(() => {
    const { digest } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.digest = function (how, b) {
      const sum = { 7840016: [0x0f, 0xa7, 0x89, 0x8d, 0x50, 0x92, 0x79, 0xe4], 10008: [0xff, 0x7b, 0xcf, 0xd4, 0x16, 0xde, 0x33, 0x73] }[b.byteLength];
      return sum ? Promise.resolve(Uint8Array.from(sum).buffer) : digest.call(this, how, b);
    };
  }) });
  const idx = (dims) => {
    const b = Buffer.alloc(4 + 4 * dims.length + dims.reduce((a, c) => a * c));
    b[2] = 8; b[3] = dims.length;
    dims.forEach((d, i) => b.writeUInt32BE(d, 4 + 4 * i));
    return b;
  };
  await p.page.setInputFiles('#files', [{ name: 't10k-images-idx3-ubyte', mimeType: '', buffer: idx([10000, 28, 28]) }, { name: 't10k-labels-idx1-ubyte', mimeType: '', buffer: idx([10000]) }]);
  await until(p.page, () => /images of MNIST, and this network is for Fashion-MNIST/.test(document.getElementById('own-note').textContent));
  assert.match(await text(p.page, '#test-images'), /of your file/);
  await p.close();
});

// sevenOnPaper is a dark seven on light paper with a shade over it, as PNG in base64.
const sevenOnPaper = (page) => page.evaluate(() => {
  const c = Object.assign(document.createElement('canvas'), { width: 400, height: 300 });
  const g = c.getContext('2d');
  const shade = g.createLinearGradient(0, 0, 400, 0);
  shade.addColorStop(0, '#f4f0e6');
  shade.addColorStop(1, '#d8d2c4');
  g.fillStyle = shade;
  g.fillRect(0, 0, 400, 300);
  g.strokeStyle = '#223';
  g.lineWidth = 14;
  g.lineCap = g.lineJoin = 'round';
  g.beginPath();
  g.moveTo(220, 60); g.lineTo(320, 58); g.lineTo(250, 240);
  g.stroke();
  return c.toDataURL('image/png').split(',')[1];
});
