package diffusion

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// System is that of networks that make pictures of noise.
var System = experiment.System{Name: "diffusion", Title: "Pictures made of noise", Presets: func() (list []experiment.Preset) {
	for _, p := range Presets() {
		list = append(list, experiment.Preset{ID: p.ID, Title: p.Title, Doc: p.Doc, Data: p.Config.Data, Config: &p.Config})
	}
	return list
}}

// Open makes a session.
func (c *Config) Open(dev compute.Device, learn *data.Set) (experiment.Session, error) {
	if learn == nil {
		_, ny, nx := data.Shape(c.Data)
		learn = &data.Set{Name: c.Data, Width: nx, Height: ny}
	}
	err := compute.FitsAll(dev, "this network", "make layers, their number or the batch smaller", func(dev compute.Device) error {
		blank := *learn
		blank.Images, blank.Labels = nil, nil
		_, err := Open(dev, *c, &blank)
		return err
	})
	if err != nil {
		return nil, err
	}
	s, err := Open(dev, *c, learn)
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
	r.s.learn = Shrink(set.Grey(), r.s.Side)
	r.s.Stage.Set, r.s.Stage.Index = r.s.learn, 0
	return nil
}

// Tells makes a session experiment.Teller.
func (r *running) Tells() (loss, right string) { return "Noise left", "Less than a quarter left" }

func (r *running) Test(set *data.Set) experiment.Test { return r.s.testing(set) }

func (r *running) Look(in experiment.Input) (*frame.Frame, error) {
	x := in.Values
	if x == nil {
		x = in.Example(len(in.Image))
	}
	return r.s.Look(r.s.small(x), in.Label)
}
