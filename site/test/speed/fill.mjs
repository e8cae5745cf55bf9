// Fills site/speed/rivals/ with the other libraries that the benchmark page can
// compare with, from node_modules beside this file: "./build.sh speed-rivals" runs
// npm and then this. Git ignores both folders; the page works without them.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, 'node_modules'), to = join(here, '../../speed/rivals');
if (!existsSync(from)) {
  console.error('fill.mjs: there is no site/test/speed/node_modules: run ./build.sh speed-rivals');
  process.exit(1);
}

rmSync(to, { recursive: true, force: true });
const versions = {};
const take = (id, name, copy) => {
  mkdirSync(join(to, id), { recursive: true });
  versions[id] = JSON.parse(readFileSync(join(from, name, 'package.json'))).version;
  copy((path) => join(from, name, path), (path) => join(to, id, path));
};

take('fftjs', 'fft.js', (src, dst) => {
  // A CommonJS module; a browser wants an ES module.
  writeFileSync(dst('fft.js'), readFileSync(src('lib/fft.js'), 'utf8').replace('module.exports =', 'export default'));
});
take('pffft', '@echogarden/pffft-wasm', (src, dst) => {
  for (const f of ['pffft.js', 'pffft.wasm']) cpSync(src(`dist/simd/${f}`), dst(f));
});
take('jax', '@jax-js/jax', (src, dst) => {
  cpSync(src('dist'), dst('.'), { recursive: true, filter: (f) => !/\.c?ts$|\.cjs$/.test(f) });
});
take('tfjs', '@tensorflow/tfjs', (src, dst) => cpSync(src('dist/tf.fesm.min.js'), dst('tf.js')));
take('tfjs-wasm', '@tensorflow/tfjs-backend-wasm', (src, dst) => {
  cpSync(src('dist/tf-backend-wasm.es2017.min.js'), dst('tf-backend-wasm.js'));
  for (const f of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) cpSync(src(`dist/${f}`), dst(f));
});
take('tfjs-webgpu', '@tensorflow/tfjs-backend-webgpu', (src, dst) => cpSync(src('dist/tf-backend-webgpu.es2017.min.js'), dst('tf-backend-webgpu.js')));

writeFileSync(join(to, 'versions.json'), JSON.stringify(versions));
console.log(Object.entries(versions).map(([id, v]) => `${id} ${v}`).join(', '));
