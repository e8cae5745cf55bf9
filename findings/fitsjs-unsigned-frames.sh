#!/usr/bin/env bash
# fitsjs 0.6.6 (npm: FITS, the file of scientific cameras, in a page), in a Chromium of this machine ($CHROMIUM),
# driven by playwright-core 1.65.1, Node 20.
#
# Input: frames of four numbers as every FITS writer keeps unsigned 16 and 32 bits and signed 8 bits: as
# the other sign, with BZERO = 32768, 2147483648 and -128.
#
# Guess: the numbers, in an array that holds them.
# Seen: BZERO is added inside an array of the file's own type, and goes over: the brighter half of a
# 16-bit camera's frame comes as negative numbers, of 8 signed bits the negative ones as 65,408 to 65,535.
# No error is told. Add 65,536 to what is negative yourself, or use another reader.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v google-chrome)}
export CHROMIUM
cd "$dir"
npm install --no-audit --no-fund --ignore-scripts fitsjs@0.6.6 playwright-core@1.65.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >read.mjs <<'JS'
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
const pad = (b, fill) => Buffer.concat([b, Buffer.alloc((2880 - b.length % 2880) % 2880, fill)]);
function fits(bits, zero, numbers) {
  const cards = ['SIMPLE  =                    T', `BITPIX  = ${String(bits).padStart(20)}`, 'NAXIS   =                    2', 'NAXIS1  =                    4',
    'NAXIS2  =                    1', 'BSCALE  =                    1', `BZERO   = ${String(zero).padStart(20)}`, 'END'];
  const data = Buffer.alloc(numbers.length * bits / 8);
  numbers.forEach((v, i) => (bits === 8 ? data.writeUInt8(v - zero, i) : data.writeIntBE(v - zero, i * bits / 8, bits / 8)));
  return Buffer.concat([pad(Buffer.from(cards.map((c) => c.padEnd(80)).join('')), ' '), pad(data, 0)]).toString('base64');
}
const server = createServer((_, to) => to.setHeader('content-type', 'text/html').end('<!doctype html>')).listen(0, '127.0.0.1');
await new Promise((done) => server.once('listening', done));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}`);
await page.addScriptTag({ path: 'node_modules/fitsjs/lib/fits.js' });
for (const [bits, zero, ...numbers] of [[16, 0, -5, 0, 300, 32767], [16, 32768, 0, 1, 32768, 65535], [32, 2147483648, 0, 1, 2147483648, 4294967295], [8, -128, -128, -1, 0, 127]]) {
  const got = await page.evaluate((b64) => new Promise((done) => {
    const file = new File([Uint8Array.from(atob(b64), (c) => c.charCodeAt(0))], 'frame.fits');
    new globalThis.astro.FITS(file, function read() { this.getDataUnit().getFrame(0, (a) => done(`${a.constructor.name} ${Array.from(a).join(' ')}`)); });
  }), fits(bits, zero, numbers));
  console.log(`${bits} bits, BZERO ${zero}: ${numbers.join(' ')} is read as ${got}`);
}
await browser.close();
server.close();
JS
node read.mjs | tee out
diff out - <<'WANT'
16 bits, BZERO 0: -5 0 300 32767 is read as Int16Array -5 0 300 32767
16 bits, BZERO 32768: 0 1 32768 65535 is read as Int16Array 0 1 -32768 -1
32 bits, BZERO 2147483648: 0 1 2147483648 4294967295 is read as Int32Array 0 1 -2147483648 -1
8 bits, BZERO -128: -128 -1 0 127 is read as Uint16Array 65408 65535 0 127
WANT
echo 'as found on 29 November 2026'
