#!/usr/bin/env bash
# ml-affine-transform 1.0.3 (npm: shift, turn and scale from pairs of points), Node 20.
#
# Input: a calibration grid of 3 x 3 or 4 x 4 points, 10 apart, and where they are seen: turned by 20 degrees, twice as large, shifted by
# (5, -7), without noise.
#
# Guess: 20 degrees, 2 and (5, -7) from both, to 1e-12.
# Seen: so from 4 x 4. From 3 x 3, and from every grid that has a point in its middle, none of the four is finite (NaN, and the scale NaN or Infinity), and no error
# is raised: the scale is a mean of quotients of distances from the middle, and one of them is by 0.
# Leave the point in the middle out (a point near it gets as much weight as one far away, too).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ml-affine-transform@1.0.3 ml-matrix@6.15.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >grid.cjs <<'JS'
const { getAffineTransform } = require('ml-affine-transform'), { Matrix } = require('ml-matrix');
const turn = Math.PI / 9, [c, s] = [2 * Math.cos(turn), 2 * Math.sin(turn)];
function found(side, skip) {
  const points = [];
  for (let i = 0; i < side * side; i++) if (i !== skip) points.push([10 * (i % side), 10 * Math.floor(i / side), 1]);
  const seen = points.map(([x, y]) => [5 + c * x - s * y, -7 + s * x + c * y, 1]);
  const t = getAffineTransform(new Matrix(points).transpose(), new Matrix(seen).transpose());
  return [t.rotation, t.scale, t.translation.x, t.translation.y].map((v) => Number.isFinite(v) ? v.toFixed(6) : 'none').join(' ');
}
for (const side of [3, 4, 5]) console.log(side, 'x', side, found(side));
console.log('3 x 3 without the middle', found(3, 4));
JS
node grid.cjs | tee out
diff out - <<'WANT'
3 x 3 none none none none
4 x 4 20.000000 2.000000 5.000000 -7.000000
5 x 5 none none none none
3 x 3 without the middle 20.000000 2.000000 5.000000 -7.000000
WANT
echo 'as found on 30 November 2026'
