#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0 (npm: TensorFlow in JavaScript), tf.train.adadelta and tf.layers.alphaDropout, processor backend, Node 20.
#
# Input: twenty steps of Adadelta of rate 0.1 and 1 from (1, -2) on x^2 + 3 y^2, beside sgd of the same rate and the paper's formulas; and 200,000 numbers of mean 0 and
# variance 1 through Alpha Dropout of rate 0.1, 0.3 and 0.5, which by its documentation keeps mean and variance.
#
# Guess: the paper's way to 1e-4; and mean 0 and variance 1 to 0.02.
# Seen: Adadelta is gradient descent, step by step and number by number, whatever rho: the ratio of the two mean squares is taken before the new slope is counted, and
# stays 1. With rate 1, at which the paper's way is slow and safe, it runs away. Alpha Dropout shifts the mean by 0.3, 0.9 and 1.6: what is
# dropped becomes +1.76 for -1.76. No error or warning. Take adam; and write the dropout out.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >train.mjs <<'JS'
console.warn = () => {};
const tf = await import('@tensorflow/tfjs');
await tf.setBackend('cpu');
console.log('tfjs', tf.version.tfjs);
const steps = 20, show = (p) => p.map((v) => +v.toPrecision(4)).join(' ');
const by = (optimiser) => {
  const x = tf.variable(tf.tensor1d([1, -2]));
  for (let i = 0; i < steps; i++) optimiser.minimize(() => x.square().mul(tf.tensor1d([1, 3])).sum());
  return Array.from(x.dataSync());
};
const paper = (rate, rho, epsilon) => [1, -2].map((x, i) => {
  for (let step = 0, slopes = 0, moves = 0; step < steps; step++) {
    const slope = 2 * [1, 3][i] * x;
    slopes = rho * slopes + (1 - rho) * slope ** 2;
    const move = Math.sqrt((moves + epsilon) / (slopes + epsilon)) * slope;
    moves = rho * moves + (1 - rho) * move ** 2;
    x -= rate * move;
  }
  return x;
});
for (const [rate, rho] of [[0.1, 0.95], [0.1, 0.5], [1, 0.95]])
  console.log(`rate ${rate}, rho ${rho}: adadelta ${show(by(tf.train.adadelta(rate, rho, 1e-8)))}, sgd ${show(by(tf.train.sgd(rate)))}, the paper ${show(paper(rate, rho, 1e-8))}`);
const moments = (x) => { const { mean, variance } = tf.moments(x); return [mean, variance].map((v) => v.dataSync()[0]); };
const normal = tf.randomNormal([200000], 0, 1, 'float32', 7);
for (const rate of [0.1, 0.3, 0.5]) {
  const [mean, variance] = moments(tf.layers.alphaDropout({ rate }).apply(normal, { training: true }));
  console.log(`alpha dropout ${rate}: mean ${Math.abs(mean).toFixed(1)}, variance ${variance.toFixed(1)}`);
}
JS
node train.mjs 2>&1 | grep -E '^(tfjs|rate|alpha)' | tee out
diff out - <<'WANT'
tfjs 4.22.0
rate 0.1, rho 0.95: adadelta 0.01153 -2.199e-8, sgd 0.01153 -2.199e-8, the paper 0.9991 -1.999
rate 0.1, rho 0.5: adadelta 0.01153 -2.199e-8, sgd 0.01153 -2.199e-8, the paper 0.9995 -1.999
rate 1, rho 0.95: adadelta 1 -190700000000000, sgd 1 -190700000000000, the paper 0.9907 -1.991
alpha dropout 0.1: mean 0.3, variance 1.0
alpha dropout 0.3: mean 0.9, variance 1.0
alpha dropout 0.5: mean 1.6, variance 1.0
WANT
echo 'as found on 1 December 2026'
