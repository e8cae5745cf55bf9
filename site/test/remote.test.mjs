// The engine of "talbot serve" in place of the page's own: the experiment moves there and back with
// its masks, and each trains as the other would go on.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { buildEngine, drawn, launch, reaches, stands, steps, text, until } from './browser.mjs';
import { root } from './server.mjs';

const talbot = join(root, 'dist', 'talbot');
const settings = '?lang=en&offline=no&more=no&device=cpu&workers=1#v=1&preset=d2nn-mnist-64&p.samples=16&p.image-size=16&p.padding=0&p.region-size=2&p.distance=6e-3&p.batch=40&p.epochs=400&masks=none';

let browser;
const servers = [];
async function serve(...args) {
  const s = spawn(talbot, ['serve', '--addr', '127.0.0.1:0', '--site', root, '--json', ...args], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TALBOT_TOKEN: args.length ? 'open sesame open sesame' : '' } });
  servers.push(s);
  for await (const line of createInterface({ input: s.stdout })) return JSON.parse(line).address;
}
before(async () => {
  buildEngine();
  if (!process.env.TALBOT_PREBUILT || !existsSync(talbot)) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, stdio: 'inherit' });
  browser = await launch();
});
after(async () => { await browser?.close(); for (const s of servers) s.kill(); });

async function page(url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const p = await context.newPage();
  p.wrong = [];
  p.on('console', (m) => { if (m.type() === 'error') p.wrong.push(m.text()); });
  p.on('pageerror', (e) => p.wrong.push(String(e.stack ?? e)));
  await p.goto(url + settings);
  await p.waitForSelector('html[data-state=ready]', { timeout: 120000 });
  await p.waitForSelector('#engine');
  return p;
}
const says = (p, what) => until(p, (s) => document.getElementById('engine-said').textContent.includes(s), what);
const rests = async (p) => { await until(p, () => document.getElementById('train-text').textContent === 'Train'); await drawn(p); };

test('an experiment moves to the engine of the server, trains there, and comes back with its masks', async () => {
  const p = await page(await serve());
  assert.equal(await p.locator('#insecure').count(), 0);
  await p.click('#train');
  await reaches(p, 4);
  await p.click('#train');
  await rests(p);
  const before = await steps(p);
  await p.selectOption('#engine', 'server');
  await says(p, 'computed there now');
  await stands(p, before); // the updates stay
  await p.click('#train');
  await reaches(p, before + 4);
  if (process.env.TALBOT_SHOT) await p.screenshot({ path: `${process.env.TALBOT_SHOT}-there.png`, fullPage: true });
  await p.click('#train');
  await rests(p);
  const there = await steps(p);
  await p.selectOption('#engine', 'tab');
  await says(p, 'in this tab again');
  await stands(p, there); // and come back
  assert.deepEqual(p.wrong, []);
});

test('one controls an engine at a time, with its token; whose server ends is told, and goes on', async () => {
  const at = await serve('--public');
  const first = await page(at), second = await page(at);
  await first.selectOption('#engine', 'server');
  await says(first, 'must give its token');
  await first.fill('#engine-token', 'open sesame open sesame');
  await first.dispatchEvent('#engine-token', 'change');
  await says(first, 'computed there now');
  await second.selectOption('#engine', 'server');
  await says(second, 'must give its token');
  await second.fill('#engine-token', 'open sesame open sesame');
  await second.dispatchEvent('#engine-token', 'change');
  await says(second, 'stayed where it was');
  await until(second, () => document.documentElement.dataset.state === 'ready' && document.getElementById('engine').value === 'tab');
});
