#!/usr/bin/env bash
# onnxruntime-web 1.30.0 (npm; ONNX Runtime on the processor, in WebAssembly), ReduceMean, GlobalAveragePool and ReduceSum of opset 18, Node 20.
#
# Input: frames of 1024, 2048 and 4096 pixels a side with levels of 900 to 1100 at random, and frames of 0.1, as floats; and 2^25 ones.
#
# Guess: the mean of all pixels is right to 1e-5, and the sum of the ones is 33,554,432, as by sums in pairs or blocks.
# Seen: each sum runs through all pixels in 32 bits. The mean of 1000 is 999.75, 1009.93 and 1020.48 as the frames grow, 2 % too bright; that of 0.1 is 0.101,
# 0.096 and 0.115. GlobalAveragePool has four sums side by side, so that the same errors come at four times the pixels. The ones stop at 16,777,216. No
# warning. Reduce rows and columns one after the other: their means are right to 1e-5.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts onnxruntime-web@1.30.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >mean.cjs <<'JS'
const ort = require('onnxruntime-web');
ort.env.wasm.numThreads = 1;
// ONNX's file is a protobuf: numbers are (field, value), the rest is (field, length, bytes)
const bytes = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...bytes(n >> 7)]);
const number = (field, n) => Buffer.from([...bytes(field * 8), ...bytes(n)]);
const part = (field, ...of) => ((b) => Buffer.concat([Buffer.from([...bytes(field * 8 + 2), ...bytes(b.length)]), b]))(Buffer.concat(of.map((v) => Buffer.from(v))));
const value = (field, name, type) => part(field, part(1, name), part(2, part(1, number(1, type))));
const model = (operator, axes) => Buffer.concat([number(1, 8), part(8, number(2, 18)), part(7,
  part(1, part(1, 'x'), ...(axes ? [part(1, 'a')] : []), part(2, 'y'), part(4, operator)), part(2, 'g'), value(11, 'x', 1), ...(axes ? [value(11, 'a', 7)] : []), value(12, 'y', 1))]);
const reduce = async (operator, x, axes) => {
  const session = await ort.InferenceSession.create(new Uint8Array(model(operator, axes)));
  return (await session.run({ x, ...(axes ? { a: new ort.Tensor('int64', BigInt64Array.from(axes), [axes.length]) } : {}) })).y;
};
(async () => {
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (const n of [1024, 2048, 4096])
    for (const [name, level, digits] of [['noisy', () => 900 + 200 * random(), 2], ['0.1', () => 0.1, 4]]) {
      const frame = new ort.Tensor('float32', new Float32Array(n * n).map(level), [1, 1, n, n]);
      const mean = frame.data.reduce((s, v) => s + v, 0) / (n * n);
      const all = await reduce('ReduceMean', frame, [2n, 3n]), pool = await reduce('GlobalAveragePool', frame);
      const turns = await reduce('ReduceMean', await reduce('ReduceMean', frame, [3n]), [2n]);
      console.log(`${n} x ${n}, ${name}: mean ${mean.toFixed(digits)}, ReduceMean ${all.data[0].toFixed(digits)}, GlobalAveragePool ${pool.data[0].toFixed(digits)}, rows and then columns ${turns.data[0].toFixed(digits)}`);
    }
  const ones = new ort.Tensor('float32', new Float32Array(2 ** 25).fill(1), [2 ** 25]);
  console.log('2^25 ones:', (await reduce('ReduceSum', ones)).data[0]);
})();
JS
node mean.cjs | tee out
diff out - <<'WANT'
1024 x 1024, noisy: mean 1000.00, ReduceMean 999.75, GlobalAveragePool 1000.00, rows and then columns 1000.00
1024 x 1024, 0.1: mean 0.1000, ReduceMean 0.1010, GlobalAveragePool 0.0998, rows and then columns 0.1000
2048 x 2048, noisy: mean 1000.05, ReduceMean 1009.93, GlobalAveragePool 999.81, rows and then columns 1000.05
2048 x 2048, 0.1: mean 0.1000, ReduceMean 0.0960, GlobalAveragePool 0.1010, rows and then columns 0.1000
4096 x 4096, noisy: mean 999.98, ReduceMean 1020.46, GlobalAveragePool 1009.87, rows and then columns 999.98
4096 x 4096, 0.1: mean 0.1000, ReduceMean 0.1153, GlobalAveragePool 0.0960, rows and then columns 0.1000
2^25 ones: 16777216
WANT
echo 'as found on 30 November 2026'
