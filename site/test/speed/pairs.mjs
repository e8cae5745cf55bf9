// Times a step of two built checkouts in turns in one headless Chromium, each sample on
// a fresh page, and prints JSON lines, for the records:
// node site/test/speed/pairs.mjs OLD [--size 64] [--pad none|half] [--pairs 20]
// OLD is the folder of another checkout after ./build.sh build; this one is the new.
// Each line has the geometric mean of new/old so far and its 95 % interval.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { root } from '../server.mjs';
import { interval } from './student.mjs';

const { values: o, positionals } = parseArgs({ allowPositionals: true, options: {
  size: { type: 'string', default: '64' }, pad: { type: 'string', default: 'half' }, pairs: { type: 'string', default: '20' },
} });
const fail = (why) => { console.error(`pairs.mjs: ${why}`); process.exit(2); };
if (positionals.length !== 1) fail('say the folder of the old checkout, and nothing else: node site/test/speed/pairs.mjs OLD');
if (!(Number(o.pairs) >= 5)) fail(`--pairs ${o.pairs}: want 5 or more`);

const commit = (cwd) => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd, encoding: 'utf8' }).trim();
  } catch { return ''; /* not a repository */ }
};
// The benchmark's page was called bench before commit 160dffb.
const folders = { old: resolve(positionals[0]), new: root };
const sides = {};
for (const [name, folder] of Object.entries(folders)) {
  const pageName = ['speed', 'bench'].find((p) => existsSync(join(folder, 'site', p, 'run.mjs')));
  if (!pageName || !existsSync(join(folder, 'site', 'simd.wasm'))) fail(`${folder} has no built page: run ./build.sh build there`);
  const { serve } = await import(pathToFileURL(join(folder, 'site/test/server.mjs')));
  sides[name] = { server: await serve(), pageName, commit: commit(folder) };
}
// Without a GPU's process, which without a GPU computes on the cores that are timed.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-gpu'],
});
const tell = (e) => console.log(JSON.stringify(e));

async function sample({ server, pageName }) {
  const page = await browser.newPage();
  await page.goto(`${server.url}site/${pageName}.html`);
  await page.waitForSelector('html[data-state=ready]');
  const rows = await page.evaluate(async ({ pageName, size, pad }) => {
    const { cases, run } = await import(`./${pageName}/run.mjs`);
    const rows = [];
    const list = cases('step', 1).filter((c) => c.n === size && (c.pad > 0) === (pad === 'half'));
    await run({ cases: list, rivals: [], samples: 3, seconds: 0.3, tell: (e) => rows.push(e) });
    return rows;
  }, { pageName, size: Number(o.size), pad: o.pad });
  await page.close();
  const row = rows.find((r) => r.event === 'row');
  if (!row) fail(`no step of size ${o.size} with padding ${o.pad}`);
  return row;
}

try {
  tell({ event: 'machine', cpu: cpus()[0].model, cores: cpus().length, browser: browser.version(), old: sides.old.commit, new: sides.new.commit,
    date: new Date().toISOString(), command: `node site/test/speed/pairs.mjs OLD ${process.argv.slice(3).join(' ')}`.trim(), load: loadavg().map((v) => v.toFixed(2)).join(' ') });
  const ratios = [];
  for (let i = 0; i < Number(o.pairs); i++) {
    const row = {};
    for (const side of i % 2 ? ['new', 'old'] : ['old', 'new']) row[side] = await sample(sides[side]);
    ratios.push(row.new.time.median / row.old.time.median);
    tell({ event: 'pair', case: row.new.case, batch: 1, threads: 1, variant: row.new.variant, old: row.old.time.median, new: row.new.time.median,
      ...interval(ratios) });
  }
  tell({ event: 'done', rows: 0, pairs: ratios.length });
} finally {
  await browser.close();
  for (const s of Object.values(sides)) await s.server.close();
}
