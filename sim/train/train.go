// Package train changes trainable arrays so that a loss falls.
//
// A Gradient says where down is: Backprop by the adjoint of a simulation, others by
// measurements on a bench: see package plant. A Descent applies a rule to
// it. A Loop feeds a descent with batches, for as many epochs as an Epochs has; Jobs are
// stages that need nothing of each other, each on a device of its own, such as a Fit for each
// mask; a Plan has stages one after another. The state that a checkpoint keeps is here too.
package train

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/network"
)

// Gradient says where the loss falls.
type Gradient interface {
	// Gradient leaves in the variables the gradient of the loss, summed over the given
	// examples, for update number t, counted from 1.
	Gradient(ex data.Examples, batch []int32, t int) (network.Result, error)
	// Vars are the variables, always in the same order.
	Vars() []*compute.Var
}

// queued is a gradient on a device that may work on while the host does other things.
type queued interface {
	// start is Gradient without waiting for the result.
	start(ex data.Examples, batch []int32, t int) error
	// later starts to read the result of what was started last and gives what waits for
	// it; nil where the device does not work on, so that result gives it at once.
	later(examples int) (func() (network.Result, error), error)
	result(examples int) (network.Result, error)
}

// Array is a named array on a device that makes part of a run's state.
type Array struct {
	Name   string
	Shape  []int
	Buffer compute.Buffer
}
