package main

import (
	"fmt"

	"talbot/render/lab"
	"talbot/sim/experiment"
	"talbot/sim/system/basic"
)

// lesson is what an engine shows in place of a network: a basic experiment, which has
// nothing to train.
type lesson struct {
	preset experiment.Preset
	now    *basic.Config
	note   string // below the bench
}

// newBasicEngine opens a basic experiment.
func newBasicEngine(v view, p experiment.Preset) (*engine, error) {
	e := &engine{view: v, commands: make(chan func() error, 16), done: make(chan struct{}), changed: make(chan setup, 1), lesson: &lesson{preset: p}}
	return e, e.openBasic(p.Config.(*basic.Config))
}

// openBasic propagates the light of b. On error everything stays as it was.
func (e *engine) openBasic(b *basic.Config) error {
	f, c, err := b.Look(processor())
	if err != nil {
		return err
	}
	e.lesson.now = b
	e.lesson.note = fmt.Sprintf("%s The light differs from the closed form by %.2f %% (root mean square).", c.Note, 100*c.Off)
	e.view.SetFrame(f)
	if p, ok := e.view.(interface{ SetProfile(*lab.Profile) }); ok {
		p.SetProfile(&lab.Profile{Half: float64(-c.X[0]), Simulated: c.Simulated, Closed: c.Closed, Formula: "closed form: " + c.Formula})
	}
	select {
	case <-e.changed:
	default:
	}
	shown := *b // the window changes none of the engine's
	e.changed <- setup{title: e.lesson.preset.Title, params: shown.Params(), planes: b.Elements() + 2}
	return nil
}

// setBasic gives a parameter a value.
func (e *engine) setBasic(name, value string) error {
	now := *e.lesson.now
	b := &now
	p, err := b.Param(name)
	if err != nil {
		return err
	}
	if err := p.Set(value); err != nil {
		return err
	}
	return e.openBasic(b)
}

var errNothingToTrain = fmt.Errorf("this experiment has nothing to train: arrows change its parameters")
