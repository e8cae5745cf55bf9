#!/usr/bin/env bash
# ml-spectra-processing 14.35.1 (npm: spectra as arrays), Node 20.
#
# Input: a spectrum that is 7 at 400 to 408 nm, resampled to 5 points; a straight table of 1 to 3 asked at 0 and 4; a burst of an interferogram of 1000
# and of 1024 samples, whose envelope is the length of signal and Hilbert transform; a cosine of 50 periods in each.
#
# Guess: 7 five times; -2 and 14 by the outer segments, or 1 and 9 held; envelopes and a sine right to 1e-6.
# Seen: the resampled spectrum is 5.25 at both ends: beyond them it counts as 0. The table goes on to the left (-2) and is held to the right (9). The
# envelope is right for 1024 samples and off by 0.045 of its height for 1000; the sine by 0.63 at the ends and 0.014 in the middle: only for powers
# of two is the transform the periodic one. No error. Cut to a power of two, and resample with variant: 'slot' or within the ends.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ml-spectra-processing@14.35.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >ends.mjs <<'JS'
import { xHilbertTransform, xyEquallySpaced, xyInterpolateLinear } from 'ml-spectra-processing';
const flat = { x: Array.from({ length: 9 }, (_, i) => 400 + i), y: Array(9).fill(7) };
console.log('resampled', ...xyEquallySpaced(flat, { numberOfPoints: 5 }).y);
console.log('by slots', ...xyEquallySpaced(flat, { numberOfPoints: 5, variant: 'slot' }).y);
console.log('within', ...xyEquallySpaced(flat, { numberOfPoints: 3, from: 402, to: 406 }).y);
console.log('table at 0, 2.5 and 4:', ...xyInterpolateLinear({ x: [1, 2, 3], y: [1, 4, 9] }, [0, 2.5, 4]));
for (const count of [1000, 1024]) {
  const row = (f) => Float64Array.from({ length: count }, (_, i) => f(i)), off = (a, b) => Math.max(...a.map((v, i) => Math.abs(v - b[i])));
  const height = row((i) => Math.exp(-(((i - count / 2) / 60) ** 2))), burst = row((i) => height[i] * Math.cos(2 * Math.PI * (i - count / 2) / 5));
  const other = xHilbertTransform(burst), phase = (i) => 2 * Math.PI * 50 * i / count;
  const sine = xHilbertTransform(row((i) => Math.cos(phase(i)))), right = row((i) => Math.sin(phase(i)));
  console.log(`${count} samples: envelope off by ${off(other.map((v, i) => Math.hypot(v, burst[i])), height).toFixed(3)}, sine by ${off(sine, right).toFixed(3)},`,
    `in the middle by ${off(sine.slice(count / 4, 3 * count / 4), right.slice(count / 4)).toFixed(3)}`);
}
JS
timeout 60 node ends.mjs | tee out
diff out - <<'WANT'
resampled 5.25 7 7 7 5.25
by slots 7 7 7 7 7
within 7 7 7
table at 0, 2.5 and 4: -2 6.5 9
1000 samples: envelope off by 0.045, sine by 0.626, in the middle by 0.014
1024 samples: envelope off by 0.000, sine by 0.000, in the middle by 0.000
WANT
echo 'as found on 30 November 2026'
