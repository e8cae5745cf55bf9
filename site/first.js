// The first picture: drawn from a small file, before the rest of the page loads.

import { startBench } from './bench.js';

/** The simple view of the bench; the page goes on with it. */
export const bench = startBench(document.getElementById('bench'));

bench.options({ reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches });

/** The frame of the picture, or the text of what went wrong. Never rejects. */
export const first = load().catch((error) => ({ error: error.message }));

async function load() {
  const path = 'assets/first.bin';
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  bench.frame(bytes, true);
  performance.mark('talbot-first-picture');
  return { bytes };
}
