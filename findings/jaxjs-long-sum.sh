#!/usr/bin/env bash
# @jax-js/jax 0.1.25 (npm: JAX's calls in JavaScript), its wasm device, Node 20.
#
# Input: ones, 1,000 more than 2^24 of them and 40 million: a batch of ten planes of 2000 x 2000 has as many.
#
# Guess: the sum is right to some seven digits, as JAX's and NumPy's, which add in pairs or in blocks.
# Seen: one float32 takes up all, and stands still at 16,777,216: the mean of 40 million ones is 0.42.
# Add along one axis first, and then the sums.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --no-audit --no-fund --ignore-scripts @jax-js/jax@0.1.25 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >sum.mjs <<'JS'
import { numpy as np } from '@jax-js/jax';
console.log('sum of 16778216 ones:', np.ones([16778216]).sum().js());
console.log('mean of 40000000 ones:', np.mean(np.ones([40000000])).js().toFixed(6));
console.log('sums of 10 x 4000000 ones:', np.ones([10, 4000000]).sum(1).sum().js());
process.exit(0);
JS
node sum.mjs | tee out
diff out - <<'WANT'
sum of 16778216 ones: 16777216
mean of 40000000 ones: 0.419430
sums of 10 x 4000000 ones: 40000000
WANT
echo 'as found on 29 November 2026'
