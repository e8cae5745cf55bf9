// Parts made on the page are those of the command, byte by byte, and come back as masks.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readNPY } from '../later/npy.js';
import { unzip } from '../later/unzip.js';
import { artefacts, buildEngine, launch, openPage, text, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
const talbot = join(root, 'dist/talbot');
before(async () => {
  buildEngine('part');
  if (!process.env.TALBOT_PREBUILT || !existsSync(talbot)) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' });
  browser = await launch();
});
after(() => browser?.close());

const said = (page, words) => until(page, (w) => new RegExp(w).test(document.getElementById('part-note').textContent), words, 120000);

/** The files of a part from the page, by name. */
async function part(page, form, fields = {}) {
  await page.selectOption('#part-form', form);
  for (const [id, value] of Object.entries(fields)) {
    if (typeof value === 'boolean') await page.setChecked(`#part-${id}`, value);
    else await page.fill(`#part-${id}`, value);
  }
  const [f] = await Promise.all([page.waitForEvent('download', { timeout: 120000 }), page.click('#part-make')]);
  assert.equal(f.suggestedFilename(), `d2nn-mnist-64-${form}.zip`);
  return new Map((await unzip(new Uint8Array(await readFile(await f.path())), 'part')).map((x) => [x.name, x.bytes]));
}

/** The same from the command. */
function native(form, ...flags) {
  const dir = mkdtempSync(join(tmpdir(), 'talbot-'));
  execFileSync(talbot, ['export', 'd2nn-mnist-64', '--as', form, '--index', '1.46', '--levels', '4', '--out', dir, '--data', 'built-in', ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
  return (name) => new Uint8Array(readFileSync(join(dir, name)));
}

test('GDSII and STL of the page are those of the command, and come back', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64' });
  await p.page.click('#save-part');
  await p.page.click('#part-make');
  await said(p.page, 'refractive index of the material is missing');
  await p.page.fill('#part-index', '1');
  await p.page.click('#part-make');
  await said(p.page, 'material and surroundings have the same');
  let sheet, gds;
  for (const [form, file, fields, ...flags] of [
    ['gdsii', 'mask-3.gds', { index: '1.46', levels: '4', away: true, blur: '36 um' }, '--faces-detector', '--blur', '36um'], ['stl', 'mask-5.stl', { away: false, blur: '', base: '0.5 mm' }, '--base', '0.5mm']]) {
    const files = await part(p.page, form, fields), want = native(form, ...flags);
    assert.equal(files.size, 7, form);
    for (const [name, bytes] of files) if (/mask/.test(name)) assert.ok(Buffer.from(bytes).equals(Buffer.from(want(name))), `${form}: ${name} differs`);
    assert.ok(files.has(file));
    // Exp and sine differ in the last bits from one machine to the other.
    const json = (b) => JSON.parse(new TextDecoder().decode(b), (_, v) => (typeof v === 'number' ? Number(v.toPrecision(9)) : v)), same = ({ talbot: _, masks: __, accuracy: ___, notes: ____, ...rest }) => rest;
    const mine = json(files.get('part.json')), its = json(want('part.json'));
    assert.deepEqual(same(mine), same(its), form);
    assert.match(new TextDecoder().decode(files.get('part.html')), /Maximum relief.*levels/s);
    // The page has fewer test images than the command.
    assert.ok(mine.accuracy.pictures >= 300 && mine.accuracy.as_trained > 0.95 && mine.accuracy.with_rounded_heights < mine.accuracy.as_trained - 0.05, JSON.stringify(mine.accuracy));
    assert.equal(mine.accuracy.with_rounded_and_blurred_heights === undefined, form === 'stl');
    await said(p.page, 'test images');
    if (form === 'gdsii') [sheet, gds] = [files.get('part.json'), files];
  }
  await p.page.screenshot({ path: join(artefacts, 'part.png') });
  await p.page.click('#part-close');

  const drop = (list) => p.page.setInputFiles('#files', list.map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })));
  await drop([['part.json', sheet]]);
  await until(p.page, () => document.getElementById('alert').textContent.includes('mask-1.gds is missing'));
  await p.page.click('#alert button:last-of-type');
  await drop([...gds].filter(([name]) => !/html/.test(name)));
  await until(p.page, () => document.getElementById('own-note').textContent.includes('Masks from part.json'));
  assert.equal(await text(p.page, '#n-masks'), 'your file');
  const [f] = await Promise.all([p.page.waitForEvent('download'), p.page.click('#save-npz')]);
  const [{ bytes }] = await unzip(new Uint8Array(await readFile(await f.path())), 'npz');
  const quarters = new Set(Array.from(readNPY(bytes).values, (v) => (v / (Math.PI / 2)).toFixed(3)));
  assert.deepEqual([...quarters].sort(), ['0.000', '1.000', '2.000', '3.000']);
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('the dialog in German, on a phone', async () => {
  const p = await openPage(browser, { query: '&lang=de', size: [390, 844], hash: '#v=1&preset=d2nn-mnist-64' });
  await p.page.click('#save-part');
  await p.page.fill('#part-index', '1,46');
  await p.page.fill('#part-levels', '1');
  await p.page.click('#part-make');
  await said(p.page, 'Höhen liegen außerhalb');
  await p.page.screenshot({ path: join(artefacts, 'part-de.png') });
  assert.equal(await p.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  assert.deepEqual(p.trouble, []);
  await p.close();
});
