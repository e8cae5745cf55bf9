#!/usr/bin/env bash
# ndarray-gradient 1.0.1 (npm: the gradient of a plane by central differences), Node 20.
#
# Input: a plane that grows by 3 a row and by 2 a column, as a tilted wavefront does.
#
# Guess: 3 and 2 everywhere, at the borders by a difference to one side.
# Seen: -3 and -2: the gradient has the other sign (so has the example of its README, which does not tell it). At the borders it is
# half of that, with 'clamp' as without a choice. A descent along it climbs, and the slopes of a wavefront
# sum to its negative.
# Take the negative, and leave the borders out.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ndarray-gradient@1.0.1 ndarray@1.1.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >tilt.cjs <<'JS'
const ndarray = require('ndarray'), gradient = require('ndarray-gradient');
const plane = ndarray(Float64Array.from({ length: 20 }, (_, i) => 3 * Math.floor(i / 5) + 2 * (i % 5)), [4, 5]);
const slopes = gradient(ndarray(new Float64Array(40), [4, 5, 2]), plane);
for (const [row, column] of [[1, 2], [2, 3], [0, 2], [1, 4]]) console.log(row, column, 'slopes', slopes.get(row, column, 0), slopes.get(row, column, 1));
JS
node tilt.cjs | tee out
diff out - <<'WANT'
1 2 slopes -3 -2
2 3 slopes -3 -2
0 2 slopes -1.5 -2
1 4 slopes -3 -1
WANT
echo 'as found on 30 November 2026'
