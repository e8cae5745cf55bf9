#!/usr/bin/env bash
# jsfive 0.4.2 (npm: HDF5 read by JavaScript alone), Node 20.
#
# Input: a file of h5py 3.7 with a stack of chunks of which one was written, and an array that
# nobody has written yet. Both name a fill value, 7.5 and 100, as a camera's program does that
# makes room for its frames beforehand.
#
# Guess: what was not written reads as the fill value, as HDF5 has it.
# Seen: it reads as undefined, which is NaN in the next sum, without an error; in the chunk that
# was written the fill value is there.
# Ask for the fill value with another reader (h5wasm gives 7.5 and 100).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
base64 -d <<'FILE' | gunzip >fill.h5
H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwpuCKDyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGaPAQuE
5mAYBSMReLg6BoDoCCgflp5OMKGqSytKzE0tZmBISSzKRk6XDmTay8jABjGDEcbXgNBMEAFosgSqYsDKZwa6FKRSUEEeKqfAIM7B
IF4PlWcF5geQPBMzAyNE/oMDxBwOsDhMjAPqY2Ym5gpWiFYmsPFwKxPoEg/Bfv4ujECrYaXEBn786mH5VYF5NA0jA1B5x4ilvJMg
oO8AavHMwARPZ6jpbxSMglEwCkbBKBgFo2AUDA9AqD+C3h5E5xPdH2FigvZHTjhh9kdOOMH7I4y4Wq4JdAqRBntInwkVAwB2vruP
2BAAAA==
FILE
npm install --no-audit --no-fund --ignore-scripts jsfive@0.4.2 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >read.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { File } from 'jsfive';
const file = new File(new Uint8Array(readFileSync('fill.h5')).buffer, 'fill.h5');
for (const name of ['frames', 'dark']) {
  const { value, shape } = file.get(name);
  console.log(name, shape.join(' x '), Array.from(value, String).join(' '));
}
JS
node read.mjs | tee out
diff out - <<'WANT'
frames 4 x 6 1 7.5 7.5 undefined undefined undefined 7.5 7.5 7.5 undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined
dark 2 x 3 undefined undefined undefined undefined undefined undefined
WANT
echo 'as found on 29 November 2026'
