// Runs site/speed.html's benchmark in headless Chromium and prints JSON lines, for
// the records: node site/test/speed/run.mjs [--suite fft,hop,step,product] [--size n,...]
// [--pad none|half|both] [--rival id,...] [--samples n] [--seconds s] [--batch n]
// [--scalar] [--vulkan]. browser.mjs says what --vulkan does; without it the GPU is a program. Needs ./build.sh build and ./build.sh speed-rivals first.

import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { root, serve } from '../server.mjs';
import { launch } from './browser.mjs';

const { values: o } = parseArgs({ options: {
  suite: { type: 'string', default: 'fft,hop,step,product' }, size: { type: 'string', default: '' }, pad: { type: 'string', default: 'both' }, rival: { type: 'string' },
  samples: { type: 'string', default: '7' }, seconds: { type: 'string', default: '0.1' }, batch: { type: 'string', default: '0' },
  scalar: { type: 'boolean', default: false }, vulkan: { type: 'boolean', default: false },
} });

let commit = '';
try {
  commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
} catch { /* not a repository */ }

const server = await serve();
const browser = await launch({ vulkan: o.vulkan });
try {
  const page = await browser.newPage();
  page.on('pageerror', (e) => { console.error(String(e)); process.exitCode = 1; });
  const print = (e) => {
    if (e.event === 'machine') {
      e = { ...e, cpu: cpus()[0].model, platform: `${process.platform}/${process.arch}`, commit, command: `node site/test/speed/run.mjs ${process.argv.slice(2).join(' ')}`.trim(), load: loadavg().map((v) => v.toFixed(2)).join(' ') };
    }
    console.log(JSON.stringify(e));
  };
  await page.exposeFunction('tellRunner', print);
  await page.goto(`${server.url}site/speed.html`);
  await page.waitForSelector('html[data-state=ready]');
  await page.evaluate(async ({ suites, sizes, pad, rivals, batch, ...plan }) => {
    const { cases, run } = await import('./speed/run.mjs');
    const list = suites.flatMap((s) => cases(s, batch))
      .filter((c) => (!sizes.length || sizes.includes(c.n)) && (c.suite !== 'step' || pad === 'both' || (c.pad > 0) === (pad === 'half')));
    await run({ cases: list, rivals, ...plan, tell: globalThis.tellRunner });
  }, {
    suites: o.suite.split(','), sizes: o.size ? o.size.split(',').map(Number) : [], pad: o.pad, rivals: o.rival === undefined ? undefined : o.rival.split(',').filter(Boolean),
    samples: Number(o.samples), seconds: Number(o.seconds), batch: Number(o.batch), scalar: o.scalar,
  });
} finally {
  await browser.close();
  await server.close();
}
