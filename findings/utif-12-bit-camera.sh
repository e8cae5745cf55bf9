#!/usr/bin/env bash
# utif 3.1.0 and geotiff 2.1.3 (npm, readers of TIFF for browsers), Node.js 20.
#
# Input: a grey TIFF of 12 bits a sample, two samples in three bytes, as scientific cameras
# store their frames (Mono12 packed); every value from dark to full scale is in it.
#
# Guess: UTIF.toRGBA8 gives the upper 8 of the 12 bits, or throws.
# Seen: geotiff gives the values exactly. UTIF unpacks nothing and draws nothing: every pixel is
# black and opaque, also that of full scale, and no error is raised. The bytes in data are the file's.
# A page that shows camera frames by it shows darkness for light: look at BitsPerSample (t258)
# before believing the picture.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module","private":true}' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund utif@3.1.0 geotiff@2.1.3 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >finding.mjs <<'JS'
import { fromArrayBuffer } from 'geotiff';
import UTIF from 'utif';

const values = [0, 1, 15, 16, 255, 256, 2047, 2048, 4080, 4095, 1234, 3210];
const data = [];
for (let i = 0; i < values.length; i += 2) {
  const [a, b] = [values[i], values[i + 1]];
  data.push(a >> 4, (a & 15) << 4 | b >> 8, b & 255);
}
// One strip behind the header, the directory behind it.
const SHORT = 3, LONG = 4;
const tags = [[256, LONG, values.length], [257, LONG, 1], [258, SHORT, 12], [259, SHORT, 1], [262, SHORT, 1],
  [273, LONG, 8], [277, SHORT, 1], [278, LONG, 1], [279, LONG, data.length]];
const file = new DataView(new ArrayBuffer(8 + data.length + 2 + 12 * tags.length + 4));
const directory = 8 + data.length;
[0x49, 0x49, 42, 0, directory].forEach((v, i) => file.setUint8(i, v));
data.forEach((v, i) => file.setUint8(8 + i, v));
file.setUint16(directory, tags.length, true);
tags.forEach(([tag, type, value], i) => {
  const at = directory + 2 + 12 * i;
  file.setUint16(at, tag, true);
  file.setUint16(at + 2, type, true);
  file.setUint32(at + 4, 1, true);
  if (type === SHORT) file.setUint16(at + 8, value, true);
  else file.setUint32(at + 8, value, true);
});

const raster = (await (await (await fromArrayBuffer(file.buffer)).getImage()).readRasters())[0];
console.log('geotiff', raster.join(' '));
const [page] = UTIF.decode(file.buffer);
UTIF.decodeImage(file.buffer, page);
console.log('utif', UTIF.toRGBA8(page).filter((_, i) => i % 4 === 0).join(' '));
JS
node finding.mjs | tee out
diff out - <<'WANT'
geotiff 0 1 15 16 255 256 2047 2048 4080 4095 1234 3210
utif 0 0 0 0 0 0 0 0 0 0 0 0
WANT
echo 'as found on 28 November 2026'
