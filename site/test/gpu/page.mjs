// What the tests of the GPU share: small networks, and a browser that brings a GPU, which is a program.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { launch, openPage, reaches, text, until } from '../browser.mjs';

export const launchWithGPU = () => launch('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader');

// 16 squared samples need as many shaders as large networks, but short ones. No computer has trained them to the end
// before it is paused.
export const tiny = '#v=1&preset=d2nn-mnist-64&p.samples=16&p.image-size=16&p.padding=0&p.region-size=2&p.distance=6e-3&p.batch=20&p.epochs=1000&masks=none';
export const small = '#v=1&preset=d2nn-mnist-64&p.samples=32&p.image-size=32&p.padding=0&p.region-size=4&p.distance=24e-3&p.batch=20&p.epochs=1000&masks=none';

// A GPU that is a program compiles shaders slowly.
export async function open(browser, device, { workers = 1, ...options } = {}) {
  const p = await openPage(browser, { query: `&lang=en&workers=${workers}&device=${device}`, hash: tiny, wait: 'first', ...options });
  await p.page.waitForSelector('html[data-state=ready]', { timeout: 170000 });
  return p;
}
export const paused = (page) => until(page, () => document.getElementById('train-text').textContent === 'Train');

/** Step, loss and batch accuracy of each step made. */
export async function curve(page) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('#save-csv')]);
  return readFileSync(await file.path(), 'utf8').trim().split('\n').slice(1).map((row) => row.split(',').map(Number));
}

export async function train(page, n) {
  await page.click('#train');
  await reaches(page, n);
  await page.click('#train');
  await paused(page);
  return curve(page);
}

/** The loss of each step of b is that of a. */
export function same(a, b, n, tolerance) {
  for (let i = 0; i < n; i++) {
    assert.equal(b[i][0], i + 1);
    assert.ok(Math.abs(b[i][2] / a[i][2] - 1) < tolerance, `step ${i + 1}: loss ${b[i][2]}, on the CPU ${a[i][2]}`);
  }
}

export const computes = (page, what) => until(page, (w) => document.getElementById('device-now').textContent.startsWith(w), what);
export const alerted = (page, words) => until(page, (w) => document.getElementById('alert').textContent.includes(w), words);
export const lose = (page) => page.workers()[0].evaluate(() => globalThis.talbotGPU.lose());

/** The curve of so many steps on the CPU. */
export async function onCPU(browser, options, n) {
  const p = await open(browser, 'cpu', options);
  assert.equal(await text(p.page, '#device-now'), 'CPU');
  const c = await train(p.page, n);
  assert.ok(!p.requests.some((r) => r.includes('/gpu')), 'the CPU loads nothing for a GPU');
  await p.close();
  return c;
}
