#!/usr/bin/env bash
# geotiff 3.0.5 (npm: reads TIFF and GeoTIFF), Node 20.
#
# Input: a 16-bit grey TIFF of one row of eight pixels, 0 to 7000 by 1000, read with half, a quarter and twice the width by both resampling methods
# that readRasters names.
#
# Guess: by bilinear 500 2500 4500 6500 of half, as each new pixel's middle lies between two old ones, and a middle of 3500 for each; by nearest the
# ends as often as the others.
# Seen: both give 0 2000 4000 6000 and 0 4000, the left one of each group: the picture moves by half a pixel, and by one and a half of a quarter. Of
# twice the width nearest has the first pixel once and the last thrice. The mean of a ramp falls from 3500 to 3000 and 2000. No error.
# Read at full size and average the groups.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts geotiff@3.0.5 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >ramp.mjs <<'JS'
import { fromArrayBuffer } from 'geotiff';

const ramp = [...Array(8)].map((_, i) => 1000 * i);
const tags = [[256, 8], [257, 1], [258, 16], [259, 1], [262, 1], [273, 8 + 2 + 12 * 9 + 4], [277, 1], [278, 1], [279, 16]];
const file = Buffer.alloc(8 + 2 + 12 * tags.length + 4 + 16);
file.write('II');
file.writeUInt16LE(42, 2);
file.writeUInt32LE(8, 4);
file.writeUInt16LE(tags.length, 8);
tags.forEach(([tag, value], i) => { file.writeUInt16LE(tag, 10 + 12 * i); file.writeUInt16LE(4, 12 + 12 * i); file.writeUInt32LE(1, 14 + 12 * i); file.writeUInt32LE(value, 18 + 12 * i); });
ramp.forEach((v, i) => file.writeUInt16LE(v, tags[5][1] + 2 * i));
const image = await (await fromArrayBuffer(file.buffer.slice(file.byteOffset, file.byteOffset + file.length))).getImage();
for (const width of [8, 4, 2, 16])
  for (const resampleMethod of ['nearest', 'bilinear']) {
    const row = Array.from((await image.readRasters({ width, height: 1, resampleMethod }))[0]);
    console.log(width, resampleMethod, row.join(' '), 'mean', row.reduce((s, v) => s + v) / width);
  }
JS
node ramp.mjs | tee out
diff out - <<'WANT'
8 nearest 0 1000 2000 3000 4000 5000 6000 7000 mean 3500
8 bilinear 0 1000 2000 3000 4000 5000 6000 7000 mean 3500
4 nearest 0 2000 4000 6000 mean 3000
4 bilinear 0 2000 4000 6000 mean 3000
2 nearest 0 4000 mean 2000
2 bilinear 0 4000 mean 2000
16 nearest 0 1000 1000 2000 2000 3000 3000 4000 4000 5000 5000 6000 6000 7000 7000 7000 mean 3937.5
16 bilinear 0 500 1000 1500 2000 2500 3000 3500 4000 4500 5000 5500 6000 6500 7000 7000 mean 3718.75
WANT
echo 'as found on 30 November 2026'
