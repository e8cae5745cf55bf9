package dante

import (
	"strconv"

	"talbot/sim/experiment"
	"talbot/sim/train"
)

// staged is a session whose training has several stages.
type staged struct{ *running }

func (r *staged) Can() []string {
	if r.s.Dissectable() {
		return append(r.running.Can(), "stages", "apart")
	}
	return append(r.running.Can(), "stages")
}

// Apart takes a global and a local step apart.
func (r *staged) Apart(in experiment.Input) ([]experiment.Part, error) {
	label := in.Label
	if label >= len(r.s.names) { // of a class that is not learned
		label = -1
	}
	return r.s.Apart(in.Example(r.s.Net.Input.Len()), label)
}

// Stages are the steps of the training in words.
func (r *staged) Stages() (list []string) {
	for _, s := range r.s.plan.Stages {
		switch s.(type) {
		case *train.Epochs:
			list = append(list, "artificial training")
		case Local:
			list = append(list, "fit of the masks")
		default:
			list = append(list, "tuning of the read-out")
		}
	}
	return list
}

// Stage is the step that is next. A fit tells its relative squared error.
func (r *staged) Stage() experiment.Stage {
	s, p := r.s, r.s.plan
	if p.Done() >= 1 {
		return experiment.Stage{Number: len(p.Stages) - 1, Done: 1}
	}
	now := p.Stages[p.At]
	at := experiment.Stage{Number: p.At, Done: now.Done()}
	switch now := now.(type) {
	case *train.Epochs:
		at.Part = "epoch " + strconv.Itoa(min(now.Epoch+1, now.N)) + " of " + strconv.Itoa(now.N)
	case Local:
		at.Measure = "Squared error"
		ended := 0
		for _, j := range now.List {
			if now.Ended(j.Key) != nil {
				ended++
			}
		}
		at.Part = "mask " + strconv.Itoa(min(ended+1, len(s.masks))) + " of " + strconv.Itoa(len(s.masks))
	}
	return at
}

// Telling is of the stage that is next.
func (r *staged) Telling() (int, func(map[string]any)) { return experiment.Telling(r) }

var _ experiment.Staged = (*staged)(nil)
