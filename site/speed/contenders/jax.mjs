// jax-js: the training step as one writes it there, jitted, with its autodiff, on
// pairs of real arrays. It counts references: .ref keeps an array that is used again.

import { regionWeights, transfer } from '../physics.mjs';

export const start = (device = 'wasm') => async () => {
  const jax = await import('../rivals/jax/index.js');
  const there = await jax.init(device);
  if (!there.includes(device)) throw new Error(`has no ${device} here`);
  jax.defaultDevice(device);
  return { open: (p) => open(jax, p) };
};

async function open({ numpy: np, nn, jit, valueAndGrad, blockUntilReady }, p) {
  const { n, pad, batch, layers } = p, m = n + 2 * pad;
  const array = (data, shape) => np.array(data).reshape(shape);
  const h = transfer(m, p), hr = array(h.re, [m, m]), hi = array(h.im, [m, m]);
  const image = array(p.field, [batch, n, n]);
  const classes = p.regions.length / 4;
  const weights = array(regionWeights(n, p.regions), [n * n, classes]);
  const truth = array(Float32Array.from({ length: batch * classes }, (_, i) => Number(p.labels[Math.floor(i / classes)] === i % classes)), [batch, classes]);

  const edge = [[0, 0], [pad, pad], [pad, pad]];
  const times = (a, b) => ({
    real: a.real.ref.mul(b.real.ref).sub(a.imag.ref.mul(b.imag.ref)),
    imag: a.real.mul(b.imag).add(a.imag.mul(b.real)),
  });
  const hop = (u) => {
    if (pad) u = { real: np.pad(u.real, edge), imag: np.pad(u.imag, edge) };
    u = np.fft.ifft2(times(np.fft.fft2(u), { real: hr.ref, imag: hi.ref }));
    return pad ? { real: u.real.slice([], [pad, pad + n], [pad, pad + n]), imag: u.imag.slice([], [pad, pad + n], [pad, pad + n]) } : u;
  };
  const loss = (phase) => {
    const re = np.cos(phase.ref), im = np.sin(phase);
    let u = { real: image.ref, imag: np.zeros([batch, n, n]) };
    for (let l = 0; l < layers; l++) u = times(hop(u), { real: re.ref.slice(l), imag: im.ref.slice(l) });
    re.dispose();
    im.dispose();
    u = hop(u);
    const light = np.square(u.real).add(np.square(u.imag));
    const reading = np.matmul(light.reshape([batch, n * n]), weights.ref);
    const share = reading.ref.div(reading.sum(1, { keepdims: true })).mul(p.scale);
    return nn.logSoftmax(share, 1).mul(truth.ref).sum().mul(-1 / batch);
  };
  // Adam with the bias corrections a and b.
  const step = jit((phase, first, second, a, b) => {
    const [value, g] = valueAndGrad(loss)(phase.ref);
    first = first.mul(0.9).add(g.ref.mul(0.1));
    second = second.mul(0.999).add(np.square(g).mul(0.001));
    const change = first.ref.div(a).div(np.sqrt(second.ref.div(b)).add(1e-8)).mul(p.rate);
    return [value, phase.sub(change), first, second];
  });

  const shape = [layers, n, n];
  let phase = array(p.masks, shape), first = np.zeros(shape), second = np.zeros(shape), value, t = 0;
  const run = () => {
    t++;
    value?.dispose();
    [value, phase, first, second] = step(phase, first, second, np.array(1 - 0.9 ** t), np.array(1 - 0.999 ** t));
  };
  run();
  const check = [(await value.ref.data())[0]];
  return { run, sync: () => blockUntilReady(phase.ref), units: batch, check };
}
