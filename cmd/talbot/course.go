package main

import "talbot/sim/experiment"

// isFit tells whether an event is of a stage that is no epoch: its loss is that of masks beside their kernels, and
// nothing in it is right or wrong but the test behind it.
func isFit(e *experiment.Event) bool { return e.Stage == "local" }

// epochsEnded is how many of the epochs that parameters ask for have ended: a fit is none, nor are those of a read-out that is
// tuned behind it.
func epochsEnded(events []experiment.Event) (n int) {
	for i := range events {
		if e := &events[i]; e.Stage == "" || e.Stage == "global" {
			n = e.Epoch
		}
	}
	return n
}

// over tells whether the last of all stages has ended, as far as events say.
func over(events []experiment.Event) bool {
	if len(events) == 0 {
		return false
	}
	last := events[len(events)-1]
	return last.Stage == "" || last.Step >= last.Steps
}
