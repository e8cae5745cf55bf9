#!/usr/bin/env bash
# netcdfjs 4.0.0 (npm: reads NetCDF 3), Node 20.
#
# Input: a classic NetCDF file with an unlimited dimension of four frames: rows of three pixels of 16 bits, signed bytes and a time for each frame, and a
# row of three pixels that all share. The format's text has each padded to four bytes, and a byte be signed.
#
# Guess: 0 to 11 in rows of three, -1 to -12, 0 to 4.5 and 7 8 9.
# Seen: each row has a fourth pixel, the padding, and so have the shared row and the bytes; and the bytes are not signed: -1 is 255.
# No error. A file with one variable of frames is right, and so are rows whose bytes are a multiple of four.
# Cut each row to its dimension, and take bytes modulo 256 from -128 on.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts netcdfjs@4.0.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >frames.mjs <<'JS'
import { NetCDFReader } from 'netcdfjs';

const int = n => { const b = Buffer.alloc(4); b.writeInt32BE(n); return b; };
const pad = (b, fill) => { while (b.length % 4) b = Buffer.concat([b, fill.subarray(0, Math.min(fill.length, 4 - b.length % 4))]); return b; };
const text = s => Buffer.concat([int(s.length), pad(Buffer.from(s), Buffer.alloc(1))]);
const shorts = a => { const b = Buffer.alloc(2 * a.length); a.forEach((v, i) => b.writeInt16BE(v, 2 * i)); return pad(b, Buffer.from([0x80, 1])); };
const bytes = a => pad(Buffer.from(Int8Array.from(a).buffer), Buffer.from([0x81]));
const double = v => { const b = Buffer.alloc(8); b.writeDoubleBE(v); return b; };

function file(variables, records) {
  const dimensions = Buffer.concat([int(10), int(2), text('frame'), int(0), text('x'), int(3)]);
  const head = starts => Buffer.concat([Buffer.from('CDF\x01'), int(records), dimensions, int(0), int(0), int(11), int(variables.length),
    ...variables.map((v, i) => Buffer.concat([text(v.name), int(v.dims.length), ...v.dims.map(int), int(0), int(0), int(v.type), int(v.size), int(starts[i])]))]);
  let at = head(variables.map(() => 0)).length;
  const starts = [];
  for (const shared of [true, false]) variables.forEach((v, i) => { if ((v.dims[0] !== 0) === shared) { starts[i] = at; at += v.size; } });
  const parts = [head(starts), ...variables.filter(v => v.dims[0] !== 0).map(v => v.data())];
  for (let r = 0; r < records; r++) parts.push(...variables.filter(v => v.dims[0] === 0).map(v => v.data(r)));
  return Buffer.concat(parts);
}
const row = r => [3 * r, 3 * r + 1, 3 * r + 2];
const all = [
  { name: 'pixels', dims: [0, 1], type: 3, size: 8, data: r => shorts(row(r)) },
  { name: 'time', dims: [0], type: 6, size: 8, data: r => double(1.5 * r) },
  { name: 'bytes', dims: [0, 1], type: 1, size: 4, data: r => bytes(row(r).map(v => -1 - v)) },
  { name: 'shared', dims: [1], type: 3, size: 8, data: () => shorts([7, 8, 9]) },
];
const reader = new NetCDFReader(file(all, 4));
for (const v of all) console.log(v.name, JSON.stringify(reader.getDataVariable(v.name)));
const one = [{ name: 'pixels', dims: [0, 1], type: 3, size: 6, data: r => shorts(row(r)).subarray(0, 6) }];
console.log('pixels alone', JSON.stringify(new NetCDFReader(file(one, 4)).getDataVariable('pixels')));
JS
node frames.mjs | tee out
diff out - <<'WANT'
pixels [[0,1,2,-32767],[3,4,5,-32767],[6,7,8,-32767],[9,10,11,-32767]]
time [0,1.5,3,4.5]
bytes [[255,254,253,129],[252,251,250,129],[249,248,247,129],[246,245,244,129]]
shared [7,8,9,-32767]
pixels alone [[0,1,2],[3,4,5],[6,7,8],[9,10,11]]
WANT
echo 'as found on 30 November 2026'
