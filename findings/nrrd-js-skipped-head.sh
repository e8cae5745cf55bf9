#!/usr/bin/env bash
# nrrd-js 0.2.1 (npm).
#
# Input: an NRRD of 2 x 2 samples of 16 bits whose header says "byte skip: 2", as for a camera's raw frames with a head of
# their own, "line skip: 1", or the units of its axes.
#
# Guess: what is to be skipped is skipped, and units come with the other fields.
# Seen: both skips are among the fields, and not one byte is skipped: the head is the first sample, each sample
# is at the next one's place, the last is lost, without an error. "units", "space units" and "labels" raise a ReferenceError
# for a name that the library does not define.
# Cut the head off, and leave these fields out, before the file is read.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts nrrd-js@0.2.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >read.js <<'JS'
const nrrd = require('nrrd-js');
const frame = Buffer.from(new Uint16Array([1, 256, 1000, 65535]).buffer);
function read(what, field, ...head) {
  const all = Buffer.concat([Buffer.from(`NRRD0004\ntype: uint16\ndimension: 2\nsizes: 2 2\nencoding: raw\nendian: little\n${field}\n\n`), ...head, frame]);
  try {
    const r = nrrd.parse(new Uint8Array(all).buffer);
    console.log(what, ...r.data, r.byteSkip ?? r.lineSkip ?? '');
  } catch (e) { console.log(what, String(e)); }
}
read('plain', 'content: speckle');
read('bytes', 'byte skip: 2', Buffer.from([9, 9]));
read('lines', 'line skip: 1', Buffer.from('x\n'));
read('units', 'units: "m" "m"');
read('labels', 'labels: "x" "y"');
JS
node read.js | sed 's/ *$//' | tee out
diff out - <<'WANT'
plain 1 256 1000 65535
bytes 2313 1 256 1000 2
lines 2680 1 256 1000 1
units ReferenceError: length is not defined
labels ReferenceError: length is not defined
WANT
echo 'as found on 30 November 2026'
