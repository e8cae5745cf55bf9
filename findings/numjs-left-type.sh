#!/usr/bin/env bash
# numjs 0.16.1 (npm: "like NumPy", without its reader of pictures, sharp), Node 20.
#
# Input: an 8-bit camera frame times weights (a readout layer), a part of its full scale, the difference of two frames, and a phase
# taken modulo 2 pi.
#
# Guess: as NumPy: floats where one of the two is of floats; the phase is from 0 to 2 pi.
# Seen: the result has the type of the left one: the readout of a frame is whole numbers of 8 bits, here 0 for 0.75, and 100 weights of 10 give
# 232; frame / 255 is 0 everywhere but at full scale; with the weights on the left all is right. A phase of -1 stays -1.
# arange(0, 1, 0.1) has eleven points. No error. Make the frame floats first: nj.array(frame, 'float64').
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts numjs@0.16.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >frame.cjs <<'JS'
const Module = require('module');
const load = Module._load;
Module._load = (name, ...rest) => (name === 'sharp' ? {} : load(name, ...rest));
const nj = require('numjs');
const frame = nj.uint8([[1, 2], [0, 255]]), weights = nj.array([[0.25, 0.5], [0.25, 0.25]]);
console.log('frame . weights', frame.dot(weights).tolist(), 'NumPy [[0.75,1],[63.75,63.75]]');
console.log('weights . frame', weights.dot(frame).tolist(), 'NumPy [[0.25,128],[0.25,64.25]]');
console.log('100 tens', nj.dot(nj.uint8(Array(100).fill(1)), nj.array(Array(100).fill(10))).tolist(), 'NumPy 1000');
console.log('frame / 255', frame.divide(255).tolist());
console.log('frame - 0.5', frame.subtract(nj.array([[0.5, 0.5], [0.5, 0.5]])).tolist(), 'NumPy [[0.5,1.5],[-0.5,254.5]]');
console.log('mod(-1, 2 pi)', nj.mod(nj.array([-1]), 2 * Math.PI).tolist(), 'NumPy [5.28]');
console.log('arange(0, 1, 0.1)', nj.arange(0, 1, 0.1).shape, 'NumPy [10]');
JS
node frame.cjs | tee out
diff out - <<'WANT'
frame . weights [ [ 0, 1 ], [ 63, 63 ] ] NumPy [[0.75,1],[63.75,63.75]]
weights . frame [ [ 0.25, 128 ], [ 0.25, 64.25 ] ] NumPy [[0.25,128],[0.25,64.25]]
100 tens [ 232 ] NumPy 1000
frame / 255 [ [ 0, 0 ], [ 0, 1 ] ]
frame - 0.5 [ [ 0, 1 ], [ 0, 254 ] ] NumPy [[0.5,1.5],[-0.5,254.5]]
mod(-1, 2 pi) [ -1 ] NumPy [5.28]
arange(0, 1, 0.1) [ 11 ] NumPy [10]
WANT
echo 'as found on 30 November 2026'
