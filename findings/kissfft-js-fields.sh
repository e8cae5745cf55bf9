#!/usr/bin/env bash
# kissfft-js 0.1.8 (npm: KISS FFT as JavaScript).
#
# Input: a delta of 4 complex samples, there and back; real samples likewise.
#
# Guess: an inverse gives 4 times the field, as in C; two transforms have two results.
# Seen: the complex inverse, which the README says is available, raises a ReferenceError whatever it is given: a complex
# field goes there and never back. Only real samples come back, 4 times as large. And a result is the
# library's own memory: the transform of the next field is written over that of the last one, also in the hands of who has it.
# Conjugate before and behind the forward transform, and copy each result.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts kissfft-js@0.1.8 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >fft.js <<'JS'
const { FFT, FFTR } = require('kissfft-js');
const delta = Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0);
try {
  console.log('inverse', ...new FFT(4).inverse(delta));
} catch (e) { console.log('inverse', String(e)); }
const real = new FFTR(4);
console.log('real', ...real.inverse(real.forward(Float32Array.of(1, 2, 3, 4)).slice()));
const complex = new FFT(4), first = complex.forward(delta);
console.log('first', ...first);
complex.forward(new Float32Array(8));
console.log('first', ...first);
JS
node fft.js | tee out
diff out - <<'WANT'
inverse ReferenceError: cpx is not defined
real 4 8 12 16
first 1 0 1 0 1 0 1 0
first 0 0 0 0 0 0 0 0
WANT
echo 'as found on 30 November 2026'
