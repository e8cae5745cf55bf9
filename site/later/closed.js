// Closed forms of wave optics, written here anew: the engine's own are in Go, and what
// checks it should not come from it. Lengths in m, intensities with the incident light as 1.

/**
 * Where a grating images itself: lambda/(1 - sqrt(1 - (lambda/period)^2)), exactly, which is
 * about 2 period^2/lambda (Rayleigh 1881).
 */
export function talbotDistance(period, wavelength) {
  const q = wavelength / period;
  return (wavelength * (1 + Math.sqrt(1 - q * q))) / (q * q); // without the difference of near numbers
}

/** The share of light that a grating (1 + c cos)/(1 + c) lets pass: its mean square. */
export const gratingPasses = (contrast) => (1 + contrast * contrast / 2) / (1 + contrast) ** 2;

/** Radius of the first dark ring of the Airy pattern, by the first zero of the Bessel function J1. */
export const airyZero = (diameter, wavelength, focal) => (3.8317059702075125 * wavelength * focal) / (Math.PI * diameter);

/**
 * Intensity at x behind a slit, by Fresnel's integral over its width: Simpson's rule, whose
 * steps are short beside the fastest of its waves.
 */
export function slit(x, width, wavelength, z) {
  const s = Math.sqrt(2 / (wavelength * z)), a = s * (-width / 2 - x), b = s * (width / 2 - x);
  const steps = 2 * Math.ceil(20 * (b - a) * (1 + Math.max(Math.abs(a), Math.abs(b)))), h = (b - a) / steps;
  let re = 0, im = 0;
  for (let i = 0; i <= steps; i++) {
    const t = a + i * h, weight = i === 0 || i === steps ? 1 : i % 2 ? 4 : 2;
    re += weight * Math.cos((Math.PI * t * t) / 2);
    im += weight * Math.sin((Math.PI * t * t) / 2);
  }
  return ((re * re + im * im) * h * h) / 18;
}

/**
 * Where a function crosses zero, by its values at evenly spaced places around: the secant
 * method on the polynomial through all of them.
 */
export function crossing(xs, ys) {
  const at = (x) => xs.reduce((sum, xi, i) => sum + ys[i] * xs.reduce((p, xj, j) => (i === j ? p : (p * (x - xj)) / (xi - xj)), 1), 0);
  const k = ys.findIndex((y, i) => i > 0 && Math.sign(y) !== Math.sign(ys[i - 1]));
  if (k < 1) return NaN;
  let [a, b] = [xs[k - 1], xs[k]], fa = at(a);
  for (let i = 0; i < 60; i++) { // halves the place
    const m = (a + b) / 2, fm = at(m);
    if (Math.sign(fm) === Math.sign(fa)) [a, fa] = [m, fm];
    else b = m;
  }
  return (a + b) / 2;
}
