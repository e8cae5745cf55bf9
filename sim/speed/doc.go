// Package speed times what Talbot is made of, so that anybody can compare it, on
// their machine, with other programs that compute the same.
//
// A Case is a piece of work of known size: lines transformed, a plane propagated,
// a training step made. Open makes Talbot do it; package rivals makes others do it.
// Both are Contenders, and Compare times them in turns, so that whatever else the
// machine does falls on all alike.
//
// Conventions. A transform of n points counts 5 n log2 n operations and a product
// with a transfer function 6 a point, whatever an algorithm really needs: zero
// padding counts in full, so who skips zeros shows a higher rate. Bytes are the
// least that has to be moved, by an algorithm that goes over a plane as seldom as
// is known; see Case.
//
// A case of a GPU (Case.GPU) is the work of a whole batch, on the device that the
// Variant brings: any compute.Device, so that tests run it on a processor.
//
// Nothing here reads a clock: callers bring one, since the browser has another
// than a native program.
//
// The script pairs.sh times the steps of two builds of the command in turns, and says
// with which ratio.
package speed

// Clock returns the seconds since a moment of its choice.
type Clock func() float64

// Contender does the work of one case.
type Contender interface {
	// Sample does the work of the case reps times and returns the seconds that
	// took.
	Sample(reps int) (float64, error)
	// Units is how many units of the case, such as planes, the work has.
	Units() int
	// Check is one or two numbers that depend on all results: those of two
	// contenders agree to about 1e-3, or they do not compute the same.
	Check() []float64
}
