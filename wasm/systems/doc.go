//go:build js && wasm

// Command systems is the engine of all systems, as it runs in a Web Worker of the page,
// which loads it when somebody chooses an experiment that wasm/worker does not have. It
// takes the same messages, and reads files that give a parameter its value.
package main
