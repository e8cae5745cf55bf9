#!/usr/bin/env bash
# image-js 1.7.0 (npm: pictures in JavaScript), Node 20.
#
# Input: a grey picture of 16 bits whose rows rise by 1000 a pixel, and one of 8 bits with levels 0, 128 and 255.
#
# Guess: the gradient filter gives 2000, the difference of two neighbours, inside; made 16 bits, 255 becomes 65535, as white is white; a
# picture made half or twice as wide keeps its middle.
# Seen: the gradient has 8 bits, though the picture's own depth is said to be kept, and is 208, which is 2000 without its upper byte. 255 becomes 65280.
# Half as wide, 0 to 7000 becomes 0 1500 3500 5500 and not 500 2500 4500 6500: all moves right by one old pixel. No error.
# Asked for 16 bits the gradient has 8 as well. Read the levels with getRawImage and do these three by hand.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts image-js@1.7.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >grey.mjs <<'JS'
import { Image } from 'image-js';

const row = [...Array(8)].map((_, i) => 1000 * i);
const picture = new Image(8, 8, { data: Uint16Array.from(Array(8).fill(row).flat()), bitDepth: 16, colorModel: 'GREY' });
const levels = image => Array.from(image.getRawImage().data);
const gradient = picture.gradientFilter({ kernelX: [[-1, 0, 1]], kernelY: [[-1], [0], [1]] });
console.log('gradient', gradient.bitDepth, 'bits', ...levels(gradient).slice(32, 40));
const asked = picture.gradientFilter({ kernelX: [[-1, 0, 1]], kernelY: [[-1], [0], [1]], bitDepth: 16 });
console.log('gradient, 16 asked for', asked.bitDepth, 'bits', ...levels(asked).slice(32, 40));
const bytes = new Image(3, 1, { data: Uint8Array.from([0, 128, 255]), bitDepth: 8, colorModel: 'GREY' });
console.log('0 128 255 in 16 bits', ...levels(bytes.convertBitDepth(16)));
for (const width of [4, 16]) console.log('width', width, ...levels(picture.resize({ width, height: 8 })).slice(4 * width, 5 * width));
JS
node grey.mjs | tee out
diff out - <<'WANT'
gradient 8 bits 232 208 208 208 208 208 208 232
gradient, 16 asked for 8 bits 232 208 208 208 208 208 208 232
0 128 255 in 16 bits 0 32768 65280
width 4 0 1500 3500 5500
width 16 0 0 500 1000 1500 2000 2500 3000 3500 4000 4500 5000 5500 6000 6500 7000
WANT
echo 'as found on 30 November 2026'
