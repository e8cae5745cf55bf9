#!/usr/bin/env bash
# ml-gsd 14.2.2 (npm: finds peaks of spectra by their derivatives), Node 20.
#
# Input: a Gaussian line at 50 nm of width 10 nm (two sigma), as it is and as a saturated spectrometer gives it, cut at 90, 67 and 50 % of its height.
#
# Guess: one peak, at 50.
# Seen: as it is, one. Cut, two peaks and none at 50: one at each end of the flat top, 0.6 nm wide where the line has 10.
# No warning.
# Look for runs of the largest value first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ml-gsd@14.2.2 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >line.mjs <<'JS'
import { gsd } from 'ml-gsd';
const x = Float64Array.from({ length: 1001 }, (_, i) => i * 0.1);
for (const top of [1.01, 0.9, 0.67, 0.5]) {
  const y = x.map(v => Math.min(top, Math.exp(-((v - 50) ** 2) / 2 / 25)));
  console.log(`full scale ${top}:`, ...gsd({ x, y }, {}).map(p => `peak at ${p.x.toFixed(1)} of width ${p.width.toFixed(1)} `));
}
JS
node line.mjs | tee out
diff out - <<'WANT'
full scale 1.01: peak at 50.0 of width 10.0 
full scale 0.9: peak at 47.7 of width 0.6  peak at 52.3 of width 0.6 
full scale 0.67: peak at 45.5 of width 0.6  peak at 54.5 of width 0.6 
full scale 0.5: peak at 44.1 of width 0.6  peak at 55.9 of width 0.6 
WANT
echo 'as found on 30 November 2026'
