package focus

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/train"
)

// System is that of foci.
var System = experiment.System{Name: "focus", Title: "Light through scatterers", Presets: func() (list []experiment.Preset) {
	c, h := base(), hidden()
	return []experiment.Preset{{ID: "ffm-focus", Title: "A focus through a scatterer",
		Doc: "40,000 phases learn to send light through a plate of random phases to one place, by light that goes forwards alone", Config: &c}, {ID: "ffm-hidden", Title: "A camera sees through a scatterer",
		Doc: "a mask learns from nine squares to image what is behind a scatterer, at 1000 frames a second, by light that goes forwards alone", Config: &h}}
}}

// Open makes a session. Its one example is full light.
func (c *Config) Open(dev compute.Device, _ *data.Set) (experiment.Session, error) {
	s, err := Open(dev, *c)
	if err != nil {
		return nil, err
	}
	return &running{s: s}, nil
}

// Of is the bench of a session of this system, and whether it is one.
func Of(s experiment.Session) (*Session, bool) {
	r, ok := s.(*running)
	if !ok {
		return nil, false
	}
	return r.s, true
}

// running is a Session as every system has them.
type running struct {
	s       *Session
	history []Focus // of each look at a step
	at      int     // the step of the last
}

func (r *running) Config() experiment.Config             { return &r.s.Config }
func (r *running) Device() compute.Device                { return r.s.dev }
func (r *running) Plan() train.Stage                     { return stage{r.s.Stage, r.s.Bench.Rig} }
func (r *running) ClassNames() []string                  { return spot{}.ClassNames() }
func (r *running) Can() []string                         { return []string{"train", "evaluate", "own", "files"} }
func (r *running) Size() (elements, samples int)         { return 1, r.s.Samples }
func (r *running) Examples() (learn, test data.Examples) { return spot{}, spot{} }
func (r *running) Called() string                        { return "beam" }
func (r *running) Learn(*data.Set) error                 { return nil } // the light stays

func (r *running) Progress() (step int, epoch float64) {
	if h, ok := r.s.Stage.(*hunt); ok {
		return h.Step, float64(h.Step)
	}
	l := r.s.Stage.(*train.Epochs).Loop
	return l.Step, float64(l.Step)
}

// NotANumber says what most likely made the loss none.
func (r *running) NotANumber() string { return "lower the learning rate" }

// Tells makes a session experiment.Teller.
func (r *running) Tells() (loss, right string) {
	return "Distance to a bright square", "Brightest where it should be"
}

func (r *running) Test(*data.Set) experiment.Test { return &test{s: r.s} }

// Values of a test, of Focus: the width in um, the height in dB, and the share of the light in the target.
const (
	Wide    = "FWHM, um"
	Above   = "PSNR, dB"
	Arrives = "light in the target"
)

// test looks at the focus once. An answer is right where the brightest pixel is in the target, and the efficiency is
// the share of the light there.
type test struct {
	s *Session
	e experiment.Evaluation
}

func (t *test) More() (bool, error) {
	f, _, err := t.s.Judge()
	if err != nil {
		return false, err
	}
	t.e.Count, t.e.Loss, t.e.Efficiency = 1, f.Loss, f.Share
	t.e.Values = []network.Named{{Name: Wide, X: 1e6 * f.Width}, {Name: Above, X: f.Peak}, {Name: Arrives, X: f.Share}}
	if f.Hit {
		t.e.Correct = 1
	}
	return false, nil
}

func (t *test) Result() (*experiment.Evaluation, int) { return &t.e, 1 }

func (r *running) Look(experiment.Input) (*frame.Frame, error) { return r.look() }
