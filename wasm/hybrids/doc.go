//go:build js && wasm

// Command hybrids is the engine of networks of light and electronics: dual neurons, and
// feedback by scattered light.
//
// It runs in a Web Worker of the page, which loads it when somebody chooses an experiment
// that only it has, and takes the same messages as wasm/worker.
package main
