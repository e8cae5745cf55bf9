// Random clicking, typing, links and files: nothing of it breaks the page, and its memory
// stays bounded. TALBOT_FUZZ=600 clicks for ten minutes, TALBOT_SEED=7 does so otherwise;
// what was done last is told when it fails.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { presets } from '../catalogue.js';
import { readLink, writeLink } from '../permalink.js';
import { buildEngine, launch, openPage, text, until } from './browser.mjs';

const seconds = Number(process.env.TALBOT_FUZZ) || 75, seed = Number(process.env.TALBOT_SEED) || 1;

let browser;
before(async () => { buildEngine('worker-gpu', 'systems', 'hybrids', 'benches'); browser = await launch('--enable-precise-memory-info'); });
after(() => browser?.close());

/** Random numbers below n, from a seed (mulberry32). */
function dice(s) {
  let a = s >>> 0;
  return (n) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}
const pick = (roll, list) => list[roll(list.length)];

test('a link that is read is written the same, for every preset', () => {
  const roll = dice(seed);
  for (const { id } of presets) {
    for (let k = 0; k < 40; k++) {
      const values = Object.fromEntries(Array.from({ length: roll(6) }, () => [pick(roll, ['layers', 'pitch', 'learning-rate', 'distance', 'a-b', 'x']), pick(roll, ['1', '0.5', '5.32e-7', 'list', '50:25,5:25', 'states:1@0;1@3.14', 'a&b=c', 'ä ö', '%', '#', '+'])]));
      const link = { preset: id, values, masks: pick(roll, ['none', 'shipped']), lesson: pick(roll, [undefined, 'diffraction.3']) };
      if (roll(2)) link.sample = roll(300);
      else if (roll(2)) link.pixels = Uint8Array.from({ length: 784 }, () => 17 * (roll(3) ? 0 : roll(16)));
      const back = readLink(writeLink(link));
      assert.deepEqual({ ...back, pixels: back.pixels && [...back.pixels] }, Object.fromEntries(Object.entries({ ...link, pixels: link.pixels && [...link.pixels] }).filter(([key, v]) => v !== undefined || key === 'pixels')));
    }
  }
});

// damaged is a link with a few symbols changed, cut out, doubled or put in.
function damaged(roll) {
  const from = writeLink({ preset: pick(roll, presets).id, values: { layers: String(roll(9)), pitch: '1e-5', samples: pick(roll, ['64', '0', '-1', '1e9', 'NaN', '']) }, sample: roll(400), masks: pick(roll, ['none', 'shipped']), lesson: pick(roll, [undefined, 'diffraction.2', 'x.99']) });
  let text = [...from];
  for (let k = roll(8); k > 0; k--) {
    const at = roll(text.length), other = String.fromCharCode(33 + roll(90));
    if (roll(2)) text.splice(at, 1, other);
    else if (roll(2)) text.splice(at, 1 + roll(9));
    else text.splice(at, 0, ...text.slice(at, at + roll(30)));
  }
  return text.join('');
}

// works tells that the page still does what it is for: a small network opens, and learns. What
// takes long is stopped, as a person would.
async function works(page) {
  const link = '#v=1&preset=d2nn-mnist-64&p.samples=32&p.image-size=28&p.region-size=4&p.distance=0.01&masks=none&input=test:0';
  const now = () => page.evaluate(() => ({ preset: document.getElementById('preset').value, hash: location.hash, alert: document.getElementById('alert').textContent, status: document.getElementById('status').textContent, step: document.getElementById('n-step').textContent, disabled: document.getElementById('step').disabled }));
  for (let tries = 0; tries < 4; tries++) {
    await page.evaluate((h) => { location.hash = h; }, link);
    const open = await until(page, () => {
      const stop = document.getElementById('restart');
      if (stop.checkVisibility()) stop.click();
      document.querySelector('#alert .alert-text button:not(:last-child)')?.click(); // "Compute it"
      return location.hash.includes('p.samples=32') && document.getElementById('preset').value === 'd2nn-mnist-64' && !document.getElementById('step').disabled;
    }, null, 25000).then(() => true, () => false);
    if (!open) continue;
    const before = await page.textContent('#n-step');
    await page.evaluate(() => { if (!document.getElementById('train').classList.contains('running')) document.getElementById('step').click(); });
    // A choice made before, which waited, may have come between: then the network is opened again.
    const went = await until(page, (b) => (document.getElementById('preset').value === 'd2nn-mnist-64' ? document.getElementById('n-step').textContent !== b && 'on' : 'away'), before, 60000).then((h) => h.jsonValue(), () => 'stays');
    if (went === 'on') return;
  }
  throw new Error(`the page does not go on: ${JSON.stringify(await now())}`);
}
// What the page says when its engine has gone, in its languages.
const stopped = /engine (has )?stopped|stehen geblieben|引擎已停止|internal error/i;
const broken = (p) => p.trouble.filter((t) => !/Failed to load resource|net::ERR/.test(t));

test('damaged links and files are refused, and leave the page as it was', async () => {
  const p = await openPage(browser, { query: '&device=cpu' }), roll = dice(seed + 1);
  const gone = async () => stopped.test(await text(p.page, '#alert'));
  for (let k = 0; k < 25; k++) {
    const hash = damaged(roll);
    await p.page.evaluate((h) => { location.hash = h; }, hash);
    await p.page.waitForTimeout(150);
    assert.equal(await gone(), false, hash);
  }
  const names = ['a.npy', 'a.npz', 'a.json', 'a-images-idx3-ubyte.gz', 'a-labels-idx1-ubyte', 'a.csv', 'a.png', 'a.jpg', 'a', 'ä.npz.gz'];
  const starts = [[], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0], [0x50, 0x4b, 3, 4], [0x7b], [0, 0, 8, 3, 0, 0, 0, 9], [0x1f, 0x8b, 8], [0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff]];
  for (let k = 0; k < 30; k++) {
    const bytes = Buffer.from([...pick(roll, starts), ...Array.from({ length: roll(400) }, () => roll(256))]), name = pick(roll, names);
    await p.page.setInputFiles('#files', [{ name, mimeType: '', buffer: bytes }]);
    await p.page.waitForTimeout(80);
    assert.equal(await gone(), false, `${name}: ${bytes.toString('hex').slice(0, 80)}`);
  }
  await works(p.page);
  assert.deepEqual(broken(p), []);
  await p.close();
});

// prepare runs in the page. What leaves it is none of it: the printer, other sites, the file chooser.
function prepare() {
  window.print = () => {};
  addEventListener('click', (e) => { if (e.target.closest('a[href^="http"], input[type=file]')) e.preventDefault(); }, { capture: true });
  // act does one thing to one control, drawn by two numbers, and returns its name.
  window.act = (a, b, text) => {
    const all = [...document.querySelectorAll('button, select, summary, input, canvas, [role=option]')].filter((e) => !e.disabled && e.type !== 'file' && e.checkVisibility());
    const e = all[a % all.length];
    if (!e) return '';
    const name = `${e.tagName} ${e.id || e.textContent.trim().slice(0, 25) || e.className}`;
    if (e.tagName === 'SELECT') {
      e.selectedIndex = b % e.options.length;
      e.dispatchEvent(new Event('change', { bubbles: true }));
      return `${name} = ${e.value}`;
    }
    if (e.tagName === 'INPUT' && e.type === 'text' && !e.readOnly) {
      e.focus();
      e.value = text;
      for (const type of ['input', 'change']) e.dispatchEvent(new Event(type, { bubbles: true }));
      return `${name} = ${text}`;
    }
    e.focus();
    e.click();
    return name;
  };
}

// What it meets hangs on how fast the page is, so that it is for `./build.sh fuzz` until it finds nothing.
test(`random clicking and typing for ${seconds} s leaves no error and bounded memory`, { skip: !process.env.TALBOT_FUZZ && 'run by ./build.sh fuzz' }, async (t) => {
  const p = await openPage(browser, { query: '&device=cpu&workers=2', size: [1280, 900] }), roll = dice(seed + 2), { page } = p, done = [];
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const memory = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    const m = Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map((x) => [x.name, x.value]));
    return { heap: m.JSHeapUsedSize / 1e6, nodes: m.Nodes, listeners: m.JSEventListeners };
  };
  page.on('dialog', (d) => d.dismiss());
  await page.addInitScript(prepare); // another language is another document
  await page.evaluate(prepare);
  // here runs f in the page; where the page is left meanwhile, for another language, it waits for the next one.
  const here = async (f, arg) => {
    try {
      return await page.evaluate(f, arg);
    } catch (error) {
      if (!/Execution context was destroyed|window.act is not a function/.test(error.message)) throw error;
      await page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
      return '';
    }
  };
  const gone = async () => { const said = await here(() => document.getElementById('alert')?.textContent ?? ''); return stopped.test(said) ? said : ''; };
  const end = Date.now() + seconds * 1000, texts = ['1', '0', '-1', '2.5', '1e-5', '36 um', '532nm', 'x', '', '99999', '0.2', 'NaN', '🙂', '64'];
  let start = null;
  while (Date.now() < end) {
    const kind = roll(20);
    if (kind < 13) done.push(await here(([a, b, text]) => window.act(a, b, text), [roll(1e9), roll(1e9), pick(roll, texts)]));
    else if (kind < 16) await page.keyboard.press(done[done.push(pick(roll, ['t', 's', 'r', 'e', '[', ']', '?', 'Escape', 'Tab', 'Enter', 'Space', 'ArrowDown', 'ArrowRight', 'Delete', 'Control+z', 'Control+Shift+z', 'PageDown', 'a'])) - 1]);
    else if (kind < 18) {
      done.push('mouse');
      await page.mouse.move(roll(1280), roll(900));
      await page.mouse.down();
      await page.mouse.move(roll(1280), roll(900), { steps: 3 });
      await page.mouse.up();
    } else if (kind < 19) {
      done.push('back or forward');
      await here((n) => { if (n < 0 ? navigation.canGoBack : navigation.canGoForward) history.go(n); }, pick(roll, [-1, 1])); // within the page
    } else await page.waitForTimeout(roll(400));
    if (done.length > 40) done.splice(0, 10);
    const why = await gone();
    assert.equal(why, '', `${why} after ${done.join('; ')}`);
    if (broken(p).length) assert.fail(`${broken(p)[0]} after ${done.join('; ')}`);
    if (!start && Date.now() > end - seconds * 700) start = await memory();
  }
  await page.keyboard.press('Escape');
  await works(page);
  const now = await memory();
  t.diagnostic(`from ${JSON.stringify(start)} to ${JSON.stringify(now)}`);
  assert.ok(now.heap < start.heap + 80, `${now.heap} MB, ${start.heap} before`);
  assert.ok(now.nodes < 3 * start.nodes + 20000, `${now.nodes} nodes, ${start.nodes} before`);
  assert.deepEqual(broken(p), []);
  await p.close();
});
