// Runs speed.wasm, the benchmark of package sim/speed, in a worker of its own.
// wasm/speed/main.go lists the messages; each has an id, which the answer repeats. To
// the limits it adds what SIMD can do, which Go's wasm has not.

import { absent, link } from '../simd.js';
import { simdPeak } from './peak.mjs';

async function start() {
  await import('../wasm_exec.js');
  const get = async (name) => {
    const r = await fetch(new URL(`../${name}`, import.meta.url));
    if (!r.ok) throw new Error(`site/${name}: HTTP ${r.status}; make it with ./build.sh build`);
    return r.arrayBuffer();
  };
  const kernel = await get('simd.wasm').then(link).catch(() => absent);
  const go = new globalThis.Go();
  go.importObject.talbot_simd = kernel.imports;
  const { instance } = await WebAssembly.instantiate(await get('speed.wasm'), go.importObject);
  await kernel.bind(instance.exports.mem);
  go.run(instance);
}

const started = start();
onmessage = async ({ data: { id, ...message } }) => {
  try {
    await started;
    const answer = globalThis.talbotSpeed(message);
    if (message.limits) Object.assign(answer, await simdPeak().catch(() => ({})));
    postMessage({ id, ...answer });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
};
