// Products of matrices by TensorFlow.js's backend in WebAssembly with SIMD, one thread.

export async function start() {
  // The backend is a script that adds itself to a global tf.
  const tf = globalThis.tf = { ...await import('../rivals/tfjs/tf.js') };
  await import('../rivals/tfjs-wasm/tf-backend-wasm.js');
  tf.wasm.setWasmPaths(new URL('../rivals/tfjs-wasm/', import.meta.url).href);
  if (!await tf.setBackend('wasm')) throw new Error('has no WebAssembly here');
  await tf.ready();
  if (!await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) throw new Error('has no SIMD here');
  return { open: (p) => product(tf, p) };
}

function product(tf, { n, field }) {
  const a = tf.tensor2d(field.subarray(0, n * n), [n, n]), b = tf.tensor2d(field.subarray(n * n, 2 * n * n), [n, n]);
  const c = tf.tidy(() => tf.matMul(a, b).dataSync());
  let size = 0;
  for (const v of c) size += v * v;
  return { run: () => tf.dispose(tf.matMul(a, b)), units: 1, check: [4 * Math.sqrt(size) / n ** 2, 4 * c[n - 1] / n] };
}
