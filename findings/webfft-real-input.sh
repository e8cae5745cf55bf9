#!/usr/bin/env bash
# webfft 1.0.3 (npm: Fourier transforms in a page by the fastest of several libraries), Node 20.
#
# Input: rows of 8 real numbers: a level of 1, and fringes of one and three periods with a phase, by fft as complex numbers and by fftr as real
# ones. The README says that fftr gives the positive frequencies only.
#
# Guess: fftr gives the first half of what fft gives, by each library.
# Seen: fftr gives the second half, the negative frequencies from the highest down: a level of 1 has a spectrum of nothing but 0, one period is found at three
# and three periods at one, with the phase's sign changed, and the mean is lost. fft is right, and so is 2-D. No error. Take fft with zeros as imaginary parts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts webfft@1.0.3 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >transform.mjs <<'JS'
import webfft from 'webfft';
const rows = { 'a level of 1': () => 1, 'one period': (i) => Math.cos(2 * Math.PI * i / 8 + 0.5), 'three periods': (i) => Math.cos(2 * Math.PI * 3 * i / 8 + 0.5) };
const show = (a) => Array.from({ length: 4 }, (_, k) => `${Math.hypot(a[2 * k], a[2 * k + 1]).toFixed(1)}@${(Math.atan2(a[2 * k + 1], a[2 * k]) * (Math.hypot(a[2 * k], a[2 * k + 1]) > 1e-5)).toFixed(1)}`).join(' ').replaceAll('-0.0', '0.0');
for (const [name, value] of Object.entries(rows)) {
  const row = Float32Array.from({ length: 8 }, (_, i) => value(i)), complex = Float32Array.from({ length: 16 }, (_, i) => (i % 2 ? 0 : row[i / 2]));
  const said = {};
  for (const library of new webfft(8).availableSubLibraries()) {
    const transform = new webfft(8, library);
    const both = `fft at 0 to 3: ${show(transform.fft(complex))}; fftr: ${show(transform.fftr(row))}`;
    said[both] = (said[both] || 0) + 1;
    transform.dispose();
  }
  for (const [both, count] of Object.entries(said)) console.log(`${name}, ${count} libraries: ${both}`);
}
JS
node transform.mjs | tee out
diff out - <<'WANT'
a level of 1, 9 libraries: fft at 0 to 3: 8.0@0.0 0.0@0.0 0.0@0.0 0.0@0.0; fftr: 0.0@0.0 0.0@0.0 0.0@0.0 0.0@0.0
one period, 9 libraries: fft at 0 to 3: 0.0@0.0 4.0@0.5 0.0@0.0 0.0@0.0; fftr: 0.0@0.0 0.0@0.0 0.0@0.0 4.0@-0.5
three periods, 9 libraries: fft at 0 to 3: 0.0@0.0 0.0@0.0 0.0@0.0 4.0@0.5; fftr: 0.0@0.0 4.0@-0.5 0.0@0.0 0.0@0.0
WANT
echo 'as found on 1 December 2026'
