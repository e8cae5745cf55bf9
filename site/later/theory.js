// The light that a closed form gives where an experiment has one, to draw beside what the
// engine computed: intensity at (x, y) in m, up to a factor.

import { slit } from './closed.js';

/** The Bessel function J1, by its integral. */
export function besselJ1(v) {
  const n = 64 + Math.ceil(2 * Math.abs(v));
  let sum = 0; // the trapezoidal rule, which is exact to rounding for periodic functions
  for (let i = 0; i < 2 * n; i++) sum += Math.cos((Math.PI * i) / n - v * Math.sin((Math.PI * i) / n));
  return sum / (2 * n);
}

/** Airy's pattern at r, with 1 in the middle. */
export function airy(r, diameter, wavelength, focal) {
  const v = (Math.PI * diameter * r) / (wavelength * focal);
  return v === 0 ? 1 : ((2 * besselJ1(v)) / v) ** 2;
}

/** Intensity at z behind a grating that lets the amplitude (1 + c cos)/(1 + c) pass: two exact plane waves beside the straight one. */
export function grating(x, period, contrast, wavelength, z) {
  const q = wavelength / period, turn = (-2 * Math.PI * z * q * q) / (wavelength * (1 + Math.sqrt(1 - q * q)));
  const wave = contrast * Math.cos((2 * Math.PI * x) / period);
  return ((1 + wave * Math.cos(turn)) ** 2 + (wave * Math.sin(turn)) ** 2) / (1 + contrast) ** 2;
}

/**
 * The closed form for the last plane of an experiment, or null.
 * @param {string} preset @param {(name: string) => number} param @param {{z: number}[]} planes
 * @returns {?(x: number, y: number) => number}
 */
export function theory(preset, param, planes) {
  const z = planes.at(-1).z - planes[1].z;
  if (preset === 'slit') return (x) => slit(x, param('slit-width'), param('wavelength'), z);
  if (preset === 'talbot') return (x) => grating(x, param('period'), param('contrast'), param('wavelength'), z);
  if (preset === 'lens') return (x, y) => airy(Math.hypot(x, y), param('lens-diameter'), param('wavelength'), param('focal-length'));
  return null;
}
