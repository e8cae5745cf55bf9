#!/usr/bin/env bash
# three 0.187.0 (npm; its HDRLoader for Radiance's pictures) and parse-hdr 1.0.0 (npm), Node 20.
#
# Input: Radiance pictures (.hdr) of two rows, as a luminance camera or a renderer writes them: without exposure, with an EXPOSURE of 2, with EXPOSURE 2 and 4, and
# with the lowest row first (+Y). By the format's text a picture's numbers have been multiplied by each EXPOSURE, which is to be divided out again.
#
# Guess: 1, 0.5 and 0.125 for the same pixel, and the +Y picture turned, or an error.
# Seen: the pixel is 1 in all by both. Beside the numbers parse-hdr tells an exposure of 2, and of 4 for the third, the last and not the product, 8; three
# tells 1, as it does not know the form 2.000000e+00. Of the +Y picture parse-hdr gives no pixel at all and no error; three throws.
# Read the head's EXPOSURE lines yourself and divide.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts three@0.187.0 parse-hdr@1.0.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >exposure.mjs <<'JS'
import parse from 'parse-hdr';
import { FloatType } from 'three';
import { HDRLoader } from 'three/examples/jsm/loaders/HDRLoader.js';

const pixels = [...Array(8).fill([128, 64, 32, 129]), ...Array(8).fill([128, 64, 32, 130])].flat();
const loader = new HDRLoader();
loader.setDataType(FloatType);
for (const [name, head, size] of [['none', '', '-Y'], ['2', 'EXPOSURE=2.000000e+00\n', '-Y'], ['2 and 4', 'EXPOSURE=2.000000e+00\nEXPOSURE=4.000000e+00\n', '-Y'], ['none, +Y', '', '+Y']]) {
  const file = Buffer.concat([Buffer.from(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n${head}\n${size} 2 +X 8\n`), Buffer.from(pixels)]);
  const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
  for (const [reader, read] of [['three', b => loader.parse(b)], ['parse-hdr', parse]]) {
    let told;
    try {
      const { data, exposure } = read(buffer);
      told = `${data.length / 4} pixels, first ${data.length ? data[0].toFixed(1) : '-'}, exposure told ${exposure}`;
    } catch (error) { told = 'throws'; }
    console.log(`exposure ${name}, ${reader}: ${told}`);
  }
}
JS
node exposure.mjs | tee out
diff out - <<'WANT'
exposure none, three: 16 pixels, first 1.0, exposure told 1
exposure none, parse-hdr: 16 pixels, first 1.0, exposure told 1
exposure 2, three: 16 pixels, first 1.0, exposure told 1
exposure 2, parse-hdr: 16 pixels, first 1.0, exposure told 2
exposure 2 and 4, three: 16 pixels, first 1.0, exposure told 1
exposure 2 and 4, parse-hdr: 16 pixels, first 1.0, exposure told 4
exposure none, +Y, three: throws
exposure none, +Y, parse-hdr: 0 pixels, first -, exposure told 1
WANT
echo 'as found on 30 November 2026'
