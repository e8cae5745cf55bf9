// While a network learns the page answers: no task of its thread takes more than 50 ms of the processor. It is
// the processor's time that counts, from a trace of the browser, so that what else the computer does decides nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildEngine, launch, openPage, reaches, steps } from './browser.mjs';

let browser;
before(async () => { buildEngine('lab', 'systems'); browser = await launch(); });
after(() => browser?.close());

// traced runs f and returns the tasks of the page's thread meanwhile: {ms, wall} of each.
async function traced(page, f) {
  await browser.startTracing(page, { categories: ['-*', 'toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'] });
  await f();
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const mains = traceEvents.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain');
  const busy = (m) => traceEvents.filter((e) => e.pid === m.pid && e.tid === m.tid && e.ph === 'X' && /RunTask/.test(e.name));
  const all = mains.map(busy).sort((a, b) => b.length - a.length)[0] ?? [];
  return all.map((e) => ({ ms: (e.tdur ?? 0) / 1000, wall: e.dur / 1000, name: e.name }));
}
const most = (tasks) => tasks.reduce((a, b) => (b.ms > a.ms ? b : a), { ms: 0 });

for (const [view, preset] of [['simple', 'd2nn-mnist-64'], ['lab', 'd2nn-mnist-64'], ['simple', 'sa-2d-rings']]) {
  test(`training ${preset} in the ${view} view holds up no frame`, async (t) => {
    const p = await openPage(browser, { view, hash: `#v=1&preset=${preset}` });
    if (view === 'lab') await p.page.waitForFunction(() => document.getElementById('bench').hidden);
    await p.page.click('#train');
    await reaches(p.page, 1);
    const from = await steps(p.page);
    const tasks = await traced(p.page, () => reaches(p.page, from + 30));
    await p.page.click('#train');
    const work = tasks.reduce((sum, task) => sum + task.ms, 0), worst = most(tasks);
    t.diagnostic(`${tasks.length} tasks, ${work.toFixed(0)} ms of the processor, at most ${worst.ms.toFixed(1)} ms (${worst.wall?.toFixed(1)} ms by the clock)`);
    assert.ok(tasks.length > 50 && work > 1, 'the trace has no tasks of the page');
    const long = tasks.filter((task) => task.ms > 50);
    assert.deepEqual(long, [], `${long.length} of ${tasks.length} tasks took more than 50 ms of the processor`);
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}
