package engine_test

import (
	"testing"

	"talbot/sim/compute/cpu"
	. "talbot/sim/engine"
	"talbot/sim/system/absorber"
	"talbot/sim/system/feedback"
)

// An experiment for pictures that an engine never has says so, and what trains it; those that make their own examples open.
func TestPicturesThatDoNotCome(t *testing.T) {
	e := New(Host{Processor: cpu.Open(1), Now: func() float64 { return 0 }}, feedback.System, absorber.System)
	refuse(t, e, "open", Fields{"preset": "dfa-cifar"}, "the pictures of cifar-10 do not come here: a computer of your own trains this experiment, with the command talbot train dfa-cifar")
	refuse(t, e, "open", Fields{"preset": "sa-2d-rings", "values": [][2]string{{"layers", "-1"}}}, "layers")
	ask(t, e, "open", Fields{"preset": "sa-2d-rings"})
}
