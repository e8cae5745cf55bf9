// The core of the page in Firefox and in WebKit, which is Safari's engine.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { artefacts, buildEngine } from './browser.mjs';
import { firefox, miniBrowser, program, webkit } from './drivers.mjs';
import { serve } from './server.mjs';

before(() => buildEngine('systems', 'proof'));

const missing = {
  Firefox: program('firefox-esr') || program('firefox') ? false : 'no Firefox here: apt-get install firefox-esr',
  WebKit: program('WebKitWebDriver') && miniBrowser() && program('xvfb-run') ? false : 'no WebKit here: apt-get install webkit2gtk-driver xvfb xauth',
};

for (const [name, start] of [['Firefox', firefox], ['WebKit', webkit]]) {
  test(`the page in ${name}`, { skip: missing[name], timeout: 280000 }, async (t) => {
    const server = await serve({}), b = await start();
    server.unref();
    t.after(async () => { await b.close(); });
    const until = async (what, script, seconds = 60) => {
      for (const end = Date.now() + seconds * 1000; ;) {
        const v = await b.js(`return ${script}`);
        if (v) return v;
        if (Date.now() > end) assert.fail(`${what}: not in ${seconds} s; alert: ${await b.js("return document.getElementById('alert').textContent")}`);
        await new Promise((r) => { setTimeout(r, 250); });
      }
    };
    const text = (id) => b.js(`return document.getElementById('${id}').textContent`);
    const click = (id) => b.js(`document.getElementById('${id}').click()`);
    const step = 'Number(document.getElementById("n-step").textContent.replace(/\\D/g, ""))';

    await t.test('is ready and reads a digit', async () => {
      await b.go(`${server.url}?offline=no&more=no&view=simple&lang=en&panel=proof`);
      await until('ready', 'document.documentElement.dataset.state === "ready"', 90);
      await until('a verdict', '/reads/.test(document.getElementById("verdict-text").textContent)');
      assert.equal(await text('alert'), '');
    });
    await t.test('draws and computes what closed forms say', async () => {
      await until('the check of itself', 'document.querySelector(".proof")?.dataset.done', 120);
      assert.match(await text('proof-state'), /^All 16 are within/);
    });
    await t.test('trains, pauses, and says what it learned', async () => {
      await click('reset');
      await until('new masks', 'document.getElementById("n-masks").textContent === "new"');
      await click('train');
      await until('20 updates', `${step} >= 20`, 90);
      const loss = await text('n-loss');
      await click('train');
      await until('a pause', 'document.getElementById("train-text").textContent === "Train"');
      assert.ok(Number(loss) > 0 && Number(loss) < 2.3, loss);
      await b.shot(join(artefacts, `engine-${name.toLowerCase()}.png`));
    });
    await t.test('keeps the run over a reload, and opens a link', async () => {
      const before = await b.js(`return ${step}`);
      await until('kept', '!document.getElementById("kept").hidden && document.getElementById("kept").textContent !== ""');
      await new Promise((r) => { setTimeout(r, 2500); });
      await b.go(`${server.url}?offline=no&more=no&view=simple&lang=en`);
      await until('ready again', 'document.documentElement.dataset.state === "ready"', 90);
      await b.js("location.hash = '#v=1&preset=lens&p.focal-length=0.3'");
      await until('the lens', 'document.querySelector("#panel-light path.s1") && document.getElementById("preset").value === "lens"');
      assert.match(await text('verdict-text'), /differ by/);
      assert.ok(before >= 20);
      assert.equal(await text('alert'), '');
    });
    await t.test('speaks German, and hides what a link hides', async () => {
      await b.go(`${server.url}?offline=no&more=no&view=simple&lang=de&hide=test#v=1&preset=slit`);
      await until('ready in German', 'document.documentElement.dataset.state === "ready"', 90);
      await until('words', '/Unterschied|unterscheiden|liegen/.test(document.getElementById("verdict-text").textContent)');
      assert.equal(await b.js("return document.querySelector('.test').checkVisibility()"), false);
    });
  });
}
