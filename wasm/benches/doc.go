//go:build js && wasm

// Command benches is the engine of what learns on a bench with faults: fully forward mode,
// the focus through a scatterer and the photonic chip.
//
// It runs in a Web Worker of the page, which loads it when somebody chooses an experiment
// that only it has, and takes the same messages as wasm/worker.
package main
