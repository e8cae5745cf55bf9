// A page that sleeps: behind other tabs, or under a closed lid, while it trains and while it learns on a bench.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pool } from '../session/pool.js';
import { buildEngine, launch, openPage, reaches, steps, text, until } from './browser.mjs';

let browser;
before(async () => { buildEngine('benches'); browser = await launch(); });
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

test('a frozen page goes on when it is thawed', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=d2nn-mnist-64&masks=none&p.epochs=1000' });
  const { page } = p, cdp = await page.context().newCDPSession(page);
  await page.click('#train');
  await reaches(page, 3);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((r) => { setTimeout(r, 3000); });
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await reaches(page, await steps(page) + 3);
  assert.equal(await text(page, '#alert'), '');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

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
