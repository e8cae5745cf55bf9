// Where a browser keeps nothing the page names files only of what it can put into files.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildEngine, launch, openPage, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

test('a run that is not kept is to be saved as a file where there are masks, and is lost where there are none', async () => {
  for (const [preset, said] of [['sa-2d-rings', /what was learned here goes when you leave/], ['d2nn-mnist-64', /save the masks as a file/]]) {
    const p = await openPage(browser, { hash: `#v=1&preset=${preset}`, prepare: (page) => page.addInitScript(() => {
      IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };
    }) });
    await p.page.click('#step');
    await until(p.page, () => document.getElementById('kept').textContent !== '');
    assert.match(await text(p.page, '#kept'), said);
    assert.equal(await p.page.isVisible('#save-npz'), preset === 'd2nn-mnist-64');
    assert.deepEqual(p.trouble, []);
    await p.close();
  }
});
