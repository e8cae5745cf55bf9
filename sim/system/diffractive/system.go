package diffractive

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/train"
)

// System is that of diffractive networks.
var System = experiment.System{Name: "diffractive", Title: "Networks that learn", Presets: func() (list []experiment.Preset) {
	for _, p := range Presets() {
		list = append(list, experiment.Preset{ID: p.ID, Title: p.Title, Doc: p.Doc, Data: p.Config.Data, Config: &settings{&p.Config}})
	}
	return list
}}

// settings and running embed nothing: each method that is promoted, of value and
// pointer, would be 150 bytes of the page's engine.

// settings is a Config as every system has them; it is its session's, once there is one.
type settings struct{ c *Config }

func (n *settings) Params() []experiment.Param { return n.c.Params() }
func (n *settings) Cost() experiment.Cost      { return n.c.Cost() }
func (n *settings) Shares(engines int) int     { return n.c.Shares(engines) }

func (n *settings) Clone() experiment.Config {
	c := *n.c
	return &settings{&c}
}

func (n *settings) Fits(dev compute.Device, pixels int, looks bool) error {
	return n.c.Fits(dev, pixels, looks)
}
func (n *settings) FitsHost(dev compute.Device) error { return n.c.FitsHost(dev) }

func (n *settings) Check() ([]string, error) { return n.c.Check() }
func (n *settings) UseData(name string)      { n.c.Data = name }

func (n *settings) AtMost(levels int) error {
	if !n.c.Displayed() {
		return nil
	}
	curves, err := n.c.Curves()
	for _, d := range curves {
		if k := d.Levels(); k > levels {
			return experiment.Wrong("curve", "the page keeps masks of up to ", levels, " levels, and this display has ", k,
				": take fewer, or train with talbot train")
		}
	}
	return err
}

// Settings are c as every system has them, a copy.
func Settings(c Config) experiment.Config { return &settings{&c} }

// Of is the Config in settings, a copy; false for those of another system.
func Of(s experiment.Config) (Config, bool) {
	if n, ok := s.(*settings); ok {
		return *n.c, true
	}
	return Config{}, false
}

func (n *settings) Open(dev compute.Device, set *data.Set) (experiment.Session, error) {
	s, err := NewSession(dev, *n.c, set)
	if err != nil {
		return nil, err
	}
	return &running{s}, nil
}

// Running is s as every system has them.
func Running(s *Session) experiment.Trainer { return &running{s} }

// SessionOf is the session in one of any system; false for those of others.
func SessionOf(s experiment.Session) (*Session, bool) {
	if n, ok := s.(*running); ok {
		return n.s, true
	}
	return nil, false
}

// running is a Session as every system has them.
type running struct{ s *Session }

func (n *running) Config() experiment.Config  { return &settings{&n.s.Config} }
func (n *running) Device() compute.Device     { return n.s.Device }
func (n *running) Loop() *train.Loop          { return n.s.Loop }
func (n *running) Split() *train.Split        { return n.s.Split }
func (n *running) Trained() bool              { return n.s.Trained }
func (n *running) SetTrained(t bool)          { n.s.Trained = t }
func (n *running) Networks() int              { return n.s.Config.Networks }
func (n *running) ClassNames() []string       { return n.s.Config.ClassNames() }
func (n *running) NotANumber() string         { return n.s.Config.NotANumber(n.s.Loop.Epoch) }
func (n *running) Size() (masks, samples int) { return n.s.Config.Masks(), n.s.Config.Grid().Nx }

func (n *running) Plan() train.Stage {
	return &train.Epochs{Loop: n.s.Loop, Title: "training", N: n.s.Config.Epochs}
}

func (n *running) Progress() (step int, epoch float64) {
	l := n.s.Loop
	return l.Step, float64(l.Epoch) + float64(l.Index)/float64(max(1, l.Batches()))
}

func (n *running) Learn(set *data.Set) error {
	n.s.Loop.Set = set
	n.s.Loop.Progress.Index = 0
	return nil
}

func (n *running) Can() []string {
	can := []string{"train", "evaluate", "masks", "files", "share"}
	if n.s.Config.Displayed() {
		can = append(can, "display")
	}
	return can
}

func (n *running) Look(in experiment.Input) (*frame.Frame, error) {
	n.s.Network = in.Network
	return n.s.Look(in.Image, in.Label)
}

// LookBeside implements experiment.Beside: of displays a look reads what the last run of a program left, an update's too.
func (n *running) LookBeside() bool { return n.s.displays == nil }

func (n *running) Test(set *data.Set) experiment.Test { return &test{n.s, n.s.Evaluate(set)} }

// test is an evaluation of a session.
type test struct {
	s *Session
	e *Testing
}

func (t *test) More() (bool, error)                   { return t.s.More(t.e) }
func (t *test) Result() (*experiment.Evaluation, int) { return &t.e.Evaluation, t.e.set.Len() }

func (n *running) MaskBytes() ([]byte, error)                { return n.s.MaskBytes() }
func (n *running) MaskArray() (*experiment.MaskArray, error) { return n.s.MaskArray() }
func (n *running) GoOnFrom(m *experiment.MaskArray, ended bool) error {
	return n.s.GoOnFrom(m, ended)
}
func (n *running) RateShare() float64                            { return n.s.RateShare() }
func (n *running) DisplayUses() ([]experiment.DisplayUse, error) { return n.s.DisplayUses() }
