// Measures how soon the page is there, and what its training costs, in headless Chromium, and
// prints JSON lines, for the records: node site/test/speed/first.mjs [OLD] [--rounds 5] [--epochs 3,4]
// Needs ./build.sh build, and ./build.sh data for the pictures that come once the page is live.
//
// A round opens the page in a fresh browser, so that nothing is in a cache: first is when the first
// picture is drawn, live when a network can be trained, both in s from the start of the navigation.
// OLD is the folder of another checkout, built too; each round then opens both, in turns, and
// tells the geometric mean of new/old so far with its 95 % interval.
//
// A training goes from untouched masks through so many epochs of the page's first preset, with all
// pictures of the page, and is measured on its 1,000 test pictures: cpu is the seconds that all threads
// of the page's process, its workers among them, spend from the click to the end of the last
// epoch. --epochs 0 leaves it out.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { root } from '../server.mjs';
import { interval } from './student.mjs';

const { values: o, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string', default: '5' }, epochs: { type: 'string', default: '3,4' } } });
const fail = (why) => { console.error(`first.mjs: ${why}`); process.exit(2); };
if (positionals.length > 1) fail('say one folder of an old checkout, or none: node site/test/speed/first.mjs [OLD]');
if (!(Number(o.rounds) >= 1)) fail(`--rounds ${o.rounds}: want 1 or more`);
const epochs = o.epochs.split(',').map(Number).filter(Boolean);
if (epochs.some((n) => !(n >= 1) || n % 1)) fail(`--epochs ${o.epochs}: want whole numbers, separated by commas`);

const commit = (cwd) => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd, encoding: 'utf8' }).trim();
  } catch { return ''; /* not a repository */ }
};
const sides = {};
for (const [name, folder] of Object.entries({ ...(positionals[0] && { old: resolve(positionals[0]) }), new: root })) {
  if (!existsSync(join(folder, 'site', 'worker.wasm'))) fail(`${folder} has no built page: run ./build.sh build there`);
  const { serve } = await import(pathToFileURL(join(folder, 'site/test/server.mjs')));
  sides[name] = { server: await serve(), commit: commit(folder) };
}
if (epochs.length && !existsSync(join(root, 'assets/more'))) fail('assets/more is not there: ./build.sh data makes it');

// Without a GPU's process, which without a GPU computes on the cores that are timed.
const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-gpu'] });
const tell = (e) => console.log(JSON.stringify(e));
const load = () => loadavg().map((v) => v.toFixed(2)).join(' ');
const median = (list) => list.slice().sort((a, b) => a - b)[list.length >> 1];

async function open(browser, { server }, query, hash = '') {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.addInitScript(() => {
    new MutationObserver(() => { if (document.documentElement?.dataset.state === 'ready') window.live ??= performance.now(); }).observe(document, { attributes: true, subtree: true });
  });
  await page.goto(`${server.url}?offline=no&view=simple&lang=en&device=cpu${query}${hash}`);
  await page.waitForSelector('html[data-state=ready]', { timeout: 120000 });
  return page;
}

async function sample(side) {
  const browser = await launch();
  try {
    const page = await open(browser, side, '&more=no');
    return await page.evaluate(() => ({ first: performance.getEntriesByName('talbot-first-picture')[0].startTime / 1000, live: window.live / 1000 }));
  } finally {
    await browser.close();
  }
}

async function training(side, n) {
  const browser = await launch();
  try {
    const page = await open(browser, side, '', `#v=1&preset=d2nn-mnist-64&masks=none&p.epochs=${n}`);
    await page.waitForFunction(() => document.getElementById('test-images').textContent.includes('1,000'), null, { timeout: 60000 });
    const cdp = await browser.newBrowserCDPSession();
    const spent = async () => (await cdp.send('SystemInfo.getProcessInfo')).processInfo.filter((p) => p.type === 'renderer').reduce((sum, p) => sum + p.cpuTime, 0);
    await page.waitForTimeout(2000); // for what comes late
    const before = await spent(), since = Date.now();
    await page.click('#train');
    await page.waitForFunction(() => document.getElementById('train').classList.contains('running'));
    await page.waitForFunction(() => !document.getElementById('train').classList.contains('running'), null, { timeout: 600000, polling: 50 });
    const cpu = (await spent()) - before, wall = (Date.now() - since) / 1000;
    await page.waitForFunction(() => /1,000/.test(document.querySelector('#test-result .big')?.parentElement.textContent), null, { timeout: 120000 });
    return { event: 'training', epochs: n, cpu, wall, test: (await page.textContent('#test-result .big')).trim() };
  } finally {
    await browser.close();
  }
}

try {
  const b = await launch();
  tell({ event: 'machine', cpu: cpus()[0].model, cores: cpus().length, browser: b.version(), ...(sides.old && { old: sides.old.commit }), new: sides.new.commit,
    date: new Date().toISOString(), command: `node site/test/speed/first.mjs ${process.argv.slice(2).map((a) => (a === positionals[0] ? 'OLD' : a)).join(' ')}`.trim(), load: load() });
  await b.close();
  const all = { first: [], live: [] }, ratios = { first: [], live: [] };
  for (let i = 0; i < Number(o.rounds); i++) {
    const row = {}, names = Object.keys(sides);
    for (const side of i % 2 ? names.reverse() : names) row[side] = await sample(sides[side]);
    for (const k of ['first', 'live']) {
      all[k].push(row.new[k]);
      if (row.old) ratios[k].push(row.new[k] / row.old[k]);
    }
    tell({ event: 'round', ...row, ...(row.old && { ratio: { first: interval(ratios.first), live: interval(ratios.live) } }), load: load() });
  }
  tell({ event: 'median', rounds: all.first.length, first: median(all.first), live: median(all.live) });
  for (const n of epochs) tell({ ...await training(sides.new, n), load: load() });
  tell({ event: 'done', rows: 0 });
} finally {
  for (const s of Object.values(sides)) await s.server.close();
}
