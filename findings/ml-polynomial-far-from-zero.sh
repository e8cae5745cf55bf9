#!/usr/bin/env bash
# ml-regression-polynomial 4.0.0, beside the least squares of ml-matrix 6.15.1 (npm, of one group), Node 20.
#
# Input: a focus curve: 21 points of a parabola, 0 at its middle and 1 at its ends, 0.1 um apart, on a stage that stands at 0, 1,000 or
# 12,000 um. No noise.
#
# Guess: the parabola, to 1e-6 of its height at each place (its numbers have 16 digits, and the powers' spread takes some).
# Seen: at 1,000 um it misses its own points by 6e-3, at 12,000 by two thirds of the whole height, and no error is raised. It solves
# A^T A, which squares what the powers lose. ml-matrix's solve of A itself misses by 3e-8 at 12,000.
# Take the mean of the places off first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ml-regression-polynomial@4.0.0 ml-matrix@6.15.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >focus.mjs <<'JS'
import { Matrix, solve } from 'ml-matrix';
import { PolynomialRegression } from 'ml-regression-polynomial';
const height = Array.from({ length: 21 }, (_, i) => (i - 10) ** 2 / 100);
// near has the digits that do not depend on the processor.
const near = (v) => v < 1e-6 ? 'below 1e-6' : v < 1e-3 ? 'below 1e-3' : v < 0.1 ? 'above 1e-3' : 'above 0.1';
for (const stage of [0, 1000, 12000]) {
  const place = height.map((_, i) => stage + i / 10), fit = new PolynomialRegression(place, height, 2);
  const [a, b, c] = solve(new Matrix(place.map((x) => [1, x, x * x])), Matrix.columnVector(height)).to1DArray();
  const worst = (f) => Math.max(...place.map((x, i) => Math.abs(f(x) - height[i])));
  console.log(stage, 'um: of the fit', near(worst((x) => fit.predict(x))), 'of the solve', near(worst((x) => a + x * (b + x * c))));
}
JS
node focus.mjs | tee out
diff out - <<'WANT'
0 um: of the fit below 1e-6 of the solve below 1e-6
1000 um: of the fit above 1e-3 of the solve below 1e-6
12000 um: of the fit above 0.1 of the solve below 1e-6
WANT
echo 'as found on 30 November 2026'
