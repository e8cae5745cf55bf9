// What the page's tests share: the engine built, a server, a browser, and a page
// that notes what it says on the console and whom it calls.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root, serve } from './server.mjs';

const flags = [
  '--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
];

/** Folder for screenshots, which git ignores. */
export const artefacts = join(root, 'artefacts');
mkdirSync(artefacts, { recursive: true });

/**
 * Builds what the page needs of Go, where the page looks for it: the worker, and
 * what else is named; worker-gpu is the one for a GPU. TALBOT_PREBUILT=1 trusts what is there.
 */
export function buildEngine(...more) {
  const there = (file) => process.env.TALBOT_PREBUILT && existsSync(join(root, 'site', file));
  const names = ['worker', ...more].filter((name) => !there(`${name}.wasm`));
  if (names.length || !there('simd.wasm') || !there('wasm_exec.js')) execFileSync('./build.sh', ['engines', ...names], { cwd: root, stdio: 'inherit' });
}

/**
 * Starts the browser, with more flags if there are any. The GPU, which is a program here, would
 * take as long to put the page's layers together as the page takes for all else: only browsers that
 * are started for WebGPU let it. WebGL is drawn by it in all. What a test waits for may take two
 * minutes: on a busy machine a page is long in coming.
 */
export async function launch(...more) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...flags, ...(more.includes('--enable-unsafe-webgpu') ? [] : ['--disable-gpu-compositing']), ...more],
  });
  browser.on('context', (context) => context.setDefaultTimeout(120000));
  return browser;
}

// TALBOT_SLOW=4 makes a slow computer of this one: the page computes at a quarter of its
// speed, and the engine answers no question sooner than after 40 ms.
const slow = Number(process.env.TALBOT_SLOW) || 1;
let slowWorker = '';
function slowly(overrides) {
  if (slow <= 1 || '/site/worker.js' in overrides) return overrides;
  if (!slowWorker) {
    const folder = mkdtempSync(join(tmpdir(), 'talbot-'));
    process.on('exit', () => rmSync(folder, { recursive: true }));
    slowWorker = join(folder, 'worker.js');
    writeFileSync(slowWorker, readFileSync(join(root, 'site/worker.js'), 'utf8').replace('function run(message) {', `function run(message) {
  if (message.op !== 'step' || !running) for (const end = performance.now() + ${10 * slow}; performance.now() < end;);`));
  }
  return { ...overrides, '/site/worker.js': slowWorker };
}

/**
 * Opens the page and waits for the engine, and for what comes once the page is ready: nothing moves when that is there.
 * @param {import('playwright-core').Browser} browser
 * @param {object} options size ([w, h]), query (after '?'), hash, overrides (see
 *   serve), wait (a state of the page, or '' for none), view ('' for
 *   the page's choice), prepare (called with the page before it loads), context
 * @returns {Promise<{page, trouble: string[], requests: string[], url: string, close}>}
 *   trouble holds console errors and uncaught exceptions
 */
export async function openPage(browser, { size = [1366, 768], query = '', hash = '', overrides = {}, wait = 'ready', view = 'simple', prepare, context = {} } = {}) {
  const server = await serve({ overrides: slowly(overrides) });
  server.unref(); // a test that fails leaves it open
  const ctx = await browser.newContext({ viewport: { width: size[0], height: size[1] }, ...context });
  const page = await ctx.newPage();
  const trouble = [], requests = [];
  page.on('console', (m) => { if (m.type() === 'error') trouble.push(m.text()); });
  page.on('pageerror', (e) => trouble.push(String(e.stack ?? e)));
  page.on('request', (r) => requests.push(r.url()));
  if (slow > 1) await (await ctx.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slow });
  const url = `${server.url}?offline=no&more=no${view && `&view=${view}`}${query}${hash}`; // offline.test.mjs keeps the page, and pictures.test.mjs has more pictures
  await prepare?.(page);
  await page.goto(url);
  if (wait) await page.waitForSelector(`html[data-state=${wait}]`, { timeout: 120000 });
  if (wait === 'ready') await whole(page);
  return { page, trouble, requests, url, close: async () => { await ctx.close(); await server.close(); } };
}

/** Waits until f, run in the page, is true. Its value is that of f, read at the same moment: (await until(...)).jsonValue(). */
export const until = (page, f, arg, timeout = 120000) => page.waitForFunction(f, arg, { timeout });

/** The count of updates that the page shows; it writes a thousand as 1,000. */
export const steps = async (page) => Number((await text(page, '#n-step')).replace(/\D/g, ''));

/** Waits until the page shows at least n updates. */
export const reaches = (page, n, timeout = 120000) => until(page, (k) => Number(document.getElementById('n-step').textContent.replace(/\D/g, '')) >= k, n, timeout);

/** Waits until the page shows just n updates. */
export const stands = (page, n) => until(page, (k) => Number(document.getElementById('n-step').textContent.replace(/\D/g, '')) === k, n);

/** Waits until f is true and still is after some time, in which what is under way comes to its end. */
export async function holds(page, f, arg, ms = 1000) {
  for (const end = Date.now() + 120000; Date.now() < end;) {
    await until(page, f, arg);
    await page.waitForTimeout(ms);
    if (await page.evaluate(f, arg)) return;
  }
  throw new Error(`it does not stay: ${f}`);
}

/** Waits for what comes once the page is ready: the help's list of what an address can say is the last of it. */
export const whole = (page) => page.waitForSelector('.address', { state: 'attached', timeout: 120000 });

/** Waits until the page has drawn what it knows now. */
export const drawn = (page) => page.evaluate(() => new Promise((r) => { requestAnimationFrame(() => requestAnimationFrame(r)); }));

/** Waits until the page is laid out by all of its style sheets. */
export async function laid(page) {
  await until(page, () => [...document.querySelectorAll('link[rel="stylesheet"]')].every((l) => l.sheet));
  await drawn(page);
}

/** Waits until f, run in the page, gives a promise of what is true; until would take the promise itself for that. */
export async function comes(page, f, arg) {
  for (const end = Date.now() + 120000; ; await page.waitForTimeout(200)) {
    if (await page.evaluate(f, arg)) return;
    if (Date.now() > end) throw new Error(`not in two minutes: ${f}`);
  }
}

/**
 * Waits until something that the browser keeps of the page fulfils f, the text of a function of (key, value). The page
 * has made its database by then.
 */
export const keeps = (page, f) => comes(page, `(async () => {
  if (!(await indexedDB.databases()).some((d) => d.name === 'talbot')) return false;
  const base = await new Promise((done, fail) => { const r = indexedDB.open('talbot'); r.onsuccess = () => done(r.result); r.onerror = () => fail(r.error); });
  const all = await new Promise((done) => {
    const list = [];
    base.transaction('states').objectStore('states').openCursor().onsuccess = ({ target: { result: at } }) => { if (!at) return done(list); list.push([at.key, at.value]); at.continue(); };
  });
  base.close();
  return all.some(([key, value]) => Boolean((${f})(key, value)));
})()`);

/** Waits until no more than so many tabs hold the lock by which others know that they live. */
export const alive = (page, n) => comes(page, (k) => navigator.locks.query().then(({ held }) => held.filter((l) => l.name.startsWith('talbot ')).length <= k), n);

/** The text of an element. */
export const text = async (page, selector) => (await page.textContent(selector)).trim();
