// Package adapter hands the messages of a page to an engine: it makes messages of
// JavaScript's objects, and objects of the replies. The programs wasm/worker,
// wasm/systems, wasm/hybrids and wasm/benches are this and the systems that they have.
package adapter
