//go:build js && wasm

// Command worker is the engine as it runs in a Web Worker of the page, for diffractive
// networks: site/worker.js loads it and hands it the page's messages. What these are
// package talbot/sim/engine says; arrays are typed arrays of their own.
//
// It defines one JavaScript function, talbot(message, answer), which takes a request, an
// object with an op, and returns an array of replies; or null, and calls answer with the
// replies, before it returns or, when it has to wait for a GPU, later. It answers in
// the order of the requests and never throws: what goes wrong is an error reply.
//
// There are two such engines: worker.wasm computes on the CPU alone, worker-gpu.wasm,
// built with the tag webgpu, on a GPU too.
package main
