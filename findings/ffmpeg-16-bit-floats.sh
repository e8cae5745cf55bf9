#!/usr/bin/env bash
# ffmpeg 5.1.4 (npm: @ffmpeg/core 0.12.10, in WebAssembly), Node 20. Debian 12's 5.1.9 does the same.
#
# Input: a grey PNG of 16 bits, which ffmpeg calls one of full range, as floats (grayf32, which it also writes to EXR and PFM), and
# floats of 0 to 1 as 16 bits.
#
# Guess: 0 to 65535 become 0 to 1, and the other way around.
# Seen: 0 becomes 0.0625 and 65535 0.9212: the frame is taken for video, whose black is 16 of 256 and whose white 235. The other way
# all below 0.0625 is black, 0.95 is white and 0.5 is 33384. No warning is given. The black level of a camera is above zero in the floats, and a
# mask's transmission is wrong by up to 8 %.
# Say -vf scale=in_range=pc:out_range=pc, which gives what was guessed, to a level or two.
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
cat >floats.mjs <<'JS'
import { deflateSync } from 'node:zlib';
import { convert, said } from './ffmpeg.mjs';
const table = Int32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n; });
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]), ends = Buffer.alloc(8);
  let crc = -1;
  for (const b of body) crc = table[(crc ^ b) & 255] ^ (crc >>> 8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeInt32BE(~crc, 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
const levels = [0, 4096, 16384, 32768, 49152, 61440, 65280, 65535];
const head = Buffer.alloc(13), row = Buffer.alloc(17);
head.writeUInt32BE(8, 0);
head.writeUInt32BE(1, 4);
head[8] = 16;
levels.forEach((v, i) => row.writeUInt16BE(v, 1 + 2 * i));
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(row)), chunk('IEND', Buffer.alloc(0))]);
const text = (a, digits) => [...a].map((v) => v.toFixed(digits)).join(' ');
console.log('levels', text(new Uint16Array(convert('frame.png', png, '-pix_fmt', 'gray16le')), 0));
console.log('floats', text(new Float32Array(convert('frame.png', png, '-pix_fmt', 'grayf32le')), 4));
const pfm = Buffer.concat([Buffer.from('Pf\n8 1\n-1.0\n'), Buffer.from(Float32Array.of(0, 0.03, 0.0625, 0.25, 0.5, 0.75, 0.95, 1).buffer)]);
console.log('back', text(new Uint16Array(convert('mask.pfm', pfm, '-pix_fmt', 'gray16le')), 0));
const full = ['-vf', 'scale=in_range=pc:out_range=pc'];
console.log('full floats', text(new Float32Array(convert('frame.png', png, ...full, '-pix_fmt', 'grayf32le')), 4));
console.log('full back', text(new Uint16Array(convert('mask.pfm', pfm, ...full, '-pix_fmt', 'gray16le')), 0));
console.log(...said);
JS
node floats.mjs | tee out
diff out - <<'WANT'
levels 0 4096 16384 32768 49152 61440 65280 65535
floats 0.0625 0.1162 0.2772 0.4918 0.7065 0.8675 0.9178 0.9212
back 0 0 1 14308 33384 52459 65531 65531
full floats 0.0000 0.0625 0.2500 0.5000 0.7500 0.9375 0.9961 1.0000
full back 0 1966 4096 16384 32768 49151 62258 65535
ffmpeg version 5.1.4
WANT
echo 'as found on 30 November 2026'
