// TensorFlow.js. It has no gradient through its FFT, so of a training step it does
// the way forward to the loss alone: less than half of the work. It runs on WebGL,
// where its FFT takes n^2 operations a line; in plain JavaScript it is slower still.

import { overlap, parts, regionWeights, transfer } from '../physics.mjs';

export async function start() {
  const tf = await import('../rivals/tfjs/tf.js');
  if (!await tf.setBackend('webgl')) throw new Error('has no WebGL here');
  await tf.ready();
  return { open: (p) => (p.suite === 'step' ? forward(tf, p) : hop(tf, p)) };
}

/** F^-1 H F of [..., m, m], given as its parts. */
function hopper(tf, p, m) {
  const h = transfer(m, p), hr = tf.tensor2d(h.re, [m, m]), hi = tf.tensor2d(h.im, [m, m]);
  // On WebGL the parts of a spectrum have lost its shape.
  const split = (u) => [tf.reshape(tf.real(u), u.shape), tf.reshape(tf.imag(u), u.shape)];
  const turned = (u) => {
    const axes = u.shape.map((_, i) => i);
    axes.push(...axes.splice(-2).reverse());
    return tf.complex(...split(u).map((x) => tf.transpose(x, axes)));
  };
  const times = ([ar, ai], [br, bi]) => [tf.sub(tf.mul(ar, br), tf.mul(ai, bi)), tf.add(tf.mul(ar, bi), tf.mul(ai, br))];
  return {
    times,
    hop([re, im]) {
      // The spectrum is left transposed: so is H then, which is symmetric.
      let u = tf.spectral.fft(turned(tf.spectral.fft(tf.complex(re, im))));
      u = tf.complex(...times(split(u), [hr, hi]));
      u = tf.spectral.ifft(turned(tf.spectral.ifft(u)));
      return split(u);
    },
  };
}

function hop(tf, p) {
  const { n } = p, u = parts(p.field), re = tf.tensor2d(u.re, [n, n]), im = tf.tensor2d(u.im, [n, n]);
  const way = hopper(tf, p, n);
  const once = () => tf.tidy(() => tf.stack(way.hop([re, im]), 2).dataSync());
  return { run: once, units: 1, check: overlap(p.field, once()) };
}

function forward(tf, p) {
  const { n, pad, batch, layers } = p;
  const way = hopper(tf, p, n + 2 * pad);
  const image = tf.tensor3d(p.field, [batch, n, n]);
  const phase = tf.unstack(tf.tensor3d(p.masks, [layers, n, n]));
  const weights = tf.tensor2d(regionWeights(n, p.regions), [n * n, p.regions.length / 4]);
  const truth = tf.oneHot(tf.tensor1d(p.labels, 'int32'), p.regions.length / 4);
  const wide = (x) => (pad ? tf.pad(x, [[0, 0], [pad, pad], [pad, pad]]) : x);
  const narrow = (x) => (pad ? tf.slice(x, [0, pad, pad], [batch, n, n]) : x);
  const hop = (u) => way.hop(u.map(wide)).map(narrow);
  const loss = () => tf.tidy(() => {
    let u = [image, tf.zerosLike(image)];
    for (const mask of phase) u = way.times(hop(u), [tf.cos(mask), tf.sin(mask)]);
    const [re, im] = hop(u);
    const reading = tf.matMul(tf.reshape(tf.add(tf.square(re), tf.square(im)), [batch, n * n]), weights);
    const share = tf.mul(tf.div(reading, tf.sum(reading, 1, true)), p.scale);
    return tf.losses.softmaxCrossEntropy(truth, share).dataSync()[0];
  });
  return { run: loss, units: batch, check: [loss()] };
}
