#!/usr/bin/env bash
# complex.js 2.4.3 (npm: complex numbers), Node 20.
#
# Input: tan of k n d, the phase of a film that absorbs, as the impedance of layers has it: silver of n = 0.05 + 3.5i at 532 nm, 100 nm to
# 10 um thick; tanh of the same; asinh of -1e8 + i; log and inverse of numbers whose square a double does not hold.
#
# Guess: tan goes to i as the film gets thick, and tanh to 1; asinh is odd; each to 1e-12.
# Seen: from 9 um on (an argument of 355) tan has no imaginary part (NaN), and tanh no real one: both are quotients of numbers that overflow.
# asinh(-1e8 + i) is -Infinity, where asinh(1e8 - i) is 19.1; the log of 1e160 (1 + i) and the inverse of 1e-200 are infinite, the size of 1e-200 (1 + i) is 0. No error is raised.
# Write tan and tanh by exp(-2 |x|), and asinh(z) as -asinh(-z) to the left.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts complex.js@2.4.3 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >film.mjs <<'JS'
import Complex from 'complex.js';
const show = (z) => `${z.re.toPrecision(4)} ${z.im.toPrecision(4)}`;
for (const um of [0.1, 1, 8, 9, 10]) {
  const turn = 2 * Math.PI / 0.532 * um, phase = new Complex(0.05 * turn, 3.5 * turn);
  console.log(um, 'um: imaginary part of tan', phase.tan().im.toFixed(4), 'real part of tanh', new Complex(phase.im, 1).tanh().re.toFixed(4));
}
console.log('asinh', show(new Complex(-1e8, 1).asinh()), show(new Complex(1e8, -1).asinh()));
console.log('log', show(new Complex(1e160, 1e160).log()), 'inverse', show(new Complex(1e-200, 0).inverse()), 'abs', new Complex(1e-200, 1e-200).abs());
JS
node film.mjs | tee out
diff out - <<'WANT'
0.1 um: imaginary part of tan 0.9995 real part of tanh 1.0002
1 um: imaginary part of tan 1.0000 real part of tanh 1.0000
8 um: imaginary part of tan 1.0000 real part of tanh 1.0000
9 um: imaginary part of tan NaN real part of tanh NaN
10 um: imaginary part of tan NaN real part of tanh NaN
asinh -Infinity 0.000 19.11 -1.000e-8
log Infinity 0.7854 inverse Infinity NaN abs 0
WANT
echo 'as found on 30 November 2026'
