#!/usr/bin/env bash
# ml-sparse-matrix 3.1.0 (npm: matrices of few elements that are not 0), Node 20.
#
# Input: a field of 3 x 4 and the mask of an aperture, 1 in its middle and 0 around it, both as SparseMatrix: their product element by element, by mul as
# a method and as a function, their logical and, their sum and difference, and the product of matrices.
#
# Guess: the numbers of the same matrices written out.
# Seen: mul leaves each element of the field as it is where the mask is 0: light outside the aperture stays. So does and. As a function mul gives
# NaN where one of the two is not 0 and 0 elsewhere. Sum, difference and product of matrices are right. No error. Set what the mask does not have to 0 yourself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ml-sparse-matrix@3.1.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >mask.mjs <<'JS'
import { SparseMatrix } from 'ml-sparse-matrix';
const field = [[5, 6, 0, 7], [8, 9, 10, 0], [11, 0, 12, 13]], mask = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]];
const each = (f) => field.map((row, i) => row.map((v, j) => f(v, mask[i][j])));
const product = (a, b) => a.map((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + v * b[k][j], 0)));
const turned = mask[0].map((_, j) => mask.map((row) => row[j]));
const sparse = (m) => new SparseMatrix(m);
for (const [name, got, right] of [
  ['mul', sparse(field).mul(sparse(mask)), each((a, b) => a * b)],
  ['and', sparse(field).and(sparse(mask)), each((a, b) => a & b)],
  ['mul as a function', SparseMatrix.mul(sparse(field), sparse(mask)), each((a, b) => a * b)],
  ['add', sparse(field).add(sparse(mask)), each((a, b) => a + b)],
  ['sub', sparse(field).sub(sparse(mask)), each((a, b) => a - b)],
  ['mmul', sparse(field).mmul(sparse(turned)), product(field, turned)],
]) console.log(`${name}: ${got.to2DArray().map((row) => row.join(' ')).join(', ')}; right is ${right.map((row) => row.join(' ')).join(', ')}`);
JS
node mask.mjs | tee out
diff out - <<'WANT'
mul: 5 6 0 7, 8 9 10 0, 11 0 12 13; right is 0 0 0 0, 0 9 10 0, 0 0 0 0
and: 5 6 0 7, 8 1 0 0, 11 0 12 13; right is 0 0 0 0, 0 1 0 0, 0 0 0 0
mul as a function: NaN NaN 0 NaN, NaN NaN NaN 0, NaN 0 NaN NaN; right is 0 0 0 0, 0 9 10 0, 0 0 0 0
add: 5 6 0 7, 8 10 11 0, 11 0 12 13; right is 5 6 0 7, 8 10 11 0, 11 0 12 13
sub: 5 6 0 7, 8 8 9 0, 11 0 12 13; right is 5 6 0 7, 8 8 9 0, 11 0 12 13
mmul: 0 6 0, 0 19 0, 0 12 0; right is 0 6 0, 0 19 0, 0 12 0
WANT
echo 'as found on 1 December 2026'
