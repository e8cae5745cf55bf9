//go:build js && wasm

// Command proof holds the page's own arithmetic against closed forms and algebra: it runs
// cases of package sim/validate in the visitor's browser, in float32, with the kernels that
// the engine has there, and on the GPU if there is one.
//
// It runs in a Web Worker of the page, started by site/worker.js like the engine, and takes
// two messages:
//
//	{op: "case", name, gpu} runs one case, on the GPU if gpu is true: {kind: "case", value,
//	                       allowed, claim, measure}, value being its error and allowed what
//	                       its estimate permits
//	{op: "gpu"}            looks for a GPU: {kind: "gpu", name, software}
//
// Answers that are errors are {kind: "error", text}.
package main
