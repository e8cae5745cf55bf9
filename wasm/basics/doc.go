// Command basics is the engine of the basic experiments, as it runs in a Web Worker of
// the page. It is a program of its own, which the page loads when somebody chooses such
// an experiment, so that the engine of the networks stays small.
//
// It takes messages and gives replies as wasm/worker does; site/worker.js loads either.
//
// Requests (op, then other fields):
//
//	open    preset, values      -> ready, or error; values maps parameter names to text;
//	                               a missing one keeps the preset's value
//	estimate preset, values     -> estimate: as of wasm/worker
//	frame                       -> frame, profile; the light propagated
//
// Replies (kind, then other fields; every array is a typed array of its own):
//
//	ready     basic: true, preset, layers, n, warnings [text], device, classes and shares
//	          (none, 1), params as in wasm/worker
//	frame     bytes: sim/frame.Frame.AppendBinary
//	profile   the light along the middle of the screen: x (m), simulated, closed
//	          (Float32Array), off, formula, note, method: sim/experiment.Curve
//	error     text, and param when one parameter was to blame
package main
