#!/usr/bin/env bash
# ml-matrix-convolution 2.0.0 (npm: convolution of a plane, directly and by Fourier transform), Node 20.
#
# Input: planes of numbers from 0 to 1, 48, 60 and 500 wide, blurred by point spreads of 5 to 15 pixels, whose sum is 1.
#
# Guess: both ways give the same plane, as the README says, to 1e-12.
# Seen: within half a spread of the border they differ by up to some hundredths, without an error, where the next power of two is too near: 60 by 7, but
# not by 5 (64), and 500 by 15, but not by 13 (512). The direct way takes the plane as periodic, and so does the other as far as its padding has room.
# Take the direct way, or cut the borders off.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ml-matrix-convolution@2.0.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >blur.cjs <<'JS'
const { direct, fft } = require('ml-matrix-convolution');
let state = 3;
const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
const plane = (n, f) => Array.from({ length: n }, (_, y) => Array.from({ length: n }, (_, x) => f(x, y)));
for (const [n, size] of [[48, 7], [60, 5], [60, 7], [500, 13], [500, 15]]) {
  const light = plane(n, random), spread = plane(size, () => 1 / size ** 2), a = direct(light, spread).flat(), b = fft(light, spread).flat();
  let border = 0, inside = 0;
  for (let i = 0; i < n * n; i++) {
    const x = i % n, y = Math.floor(i / n), off = Math.abs(a[i] - b[i]);
    if (Math.min(x, n - 1 - x, y, n - 1 - y) < size >> 1) border = Math.max(border, off);
    else inside = Math.max(inside, off);
  }
  console.log(`${n} by ${size}: border ${border.toFixed(3)}, inside ${inside.toFixed(3)}`);
}
JS
node blur.cjs | tee out
diff out - <<'WANT'
48 by 7: border 0.000, inside 0.000
60 by 5: border 0.000, inside 0.000
60 by 7: border 0.055, inside 0.000
500 by 13: border 0.000, inside 0.000
500 by 15: border 0.029, inside 0.000
WANT
echo 'as found on 30 November 2026'
