// Package browser drives the GPU through the browser's WebGPU. A call from Go to
// JavaScript costs about a microsecond, so site/gpu/gpu.js keeps the objects and the
// lists of dispatches, and a program is one call a run.
//
// What WebGPU answers later, by a promise, blocks the goroutine that asked: no method may be
// called from within a js.FuncOf function, which would wait for itself.
package browser
