// pffft: C with SIMD intrinsics, compiled to wasm; ordered transforms, as every
// other contender makes them.

import { overlap } from '../physics.mjs';

const COMPLEX = 1, FORWARD = 0;

export async function start() {
  const { default: PFFFT } = await import('../rivals/pffft/pffft.js');
  const m = await PFFFT();
  let free = () => {};
  return {
    open(p) {
      if (p.n % 16) throw new Error('does multiples of 16 alone');
      free();
      free = () => {};
      const setup = m._pffft_new_setup(p.n, COMPLEX);
      if (!setup) throw new Error('does factors 2, 3 and 5 alone');
      const bytes = 8 * p.n;
      const [x, y, work] = [p.lines * bytes, p.lines * bytes, bytes].map((n) => m._pffft_aligned_malloc(n));
      free = () => { [x, y, work].forEach((a) => m._pffft_aligned_free(a)); m._pffft_destroy_setup(setup); };
      m.HEAPF32.set(p.field, x / 4);
      const run = () => {
        for (let l = 0; l < p.lines; l++) m._pffft_transform_ordered(setup, x + l * bytes, y + l * bytes, work, FORWARD);
      };
      run();
      return { run, units: p.lines, check: overlap(p.field, m.HEAPF32.subarray(y / 4, y / 4 + p.field.length)) };
    },
  };
}
