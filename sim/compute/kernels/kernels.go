// Package kernels has every operation that a Talbot program is made of. One
// operation is one file: the equation, the meaning and shape of each argument,
// and the Go code that runs it on the CPU. A forward operation and its adjoint
// stand side by side.
//
// Conventions: planes are [y][x]; complex numbers are re, im pairs; the gradient
// g of a real loss L with respect to a complex field E is the one with
// dL = Re<g, dE>, <a, b> = sum conj(a) b. A gradient with respect to a field
// overwrites its buffer (=), one with respect to a trainable array adds (+=).
package kernels

// How many elements of a kernel that runs once are worth another thread: some 20
// microseconds of them, where the code is SIMD.
const (
	functionGrain = 1 << 13 // of one sine and cosine each
	updateGrain   = 1 << 16 // of some sums and products
)

// levelGrain is how many pixels of so many levels are.
func levelGrain(levels int) int { return 64 * ((127 + levels) / levels) }
