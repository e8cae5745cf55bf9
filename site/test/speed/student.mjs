// The 97.5 % points of Student's t with n - 1 degrees of freedom, by an expansion
// (Abramowitz and Stegun 26.7.5).
export function student(n) {
  const d = n - 1, z = 1.959964;
  return z + (z ** 3 + z) / (4 * d) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * d * d) + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * d ** 3);
}

/** The geometric mean of ratios, and its 95 % interval where there are two or more. */
export function interval(ratios) {
  const logs = ratios.map(Math.log), n = logs.length, mean = logs.reduce((a, b) => a + b) / n;
  if (n < 2) return { mean: Math.exp(mean) };
  const error = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1) / n) * student(n);
  return { mean: Math.exp(mean), from: Math.exp(mean - error), to: Math.exp(mean + error) };
}
