// What several rivals need to do the same as Talbot.

/**
 * The transfer function of free space over a window of m x m samples in FFT order,
 * without the carrier exp(ikz): real and imaginary parts, [m][m] each, in float32.
 */
export function transfer(m, { pitch, wavelength, distance }) {
  const k = (2 * Math.PI) / wavelength;
  const f = Float64Array.from({ length: m }, (_, i) => (i < (m + 1) >> 1 ? i : i - m) / (m * pitch));
  const re = new Float32Array(m * m), im = new Float32Array(m * m);
  for (let y = 0; y < m; y++) {
    for (let x = 0; x < m; x++) {
      const s = wavelength ** 2 * (f[x] ** 2 + f[y] ** 2);
      const phase = (-k * distance * s / (1 + Math.sqrt(1 - s))) % (2 * Math.PI);
      re[y * m + x] = Math.cos(phase);
      im[y * m + x] = Math.sin(phase);
    }
  }
  return { re, im };
}

/** sum conj(a) b / sum |a|^2 of two arrays of pairs: the check of linear maps. */
export function overlap(a, b) {
  let re = 0, im = 0, size = 0;
  for (let i = 0; i < a.length; i += 2) {
    re += a[i] * b[i] + a[i + 1] * b[i + 1];
    im += a[i] * b[i + 1] - a[i + 1] * b[i];
    size += a[i] * a[i] + a[i + 1] * a[i + 1];
  }
  return [re / size, im / size];
}

/** The weights that make mean readings of a plane of intensities: [n*n][regions]. */
export function regionWeights(n, corners) {
  const count = corners.length / 4, w = new Float32Array(n * n * count);
  for (let k = 0; k < count; k++) {
    const [x0, y0, x1, y1] = corners.slice(4 * k, 4 * k + 4);
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) w[(y * n + x) * count + k] = 1 / ((x1 - x0) * (y1 - y0));
    }
  }
  return w;
}

/** Splits pairs into their parts. */
export function parts(pairs) {
  const re = new Float32Array(pairs.length / 2), im = new Float32Array(re.length);
  for (let i = 0; i < re.length; i++) [re[i], im[i]] = [pairs[2 * i], pairs[2 * i + 1]];
  return { re, im };
}
