// The names on the bench and its bars: none touches another, nor leaves the stage, in any language, on a projector, a large screen and a phone.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { buildEngine, drawn, launch, openPage, until } from './browser.mjs';

buildEngine('systems', 'hybrids', 'benches');
const browser = await launch();
after(() => browser.close());

// What is written on the bench while it is drawn, with the box of each text in CSS pixels.
const watch = () => {
  const clear = CanvasRenderingContext2D.prototype.clearRect, write = CanvasRenderingContext2D.prototype.fillText;
  window.written = [];
  CanvasRenderingContext2D.prototype.clearRect = function (...a) { if (this.canvas.id === 'bench') window.written = []; return clear.apply(this, a); };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    if (this.canvas.id === 'bench' && text) {
      const m = this.measureText(text);
      window.written.push({ text, box: [x - m.actualBoundingBoxLeft, y - m.actualBoundingBoxAscent, x + m.actualBoundingBoxRight, y + m.actualBoundingBoxDescent] });
    }
    return write.call(this, text, x, y);
  };
};

// touching says which texts overlap, or leave a stage of that size.
function touching(written, [w, h]) {
  const bad = written.filter(({ box: [x0, y0, x1, y1] }) => x0 < 0 || y0 < 0 || x1 > w || y1 > h).map(({ text }) => `${text} leaves the stage`);
  for (const [i, a] of written.entries()) {
    for (const b of written.slice(i + 1)) {
      if (a.box[0] < b.box[2] + 2 && b.box[0] < a.box[2] + 2 && a.box[1] < b.box[3] && b.box[1] < a.box[3]) bad.push(`${a.text} | ${b.text}`);
    }
  }
  return bad;
}

// Each has other planes or names than the others.
const presets = ['d2nn-mnist-64', 'd2nn-fashion-64', 'sa-mlp', 'sa-2d-rings', 'dante-small', 'dfa-mnist', 'dfa-diffusion', 'ffm-small', 'ffm-iris', 'ffm-focus', 'ffm-hidden', 'lens', 'fourier-4f'];

test('the measure of it sees texts that touch, and such as leave the stage', () => {
  const at = (text, x, y) => ({ text, box: [x, y, x + 40, y + 12] });
  assert.deepEqual(touching([at('a', 0, 0), at('b', 41, 0), at('c', 90, 0)], [200, 20]), ['a | b']);
  assert.deepEqual(touching([at('a', 180, 0)], [200, 20]), ['a leaves the stage']);
});

for (const lang of ['en', 'de', 'zh']) {
  test(`no name on the bench touches another: ${lang}`, async () => {
    const p = await openPage(browser, { size: [1024, 768], query: `&lang=${lang}`, context: { reducedMotion: 'reduce' }, prepare: (page) => page.addInitScript(watch) });
    const { page } = p;
    for (const id of presets) {
      await page.selectOption('#preset', id);
      await until(page, (want) => new URLSearchParams(location.hash.slice(1)).get('preset') === want, id);
      for (const [width, height, projector] of [[1024, 768], [1024, 768, true], [1920, 1080], [390, 844], [390, 844, true]]) {
        await page.setViewportSize({ width, height });
        await page.evaluate((on) => { const b = document.getElementById('projector'); if ((b.getAttribute('aria-pressed') === 'true') !== on) b.click(); }, Boolean(projector));
        await until(page, (w) => innerWidth === w, width);
        await drawn(page);
        await drawn(page);
        const [written, size] = await page.evaluate(() => { const { width: w, height: h } = document.getElementById('bench').getBoundingClientRect(); return [window.written, [w, h]]; });
        assert.ok(written.length >= 3, `${id}: ${written.length} texts`);
        if (width < 560 && !projector) assert.deepEqual(written.filter(({ text, box }) => text.endsWith('…') && box[0] < size[0] / 2).map(({ text }) => text), [], `${lang} ${id}: names of planes that are cut`);
        assert.deepEqual(touching(written, size), [], `${lang} ${id} ${width} x ${height}${projector ? ' projector' : ''}`);
      }
    }
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}
