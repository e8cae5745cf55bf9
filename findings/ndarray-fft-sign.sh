#!/usr/bin/env bash
# ndarray-fft 1.0.3 (npm: Fourier transforms of arrays with strides), ndarray 1.0.19, Node 20.
#
# Input: one wave of k turns, exp(2 pi i k x / n), for lengths that are powers of two, that have
# other factors, and that are prime; forward (dir 1) and inverse (dir -1).
#
# Guess: the forward transform has its peak at place k, as those of FFTW, NumPy, MATLAB and gonum.
# Seen: at n - k, at every length: its forward kernel is exp(+2 pi i k x / n), the others' inverse.
# Forward behind inverse is right, so that nothing shows until a spectrum is compared, or a tilt
# is laid on it: a light that should go left goes right.
# Use dir -1 for the others' forward, and multiply by n.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --no-audit --no-fund --ignore-scripts ndarray-fft@1.0.3 ndarray@1.0.19 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >peak.mjs <<'JS'
import ndarray from 'ndarray';
import fft from 'ndarray-fft';
for (const n of [64, 100, 1009]) {
  for (const dir of [1, -1]) {
    const re = new Float64Array(n), im = new Float64Array(n), k = Math.floor(n / 3);
    for (let x = 0; x < n; x++) {
      re[x] = Math.cos(2 * Math.PI * (x * k % n) / n);
      im[x] = Math.sin(2 * Math.PI * (x * k % n) / n);
    }
    fft(dir, ndarray(re, [n]), ndarray(im, [n]));
    const power = Array.from(re, (v, i) => v * v + im[i] * im[i]), at = power.indexOf(Math.max(...power));
    console.log(`n ${n}, k ${k}, dir ${dir}: peak at ${at} of height ${Math.sqrt(power[at]).toFixed(6)}`);
  }
}
JS
node peak.mjs | tee out
diff out - <<'WANT'
n 64, k 21, dir 1: peak at 43 of height 64.000000
n 64, k 21, dir -1: peak at 21 of height 1.000000
n 100, k 33, dir 1: peak at 67 of height 100.000000
n 100, k 33, dir -1: peak at 33 of height 1.000000
n 1009, k 336, dir 1: peak at 673 of height 1009.000000
n 1009, k 336, dir -1: peak at 336 of height 1.000000
WANT
echo 'as found on 29 November 2026'
