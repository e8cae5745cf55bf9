package scatter

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/system/focus"
	"talbot/sim/train"
)

// System is that of pictures behind a scatterer.
var System = experiment.System{Name: "scatter", Title: "Pictures through scatterers", Presets: func() []experiment.Preset {
	c := base()
	return []experiment.Preset{{ID: "ffm-scatter", Title: "Digits through a scatterer",
		Doc: "a mask learns to tell digits apart that it sees through tape, by light that goes forwards alone", Data: c.Data, Config: &c}}
}}

// Open makes a session.
func (c *Config) Open(dev compute.Device, learn *data.Set) (experiment.Session, error) {
	s, err := Open(dev, *c, learn)
	if err != nil {
		return nil, err
	}
	r := &running{s}
	if s.Wires != nil {
		return r, nil
	}
	return masked{r}, nil
}

// SessionOf is the Session in one as every system has them, and whether it is one.
func SessionOf(s experiment.Session) (*Session, bool) {
	switch r := s.(type) {
	case *running:
		return r.s, true
	case masked:
		return r.s, true
	}
	return nil, false
}

// running is a Session as every system has them.
type running struct{ s *Session }

func (r *running) Config() experiment.Config { return &r.s.Config }
func (r *running) Device() compute.Device    { return r.s.dev }
func (r *running) ClassNames() []string      { return r.s.names }
func (r *running) NotANumber() string        { return "lower the learning rate" }

// Attend is that of the session.
func (r *running) Attend(ctx context.Context, said func(what string)) { r.s.Attend(ctx, said) }

// Plan is the training; its checkpoints have what the bench of the masks remembers.
func (r *running) Plan() train.Stage {
	return focus.Remembering(updates{r.s.Stage, r.s}, r.s.back)
}

// updates is the training by updates that know what they learn from.
type updates struct {
	*train.Epochs
	s *Session
}

func (u updates) Next() (network.Result, error) { return u.s.Next() }

func (u updates) Restore(st *train.State) error {
	u.s.view = nil
	return u.Epochs.Restore(st)
}

// Can is to train and to be tested.
func (r *running) Can() []string { return []string{"train", "evaluate"} }

// Size is how many masks there are, and pixels along a side.
func (r *running) Size() (masks, samples int) { return r.s.Layers, r.s.Samples }

func (r *running) Progress() (step int, epoch float64) {
	l := r.s.Stage.Loop
	return l.Step, float64(l.Epoch) + float64(l.Index)/float64(max(1, l.Batches()))
}

// Learn takes other pictures.
func (r *running) LearnsFrom() int { return r.s.Stage.Set.Len() }

func (r *running) Learn(set *data.Set) error {
	r.s.take(set)
	return nil
}

// Test is by frames of as many photons as the settings say.
func (r *running) Test(set *data.Set) experiment.Test {
	return r.s.Evaluate(r.s.View(set), r.s.TestPhotons)
}

// Look is the light of a picture on its way.
func (r *running) Look(in experiment.Input) (*frame.Frame, error) { return r.look(in) }
