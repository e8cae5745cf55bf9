// Measures how many updates a second the page makes of a preset on a GPU, in turns with the command doing the same, and
// prints JSON lines, for the records:
// node site/test/speed/updates.mjs [--preset d2nn-mnist,d2nn-mnist-64] [--device webgpu|cpu] [--rounds 3] [--seconds 6]
// [--view simple|lab] [--native dist/talbot|no] [--rival jax-webgpu,tfjs-webgpu] [--limit PICTURES] [--vulkan] [--dark]
// [--more FLAG,...]
// Needs ./build.sh build; ./build.sh webgpu for the command beside, and ./build.sh speed-rivals for rivals.
//
// CHROMIUM names the browser; browser.mjs says what --vulkan does.
//
// A round of the page is of a fresh page, whose masks are new: first is the time in s from the click on Train to the first
// update that the page shows, warm that of a second click, once it is paused and its masks are new again. pause is how long
// a click on Pause takes to be obeyed, the median of three, by the page's own clock from the click to a frame that says so; answered is
// what of it the engine took, and clicking how long this script took to click and see it, as records before December 2026 had it. updates and pictures are per second, frames how often a second the page drew the light.
// The command's is of its second to last epochs, with tests of 100 pictures between, of all 60,000 pictures or as many as --limit says. A row is of all rounds: time is that of an
// update in s, of_command the share of the command's updates a second, of pairs.
// A rival makes updates of as many masks, pixels and pictures in a page of its own (race.mjs), in the same turns; of_rivals is the page's updates a second over theirs.
// --dark has the GPU do nothing, so that what is left are the page and the ways between its processes: its rows say so.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, serve } from '../server.mjs';
import { launch } from './browser.mjs';
import { race, sizes } from './race.mjs';

const { values: o } = parseArgs({ options: {
  preset: { type: 'string', default: 'd2nn-mnist,d2nn-mnist-64' }, device: { type: 'string', default: 'webgpu' }, rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '6' }, view: { type: 'string', default: '' }, native: { type: 'string', default: 'dist/talbot' }, rival: { type: 'string', default: '' },
  vulkan: { type: 'boolean', default: false }, dark: { type: 'boolean', default: false }, more: { type: 'string', default: '' }, limit: { type: 'string', default: '' },
} });
const fail = (why) => { console.error(`updates.mjs: ${why}`); process.exit(2); };
for (const k of ['rounds', 'seconds']) if (!(Number(o[k]) >= 1)) fail(`--${k} ${o[k]}: want 1 or more`);
if (!['webgpu', 'cpu'].includes(o.device)) fail(`--device ${o.device}: want webgpu or cpu`);
for (const f of ['worker.wasm', 'worker-gpu.wasm']) if (!existsSync(join(root, 'site', f))) fail(`there is no site/${f}: run ./build.sh build`);
const native = o.native !== 'no' && join(root, o.native);
if (native && !existsSync(native)) fail(`there is no ${o.native}: run ./build.sh build, or say --native no`);

const rivals = o.rival.split(',').filter(Boolean);
for (const p of rivals.length ? o.preset.split(',') : []) if (!sizes[p]) fail(`--rival wants one of ${Object.keys(sizes).join(', ')} for --preset, not ${p}`);

const browser = await launch({ vulkan: o.vulkan, more: o.more.split(',').filter(Boolean) });
const folder = mkdtempSync(join(tmpdir(), 'talbot-'));
const overrides = {};
if (o.dark) { // a module is run before what imports it
  overrides['/site/worker.js'] = join(folder, 'worker.js');
  writeFileSync(overrides['/site/worker.js'], `GPUComputePassEncoder.prototype.dispatchWorkgroups = () => {};\n${readFileSync(join(root, 'site/worker.js'), 'utf8')}`);
  overrides['/site/gpu/selftest.js'] = join(folder, 'selftest.js');
  writeFileSync(overrides['/site/gpu/selftest.js'], 'export const allowed = 1; export const selfTest = async () => 0;\n');
}
const server = await serve({ overrides });
const tell = (e) => console.log(JSON.stringify(e));
const load = () => loadavg().map((v) => v.toFixed(2)).join(' ');
const median = (list) => list.slice().sort((a, b) => a - b)[list.length >> 1];

/** Opens the page with untouched masks of a preset, and counts the frames and updates that come from then on. */
async function open(preset) {
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
  page.setDefaultTimeout(180000);
  const trouble = [];
  page.on('console', (m) => { if (m.type() === 'error') trouble.push(m.text()); });
  page.on('pageerror', (e) => trouble.push(String(e)));
  await page.addInitScript(() => {
    const Real = window.Worker;
    const seen = window.seen = { step: 0, frames: 0, rate: 0, pauses: [] };
    addEventListener('click', (e) => { if (e.target.closest?.('#train.running')) seen.pauses.push({ clicked: e.timeStamp }); }, true);
    addEventListener('DOMContentLoaded', () => {
      const { classList } = document.getElementById('train');
      new MutationObserver(() => {
        const pause = seen.pauses.at(-1);
        if (pause && !pause.shown && !classList.contains('running')) requestAnimationFrame(() => { pause.shown = performance.now(); });
      }).observe(document.getElementById('train'), { attributeFilter: ['class'] });
    });
    window.Worker = class extends Real {
      constructor(...args) {
        super(...args);
        this.addEventListener('message', ({ data }) => {
          for (const r of data.replies ?? []) {
            if (r.kind === 'metrics') Object.assign(window.seen, { step: r.step, last: r });
            if (r.kind === 'frame') window.seen.frames++;
            if (r.kind === 'paused') seen.pauses.at(-1).answered = performance.now();
          }
        });
      }
      postMessage(message, ...more) {
        if (message.op === 'pause' && seen.pauses.length) seen.pauses.at(-1).asked = performance.now();
        super.postMessage(message, ...more);
      }
    };
  });
  await page.goto(`${server.url}?offline=no&lang=en&device=${o.device}${o.view && `&view=${o.view}`}#v=1&preset=${preset}&masks=none&p.epochs=100000`);
  await page.waitForSelector('html[data-state=ready]');
  await page.waitForTimeout(1500); // for what comes late
  return { page, trouble };
}

const shown = (page, n) => page.waitForFunction((k) => Number(document.getElementById('n-step').textContent.replace(/\D/g, '')) >= k, n);
const paused = (page) => page.waitForFunction(() => !document.getElementById('train').classList.contains('running'));
const since = (t) => (performance.now() - t) / 1000;

async function inPage(preset) {
  const { page, trouble } = await open(preset);
  try {
    const start = async () => {
      const t = performance.now();
      await page.click('#train');
      await shown(page, 1);
      return since(t);
    };
    const first = await start(), clicking = [];
    for (let i = 0; i < 3; i++) {
      await page.waitForTimeout(500);
      const t = performance.now();
      await page.click('#train');
      await paused(page);
      clicking.push(since(t));
      if (i < 2) await page.click('#train');
    }
    await page.waitForFunction(() => window.seen.pauses[2]?.shown);
    const pauses = await page.evaluate(() => window.seen.pauses.splice(0));
    await page.click('#reset');
    await page.waitForFunction(() => document.getElementById('n-step').textContent === '0');
    const warm = await start();
    await page.waitForTimeout(2000);
    const seen = () => page.evaluate(() => ({ ...window.seen, at: performance.now() }));
    const a = await seen();
    await page.waitForTimeout(1000 * Number(o.seconds));
    const b = await seen(), dt = (b.at - a.at) / 1000;
    const batch = await page.evaluate(() => Number(document.getElementById('p-batch')?.value ?? 0));
    const updates = (b.step - a.step) / dt;
    return { device: (await page.textContent('#device-now')).trim(), first, warm, pause: median(pauses.map((p) => p.shown - p.clicked)) / 1000, answered: median(pauses.map((p) => p.answered - p.asked)) / 1000, clicking: median(clicking), updates, pictures_per_s: updates * batch, batch, frames: (b.frames - a.frames) / dt,
      loss: b.last?.loss, ...(trouble.length && { trouble: trouble.slice(0, 3) }) };
  } finally {
    await page.context().close();
  }
}

/** The command's updates a second of the same preset, of its second to last epochs. */
function byCommand(preset, batch) {
  const epochs = 1 + Math.max(3, Number(o.seconds));
  const command = ['train', preset, '--device', o.device, '--epochs', String(epochs), '--limit-test', '100', ...(o.limit ? ['--limit-train', o.limit] : []), '--json', '--out', join(folder, 'run')];
  const lines = execFileSync(native, command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n').map((l) => JSON.parse(l)).filter((e) => e.event === 'epoch');
  rmSync(join(folder, 'run'), { recursive: true });
  const a = lines[0], b = lines.at(-1), dt = b.seconds - a.seconds;
  const updates = (b.step - a.step) / dt;
  return { updates, pictures_per_s: updates * batch, command: `talbot ${command.slice(0, -2).join(' ')}` };
}

const all = []; // of each preset and who made its updates
const spread = (list) => ({ median: median(list), min: Math.min(...list), max: Math.max(...list) });
function note(preset, by, { updates, pictures_per_s: pictures }) {
  let row = all.find((r) => r.preset === preset && r.by === by);
  if (!row) all.push(row = { preset, by, updates: [], pictures: [] });
  row.updates.push(updates);
  row.pictures.push(pictures);
}

try {
  const blank = await browser.newPage();
  await blank.goto(`${server.url}assets/icon-512.png`);
  const adapter = await blank.evaluate(async () => {
    let a = null; // as it may be until the browser's GPU process has begun
    for (let k = 0; navigator.gpu && !a && k < 10; k++) {
      if (k) await new Promise((resolve) => { setTimeout(resolve, 300); });
      a = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    }
    return a && { vendor: a.info.vendor, architecture: a.info.architecture, description: a.info.description, fallback: a.info.isFallbackAdapter };
  });
  await blank.close();
  let commit = '';
  try {
    commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
  } catch { /* not a repository */ }
  tell({ event: 'machine', cpu: cpus()[0].model, cores: cpus().length, browser: browser.version(), adapter, commit, ...(native && { talbot: execFileSync(native, ['version'], { encoding: 'utf8' }).trim() }),
    date: new Date().toISOString(), command: `node site/test/speed/updates.mjs ${process.argv.slice(2).join(' ')}`.trim(), load: load() });
  for (let round = 1; round <= Number(o.rounds); round++) {
    for (const preset of o.preset.split(',')) {
      const page = await inPage(preset);
      tell({ event: 'round', by: 'page', preset, round, ...(o.dark && { dark: true }), ...page, load: load() });
      note(preset, 'page', page);
      if (native) {
        const command = byCommand(preset, page.batch);
        tell({ event: 'round', by: 'command', preset, round, ...command, load: load() });
        note(preset, 'command', command);
      }
      for (const id of rivals) {
        const other = await race(browser, server.url, id, preset, Number(o.seconds));
        tell({ event: other.why ? 'skipped' : 'round', preset, round, ...other, load: load() });
        if (!other.why) note(preset, id, other);
      }
    }
  }
  for (const { preset, by, updates, pictures } of all) {
    const others = by === 'page' ? all.filter((r) => r.preset === preset && r.by !== 'page' && r.updates.length === updates.length) : [];
    const share = (r) => spread(updates.map((v, i) => v / r.updates[i]));
    const other = others.find((r) => r.by === 'command'), against = others.filter((r) => r !== other);
    tell({ event: 'row', suite: 'page', case: preset, by, ...(o.dark && { dark: true }), unit: 'update', samples: updates.length, time: spread(updates.map((v) => 1 / v)),
      updates_per_s: median(updates), pictures_per_s: median(pictures), ...(other && { of_command: share(other) }),
      ...(against.length && { of_rivals: Object.fromEntries(against.map((r) => [r.by, share(r)])) }) });
  }
  tell({ event: 'done', rows: all.length });
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
