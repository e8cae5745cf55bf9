#!/usr/bin/env bash
# regression 2.0.1 (npm: fits of lines and curves), Node 20.
#
# Input: the phase of an SLM against its level: 0.00524 rad a level, with 0.1 rad at level 0, at five levels; and one bent by 0.57 rad.
#
# Guess: slope and offset as they are, to 1e-12.
# Seen: the slope is 0.01, nearly twice as steep, and the offset -0.51, computed from the slope that was rounded; a parabola is 0, 0
# and 0.1. All coefficients are rounded to two decimals where nothing else is asked for. At level 255 the
# line gives 2.04 rad for 1.44. Give precision: 15.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts regression@2.0.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >fit.mjs <<'JS'
import regression from 'regression';
const levels = [0, 64, 128, 192, 255], line = levels.map((v) => [v, 0.1 + 0.00524 * v]);
const bent = levels.map((v) => [v, 0.1 + 0.003 * v + 8.8e-6 * v * v]);
for (const options of [{}, { precision: 15 }]) {
  const said = (fit) => `${fit.equation.map((v) => +v.toPrecision(6))}, r2 ${fit.r2}, at 255 ${fit.predict(255)[1]}`;
  console.log(JSON.stringify(options), 'line', said(regression.linear(line, options)));
  console.log(JSON.stringify(options), 'parabola', said(regression.polynomial(bent, { order: 2, ...options })));
}
JS
node fit.mjs | tee out
diff out - <<'WANT'
{} line 0.01,-0.51, r2 0.17, at 255 2.04
{} parabola 0,0,0.1, r2 -1.58, at 255 0.1
{"precision":15} line 0.00524,0.1, r2 1, at 255 1.4362
{"precision":15} parabola 0.0000088,0.003,0.1, r2 1, at 255 1.43722
WANT
echo 'as found on 30 November 2026'
