// Two more browsers, from Debian's packages, driven as their makers drive them: Firefox by
// Marionette over a socket, WebKit by WebDriver over HTTP. Each gives {name, js, go, shot, close}.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The path of a program in PATH, or ''. */
export const program = (name) => (process.env.PATH ?? '').split(delimiter).map((d) => join(d, name)).find((f) => existsSync(f)) ?? '';

const wait = (ms) => new Promise((r) => { setTimeout(r, ms); });

/** Starts Firefox, without a window. */
export async function firefox(port = 2900 + (process.pid % 90)) {
  const profile = mkdtempSync(join(tmpdir(), 'talbot-firefox-'));
  writeFileSync(join(profile, 'user.js'), Object.entries({
    'marionette.port': port, 'datareporting.policy.dataSubmissionEnabled': false, 'app.update.enabled': false, 'app.normandy.enabled': false, 'intl.accept_languages': 'en',
    'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false, 'browser.safebrowsing.malware.enabled': false, 'browser.safebrowsing.phishing.enabled': false,
  }).map(([k, v]) => `user_pref(${JSON.stringify(k)}, ${JSON.stringify(v)});`).join('\n'));
  const child = spawn(program('firefox-esr') || program('firefox'), ['--headless', '--marionette', '--no-remote', '--profile', profile, '--width', '1366', '--height', '900'], { stdio: 'ignore' });
  let socket;
  for (let i = 0; !socket; i++) {
    socket = await new Promise((done) => {
      const s = connect(port, '127.0.0.1', () => done(s)).on('error', () => done(null));
    });
    if (!socket && i > 120) throw new Error('Firefox does not answer on its port');
    if (!socket) await wait(500);
  }
  // Messages are LENGTH:JSON.
  const asked = new Map();
  let buffer = Buffer.alloc(0), last = 0;
  socket.on('data', (d) => {
    buffer = Buffer.concat([buffer, d]);
    for (;;) {
      const colon = buffer.indexOf(':'), n = Number(buffer.subarray(0, colon));
      if (colon < 0 || buffer.length < colon + 1 + n) return;
      const m = JSON.parse(buffer.subarray(colon + 1, colon + 1 + n));
      buffer = buffer.subarray(colon + 1 + n);
      if (Array.isArray(m)) asked.get(m[1])?.(m);
    }
  });
  const ask = (name, args = {}) => new Promise((resolve, reject) => {
    const text = JSON.stringify([0, ++last, name, args]);
    asked.set(last, ([, , error, value]) => (error ? reject(new Error(`${error.error}: ${error.message}`)) : resolve(value)));
    socket.write(`${Buffer.byteLength(text)}:${text}`);
  });
  await ask('WebDriver:NewSession', {});
  return {
    name: 'Firefox',
    js: async (script) => (await ask('WebDriver:ExecuteScript', { script, args: [] })).value,
    go: (url) => ask('WebDriver:Navigate', { url }),
    shot: async (file) => writeFileSync(file, Buffer.from((await ask('WebDriver:TakeScreenshot', { full: false })).value, 'base64')),
    async close() {
      socket.destroy();
      const ended = new Promise((r) => { child.on('exit', r); });
      child.kill();
      await Promise.race([ended, wait(5000)]);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

// Where Debian has the small browser that WebKit's driver drives.
const libraries = '/usr/lib';
export function miniBrowser() {
  if (!existsSync(libraries)) return '';
  return readdirSync(libraries).flatMap((d) => ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((v) => join(libraries, d, v, 'MiniBrowser'))).find((f) => existsSync(f)) ?? '';
}

/** Starts WebKit, Safari's engine, on a screen that nobody sees. */
export async function webkit(port = 4400 + (process.pid % 90)) {
  const child = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`], { stdio: 'ignore', detached: true, env: { ...process.env, ...(process.getuid?.() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }) } });
  const ask = async (method, path, body) => {
    const r = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await r.json();
    if (!r.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  let session;
  for (let i = 0; !session; i++) {
    session = await ask('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] } } } }).catch((error) => { if (i > 40) throw error; });
    if (!session) await wait(500);
  }
  const at = `/session/${session.sessionId}`;
  await ask('POST', `${at}/window/rect`, { width: 1366, height: 900 });
  return {
    name: 'WebKit',
    js: (script) => ask('POST', `${at}/execute/sync`, { script, args: [] }),
    go: (url) => ask('POST', `${at}/url`, { url }),
    shot: async (file) => writeFileSync(file, Buffer.from(await ask('GET', `${at}/screenshot`), 'base64')),
    async close() {
      await ask('DELETE', at).catch(() => {});
      process.kill(-child.pid);
    },
  };
}
