#!/usr/bin/env bash
# fourier-transform 2.5.0 (npm: its default function, the magnitudes of a real signal), Node 20.
#
# Input: a row of fringes 2 + cos(2 pi 8 n / 64), that is mean 2, amplitude 1, visibility 0.5; a constant 2; and what alternates between 1 and -1.
#
# Guess: 2 for frequency 0 and 1 for frequency 8, as the README says that a cosine of amplitude 1 at any bin k gives 1.
# Seen: the cosine is 1, the mean is 4: twice what it is, so the visibility of fringes is half of what it is, and a constant of 2 is 4. The highest
# frequency is left out. The complex transform of the same package is right. Halve element 0.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts fourier-transform@2.5.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >fringes.mjs <<'JS'
import magnitudes, { fft } from 'fourier-transform';
const row = (f) => Float64Array.from({ length: 64 }, (_, n) => f(n));
const text = (values) => [...values].map((v, k) => [k, v.toFixed(3)]).filter(([, v]) => Number(v) !== 0).map((p) => p.join(': ')).join(', ') || 'nothing';
const fringes = row((n) => 2 + Math.cos(2 * Math.PI * 8 * n / 64)), found = magnitudes(fringes);
console.log('fringes', text(found), 'visibility', (found[8] / found[0]).toFixed(3));
console.log('constant 2', text(magnitudes(row(() => 2))));
console.log('alternating', text(magnitudes(row((n) => 1 - 2 * (n % 2)))));
const [re] = fft(fringes);
console.log('complex', text(re.map((v, k) => v / (k === 0 ? 64 : 32))));
JS
node fringes.mjs | tee out
diff out - <<'WANT'
fringes 0: 4.000, 8: 1.000 visibility 0.250
constant 2 0: 4.000
alternating nothing
complex 0: 2.000, 8: 1.000
WANT
echo 'as found on 30 November 2026'
