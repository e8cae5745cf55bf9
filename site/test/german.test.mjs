// What the engine says in English is in German on the German page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import de from '../i18n/de-engine.js';
import { buildEngine, launch, openPage, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

// Words that no German sentence has.
const english = /\b(the|of|and|is|are|with|from|to|by|for|each|what|how|which|than|a|such|want|there)\b/i;
const german = (text, what) => {
  assert.ok(text.trim() !== '', `${what} is empty`);
  assert.doesNotMatch(text, english, what);
};
const docs = (page) => page.$$eval('#form .doc', (all) => all.map((e) => e.textContent));
const set = async (page, name, value) => {
  await page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
  await page.fill(`#p-${name}`, value);
  await page.press(`#p-${name}`, 'Enter');
};
// said is the text of an element once it has these words, read at that moment: what was refused before is entered again
// after each change, which makes the network anew.
const said = async (page, id, words) => (await until(page, ([i, w]) => { const text = document.getElementById(i).textContent; return text.includes(w) && text; }, [id, words])).jsonValue();
// A change enters what was refused before again, so that an old answer may stand there for a moment.
const wrong = async (page, name, value, want) => {
  await set(page, name, value);
  const there = await until(page, ([id, words]) => { const { textContent } = document.getElementById(id); return new RegExp(words).test(textContent) && textContent; }, [`p-${name}-wrong`, want])
    .catch(async (error) => { throw new Error(`${name} = ${value}: "${await page.textContent(`#p-${name}-wrong`)}", not "${want}"`, { cause: error }); });
  return there.jsonValue();
};
const exactly = (text) => `^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;

test('presets, parameters and their errors', async () => {
  const p = await openPage(browser, { query: '&lang=de' });
  for (const id of await p.page.$$eval('#preset option', (all) => all.map((o) => o.value))) {
    assert.ok(de[`preset.${id}`] && de[`preset.${id}.doc`], `preset ${id} has no German words`);
  }
  const all = await docs(p.page);
  assert.ok(all.length > 40);
  for (const text of all) german(text, text);
  assert.deepEqual(await p.page.$$eval('#p-schedule option', (list) => list.map((o) => [o.value, o.textContent])), [['constant', 'konstant (constant)'], ['step', 'Stufen (step)'], ['cosine', 'Kosinus (cosine)']]);
  assert.deepEqual(await p.page.$$eval('#p-optimiser option', (list) => list.map((o) => o.textContent)), ['adam', 'sgd']);
  // Words that are longer than a field is wide have their label above them, and are read whole.
  const cut = await p.page.$$eval('#form select', (all) => {
    const pen = document.createElement('canvas').getContext('2d');
    for (const d of document.querySelectorAll('#form details')) d.open = true;
    return all.filter((e) => e.checkVisibility()).flatMap((e) => {
      pen.font = getComputedStyle(e).font;
      return [...e.options].filter((o) => pen.measureText(o.text).width > e.clientWidth - 24).map((o) => o.text);
    });
  });
  assert.deepEqual(cut, []);
  for (const [name, value, want] of [
    ['pitch', '0,5 m', '500 mm liegt nicht zwischen 100 nm und 10 mm'],
    ['wavelength', 'rot', '"rot" ist keine Zahl'],
    ['layers', '2.5', '"2.5" ist keine ganze Zahl'],
    ['layers', '99', '99 liegt nicht zwischen 1 und 20'],
    ['learning-rate', '-1.5', '−1,5 liegt nicht zwischen 0 und 1000'],
    ['image-size', '65', 'ein Bild von 65 Abtastpunkten passt nicht auf eine Ebene von 64'],
    ['region-size', '30', 'Felder von 30 Abtastpunkten überlappen auf einer Ebene von 64: eine Feldgröße von höchstens 12 nehmen'],
    ['region-spread', '0,5', 'Felder von 8 Abtastpunkten überlappen auf 32 von 64 Abtastpunkten der Ebene: eine Feldgröße von höchstens 6 oder einen Feldbereich von mindestens 0,63 nehmen'],
    ['region-spread', '0,05', 'Felder von 8 Abtastpunkten überlappen auf 3 von 64 Abtastpunkten der Ebene: einen Feldbereich von mindestens 0,63 nehmen'],
  ]) await wrong(p.page, name, value, exactly(want));
  await p.page.selectOption('#p-mask', 'display');
  await until(p.page, () => !document.getElementById('p-curve').closest('.param').hidden);
  await p.page.$eval('#p-temperature', (e) => { e.closest('details').open = true; });
  await p.page.selectOption('#p-method', 'gumbel');
  await p.page.selectOption('#p-temperature', 'list');
  await until(p.page, () => !document.getElementById('p-temperatures').closest('.param').hidden);
  for (const [name, value, want] of [
    ['temperatures', '5', '"5" ist nicht Temperatur:Anteil, wie 50:25 für 25 Teile des Laufs bei 50'],
    ['curve', 'slm-1', 'eine Kennlinie mit 1 Stufen: Es braucht 2 bis 4096'],
    ['curve', 'nix', '"nix" ist kein Display: Es braucht slm-8 (oder eine andere Zahl von Stufen), phase-8, tn-8, binary oder states:amplitude@phase;... mit einem Zustand je Stufe'],
    ['curve', 'states:1@0;7@0', 'Zustand 1: die Amplitude 7 liegt nicht zwischen 0 und 1: alle durch die größte teilen, und die Wurzel nehmen, wenn es Intensitäten sind'],
  ]) await wrong(p.page, name, value, exactly(want));
  await set(p.page, 'curve', 'binary,binary,tn-8,binary,binary');
  await p.page.selectOption('#p-mask', 'display');
  await p.page.waitForSelector('.states h3');
  await wrong(p.page, 'layers', '1', exactly('5 Displays für eine Maske'));
  await p.page.selectOption('#p-mask', 'phase');
  await p.page.waitForSelector('.states', { state: 'hidden' });
  await set(p.page, 'distance', '0,5 m');
  await p.page.waitForSelector('#warnings:not([hidden])');
  await set(p.page, 'padding', '15');
  german(await said(p.page, 'warnings', '94'), 'the warnings');
  for (const [name, value, words] of [
    ['distance', '0,1 mm', 'sodass jedes Pixel nur das dahinter beleuchtet'], ['distance', '0,5 m', '94'], ['padding', '0', 'ein Rand von'], ['wavelength', '80 µm', 'mit Bandgrenze'],
    ['gain', '1000', ''], ['layers', '20', 'jenseits von 1e38'], ['learning-rate', '0', ''], ['epochs', '3', 'ändert nichts'], ['image-size', '4', 'zeigen'], ['shift', '50', ''],
  ]) {
    await set(p.page, name, value);
    german(await said(p.page, 'warnings', words), `the warnings after ${name} = ${value}`);
  }
  await wrong(p.page, 'samples', '2048', '^Dieses Netz braucht etwa [\\d,]+ GB Speicher, mehr als die 1 GB, die ein Browser-Tab nehmen darf: \\d+ Abtastpunkte passen\\.$');
  await p.close();
});

test('a calibration that is wrong', async () => {
  const p = await openPage(browser, { query: '&lang=de', hash: '#v=1&preset=codesign-mnist-64' });
  await p.page.waitForSelector('.states circle.state');
  await p.page.setInputFiles('#states-file', { name: 'v1.2.csv', mimeType: '', buffer: Buffer.from('drive,amplitude,phase\n0,1,0\n0.5,1,0\n0.25,1,0\n') });
  await until(p.page, () => document.getElementById('alert').textContent.includes('v1.2.csv, Zeile 4: die Ansteuerung 0,25 liegt unter der der Stufe davor, 0,5, wo sie davor steigen'));
  await p.close();
});

test('files and links that are wrong, and what clothes are called', async () => {
  const p = await openPage(browser, { query: '&lang=de', hash: '#v=1&preset=codesign-fashion-64&p.layers=1' });
  await until(p.page, () => /Stiefel/.test(document.getElementById('verdict-text').textContent));
  const alerted = async (words) => german(await said(p.page, 'alert', words), words);
  const digits = (part) => ({ name: `${part}.gz`, mimeType: '', buffer: readFileSync(join(root, `assets/data/mnist/test-${part}-ubyte.gz`)) });
  await p.page.setInputFiles('#files', [digits('images-idx3'), digits('labels-idx1')]);
  await alerted('das sind die Bilder von mnist, und dieses Netz ist für fashion-mnist: eine Vorlage für mnist wählen');
  for (const [name, body, words] of [
    ['k.txt', 'drive,amplitude,phase', 'k.txt ist Text, keine IDX-Datei'],
    ['m.npy', 'drive,amplitude,phase', 'm.npy ist keine NPY-Datei'],
    ['m.npy', readFileSync(join(root, 'assets/masks/codesign-fashion-64.npy')), 'm.npy hat die Form (5, 64, 64), dieses Netz braucht (1, 64, 64)'],
    ['m.json', '{}', 'm.json hat keine Masken'],
  ]) {
    await p.page.setInputFiles('#files', { name, mimeType: '', buffer: Buffer.from(body) });
    await alerted(words);
  }
  await p.page.click('#shipped');
  await alerted('codesign-fashion-64.npy hat die Form');
  await p.page.evaluate(() => { location.hash = '#v=1&preset=slit&input=draw:!'; });
  await alerted('seine Eingabe ist keine Zeichnung');
  await until(p.page, () => location.hash.includes('preset=codesign-fashion-64')); // nothing was changed
  await p.page.evaluate(() => { location.hash = '#v=3&preset=slit'; });
  await alerted('er ist von Version 3');
  await p.close();
});

for (const [id, name, bad] of [['slit', 'slit-width', '10 mm'], ['talbot', 'samples', '40'], ['poisson-spot', 'disc-radius', '2 µm'], ['lens', 'focal-length', '2 mm'], ['fourier-4f', 'object-width', '3 mm']]) {
  test(`wave optics: ${id}`, async () => {
    const p = await openPage(browser, { query: '&lang=de', hash: `#v=1&preset=${id}` });
    await until(p.page, () => document.querySelector('#panel-light path.s1') && document.getElementById('verdict-text').textContent.includes('%'));
    for (const text of await docs(p.page)) german(text, text);
    for (const where of ['#verdict-text', '#panel-light', '#preset-doc']) german(await p.page.textContent(where), `${where} of ${id}`);
    // The table's heads name the formula.
    await p.page.click('#panel-light summary');
    await p.page.waitForSelector('#panel-light th');
    german(await p.page.textContent('#panel-light thead'), `the table of ${id}`);
    german(await wrong(p.page, name, bad, '.'), `${name} = ${bad}`);
    await p.close();
  });
}
