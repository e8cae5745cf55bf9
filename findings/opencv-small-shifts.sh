#!/usr/bin/env bash
# OpenCV 4.12.0, beside OpenCV 5.0.0 (npm: @techstark/opencv-js 4.12.0-release.1 and 5.0.0-release.1, in WebAssembly), Node 20.
#
# Input: a ramp of floats that grows by 100 a pixel, shifted by 0.5 to 0.01 pixels with warpAffine, and with remap by a map of floats.
#
# Guess: the ramp moves by what was asked, to 1e-4 of a pixel: the picture and the map are floats.
# Seen: 5.0.0 does so. 4.12.0 moves by whole 32nds of a pixel: 0.1 is 0.09375, 0.04 and 0.02 are 0.03125, 0.015 and 0.01 are 0; so
# does 4.3.0. A registration of frames to a hundredth of a pixel, or a calibrated map of distortion, is undone by it without a word.
# Take the next version, or shift in the Fourier plane.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts opencv4@npm:@techstark/opencv-js@4.12.0-release.1 opencv5@npm:@techstark/opencv-js@5.0.0-release.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >shift.mjs <<'JS'
import { createRequire } from 'node:module';
let cv = createRequire(import.meta.url)(process.argv[2]);
cv = cv instanceof Promise ? await cv : cv;
if (!cv.Mat) await new Promise((loaded) => { cv.onRuntimeInitialized = loaded; });
console.log(cv.getBuildInformation().match(/OpenCV (\d+\.\d+\.\d+)/)[0]);
const n = 16, row = (f) => cv.matFromArray(1, n, cv.CV_32F, Array.from({ length: n }, (_, i) => f(i)));
const ramp = row((i) => 100 * i), moved = (out) => (8 - out.data32F[8] / 100).toFixed(5);
for (const shift of [0.5, 0.1, 0.04, 0.02, 0.015, 0.01]) {
  const warped = new cv.Mat(), mapped = new cv.Mat();
  cv.warpAffine(ramp, warped, cv.matFromArray(2, 3, cv.CV_64F, [1, 0, shift, 0, 1, 0]), new cv.Size(n, 1), cv.INTER_LINEAR);
  cv.remap(ramp, mapped, row((i) => i - shift), row(() => 0), cv.INTER_LINEAR);
  console.log(`asked ${shift}: warpAffine ${moved(warped)}, remap ${moved(mapped)}`);
}
process.exit(0);
JS
for version in opencv4 opencv5; do node shift.mjs $version; done | tee out
diff out - <<'WANT'
OpenCV 4.12.0
asked 0.5: warpAffine 0.50000, remap 0.50000
asked 0.1: warpAffine 0.09375, remap 0.09375
asked 0.04: warpAffine 0.03125, remap 0.03125
asked 0.02: warpAffine 0.03125, remap 0.03125
asked 0.015: warpAffine 0.00000, remap 0.00000
asked 0.01: warpAffine 0.00000, remap 0.00000
OpenCV 5.0.0
asked 0.5: warpAffine 0.50000, remap 0.50000
asked 0.1: warpAffine 0.10000, remap 0.10000
asked 0.04: warpAffine 0.04000, remap 0.04000
asked 0.02: warpAffine 0.02000, remap 0.02000
asked 0.015: warpAffine 0.01500, remap 0.01500
asked 0.01: warpAffine 0.01000, remap 0.01000
WANT
echo 'as found on 30 November 2026'
