// Tones for the loss and for the light: off at first, heard while there is something to hear.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { buildEngine, launch, openPage, reaches, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

// listen keeps what goes to the loudspeaker, and its root mean square is heard().
function listen() {
  const { connect } = AudioNode.prototype, taps = window.taps = [];
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      const tap = this.context.createAnalyser();
      connect.call(this, tap);
      taps.push(tap);
    }
    return connect.call(this, to, ...rest);
  };
  window.heard = () => Math.max(0, ...taps.map((tap) => {
    const v = new Float32Array(tap.fftSize);
    tap.getFloatTimeDomainData(v);
    return Math.sqrt(v.reduce((sum, x) => sum + x * x, 0) / v.length);
  }));
}

test('a tone falls with the loss, another rises with the light', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&masks=none&p.samples=32&p.image-size=32&p.region-size=4&p.layers=2&p.distance=0.03&p.epochs=50', query: '&workers=1', prepare: (page) => page.addInitScript(listen) });
  const { page } = p;
  await page.waitForSelector('#sound');
  const [fell, ...light] = await page.evaluate(async () => {
    const { lightTone, lossTone } = await import('/site/later/sound.js');
    return [lossTone(1.15, 2.3) / lossTone(2.3, 2.3), lightTone(0), lightTone(0.5), lightTone(1)];
  });
  assert.ok(Math.abs(fell - Math.SQRT1_2) < 1e-9, `${fell}`);
  assert.ok(light[0] < light[1] && light[2] === 8 * light[0]);

  await page.click('#train');
  await reaches(page, 4);
  assert.equal(await page.evaluate(() => window.taps.length), 0, 'there is a sound that nobody asked for');
  await page.focus('#sound > summary');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await until(page, () => window.heard() > 0.02);
  const hz = Number(await page.getAttribute('#sound', 'data-hz'));
  assert.ok(hz > 110 && hz < 900, `${hz} Hz`);
  await page.click('#train'); // pause
  await until(page, () => window.heard() < 1e-3);

  await page.keyboard.press('Escape');
  await page.check('#sound-light');
  await page.click('#ruler > summary');
  await until(page, () => document.getElementById('ruler-said').textContent !== ''); // the light has come
  await page.fill('#ruler-ax', '0');
  const at = async (x, y) => { await page.fill('#ruler-ax', String(x)); await page.fill('#ruler-ay', String(y)); return Number(await page.getAttribute('#sound', 'data-hz')); };
  const corner = await at(0, 0), said = async () => Number(/amplitude ([\d.]+)/.exec(await text(page, '#ruler-said'))?.[1]);
  const dark = await said();
  const middle = await at(16, 16), bright = await said();
  assert.ok(bright > dark && middle > corner, `${corner} Hz at ${dark}, ${middle} Hz at ${bright}`);
  assert.ok(Math.abs(middle / (220 * 8 ** bright) - 1) < 0.01, `${middle} Hz at ${bright}`);
  await until(page, () => window.heard() < 1e-3); // by itself
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(p.trouble, []);
  await p.close();
});
