package absorber

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// System is that of networks of absorbers.
var System = experiment.System{Name: "absorber", Title: "Optical backpropagation", Presets: func() (list []experiment.Preset) {
	for _, p := range Presets() {
		pictures := p.Config.Data
		if p.Config.Planar() {
			pictures = ""
		}
		list = append(list, experiment.Preset{ID: p.ID, Title: p.Title, Doc: p.Doc, Data: pictures, Config: &p.Config})
	}
	return list
}}

// Open makes a session without test examples where they are pictures: Test has them. Of a small
// set a tenth is held out, where the settings ask for more than half.
func (c *Config) Open(dev compute.Device, learn *data.Set) (experiment.Session, error) {
	now := *c
	if learn != nil && learn.Len() > 0 && 2*now.Held > learn.Len() {
		now.Held = learn.Len() / 10
	}
	s, err := Open(dev, now, learn, nil)
	if err != nil {
		return nil, err
	}
	r := s.running(dev)
	if c.Planar() {
		return &own{r}, nil
	}
	return &r, nil
}

// SessionOf is the session in one of any system; false for those of others.
func SessionOf(s experiment.Session) (*Session, bool) {
	switch r := s.(type) {
	case *own:
		return r.s, true
	case *running:
		return r.s, true
	}
	return nil, false
}

// running is a Session as every system has them.
type running struct {
	experiment.OneStage
	s *Session
}

func (s *Session) running(dev compute.Device) running {
	return running{experiment.OneStage{Settings: &s.Config, On: dev, Stage: s.Stage, Net: s.Net, Names: s.names}, s}
}

// own is one of points, which it makes itself.
type own struct{ running }

func (r *own) Examples() (learn, test data.Examples) { return r.s.learn, r.s.test }
func (r *own) Called() string                        { return "point" }
func (r *own) Can() []string                         { return append(r.running.Can(), "own", "apart") }

// Apart takes an update for a point apart.
func (r *own) Apart(in experiment.Input) ([]experiment.Part, error) {
	return r.s.Apart(in.Example(r.s.Net.Input.Len()), in.Label)
}

func (r *running) LearnsFrom() int { return r.s.learn.Len() }

func (r *running) Learn(set *data.Set) error {
	r.s.learnFrom(set)
	return nil
}

// NotANumber says what most likely made the loss none.
func (r *running) NotANumber() string {
	return "lower the learning rate, or the input scale"
}

func (r *running) Test(set *data.Set) experiment.Test {
	if set == nil {
		return r.s.testing(r.s.test)
	}
	return r.s.testing(set)
}

func (r *running) Look(in experiment.Input) (*frame.Frame, error) {
	return r.s.Look(in.Example(r.s.Net.Input.Len()), in.Label)
}

// UseData makes c one for pictures of that name.
func (c *Config) UseData(name string) { c.Data = name }

// Cost counts a product of matrices, forth and back, as passes of a transform do.
func (c *Config) Cost() experiment.Cost {
	inputs := 784.0
	if c.Planar() {
		inputs = 3
	}
	hidden := float64(c.Hidden)
	one := inputs*hidden + float64(c.Layers-1)*hidden*hidden + 10*hidden
	if c.Network == "cnn" {
		one = 24*24*32*25 + 8*8*64*32*25 + 1024*hidden + 10*hidden
	}
	return experiment.Cost{Look: one * (1 + boundary), Step: 3 * one * float64(c.Batch)}
}
