#!/usr/bin/env bash
# parse-exr 1.0.2 (npm), Node 20.
#
# Input: an OpenEXR file of 2 x 3 floats, a channel Y, not compressed, its rows in increasing and in decreasing order.
#
# Guess: the upper row, y = 0, comes first.
# Seen: the lowest row comes first, whatever order the file says, and neither the README nor the result tells it: a mask or a
# field is upside down, and what is fitted to it has another sign of y.
# Turn the rows around behind it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts parse-exr@1.0.2 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >read.mjs <<'JS'
import parseExr from 'parse-exr';
const int = (...v) => Buffer.from(Int32Array.from(v).buffer), float = (...v) => Buffer.from(Float32Array.from(v).buffer);
const attribute = (name, type, value) => Buffer.concat([Buffer.from(`${name}\0${type}\0`), int(value.length), value]);
function exr(decreasing) {
  const head = Buffer.concat([
    int(20000630, 2),
    attribute('channels', 'chlist', Buffer.concat([Buffer.from('Y\0'), int(2, 0, 1, 1), Buffer.of(0)])),
    attribute('compression', 'compression', Buffer.of(0)),
    attribute('dataWindow', 'box2i', int(0, 0, 1, 2)),
    attribute('displayWindow', 'box2i', int(0, 0, 1, 2)),
    attribute('lineOrder', 'lineOrder', Buffer.of(decreasing)),
    attribute('pixelAspectRatio', 'float', float(1)),
    attribute('screenWindowCenter', 'v2f', float(0, 0)),
    attribute('screenWindowWidth', 'float', float(1)),
    Buffer.of(0),
  ]);
  const rows = [0, 1, 2].map((y) => Buffer.concat([int(y, 8), float(10 * y + 1, 10 * y + 2)]));
  const order = decreasing ? [2, 1, 0] : [0, 1, 2];
  const offsets = new BigInt64Array(3);
  order.forEach((y, i) => { offsets[y] = BigInt(head.length + 24 + 16 * i); });
  return new Uint8Array(Buffer.concat([head, Buffer.from(offsets.buffer), ...order.map((y) => rows[y])])).buffer;
}
for (const [name, decreasing] of [['increasing', 0], ['decreasing', 1]]) console.log(name, ...parseExr(exr(decreasing), 1015).data);
JS
node read.mjs | tee out
diff out - <<'WANT'
increasing 21 22 11 12 1 2
decreasing 21 22 11 12 1 2
WANT
echo 'as found on 30 November 2026'
