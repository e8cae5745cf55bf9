// The engine's SIMD functions: site/simd.wasm, which sim/fft/wasmgen writes. They
// are imports of the engine and work in its memory, so neither module can come
// first. A third, small one in a custom section of simd.wasm stands between them: it
// exports a function for each entry of a table, which the kernel fills in later.

/**
 * Prepares the engine's imports.
 * @param {ArrayBuffer|Uint8Array} bytes simd.wasm
 * @returns {Promise<{imports: object, bind: (memory: WebAssembly.Memory) => Promise<void>}>}
 *   imports is to be importObject.talbot_simd; call bind with the engine's memory
 *   after it is instantiated and before it runs
 * @throws where the browser has no SIMD
 */
export async function link(bytes) {
  const kernel = await WebAssembly.compile(bytes);
  const [section] = WebAssembly.Module.customSections(kernel, 'link');
  const { instance: { exports } } = await WebAssembly.instantiate(section);
  const { table, ...imports } = exports;
  return {
    imports,
    bind: async (memory) => { await WebAssembly.instantiate(kernel, { env: { memory, table } }); },
  };
}

/** What to use where link fails: the engine finds no kernel and does without. */
export const absent = { imports: new Proxy({}, { get: () => () => 0 }), bind: async () => {} };
