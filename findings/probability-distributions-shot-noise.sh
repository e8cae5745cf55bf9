#!/usr/bin/env bash
# probability-distributions 0.9.1 (npm: random numbers named as R's are), Node 20.
#
# Input: 20 photon counts of each mean by rpois, as a camera's pixel counts them.
#
# Guess: Poisson numbers: their variance is their mean, at 10,000 electrons as at 10.
# Seen: from a mean of 30 on each is the sum of 10,000 throws of a coin. At 9,000 the variance is a tenth of what it is to
# be, and at 10,000 and above all counts are 10,000: no noise is left, and what is brighter is clipped. Nothing tells it.
# A camera simulated by it is best where a real one's noise is largest. Take d3-random's or @stdlib's.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts probability-distributions@0.9.1 d3-random@3.0.2 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >counts.mjs <<'JS'
import pd from 'probability-distributions';
import { randomPoisson } from 'd3-random';
for (const [name, draw] of [['rpois', (mean) => pd.rpois(20, mean)], ['d3', (mean) => Array.from({ length: 20 }, randomPoisson(mean))]]) {
  for (const mean of [10, 9000, 10000, 20000]) {
    const counts = draw(mean), middle = counts.reduce((a, b) => a + b) / 20;
    const variance = counts.reduce((a, c) => a + (c - middle) ** 2, 0) / 20;
    const spread = variance === 0 ? 'none' : variance < mean / 3 ? 'less than a third' : 'as expected';
    console.log(name, mean, 'mean', Math.abs(middle - mean) < 5 * Math.sqrt(mean) ? 'right' : middle, 'variance', spread);
  }
}
JS
node counts.mjs | tee out
diff out - <<'WANT'
rpois 10 mean right variance as expected
rpois 9000 mean right variance less than a third
rpois 10000 mean right variance none
rpois 20000 mean 10000 variance none
d3 10 mean right variance as expected
d3 9000 mean right variance as expected
d3 10000 mean right variance as expected
d3 20000 mean right variance as expected
WANT
echo 'as found on 30 November 2026'
