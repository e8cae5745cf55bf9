#!/usr/bin/env bash
# simple-statistics 7.12.1 (npm), Node 20.
#
# Input: the chance that noise stays below z standard deviations, for z from -6 to 6, as a threshold for counts of photons or for dark pixels needs it; its
# inverse, and the inverse of the error function.
#
# Guess: the normal distribution's to 1e-6: 2.9e-7 for -5, and 1.95996 for a chance of 0.975.
# Seen: 0.001 for -5, for -4 and for all below -3.09, and 0.999 for all above: the chance is looked up in a table of two decimals of z that has four decimals and
# ends there. Five sigma come thus in one pixel of a thousand. The inverse goes on, but is 0.003 too small at 0.975 and 0.010 at 0.999. No error.
# Take 0.5 * (1 + errorFunction(z / Math.SQRT2)) inside of 5, or another library.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts simple-statistics@7.12.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >chance.mjs <<'JS'
import * as ss from 'simple-statistics';
for (const z of [-6, -5, -4, -3.1, -2, -1.645, 0, 1.645, 3.2, 5])
  console.log(`chance below ${z}: ${ss.cumulativeStdNormalProbability(z)}, by the error function ${(0.5 * (1 + ss.errorFunction(z / Math.SQRT2))).toPrecision(4)}`);
for (const [p, right] of [[0.5, 0], [0.9, 1.28155], [0.975, 1.95996], [0.999, 3.09023], [0.9999997, 4.99122]]) console.log(`probit of ${p}: ${ss.probit(p).toFixed(4)}, right ${right}`);
for (const [p, right] of [[0.5, 0.476936], [0.9, 1.163087], [0.99, 1.821386]]) console.log(`inverse error function of ${p}: ${ss.inverseErrorFunction(p).toFixed(4)}, right ${right}`);
JS
node chance.mjs | tee out
diff out - <<'WANT'
chance below -6: 0.001, by the error function 9.866e-10
chance below -5: 0.001, by the error function 2.867e-7
chance below -4: 0.001, by the error function 0.00003167
chance below -3.1: 0.001, by the error function 0.0009676
chance below -2: 0.0228, by the error function 0.02275
chance below -1.645: 0.0495, by the error function 0.04998
chance below 0: 0.5, by the error function 0.5000
chance below 1.645: 0.9505, by the error function 0.9500
chance below 3.2: 0.999, by the error function 0.9993
chance below 5: 0.999, by the error function 1.000
probit of 0.5: 0.0000, right 0
probit of 0.9: 1.2811, right 1.28155
probit of 0.975: 1.9572, right 1.95996
probit of 0.999: 3.0801, right 3.09023
probit of 0.9999997: 4.9790, right 4.99122
inverse error function of 0.5: 0.4769, right 0.476936
inverse error function of 0.9: 1.1621, right 1.163087
inverse error function of 0.99: 1.8167, right 1.821386
WANT
echo 'as found on 30 November 2026'
