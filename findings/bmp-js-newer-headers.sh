#!/usr/bin/env bash
# bmp-js 0.1.0 and bmp-ts 1.0.9 (npm, readers of BMP), Node.js 20.
#
# Input: an 8-bit grey BMP, as makers of SLMs give the flatness correction of a panel, with the header of 40 bytes and with
# the newer ones of 108 and 124 (BITMAPV4HEADER, BITMAPV5HEADER); the file says in its first 14 bytes where the pixels begin.
#
# Guess: the levels are the same with each header.
# Seen: bmp-ts gives the file's levels from all three. bmp-js reads each header as if it had 40 bytes, and what is behind
# them as the palette and the pixels, wherever the file says that these are: with the newer headers the picture is made of
# the header's own bytes and of the palette, and no error is raised. On a panel that is another phase in every pixel.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module","private":true}' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund bmp-js@0.1.0 bmp-ts@1.0.9 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >finding.mjs <<'JS'
import old from 'bmp-js';
import { decode } from 'bmp-ts';

const nx = 8, ny = 2;
const level = (x, y) => 80 * y + 10 * x + 5;
function file(header) {
  const palette = 14 + header, pixels = palette + 4 * 256;
  const b = Buffer.alloc(pixels + nx * ny);
  b.write('BM');
  b.writeUInt32LE(b.length, 2);
  b.writeUInt32LE(pixels, 10);
  b.writeUInt32LE(header, 14);
  b.writeInt32LE(nx, 18);
  b.writeInt32LE(ny, 22);
  b.writeUInt16LE(1, 26); // plane
  b.writeUInt16LE(8, 28); // bits
  b.writeUInt32LE(nx * ny, 34);
  b.writeUInt32LE(256, 46); // colours
  if (header > 40) b.writeUInt32LE(0x73524742, 14 + 56); // sRGB
  for (let i = 0; i < 256; i++) b.fill(i, palette + 4 * i, palette + 4 * i + 3);
  for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) b[pixels + (ny - 1 - y) * nx + x] = level(x, y); // the lowest row first
  return b;
}
const green = (p) => Array.from({ length: nx * ny }, (_, i) => p.data[4 * i + 2]).join(' ');
for (const header of [40, 108, 124]) {
  console.log('bmp-ts', header, green(decode(file(header))));
  console.log('bmp-js', header, green(old.decode(file(header))));
}
JS
node finding.mjs | tee out
want='5 15 25 35 45 55 65 75 85 95 105 115 125 135 145 155'
[ "$(grep -c "^bmp-ts [0-9]* $want\$\|^bmp-js 40 $want\$" out)" = 4 ] || { echo 'CHANGED: what was read rightly is not any more'; exit 1; }
! grep -q "^bmp-js 1[02][84] $want" out || { echo 'CHANGED: bmp-js reads newer headers'; exit 1; }
echo 'as found on 30 November 2026'
