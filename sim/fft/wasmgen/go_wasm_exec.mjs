// Runs a Go program for js/wasm under Node as Go's own go_js_wasm_exec does, with
// the SIMD kernel that site/worker.js gives the engine:
//
//   go run ./sim/fft/wasmgen -o site/simd.wasm
//   GOOS=js GOARCH=wasm go test -tags wasmsimd \
//     -exec "node --stack-size=8192 $PWD/sim/fft/wasmgen/go_wasm_exec.mjs" ./sim/fft

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { absent, link } from '../../../site/simd.js';

const root = path.resolve(import.meta.dirname, '../../..');
const goroot = process.env.GOROOT || execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
Object.assign(globalThis, { require: createRequire(import.meta.url), fs, path });
await import(path.join(goroot, 'lib/wasm/wasm_exec.js'));

const [, , file] = process.argv;
if (!file) throw new Error('usage: go_wasm_exec.mjs program.wasm [arguments]');
// TALBOT_SIMD=0 leaves the kernel out, as a browser without SIMD does.
const simd = process.env.TALBOT_SIMD === '0' ? absent : await link(fs.readFileSync(path.join(root, 'site/simd.wasm')));
const go = new globalThis.Go();
go.argv = process.argv.slice(2);
go.env = { TMPDIR: os.tmpdir(), ...process.env };
go.exit = process.exit;
go.importObject.talbot_simd = simd.imports;
const { instance } = await WebAssembly.instantiate(fs.readFileSync(file), go.importObject);
await simd.bind(instance.exports.mem);
process.on('exit', (code) => {
  if (code === 0 && !go.exited) { // deadlock: let Go print its stacks
    go._pendingEvent = { id: 0 };
    go._resume();
  }
});
await go.run(instance);
