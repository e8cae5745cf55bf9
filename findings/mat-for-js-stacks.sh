#!/usr/bin/env bash
# mat-for-js 1.1.0 (npm: MATLAB's files of version 5 for browsers), Node 20.
#
# Input: a stack of 2 x 3 x 4 numbers, 100 i + 10 j + k at row i, column j, plane k, as MATLAB and scipy.io.savemat write it, and a plane
# of 2 x 3.
#
# Guess: element [i][j][k] is 100 i + 10 j + k.
# Seen: the plane is right. Of the stack 18 of the 24 numbers are at another place, nine come twice and nine not at all. No error.
# Save planes one by one, or as rows of a flat matrix.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts mat-for-js@1.1.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >stack.cjs <<'JS'
const { read } = require('mat-for-js');
// MATLAB's file: a header of 128 bytes, then elements of (type, bytes, data) in units of 8 bytes
const element = (type, data) => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc((8 - (data.length % 8)) % 8)]);
};
const of = (Type, values) => Buffer.from(Type.from(values).buffer);
function file(name, sizes, value) {
  const count = sizes.reduce((a, b) => a * b), all = [];
  for (let n = 0; n < count; n++) { // the first index is the fastest
    let rest = n;
    all.push(value(...sizes.map((s) => [rest % s, (rest = Math.floor(rest / s))][0])));
  }
  const head = Buffer.alloc(128, ' ');
  head.write('MATLAB 5.0 MAT-file');
  head.fill(0, 116, 124);
  head.writeUInt16LE(0x0100, 124);
  head.write('IM', 126);
  const parts = [element(6, of(Uint32Array, [6, 0])), element(5, of(Int32Array, sizes)), element(1, Buffer.from(name)), element(9, of(Float64Array, all))];
  const bytes = Buffer.concat([head, element(14, Buffer.concat(parts))]);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}
const value = (i, j, k = 0) => 100 * i + 10 * j + k;
console.log('plane', JSON.stringify(read(file('plane', [2, 3], value)).data.plane));
const { stack } = read(file('stack', [2, 3, 4], value)).data;
console.log('stack', JSON.stringify(stack));
let wrong = 0;
const came = new Set(stack.flat(3));
for (let i = 0; i < 2; i++) for (let j = 0; j < 3; j++) for (let k = 0; k < 4; k++) wrong += stack[i]?.[j]?.[k] !== value(i, j, k);
console.log(`${wrong} of 24 at another place, ${came.size} of 24 numbers came`);
JS
node stack.cjs | tee out
diff out - <<'WANT'
plane [[0,10,20],[100,110,120]]
stack [[[0,110,1,111],[10,120,11,121],[20,101,21,102]],[[100,20,101,21],[110,1,111,2],[120,11,121,12]]]
18 of 24 at another place, 15 of 24 numbers came
WANT
echo 'as found on 30 November 2026'
