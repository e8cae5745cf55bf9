#!/usr/bin/env bash
# tiff 7.1.3 and geotiff 3.0.5 (npm, readers of TIFF), Node.js 20.
#
# Input: grey TIFFs whose tag SampleFormat says signed integers of 16 bits (2), as programs write
# frames from which a background was taken away, and floating point of 16 bits (3).
#
# Guess: both readers give the numbers, or say that they cannot.
# Seen: geotiff gives them. tiff takes SampleFormat into account at 32 and 64 bits only: a signed
# sample comes as an unsigned one (-1 as 65535, without an error), and a half precision
# number as its bit pattern (1.0 as 15360). So the darkest pixels of a difference of two frames
# become its brightest. Ask image.sampleFormat before using image.data.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module","private":true}' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund tiff@7.1.3 geotiff@3.0.5 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >finding.mjs <<'JS'
import { fromArrayBuffer } from 'geotiff';
import { decode } from 'tiff';

const SHORT = 3, LONG = 4;

// grey is a TIFF of one row in one strip, which lies behind the header; the directory follows.
function grey(format, samples) {
  const bytes = new Uint8Array(samples.buffer);
  const tags = [[256, LONG, samples.length], [257, LONG, 1], [258, SHORT, 8 * samples.BYTES_PER_ELEMENT], [259, SHORT, 1],
    [262, SHORT, 1], [273, LONG, 8], [277, SHORT, 1], [278, LONG, 1], [279, LONG, bytes.length], [339, SHORT, format]];
  const directory = 8 + bytes.length;
  const file = new DataView(new ArrayBuffer(directory + 2 + 12 * tags.length + 4));
  [0x49, 0x49, 42, 0, directory].forEach((v, i) => file.setUint8(i, v));
  new Uint8Array(file.buffer).set(bytes, 8);
  file.setUint16(directory, tags.length, true);
  tags.forEach(([tag, type, value], i) => {
    const at = directory + 2 + 12 * i;
    file.setUint16(at, tag, true);
    file.setUint16(at + 2, type, true);
    file.setUint32(at + 4, 1, true);
    if (type === SHORT) file.setUint16(at + 8, value, true);
    else file.setUint32(at + 8, value, true);
  });
  return file.buffer;
}

const files = {
  signed: grey(2, new Int16Array([-1, 0, 1, -300])),
  half: grey(3, new Uint16Array([0x3c00, 0, 0xc000, 0x7bff])), // 1, 0, -2, 65504
  float: grey(3, new Float32Array([1, 0, -2, 65504])),
};
for (const [name, file] of Object.entries(files)) {
  const raster = (await (await (await fromArrayBuffer(file)).getImage()).readRasters())[0];
  console.log(name, 'geotiff', raster.join(' '));
  console.log(name, 'tiff', decode(file)[0].data.join(' '));
}
JS
node finding.mjs | tee out
diff out - <<'WANT'
signed geotiff -1 0 1 -300
signed tiff 65535 0 1 65236
half geotiff 1 0 -2 65504
half tiff 15360 0 49152 31743
float geotiff 1 0 -2 65504
float tiff 1 0 -2 65504
WANT
echo 'as found on 28 November 2026'
