#!/usr/bin/env bash
# @jax-js/jax 0.1.25 (npm: JAX's calls in JavaScript), its wasm device, Node 20.
#
# Input: the phase of a field that is dark, arctan2(0, 0); a Zernike polynomial's r^0 in the middle,
# power(0, 0); the brightest of three scores of which one is NaN.
#
# Guess: 0, 1, and place 1, as in JAX and NumPy, whose calls these are; its table of features has NaN.
# Seen: NaN, NaN (one dark place, and a sum over all phases is NaN), and place 3 of three, the one
# behind the last.
# Put where(re == 0 and im == 0, 0, ...) around the phase, and leave out the power of 0.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --no-audit --no-fund --ignore-scripts @jax-js/jax@0.1.25 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >zero.mjs <<'JS'
import { numpy as np } from '@jax-js/jax';
const show = (name, a) => console.log(name, [a.js()].flat().map(String).join(' '));
show('phase of 0, 1 and -1:', np.arctan2(np.array([0, 0, 0]), np.array([0, 1, -1])));
show('0^0, 2^0, 0^1:', np.power(np.array([0, 2, 0]), np.array([0, 0, 1])));
show('brightest of 1, NaN, 3: place', np.argmax(np.array([1, NaN, 3])));
process.exit(0);
JS
node zero.mjs | tee out
diff out - <<'WANT'
phase of 0, 1 and -1: NaN 0 3.1415927410125732
0^0, 2^0, 0^1: NaN 1 0
brightest of 1, NaN, 3: place 3
WANT
echo 'as found on 29 November 2026'
