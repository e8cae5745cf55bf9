#!/usr/bin/env bash
# cubic-spline 3.0.3 (npm), Node 20.
#
# Input: x^2 at 0, 1, 2, 3 and 4, given from the left and from the right, as spectra over wave numbers come; asked at points, between them and a step outside.
#
# Guess: the points, and the same between them from either side, or an error; outside one thing, on both sides.
# Seen: given from the right, 0 is 13.7, 1 is 5.3, and 2.5 and 4 are NaN. Given from the left, one step beyond the left end goes on along the
# first cubic, and one beyond the right end is NaN. No error.
# Sort by x, and stay inside.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts cubic-spline@3.0.3 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >spline.mjs <<'JS'
import Spline from 'cubic-spline';
const xs = [0, 1, 2, 3, 4], ys = xs.map(x => x * x);
for (const [name, spline] of [['from the left', new Spline(xs, ys)], ['from the right', new Spline(xs.slice().reverse(), ys.slice().reverse())]])
  console.log(name + ':', ...[-1, 0, 1, 1.5, 2.5, 4, 5].map(x => `at ${x}: ${spline.at(x).toFixed(3)} `));
JS
node spline.mjs | tee out
diff out - <<'WANT'
from the left: at -1: -1.000  at 0: 0.000  at 1: 1.000  at 1.5: 2.232  at 2.5: 6.232  at 4: 16.000  at 5: NaN 
from the right: at -1: 32.429  at 0: 13.714  at 1: 5.286  at 1.5: 4.125  at 2.5: NaN  at 4: NaN  at 5: NaN 
WANT
echo 'as found on 30 November 2026'
