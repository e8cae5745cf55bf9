package forward

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/train"
)

// System is that of networks that learn on a bench.
var System = experiment.System{Name: "forward", Title: "Learning on the bench", Presets: func() (list []experiment.Preset) {
	for _, p := range Presets() {
		list = append(list, experiment.Preset{ID: p.ID, Title: p.Title, Doc: p.Doc, Data: p.Config.Data, Config: &p.Config, Sample: p.Sample})
	}
	return list
}}

// Open makes a session.
func (c *Config) Open(dev compute.Device, learn *data.Set) (experiment.Session, error) {
	s, err := Open(dev, *c, learn)
	if err != nil {
		return nil, err
	}
	return &running{s}, nil
}

// running is a Session as every system has them.
type running struct{ s *Session }

// Attend is that of the session.
func (r *running) Attend(ctx context.Context, said func(what string)) { r.s.Attend(ctx, said) }

// SessionOf is the Session in one as every system has them.
func SessionOf(s experiment.Session) (*Session, bool) {
	r, ok := s.(*running)
	if !ok {
		return nil, false
	}
	return r.s, true
}

func (r *running) Config() experiment.Config { return &r.s.Config }
func (r *running) Device() compute.Device    { return r.s.dev }
func (r *running) Plan() train.Stage         { return stage{r.s.Stage, r.s} }
func (r *running) LearnsFrom() int           { return r.s.Stage.Set.Len() }
func (r *running) ClassNames() []string      { return r.s.names }
func (r *running) Size() (masks, samples int) {
	return r.s.Layers, r.s.Samples
}

// Can is to train, to be tested, to give masks to files and take them, and what the method lets be taken apart.
func (r *running) Can() []string {
	if r.s.Dissectable() {
		return []string{"train", "evaluate", "files", "apart"}
	}
	return []string{"train", "evaluate", "files"}
}

// Apart takes an update for a picture apart.
func (r *running) Apart(in experiment.Input) ([]experiment.Part, error) {
	if !r.s.Dissectable() {
		return nil, errs.New("an update by ", r.s.Method, " measures losses alone: choose another method to take one apart")
	}
	return r.s.Apart(in.Image, in.Label)
}

func (r *running) Progress() (step int, epoch float64) {
	l := r.s.Stage.Loop
	return l.Step, float64(l.Epoch) + float64(l.Index)/float64(max(1, l.Batches()))
}

func (r *running) Learn(set *data.Set) error {
	r.s.Stage.Set, r.s.Stage.Index = set.FirstOfEach(r.s.PerClass), 0
	return nil
}

// NotANumber says what most likely made the loss none.
func (r *running) NotANumber() string { return "lower the learning rate, or the error scale" }

// Test is on the bench, and tells besides what is right in the simulation.
func (r *running) Test(set *data.Set) experiment.Test {
	e := r.s.Evaluate(set, true)
	e.both = true
	return test{e}
}

func (r *running) Look(in experiment.Input) (*frame.Frame, error) {
	r.s.watch = true
	return r.s.Look(in.Image, in.Label)
}
