#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0 (npm), the backend "cpu", Node.js 20.
#
# Input: complex fields times a real number, a field of 2 x 2 times one row of numbers, and
# the mean of a field.
#
# Guess: broadcasting works for complex64 as for float32; what an operation cannot do with complex
# numbers raises an error, as sum does here.
# Seen: without an error, some elements of the product are NaN and the others right, which ones
# depends on their place: of three the middle one, of 2 x 2 the second row. Operands of the same
# shape are multiplied well, and so is a field by an array of one element. The mean of a field
# is a real number: the mean of the real parts.
# So a field takes no factor of another shape: tile it to the field's shape first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module","private":true}' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund @tensorflow/tfjs@4.22.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >finding.mjs <<'JS'
import * as tf from '@tensorflow/tfjs';

await tf.setBackend('cpu');
const show = (what, t) => console.log(`${what}: ${t.dtype} ${[...t.dataSync()].join(' ')}`);
const line = tf.complex(tf.tensor1d([1, -2, 5]), tf.tensor1d([3, 1, 4]));
const plane = tf.complex(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[1, 1], [1, 1]]));
show('three times 2', tf.mul(line, tf.scalar(2)));
show('three times three', tf.mul(line, tf.tensor1d([2, 2, 2])));
show('three times one in an array', tf.mul(line, tf.tensor1d([2])));
show('plane times row', tf.mul(plane, tf.tensor1d([2, 2])));
show('mean', tf.mean(tf.complex(tf.tensor1d([1, 2]), tf.tensor1d([3, 4]))));
try {
  show('sum', tf.sum(line));
} catch {
  console.log('sum: an error');
}
JS
node finding.mjs 2>err | grep : | tee out
diff out - <<'WANT'
three times 2: complex64 2 6 NaN NaN 10 8
three times three: complex64 2 6 -4 2 10 8
three times one in an array: complex64 2 6 -4 2 10 8
plane times row: complex64 2 2 4 2 NaN NaN NaN NaN
mean: float32 1.5
sum: an error
WANT
echo 'as found on 28 November 2026'
