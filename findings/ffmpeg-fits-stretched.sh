#!/usr/bin/env bash
# ffmpeg 5.1.4 (npm: @ffmpeg/core 0.12.10, in WebAssembly), Node 20. Debian 12's 5.1.9 does the same.
#
# Input: FITS frames of a camera, 16 bits unsigned, 2 x 2 pixels: a dim one of 1000 to 1300, and one ten times as bright.
#
# Guess: the levels of the file, or all of them scaled by one number.
# Seen: each frame is stretched to its own darkest and brightest pixel: both become 0, 21845, 43690, 65535, and no warning is given.
# In a film of frames whose light changes nothing changes but noise, and a stack of them cannot be compared.
# Give it PNG or PGM, which it reads as they are.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts @ffmpeg/core@0.12.10 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >ffmpeg.mjs <<'JS'
import { readFileSync } from 'node:fs';

// The module is made for a browser's worker: it gets what it looks for there, and its code as bytes.
const dir = 'node_modules/@ffmpeg/core/dist/umd/ffmpeg-core';
globalThis.self = { location: { href: 'file:///' } };
globalThis.WorkerGlobalScope = class {};
globalThis.importScripts = () => {};
const create = new Function('process', 'require', 'module', 'exports', 'define', `${readFileSync(`${dir}.js`, 'utf8')};return createFFmpegCore`)();
const core = await create({ wasmBinary: readFileSync(`${dir}.wasm`), mainScriptUrlOrBlob: `x#${btoa('{"wasmURL":"x","workerURL":"x"}')}` });
core.setLogger(({ message }) => { if (/^ffmpeg version|warn/i.test(message)) said.add(message.split(' Copyright')[0]); });
export const said = new Set();

// convert gives the bytes that ffmpeg writes of a file's bytes.
export function convert(name, bytes, ...options) {
  core.FS.writeFile(name, bytes);
  if (core.exec('-y', '-v', 'info', '-i', name, ...options, '-f', 'rawvideo', 'out.raw') !== 0) throw new Error(`ffmpeg failed on ${name}`);
  const out = core.FS.readFile('out.raw').slice().buffer;
  core.reset();
  return out;
}
JS
cat >frames.mjs <<'JS'
import { convert, said } from './ffmpeg.mjs';
function fits(levels) { // of 2 x 2, as every writer keeps 16 bits without a sign
  const card = (name, value) => `${name.padEnd(8)}= ${String(value).padStart(20)}`.padEnd(80);
  const head = [['SIMPLE', 'T'], ['BITPIX', 16], ['NAXIS', 2], ['NAXIS1', 2], ['NAXIS2', 2], ['BSCALE', 1], ['BZERO', 32768]].map(([n, v]) => card(n, v)).join('') + 'END';
  const data = Buffer.alloc(2880);
  levels.forEach((v, i) => data.writeInt16BE(v - 32768, 2 * i));
  return Buffer.concat([Buffer.from(head.padEnd(2880)), data]);
}
for (const [name, times] of [['dim', 1], ['bright', 10]]) {
  const levels = new Uint16Array(convert(`${name}.fits`, fits([1000, 1100, 1200, 1300].map((v) => v * times)), '-pix_fmt', 'gray16le'));
  console.log(name, ...[...levels].sort((a, b) => a - b));
}
console.log(...said);
JS
node frames.mjs | tee out
diff out - <<'WANT'
dim 0 21845 43690 65535
bright 0 21845 43690 65535
ffmpeg version 5.1.4
WANT
echo 'as found on 30 November 2026'
