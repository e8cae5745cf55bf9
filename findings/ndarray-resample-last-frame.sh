#!/usr/bin/env bash
# ndarray-resample 1.0.1 (npm: resampling of planes of numbers by a Fourier transform), Node 20.
#
# Input: a plane of 8 x 8 sevens to be made one of 4 x 4; then another frame, of 0 to 1000; then the sevens again.
#
# Guess: sevens, both times.
# Seen: sevens the first time, -8.15 to 22.15 behind the other frame, and no error. Where the new size is even, some
# imaginary parts of its spectrum's edge are not written, but what the pool of arrays held from the call before. To odd sizes, and upwards,
# it is right. A sequence of frames of a camera that is halved has each frame's ghost in the next.
# Ask for an odd size, or sum pixels.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ndarray-resample@1.0.1 ndarray@1.1.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >frames.cjs <<'JS'
const ndarray = require('ndarray'), resample = require('ndarray-resample');
let state = 1;
const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
function range(level, from, to) {
  const out = ndarray(new Float64Array(to * to), [to, to]);
  resample(out, ndarray(Float64Array.from({ length: from * from }, level), [from, from]));
  return `${Math.min(...out.data).toFixed(2)} to ${Math.max(...out.data).toFixed(2)}`;
}
for (const [from, to] of [[8, 4], [8, 3], [4, 8]]) {
  const before = range(() => 7, from, to);
  range(() => 1000 * random(), from, to);
  console.log(`${from} to ${to}: ${before}, then ${range(() => 7, from, to)}`);
}
JS
node frames.cjs | tee out
diff out - <<'WANT'
8 to 4: 7.00 to 7.00, then -8.15 to 22.15
8 to 3: 7.00 to 7.00, then 7.00 to 7.00
4 to 8: 7.00 to 7.00, then 7.00 to 7.00
WANT
echo 'as found on 30 November 2026'
