// A Web Worker that runs a test program of Go, with the GPU within its reach. Its
// first message is the program's address; it answers with what the program prints,
// and {done: exit status} at last.

import '../../wasm_exec.js';
import { openGPU } from '../../gpu/gpu.js';

globalThis.openGPU = openGPU;
const text = new TextDecoder();
globalThis.fs.writeSync = (fd, bytes) => {
  postMessage({ output: text.decode(bytes) });
  return bytes.length;
};

onmessage = async ({ data: { program, args } }) => {
  const go = new globalThis.Go();
  go.argv = ['test', ...args];
  go.exit = (status) => postMessage({ done: status });
  const { instance } = await WebAssembly.instantiateStreaming(fetch(program), go.importObject);
  go.run(instance);
};
