package engine

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// Basics are the basic experiments of wave optics.
var Basics = System{Name: "basic", Title: "Wave optics", Presets: func() (list []Preset) {
	for _, p := range experiment.BasicPresets() {
		b := basic(p.Basic)
		list = append(list, Preset{p.ID, p.Title, p.Doc, "", &b})
	}
	return list
}}

type basic experiment.Basic

func (b *basic) recipe() *experiment.Basic { return (*experiment.Basic)(b) }

func (b *basic) Params() []experiment.Param { return b.recipe().Params() }
func (b *basic) Check() ([]string, error)   { return b.recipe().Check() }
func (b *basic) Cost() experiment.Cost      { return b.recipe().Cost() }

func (b *basic) Clone() Config {
	other := *b
	return &other
}

func (b *basic) Open(dev compute.Device, _ *data.Set) (Session, error) {
	return &basicSession{experiment.Basic(*b), dev, nil}, nil
}

// basicSession shows light, and the curve on the screen, of the last frame.
type basicSession struct {
	experiment.Basic
	dev   compute.Device
	curve *experiment.Curve
}

func (s *basicSession) Config() Config             { return (*basic)(&s.Basic) }
func (s *basicSession) Device() compute.Device     { return s.dev }
func (s *basicSession) Size() (elements, side int) { return s.Elements(), s.Samples }
func (s *basicSession) Can() []string              { return []string{"profile"} }

func (s *basicSession) Profile() Reply {
	c := s.curve
	return reply("profile", "x", c.X, "simulated", c.Simulated, "closed", c.Closed, "off", c.Off,
		"formula", c.Formula, "note", c.Note, "method", c.Method)
}

func (s *basicSession) Look(Input) (f *frame.Frame, err error) {
	f, s.curve, err = s.Basic.Look(s.dev)
	return f, err
}
