// Masks that the simulation has trained fail on a bench that has been knocked, and heal by learning on it.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';

buildEngine('systems', 'benches');
const browser = await launch();
after(() => browser.close());

const choose = async (page, id) => {
  await page.selectOption('#preset', id);
  await until(page, (want) => new URLSearchParams(location.hash.slice(1)).get('preset') === want, id); // written when it is there
};
const set = async (page, name, value) => {
  await page.waitForSelector(`#p-${name}`, { state: 'attached', timeout: 60000 });
  await page.$eval(`#p-${name}`, (e) => { e.closest('details').open = true; });
  await page.fill(`#p-${name}`, value);
  await page.press(`#p-${name}`, 'Enter');
};

test('masks from the simulation heal on a bench that is knocked', async () => {
  const p = await openPage(browser, { size: [1280, 720] });
  const { page } = p;
  await choose(page, 'ffm-small');
  await set(page, 'per-class', '10');
  await set(page, 'epochs', '12');
  await until(page, () => document.body.textContent.includes('for 12 epochs'));
  await set(page, 'trained-in-model', '10');
  await until(page, () => /trained-in-model=10/.test(location.hash)); // the network is made anew
  await page.click('#train');
  await until(page, () => !document.getElementById('train').classList.contains('running') && /\d/.test(document.getElementById('test-result').textContent), null, 400000);
  await until(page, () => document.querySelectorAll('.shown figure').length >= 2);
  await page.screenshot({ path: `${artefacts}/forward-healed.png`, fullPage: true });
  // The masks from the simulation read one picture in ten on this bench.
  const right = parseFloat((await page.textContent('#test-result .big')).replace(',', '.'));
  assert.ok(right > 25, `${right} % of the test pictures`);
  await until(page, () => [/simulation's masks on the bench/, /The bench has taken [\d,]+ frames so far/].every((words) => words.test(document.querySelector('.shown').textContent)));
  // Side by side: the bench as it has learned, the same with the simulation's masks, and the simulation.
  const twins = ['now', 'kept', 'simulated'];
  assert.deepEqual(await page.$$eval('.shown figure', (list) => list.slice(0, 3).map((f) => f.id)), twins.map((id) => `panel-${id}`));
  for (const id of twins) {
    await until(page, (name) => /It reads \d with \d+%, and that is (right|wrong)\./.test(document.getElementById(name).textContent), `panel-${id}`);
    assert.equal(await page.$$eval(`#panel-${id} .over path`, (list) => list.length), 2, 'the squares of the class and of the answer');
    assert.equal(await page.$eval(`#panel-${id} details`, (e) => e.hidden), true, 'squares are no numbers to read');
  }
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('an experiment opens with the picture that shows it, and keeps one that was chosen', async () => {
  const p = await openPage(browser), { page } = p;
  const shows = (input) => until(page, (want) => new URLSearchParams(location.hash.slice(1)).get('input') === want, input);
  await choose(page, 'ffm-small');
  await shows('test:3'); // sim/system/forward/opens_test.go has found it
  await choose(page, 'd2nn-mnist-64');
  await shows('test:0');
  await page.click('.sample >> nth=5');
  await shows('test:5');
  await choose(page, 'ffm-small');
  await shows('test:5');
  await p.close();
  const link = await openPage(browser, { hash: '#v=1&preset=ffm-small' });
  await until(link.page, () => location.hash.includes('input=test:3'));
  assert.deepEqual([...p.trouble, ...link.trouble], []);
  await link.close();
});

test('the bench is knocked while it runs, and the run goes on', async () => {
  const p = await openPage(browser, { size: [390, 844] });
  const { page } = p;
  await choose(page, 'ffm-small');
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '1');
  await set(page, 'knock', '6');
  await page.click('#step');
  await until(page, () => document.getElementById('n-step').textContent === '2');
  await page.screenshot({ path: `${artefacts}/forward-phone.png`, fullPage: true });
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('what a chip reads of flowers is a table whose last column is of no species, and what makes a focus tells no accuracy', async () => {
  const p = await openPage(browser, { query: '&lang=de', hash: '#v=1&preset=ffm-iris' }), { page } = p;
  await until(page, () => !document.getElementById('evaluate').disabled);
  await page.click('#evaluate');
  await until(page, () => document.querySelector('#test-result .confusion'));
  const rows = await page.$$eval('.confusion tr', (list) => list.map((r) => [...r.cells].map((c) => c.textContent)));
  assert.equal(rows[0].at(-1), 'keine');
  assert.deepEqual(rows.map((r) => r.length), [5, 5, 5, 5]);
  // What takes no masks says so, and does not ask for such of another shape.
  await page.setInputFiles('#files', { name: 'masks.json', mimeType: '', buffer: Buffer.from(JSON.stringify({ layers: 1, n: 2, radians: [[0, 1, 2, 3]] })) });
  await until(page, () => document.getElementById('alert').textContent.startsWith('Etwas ging schief'));
  const refused = await page.textContent('#alert');
  assert.ok(!/Form|\(5, 16, 16\)/.test(refused), refused);
  for (const row of rows.slice(1)) assert.equal(row.slice(1).reduce((n, c) => n + Number(c), 0), 10, row.join(' ')); // ten of each species
  await choose(page, 'ffm-focus');
  await until(page, () => document.getElementById('evaluate').textContent === 'Messen');
  await set(page, 'samples', '40');
  await page.click('#evaluate');
  await until(page, () => /Abstand zu einem hellen Quadrat: .* bei 1 Teststrahl\. Am hellsten, wo es sein soll: /.test(document.querySelector('#test-result .big')?.textContent ?? ''));
  assert.deepEqual(p.trouble, []);
  await p.close();
});
