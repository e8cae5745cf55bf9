package feedback

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// System is that of networks that learn by scattered light.
var System = experiment.System{Name: "feedback", Title: "Direct feedback alignment", Presets: func() (list []experiment.Preset) {
	for _, p := range Presets() {
		list = append(list, experiment.Preset{ID: p.ID, Title: p.Title, Doc: p.Doc, Data: p.Config.Data, Config: &p.Config})
	}
	return list
}}

// Open makes a session without test examples: Test has them.
func (c *Config) Open(dev compute.Device, learn *data.Set) (experiment.Session, error) {
	if learn == nil {
		channels, ny, nx := shape(c.Data)
		learn = &data.Set{Name: c.Data, Width: nx, Height: ny, Channels: channels}
	}
	err := compute.FitsAll(dev, "this network", "make layers, their number or the batch smaller", func(dev compute.Device) error {
		_, err := Open(dev, *c, learn, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	s, err := Open(dev, *c, learn, nil)
	if err != nil {
		return nil, err
	}
	r := s.running(dev)
	return &r, nil
}

// running is a Session as every system has them.
type running struct {
	experiment.OneStage
	s *Session
}

func (s *Session) running(dev compute.Device) running {
	return running{experiment.OneStage{Settings: &s.Config, On: dev, Stage: s.Stage, Net: s.Net, Names: s.names}, s}
}

// Of is the session behind one of the contract, nil for one of another system.
func Of(s experiment.Session) *Session {
	if r, ok := s.(*running); ok {
		return r.s
	}
	return nil
}

// Learn takes other pictures; the epoch begins anew.
func (r *running) Learn(set *data.Set) error {
	r.s.Stage.Set, r.s.Stage.Index = set, 0
	return nil
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

// Can is what OneStage can, and an update taken apart.
func (r *running) Can() []string { return append(r.OneStage.Can(), "apart") }

// Apart takes an update for an example apart.
func (r *running) Apart(in experiment.Input) ([]experiment.Part, error) {
	return r.s.Apart(in.Example(r.s.Net.Input.Len()), in.Label)
}

// UseData makes c one for pictures of that name.
func (c *Config) UseData(name string) { c.Data = name }

// Colours tells that pictures in colour are taken as they are: all channels, by dense layers and by convolutions.
func (c *Config) Colours() bool { return true }

// shape is that of the pictures of a set.
func shape(set string) (channels, height, width int) {
	if set == "cifar-10" {
		return 3, 32, 32
	}
	return data.Shape(set)
}

func classNames(set string) []string {
	if set == "cifar-10" {
		return []string{"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"}
	}
	return data.ClassNames(set)
}

// Cost counts a product of matrices, forth and back, as passes of a transform do.
func (c *Config) Cost() experiment.Cost {
	channels, side, _ := shape(c.Data)
	channels, side = max(1, channels), max(1, side)
	inputs, one := float64(channels*side*side), 0.0
	if c.Network == "vit" {
		tokens, w := float64(side/max(1, min(c.Patch, side))), float64(c.Hidden)
		tokens *= tokens
		one = inputs*w + float64(c.Layers)*tokens*(8*w*w+2*tokens*w)
		return experiment.Cost{Look: one + pixels*pixels*20, Step: 3 * one * float64(c.Batch)}
	}
	if c.Network == "cnn" {
		from, to := channels, c.Channels
		for range c.Convolutions {
			one += float64(9*from*to) * float64(side*side)
			side, from, to = max(1, side/2), to, 2*to
		}
		inputs = float64(from * side * side)
	}
	hidden := float64(c.Hidden)
	one += inputs*hidden + float64(c.Layers-1)*hidden*hidden + 10*hidden
	return experiment.Cost{Look: one + pixels*pixels*20, Step: 3 * one * float64(c.Batch)}
}
