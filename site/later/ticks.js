/** Round numbers from low to high, about so many of them. */
export function ticks(low, high, count) {
  const p = 10 ** Math.floor(Math.log10((high - low) / count || 1));
  const step = [1, 2, 2.5, 5, 10].find((m) => m * p * (count + 0.01) >= high - low) * p || 1;
  const out = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) out.push(k * step + 0); // no minus zero
  return out;
}
