package main

import (
	"errors"

	"talbot/sim/experiment"
)

var errNothingToTrain = errors.New("this experiment has nothing to train: arrows change its parameters")

// These methods are for the window's goroutine. Each asks the engine to do
// something between two batches and returns at once.

func (e *engine) ask(f func() error) {
	select {
	case e.commands <- f:
	default: // 16 wishes wait already; one more key does not matter
	}
}

// train is ask for what only a network can do.
func (e *engine) train(f func() error) {
	e.ask(func() error {
		if e.trainer == nil {
			return errNothingToTrain
		}
		return f()
	})
}

// quit ends the engine after the current batch.
func (e *engine) quit() {
	close(e.commands)
	<-e.done
}

// toggle starts or pauses the training.
func (e *engine) toggle() {
	e.train(func() error { e.playing = !e.playing; return nil })
}

// step makes one update and pauses.
func (e *engine) step() {
	e.train(func() error {
		e.playing = false
		if err := e.update(); err != nil {
			return err
		}
		e.view.SetMetrics(append(e.points[:0:0], e.points...))
		e.announce()
		return e.look()
	})
}

// reset starts anew with the same seed.
func (e *engine) reset() {
	e.train(func() error { e.playing = false; return e.open(e.config) })
}

// next shows another picture of the test set.
func (e *engine) next(by int) {
	e.train(func() error {
		n := e.shown()
		e.index = ((e.index+by)%n + n) % n
		return e.look()
	})
}

// test measures the accuracy on the whole test set.
func (e *engine) test() {
	e.train(func() error { e.begin(); return nil })
}

// set gives the parameter of that name a value. A live one changes at once; any
// other one rebuilds the network, whose training starts anew.
func (e *engine) set(name, value string) {
	e.ask(func() error {
		c := e.config.Clone()
		p, err := experiment.Named(c, name)
		if err != nil {
			return err
		}
		if err := p.Set(value); err != nil {
			return err
		}
		if !p.Live {
			playing := e.playing
			e.playing = false
			if err := e.open(c); err != nil {
				return err
			}
			e.playing = playing
			return nil
		}
		q, err := experiment.Named(e.session.Config(), name)
		if err != nil {
			return err
		}
		if err := q.Set(value); err != nil {
			return err
		}
		e.config = c
		e.announce()
		return nil
	})
}

// nextNetwork shows the next of several networks side by side.
func (e *engine) nextNetwork() {
	e.train(func() error {
		if s, ok := e.session.(experiment.Several); ok {
			e.network = (e.network + 1) % s.Networks()
		}
		return e.look()
	})
}
