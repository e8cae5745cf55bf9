package main

import (
	"fmt"

	"talbot/sim/experiment"
)

// evaluateMore takes the next pictures of an evaluation.
func (e *engine) evaluateMore() error {
	more, err := e.evaluation.More()
	if err != nil {
		return err
	}
	v, all := e.evaluation.Result()
	e.accuracy = fmt.Sprintf("test %.1f %%", 100*v.Accuracy())
	if t, ok := e.trainer.(experiment.Teller); ok {
		loss, right := t.Tells()
		e.accuracy = fmt.Sprintf("test: %s %.4f, %s %.1f %%", experiment.Within(loss), v.MeanLoss(), experiment.Within(right), 100*v.Accuracy())
	}
	switch {
	case more:
		e.accuracy += fmt.Sprintf(" (%d of %d)", v.Count, all)
		return nil
	case v.Efficiency > 0:
		e.accuracy += fmt.Sprintf(", efficiency %.1f %% (%.2f %% of the source)", 100*v.Efficiency, 100*v.SourceEfficiency)
	}
	e.evaluation = nil
	return e.look() // panels tell of the test too
}
