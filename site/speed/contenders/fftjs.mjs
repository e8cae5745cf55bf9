// fft.js: radix 4 in plain JavaScript, on its own arrays of numbers (float64).

import { overlap, transfer } from '../physics.mjs';

export async function start() {
  const { default: FFT } = await import('../rivals/fftjs/fft.js');
  return {
    open(p) {
      if (p.n & (p.n - 1)) throw new Error('does powers of two alone');
      return p.suite === 'fft' ? lines(new FFT(p.n), p) : hop(new FFT(p.n), p);
    },
  };
}

function lines(fft, p) {
  const rows = Array.from({ length: p.lines }, (_, l) => Array.from(p.field.subarray(2 * p.n * l, 2 * p.n * (l + 1))));
  const out = rows.map(() => fft.createComplexArray());
  const run = () => rows.forEach((row, l) => fft.transform(out[l], row));
  run();
  return { run, units: p.lines, check: overlap(p.field, out.flat()) };
}

function hop(fft, p) {
  const { n, field } = p;
  const { re, im } = transfer(n, p);
  const plane = new Float64Array(2 * n * n), line = fft.createComplexArray(), out = fft.createComplexArray();
  // Transforms the lines that begin first apart and whose pairs lie step apart.
  const each = (first, step, transform) => {
    for (let l = 0; l < n; l++) {
      for (let i = 0, j = first * l; i < 2 * n; i += 2, j += step) { line[i] = plane[j]; line[i + 1] = plane[j + 1]; }
      transform(out, line);
      for (let i = 0, j = first * l; i < 2 * n; i += 2, j += step) { plane[j] = out[i]; plane[j + 1] = out[i + 1]; }
    }
  };
  const forward = (o, x) => fft.transform(o, x), backward = (o, x) => fft.inverseTransform(o, x);
  const run = () => {
    plane.set(field);
    each(2 * n, 2, forward);
    each(2, 2 * n, forward);
    for (let i = 0; i < n * n; i++) {
      const a = plane[2 * i], b = plane[2 * i + 1];
      plane[2 * i] = a * re[i] - b * im[i];
      plane[2 * i + 1] = a * im[i] + b * re[i];
    }
    each(2, 2 * n, backward);
    each(2 * n, 2, backward);
  };
  run();
  return { run, units: 1, check: overlap(field, plane) };
}
