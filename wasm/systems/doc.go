//go:build js && wasm

// Command systems is the engine of absorbers and of wave optics, and reads files that give a
// parameter of masks its value, such as a display's calibration.
//
// It runs in a Web Worker of the page, which loads it when somebody chooses an experiment
// that only it has, and takes the same messages as wasm/worker.
package main
