#!/usr/bin/env bash
# onnxruntime-web 1.30.0 (npm; ONNX Runtime on the processor, in WebAssembly), Resize of opset 18, Node 20.
#
# Input: a row of six levels, some of them negative, as bytes with sign and as floats, made twice as long, linear and cubic, with and without antialias (which by
# ONNX's text changes nothing where a picture grows), and six positive levels as bytes without sign.
#
# Guess: the bytes are the rounded floats, or the nearest that a byte can hold.
# Seen: with antialias every negative level of signed bytes becomes 0: -100 is 0 and -128 is 0, where floats and bytes without antialias keep them. Without antialias
# each fraction is cut off: 10.75 becomes 10 and 191.25 and 63.75 become 191 and 63, so a frame loses up to a level, and negative ones gain it. Unsigned bytes with
# antialias are rounded. No error. Make quantised frames floats before they are resized.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts onnxruntime-web@1.30.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >resize.cjs <<'JS'
const ort = require('onnxruntime-web');
ort.env.wasm.numThreads = 1;
// ONNX's file is a protobuf: numbers are (field, value), the rest is (field, length, bytes)
const bytes = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...bytes(n >> 7)]);
const number = (field, n) => Buffer.from([...bytes(field * 8), ...bytes(n)]);
const part = (field, ...of) => ((b) => Buffer.concat([Buffer.from([...bytes(field * 8 + 2), ...bytes(b.length)]), b]))(Buffer.concat(of.map((v) => Buffer.from(v))));
const value = (field, name, type) => part(field, part(1, name), part(2, part(1, number(1, type))));
const types = { float32: [1, Float32Array], uint8: [2, Uint8Array], int8: [3, Int8Array] };
const resize = async (type, levels, mode, antialias) => {
  const [kind, Numbers] = types[type];
  const node = part(1, part(1, 'x'), part(1, ''), part(1, ''), part(1, 'size'), part(2, 'y'), part(4, 'Resize'),
    part(5, part(1, 'mode'), part(4, mode), number(20, 3)), part(5, part(1, 'antialias'), number(3, antialias), number(20, 2)));
  const session = await ort.InferenceSession.create(new Uint8Array(Buffer.concat([number(1, 8), part(8, number(2, 18)),
    part(7, node, part(2, 'g'), value(11, 'x', kind), value(11, 'size', 7), value(12, 'y', kind))])));
  const x = new ort.Tensor(type, Numbers.from(levels), [1, 1, 1, levels.length]);
  const size = new ort.Tensor('int64', BigInt64Array.from([1n, 1n, 1n, BigInt(2 * levels.length)]), [4]);
  return Array.from((await session.run({ x, size })).y.data, (v) => +v.toFixed(2)).join(' ');
};
(async () => {
  const signed = [10, 11, 100, -100, 127, -128], positive = [10, 11, 200, 0, 255, 255];
  for (const mode of ['linear', 'cubic'])
    for (const antialias of [0, 1]) {
      console.log(mode, 'antialias', antialias, 'floats', await resize('float32', signed, mode, antialias));
      if (mode === 'linear' || antialias) console.log(mode, 'antialias', antialias, 'signed bytes', await resize('int8', signed, mode, antialias));
    }
  console.log('linear, positive floats', await resize('float32', positive, 'linear', 0));
  for (const antialias of [0, 1]) console.log('linear, antialias', antialias, 'bytes', await resize('uint8', positive, 'linear', antialias));
})();
JS
node resize.cjs | tee out
diff out - <<'WANT'
linear antialias 0 floats 10 10.25 10.75 33.25 77.75 50 -50 -43.25 70.25 63.25 -64.25 -128
linear antialias 0 signed bytes 10 10 10 33 77 50 -50 -43 70 63 -64 -128
linear antialias 1 floats 10 10.25 10.75 33.25 77.75 50 -50 -43.25 70.25 63.25 -64.25 -128
linear antialias 1 signed bytes 10 10 11 33 78 50 0 0 70 63 0 0
cubic antialias 0 floats 9.89 7.1 1.39 38.3 100.96 56.09 -75.5 -60.7 95.43 93.17 -62.25 -154.89
cubic antialias 1 floats 9.89 7.1 1.39 38.3 100.96 56.09 -75.5 -60.7 95.43 93.17 -62.25 -154.89
cubic antialias 1 signed bytes 10 7 1 38 101 56 0 0 95 93 0 0
linear, positive floats 10 10.25 10.75 58.25 152.75 150 50 63.75 191.25 255 255 255
linear, antialias 0 bytes 10 10 10 58 152 150 50 63 191 255 255 255
linear, antialias 1 bytes 10 10 11 58 153 150 50 64 191 255 255 255
WANT
echo 'as found on 1 December 2026'
