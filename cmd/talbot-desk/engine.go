package main

import (
	"fmt"
	"strings"
	"time"

	"talbot/cmd/internal/free"
	"talbot/render/lab"
	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/system/diffractive"
)

// view is what the engine shows on; its methods may be called from any goroutine.
type view interface {
	SetFrame(*frame.Frame)
	SetMetrics([]lab.Point)
	SetStatus(string)
}

// engine trains in a goroutine of its own. Everything but its channels and
// methods in control.go belongs to that goroutine.
type engine struct {
	view     view
	commands chan func() error
	done     chan struct{}
	changed  chan setup // the newest configuration, for the window

	dir     string // of the data, "" for the usual places
	preset  diffractive.Preset
	config  diffractive.Config
	session *diffractive.Session
	sets    *sets
	lesson  *lesson // in place of the session

	playing    bool
	index      int // of the picture shown, in the test set
	points     []lab.Point
	evaluation *diffractive.Testing
	accuracy   string // of the last evaluation
	rate       float64
	displays   int // that the masks are of
	problem    string
	notes      []string // of the configuration, shown until the first update
	looked     time.Time
	counted    time.Time // pixels at each level
}

// setup is what the window knows of the engine's configuration.
type setup struct {
	title    string
	classes  []string
	params   []experiment.Param // of a copy of the configuration
	planes   int
	updates  int
	displays int // that the masks are of
}

// newEngine loads the data and builds the network; it does not start to train.
func newEngine(v view, p diffractive.Preset, dir string) (*engine, error) {
	e := &engine{view: v, commands: make(chan func() error, 16), done: make(chan struct{}), changed: make(chan setup, 1), dir: dir, preset: p}
	return e, e.open(p.Config)
}

// open builds the network of c. On error everything stays as it was.
func (e *engine) open(c diffractive.Config) error {
	notes, err := c.Check()
	if err != nil {
		return err
	}
	s := e.sets
	if s == nil || s.name != c.Data {
		if s, err = loadSets(e.dir, c.Data); err != nil {
			return err
		}
	}
	dev := processor()
	if err := c.Fits(dev, s.train.Width*s.train.Height, true); err != nil {
		return err
	}
	session, err := diffractive.NewSession(dev, c, s.train)
	if err != nil {
		return err
	}
	if e.session != nil {
		e.session.Device.Close()
	}
	e.config, e.session, e.sets, e.notes = c, session, s, notes
	e.points, e.evaluation, e.accuracy, e.rate = nil, nil, "", 0
	e.view.SetMetrics(nil)
	e.counted = time.Time{}
	e.announce()
	return e.look()
}

// processor is what computes, with room for what is free now.
func processor() *cpu.Device {
	dev := cpu.Open(0)
	free.Limit(dev)
	return dev
}

// announce tells the window of a new configuration; only the newest one counts.
func (e *engine) announce() {
	c := e.config
	s := setup{title: e.preset.Title, classes: c.ClassNames(), params: c.Params(), planes: c.Layers + 2, updates: e.session.Loop.Step, displays: e.displays}
	select {
	case <-e.changed:
	default:
	}
	e.changed <- s
}

// run does what it is told, and trains in between.
func (e *engine) run() {
	defer close(e.done)
	e.say()
	for {
		var command func() error
		var open bool
		if e.playing || e.evaluation != nil {
			select {
			case command, open = <-e.commands:
			default:
				open = true
			}
		} else {
			command, open = <-e.commands
		}
		if !open {
			return
		}
		var err error
		switch {
		case command != nil:
			e.problem = ""
			err = command()
		case e.evaluation != nil:
			err = e.evaluateMore()
		default:
			err = e.update()
		}
		if err != nil {
			e.playing, e.evaluation, e.problem = false, nil, err.Error()
		}
		e.say()
	}
}

// update trains on one batch.
func (e *engine) update() error {
	l := e.session.Loop
	if l.Epoch >= e.config.Epochs {
		e.playing = false
		return fmt.Errorf("all %d epochs are done; r starts anew, or set more epochs", e.config.Epochs)
	}
	begin := time.Now()
	r, err := l.Next()
	if err != nil {
		return err
	}
	if r.Loss != r.Loss {
		return fmt.Errorf("the loss is not a number any more after %d updates; %s, and press r", l.Step, e.session.Config.NotANumber(l.Epoch))
	}
	if r.Count == 0 { // a device that is still at it
		return nil
	}
	n := float64(r.Count)
	now := n / time.Since(begin).Seconds()
	if e.rate == 0 {
		e.rate = now
	}
	e.rate += 0.1 * (now - e.rate)
	e.points = append(e.points, lab.Point{Step: l.Step, Loss: r.Loss / n, Accuracy: float64(r.Correct) / n})
	if l.Index == 0 {
		e.evaluation = e.session.Evaluate(e.sets.test)
	}
	if time.Since(e.looked) > 90*time.Millisecond {
		e.view.SetMetrics(append([]lab.Point(nil), e.points...))
		e.announce()
		return e.look()
	}
	return nil
}

// evaluateMore takes the next pictures of an evaluation.
func (e *engine) evaluateMore() error {
	v := e.evaluation
	more, err := e.session.More(v)
	if err != nil {
		return err
	}
	e.accuracy = fmt.Sprintf("test %.1f %% (%d of %d)", 100*v.Accuracy(), v.Count, e.sets.test.Len())
	if !more {
		e.accuracy = fmt.Sprintf("test %.1f %%, efficiency %.1f %% (%.2f %% of the source)", 100*v.Accuracy(), 100*v.Efficiency, 100*v.SourceEfficiency)
		e.evaluation = nil
	}
	return nil
}

// look shows the current picture as the masks are now.
func (e *engine) look() error {
	set := e.sets.test
	f, err := e.session.Look(set.Image(e.index), int(set.Labels[e.index]))
	if err != nil {
		return err
	}
	e.view.SetFrame(f)
	e.looked = time.Now()
	return e.count()
}

// say writes the line below the bench.
func (e *engine) say() {
	if e.problem != "" {
		e.view.SetStatus(e.problem)
		return
	}
	if e.lesson != nil {
		e.view.SetStatus(e.lesson.note + "   h: keys")
		return
	}
	l := e.session.Loop
	state := "paused"
	switch {
	case e.evaluation != nil:
		state = "testing"
	case e.playing:
		state = "training"
	}
	line := fmt.Sprintf("%s   epoch %d of %d   update %d", state, min(l.Epoch+1, e.config.Epochs), e.config.Epochs, l.Step)
	if e.rate > 0 {
		line += fmt.Sprintf("   %.0f pictures/s", e.rate)
	}
	if e.accuracy != "" {
		line += "   " + e.accuracy
	}
	line += fmt.Sprintf("   picture %d of %s", e.index, e.sets.note)
	if len(e.notes) > 0 && l.Step == 0 && state == "paused" {
		line += "   note: " + strings.Join(e.notes, "; ")
	}
	e.view.SetStatus(line + "   h: keys")
}
