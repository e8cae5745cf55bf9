// Package basic is the system of wave optics: basic experiments with a closed form to
// compare with, and nothing to train.
package basic

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// System is that of the basic experiments.
var System = experiment.System{Name: "basic", Title: "Wave optics", Presets: Presets}

// Clone is a copy of c.
func (c *Config) Clone() experiment.Config {
	other := *c
	return &other
}

// Open makes a session, which needs no pictures.
func (c *Config) Open(dev compute.Device, _ *data.Set) (experiment.Session, error) {
	return &session{*c, dev}, nil
}

// session shows light.
type session struct {
	config Config
	dev    compute.Device
}

func (s *session) Config() experiment.Config  { return &s.config }
func (s *session) Device() compute.Device     { return s.dev }
func (s *session) Size() (elements, side int) { return s.config.Elements(), s.config.Samples }
func (s *session) Can() []string              { return []string{} }

func (s *session) Look(experiment.Input) (f *frame.Frame, err error) {
	f, _, err = s.config.propagate(s.dev)
	return f, err
}
