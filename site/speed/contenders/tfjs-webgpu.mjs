// TensorFlow.js on WebGPU: a whole training step. Its FFT has no gradient, so transforms are products with the
// DFT's matrix here, n operations a sample and axis, which its gradient goes back through.

import { regionWeights, transfer } from '../physics.mjs';

export async function start() {
  // The backend is a script that adds itself to a global tf.
  const tf = globalThis.tf = { ...await import('../rivals/tfjs/tf.js') };
  await import('../rivals/tfjs-webgpu/tf-backend-webgpu.js');
  if (!await tf.setBackend('webgpu')) throw new Error('has no WebGPU here');
  await tf.ready();
  return { open: (p) => open(tf, p) };
}

/** The DFT of m numbers, or its inverse, as the real matrix that rows [re | im] are multiplied by: [2m][2m]. */
function matrix(m, inverse) {
  const x = new Float32Array(4 * m * m), scale = inverse ? 1 / m : 1, sign = inverse ? 1 : -1;
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const angle = (2 * Math.PI * ((i * k) % m)) / m, c = scale * Math.cos(angle), s = sign * scale * Math.sin(angle);
      x[2 * m * i + k] = x[2 * m * (m + i) + m + k] = c;
      x[2 * m * i + m + k] = s;
      x[2 * m * (m + i) + k] = -s;
    }
  }
  return x;
}

function open(tf, p) {
  const { n, pad, batch, layers } = p, m = n + 2 * pad;
  const h = transfer(m, p), hr = tf.tensor2d(h.re, [m, m]), hi = tf.tensor2d(h.im, [m, m]);
  const there = tf.tensor2d(matrix(m, false), [2 * m, 2 * m]), back = tf.tensor2d(matrix(m, true), [2 * m, 2 * m]);
  const image = tf.tensor3d(p.field, [batch, n, n]), nothing = tf.zerosLike(image);
  const phase = tf.variable(tf.tensor3d(p.masks, [layers, n, n]));
  const classes = p.regions.length / 4;
  const weights = tf.tensor2d(regionWeights(n, p.regions), [n * n, classes]), truth = tf.oneHot(tf.tensor1d(p.labels, 'int32'), classes);

  // Fields [batch][y][re, im][x].
  const line = (u, by) => tf.reshape(tf.matMul(tf.reshape(u, [batch * m, 2 * m]), by), [batch, m, 2, m]);
  const turned = (u) => tf.transpose(u, [0, 3, 2, 1]);
  const times = ([ar, ai], [br, bi]) => [tf.sub(tf.mul(ar, br), tf.mul(ai, bi)), tf.add(tf.mul(ar, bi), tf.mul(ai, br))];
  const wide = (x) => (pad ? tf.pad(x, [[0, 0], [pad, pad], [pad, pad]]) : x);
  const narrow = (x) => (pad ? tf.slice(x, [0, pad, pad], [batch, n, n]) : x);
  const hop = (u) => {
    // The spectrum is left transposed: so is H then, which is symmetric.
    const spectrum = tf.unstack(line(turned(line(tf.stack(u.map(wide), 2), there)), there), 2);
    return tf.unstack(line(turned(line(tf.stack(times(spectrum, [hr, hi]), 2), back)), back), 2).map(narrow);
  };
  const loss = () => {
    let u = [image, nothing];
    for (const mask of tf.unstack(phase)) u = times(hop(u), [tf.cos(mask), tf.sin(mask)]);
    const [re, im] = hop(u);
    const reading = tf.matMul(tf.reshape(tf.add(tf.square(re), tf.square(im)), [batch, n * n]), weights);
    const share = tf.mul(tf.div(reading, tf.sum(reading, 1, true)), p.scale);
    return tf.losses.softmaxCrossEntropy(truth, share);
  };
  const adam = tf.train.adam(p.rate);
  let value;
  const run = () => {
    value?.dispose();
    value = adam.minimize(loss, true, [phase]);
  };
  run();
  return value.data().then(([first]) => ({ run, sync: () => phase.data(), units: batch, check: [first] }));
}
