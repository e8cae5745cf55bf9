//go:build js && wasm

package main

import (
	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
)

// processor is where sessions run that are not on a GPU: this worker has one thread.
var processor = cpu.Open(1)

func init() { processor.SetRoom(1e9, "that a browser tab may take") }

// onProcessor makes a session there, if a tab has room for it and what looks at it.
func (e *engine) onProcessor(c experiment.Config) (*experiment.Session, error) {
	if err := c.Fits(processor, blank.Width*blank.Height, true); err != nil {
		return nil, &experiment.ParamError{Name: "samples", Why: err.Error()}
	}
	return experiment.NewSession(processor, c, e.trainingSet())
}

// place is where sessions run.
type place struct {
	wanted string // webgpu, auto or cpu
	gpu    string // name of the GPU that the session is on, or ""
	note   string // why it is not on one that was wanted, until the page was told
	kept
}

// use makes s, on a GPU of this name, the session.
func (e *engine) use(s *experiment.Session, gpu string) {
	if e.gpu != "" {
		e.session.Device.Close()
	}
	e.session, e.gpu, e.kept, e.evaluation = s, gpu, kept{}, nil
	e.started, e.images = 0, 0
}

// where tells the page where the session is.
func (e *engine) where() reply {
	r := reply{"kind": "device", "device": e.session.Device.Name(), "gpu": e.gpu, "note": e.note,
		"shares": e.split(), "step": e.session.Loop.Step}
	e.note = ""
	return r
}

// split is the number of shares of an update: a GPU makes it in one.
func (e *engine) split() int {
	if e.gpu != "" {
		return 1
	}
	return e.config.Shares(e.workers)
}
