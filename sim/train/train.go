// Package train changes a network's variables so that its loss falls. One method
// is one file; the loop that feeds it with batches and the state that a
// checkpoint keeps are here too.
package train

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/network"
)

// Method makes one update of the variables on one batch.
type Method interface {
	// Step trains on the given images of the set: t counts updates from 1, rate
	// is the learning rate. The result is that of the batch before the update; a
	// method that does not wait for it gives that of the step before, or one of no
	// image.
	Step(set *data.Set, batch []int32, t int, rate float64) (network.Result, error)
	// Flush gives what steps have not given yet.
	Flush() (network.Result, error)
	// Arrays are the variables and whatever else a checkpoint must keep.
	Arrays() []Array
}

// Array is a named array on a device that makes part of a run's state.
type Array struct {
	Name   string
	Shape  []int
	Buffer compute.Buffer
}
