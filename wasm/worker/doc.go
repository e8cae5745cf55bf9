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
// The page speaks with site/worker.js in messages. The first is {module, kernel, gpu}: the
// engine compiled, the bytes of simd.wasm or null, and whether it is the one for a GPU.
// Another one is {id, op, ...}; the answer is {id, replies, ms}, ms being the time the engine
// took. These are answered there: "train" with delay (ms between steps) and until (epochs),
// which runs steps until so many epochs are done, or all stages of a training that has some,
// told as {kind: "done"}, or until "pause" or an error, their metrics coming with id 0; "join"
// with share and port, which lets another worker help with a share of each step, and "leave";
// "serve" with port, which makes this worker such a helper, see site/session/shares.js; "memory". A
// helper that fails is told as {kind: "lost", share} with id 0. When the engine cannot go on,
// one message {fatal: text} is the last.
//
// There are two such engines: worker.wasm computes on the CPU alone, worker-gpu.wasm,
// built with the tag webgpu, on a GPU too.
package main
