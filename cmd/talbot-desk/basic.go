package main

import (
	"fmt"

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
	s, err := b.Open(processor(), nil)
	if err != nil {
		return err
	}
	f, err := s.Look(experiment.Input{Label: -1})
	if err != nil {
		return err
	}
	e.lesson.now, e.lesson.note = b, f.Says()
	e.view.SetFrame(f)
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
