#!/usr/bin/env bash
# jsfitsio 1.2.3 (npm: FITS, the file of scientific cameras, read and written by JavaScript), Node 20.
#
# Input: the same frame of 4 x 2 numbers behind a header of 8 cards and behind one of 40, which
# takes two blocks of 2880 bytes; a camera's program fills some 60 cards.
#
# Guess: the same numbers from both.
# Seen: data are taken from byte 2880 on, wherever the header ends: behind 40 cards the frame is
# the text of the header (17217 is "CA"), without an error.
# Count the header's blocks before you trust it, or use another reader.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --no-audit --no-fund --ignore-scripts jsfitsio@1.2.3 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >read.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { FITSParser } from 'jsfitsio';
const block = (b, fill) => Buffer.concat([b, Buffer.alloc((2880 - b.length % 2880) % 2880, fill)]);
for (const more of [0, 32]) {
  const cards = ['SIMPLE  =                    T', 'BITPIX  =                   16', 'NAXIS   =                    2', 'NAXIS1  =                    4',
    'NAXIS2  =                    2', 'BSCALE  =                    1', 'BZERO   =                    0'];
  for (let i = 0; i < more; i++) cards.push(`CAM${String(i).padEnd(5)}= ${String(i).padStart(20)}`);
  cards.push('END');
  const data = Buffer.alloc(16);
  [1, 2, 3, 1000, 500, 600, 700, 32000].forEach((v, i) => data.writeInt16BE(v, 2 * i));
  writeFileSync('frame.fits', Buffer.concat([block(Buffer.from(cards.map((c) => c.padEnd(80)).join('')), ' '), block(data, 0)]));
  const { data: rows } = await FITSParser.loadFITS('frame.fits');
  console.log(cards.length, 'cards:', ...rows.flatMap((row) => [0, 2, 4, 6].map((at) => Buffer.from(row).readInt16BE(at))));
}
JS
node read.mjs | tee out
diff out - <<'WANT'
8 cards: 1 2 3 1000 500 600 700 32000
40 cards: 17217 19762 14624 8224 15648 8224 8224 8224
WANT
echo 'as found on 29 November 2026'
