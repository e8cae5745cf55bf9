// A page that sleeps: behind other tabs, or under a closed lid, while it trains and while it learns on a bench.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pool } from '../session/pool.js';
import { openAsleep } from './asleep.mjs';
import { buildEngine, launch, openPage, reaches, steps, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('hybrids', 'benches'); browser = await launch(); });
after(() => browser?.close());

for (const preset of ['d2nn-mnist-64', 'ffm-small']) {
  test(`${preset} goes on after a night under a closed lid, which nobody takes for a step that hangs`, async () => {
    const p = await openPage(browser, { hash: `#v=1&preset=${preset}&masks=none&p.epochs=1000`, prepare: (page) => page.clock.install() });
    const { page } = p;
    await page.click('#train');
    await reaches(page, 3);
    await page.evaluate(() => {
      window.seen = [];
      const note = () => window.seen.push(`${document.getElementById('restart').hidden} ${document.getElementById('status').textContent}`);
      new MutationObserver(note).observe(document.getElementById('status'), { childList: true, characterData: true, subtree: true });
      new MutationObserver(note).observe(document.getElementById('restart'), { attributes: true });
    });
    await page.clock.fastForward('08:00:00');
    const seen = await page.evaluate(() => window.seen);
    assert.deepEqual(seen.filter((s) => s.startsWith('false') || /28,?\d{3}/.test(s)), []);
    const n = await steps(page);
    await reaches(page, n + 3);
    assert.equal(await text(page, '#alert'), '');
    // A bench's time is that of its frames: the night has not been there.
    if (preset === 'ffm-small') assert.doesNotMatch(await page.$$eval('.shown .note', (all) => all.map((e) => e.textContent).join(' ')), /\d (h|hours|days)\b/);
    await page.click('#train');
    await until(page, () => !document.getElementById('train').classList.contains('running'));
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

// On one worker, on two, in stages, and on a bench.
for (const [preset, workers] of [['d2nn-mnist-64', 1], ['d2nn-mnist-64', 2], ['dante-small', 1], ['ffm-small', 1]]) {
  test(`${preset} on ${workers} of Chromium's workers stands while the page is frozen, and goes on when it is thawed`, async () => {
    const p = await openAsleep(browser, `?offline=no&more=no&view=simple&lang=en&workers=${workers}#v=1&preset=${preset}&masks=none&p.epochs=1000`);
    const steps = "Number(document.getElementById('n-step').textContent.replace(/\\D/g, ''))";
    await p.until("document.documentElement?.dataset.state === 'ready'");
    assert.equal(await p.run("document.getElementById('preset').value"), preset);
    await p.run("document.getElementById('train').click()");
    await p.until(`${steps} >= 3`);
    await p.run(`(() => {
      window.seen = { events: [], restart: 0, ticks: [performance.now()] };
      for (const e of ['freeze', 'resume']) document.addEventListener(e, () => seen.events.push([e, ${steps}]));
      new MutationObserver(() => { seen.restart += !document.getElementById('restart').hidden; }).observe(document.getElementById('restart'), { attributes: true });
      setInterval(() => seen.ticks.push(performance.now()), 100);
    })()`);
    await p.freeze();
    await new Promise((r) => { setTimeout(r, 6000); });
    await p.thaw();
    const { events: [[first, before], [second, after]], ticks } = await p.run('seen');
    assert.deepEqual([first, second], ['freeze', 'resume']);
    assert.ok(Math.max(...ticks.slice(1).map((t, i) => t - ticks[i])) > 5000, 'it was not frozen');
    assert.equal(before, after);
    await p.until(`${steps} >= ${after + 5}`);
    assert.equal(await p.run("document.getElementById('train').classList.contains('running') && document.getElementById('alert').textContent + document.getElementById('notice').textContent"), '');
    assert.equal(await p.run('seen.restart'), 0, 'it took the sleep for a step that hangs');
    await p.close();
  });
}

test('helpers that were lost now and then, well apart, are replaced for ever, and one that always fails is given up', (t) => {
  let now = 0, brought = 0;
  t.mock.method(performance, 'now', () => now);
  const leader = { gone: false, ask: async () => {} }, pool = new Pool(() => {});
  pool.bring = () => { brought++; };
  pool.task = { leader, shares: 2 };
  const lose = (after) => {
    const helper = { engine: { stop() {}, worker: { terminate() {} } }, helps: true, since: now };
    pool.helpers.set(1, helper);
    now += after;
    pool.lost(1, helper);
  };
  for (let i = 0; i < 10; i++) lose(3600e3);
  assert.equal(brought, 10);
  for (let i = 0; i < 10; i++) lose(100);
  assert.ok(brought <= 13, `${brought - 10} times`);
});
