package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"talbot/cmd/internal/free"
	"talbot/render/lab"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
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
	preset  experiment.Preset
	config  experiment.Config // to start anew with
	session experiment.Session
	trainer experiment.Trainer // the session, if it is one
	sets    *sets              // its pictures, nil where it has none
	planes  []string           // of the last frame, what stands in them
	masked  bool               // some are masks
	said    string             // of the last frame, where nothing is trained

	playing    bool
	index      int // of the picture or example shown, in the test set
	network    int // of several, the one shown
	points     []lab.Point
	evaluation experiment.Test
	tested     time.Time
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
	loss     string // what the loss is, and right, what counts as right, where there are no classes
	right    string
	params   []experiment.Param // of a copy of the configuration
	planes   int
	names    []string // of the planes, where they are no masks
	updates  int
	displays int // that the masks are of
}

// newEngine loads the data and builds the experiment; it does not start to train.
func newEngine(v view, p experiment.Preset, dir string) (*engine, error) {
	e := &engine{view: v, commands: make(chan func() error, 16), done: make(chan struct{}), changed: make(chan setup, 1), dir: dir, preset: p}
	return e, e.open(p.Config)
}

// open builds the experiment of c. On error everything stays as it was.
func (e *engine) open(c experiment.Config) error {
	notes, err := c.Check()
	if err != nil {
		return err
	}
	s, name := e.sets, experiment.ValueOf(c, experiment.RoleData)
	var learn *data.Set
	pixels := 0
	if _, _, w := data.Shape(name); w == 0 {
		s = nil
	} else {
		if s == nil || s.name != name {
			if s, err = loadSets(e.dir, name); err != nil {
				return err
			}
		}
		learn, pixels = s.train, s.train.Width*s.train.Height
	}
	dev := processor()
	if r, ok := c.(experiment.Roomy); ok {
		if err := r.Fits(dev, pixels, true); err != nil {
			return err
		}
	}
	session, err := c.Open(dev, learn)
	if err != nil {
		return err
	}
	before := *e
	e.config, e.session, e.sets, e.notes = c.Clone(), session, s, notes
	e.trainer, _ = session.(experiment.Trainer)
	e.points, e.evaluation, e.accuracy, e.rate, e.network = nil, nil, "", 0, 0
	if n := e.shown(); n > 0 {
		e.index %= n
	}
	e.counted = time.Time{}
	if err := e.look(); err != nil {
		dev.Close()
		*e = before
		return err
	}
	if before.session != nil {
		before.session.Device().Close()
	}
	e.view.SetMetrics(nil)
	e.announce()
	return nil
}

// processor is what computes, with room for what is free now.
func processor() *cpu.Device {
	dev := cpu.Open(0)
	free.Limit(dev)
	return dev
}

// announce tells the window of a new configuration; only the newest one counts.
func (e *engine) announce() {
	s := setup{title: e.preset.Title, params: e.config.Clone().Params(), planes: len(e.planes), displays: e.displays}
	if !e.masked {
		s.names = e.planes
	}
	if e.trainer != nil {
		s.classes = e.trainer.ClassNames()
		if t, ok := e.trainer.(experiment.Teller); ok {
			s.loss, s.right = t.Tells()
		}
		s.updates, _ = e.trainer.Progress()
	}
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
	plan := e.trainer.Plan()
	if plan.Done() >= 1 {
		e.playing = false
		if staged, ok := e.trainer.(experiment.Staged); ok {
			return fmt.Errorf("all %d stages are done; r starts anew", len(staged.Stages()))
		}
		return fmt.Errorf("all %s epochs are done; r starts anew, or set more epochs", e.epochs())
	}
	measure := ""
	if staged, ok := e.trainer.(experiment.Staged); ok {
		measure = staged.Stage().Measure
	}
	begin := time.Now()
	_, at := e.trainer.Progress()
	r, err := plan.Next()
	if err != nil {
		return err
	}
	step, now := e.trainer.Progress()
	if r.Loss != r.Loss {
		return fmt.Errorf("the loss is not a number any more after %d updates; %s, and press r", step, e.trainer.NotANumber())
	}
	if r.Count == 0 { // a device that is still at it
		return nil
	}
	n := float64(r.Count)
	rate := n / time.Since(begin).Seconds()
	if e.rate == 0 {
		e.rate = rate
	}
	e.rate += 0.1 * (rate - e.rate)
	if measure == "" {
		e.points = append(e.points, lab.Point{Step: step, Loss: r.Loss / n, Accuracy: float64(r.Correct) / n})
	}
	if math.Floor(now) > math.Floor(at) && time.Since(e.tested) > 500*time.Millisecond {
		e.begin()
	}
	if time.Since(e.looked) > 90*time.Millisecond {
		e.view.SetMetrics(append([]lab.Point(nil), e.points...))
		e.announce()
		return e.look()
	}
	return nil
}

// epochs is how many are to be made, as text.
func (e *engine) epochs() string { return experiment.ValueOf(e.config, experiment.RoleEpochs) }

// begin begins an evaluation.
func (e *engine) begin() {
	e.tested = time.Now()
	var set *data.Set
	if e.sets != nil {
		set = e.sets.test
	}
	e.evaluation = e.trainer.Test(set)
}

// shown is how many pictures or examples there are to be shown.
func (e *engine) shown() int {
	if own, ok := e.session.(experiment.Own); ok {
		_, test := own.Examples()
		return test.Len()
	}
	if e.sets != nil {
		return e.sets.test.Len()
	}
	return 0
}

// input is the picture or example that is shown.
func (e *engine) input() experiment.Input {
	in := experiment.Input{Label: -1, Network: e.network}
	if own, ok := e.session.(experiment.Own); ok {
		_, test := own.Examples()
		channels, height, width := test.Shape()
		in.Values, in.Label = make([]float32, channels*height*width), test.Target(e.index)
		test.Read(e.index, in.Values)
	} else if e.sets != nil {
		in.Image, in.Label = e.sets.test.Image(e.index), int(e.sets.test.Labels[e.index])
	}
	return in
}

// look shows the current picture as the masks are now.
func (e *engine) look() error {
	f, err := e.session.Look(e.input())
	if err != nil {
		return err
	}
	e.planes, e.masked, e.said = nil, len(f.Masks()) > 0 && e.trainer != nil, ""
	for _, p := range f.Planes {
		e.planes = append(e.planes, p.Name)
	}
	if e.trainer == nil {
		e.said = f.Says()
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
	if e.trainer == nil {
		e.view.SetStatus(e.said + "   h: keys")
		return
	}
	step, epoch := e.trainer.Progress()
	state := "paused"
	switch {
	case e.evaluation != nil:
		state = "testing"
	case e.playing:
		state = "training"
	}
	of := e.epochs()
	all, _ := strconv.Atoi(of)
	line := fmt.Sprintf("%s   epoch %d of %s   update %d", state, min(int(epoch)+1, max(all, 1)), of, step)
	if staged, ok := e.trainer.(experiment.Staged); ok {
		line = fmt.Sprintf("%s   %s   update %d", state, stageText(staged), step)
	}
	what, note := "picture", ""
	if e.sets != nil {
		note = e.sets.note
	} else {
		note = strconv.Itoa(e.shown())
		if own, ok := e.session.(experiment.Own); ok {
			what = own.Called()
		}
	}
	if e.rate > 0 {
		line += fmt.Sprintf("   %.0f %ss/s", e.rate, what)
	}
	if e.accuracy != "" {
		line += "   " + e.accuracy
	}
	line += fmt.Sprintf("   %s %d of %s", what, e.index, note)
	if len(e.notes) > 0 && step == 0 && state == "paused" {
		line += "   note: " + strings.Join(e.notes, "; ")
	}
	e.view.SetStatus(line + "   h: keys")
}
