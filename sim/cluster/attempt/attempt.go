// Package attempt computes a trial from a start, or from a checkpoint, to its result: the same code in a worker of
// the command and in a page. It knows no hub; where checkpoints go is for its caller to say.
package attempt

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/network"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
	"talbot/sim/train"
)

// Spec is what a training and its test are, but for the pictures themselves.
type Spec struct {
	Preset     string            `json:"preset"`
	Parameters map[string]string `json:"parameters"`
	Set        string            `json:"set,omitempty"`   // name of the pictures, "" for none
	Cut        bool              `json:"cut,omitempty"`   // the test pictures are held out of the training pictures
	Held       bool              `json:"held,omitempty"`  // a system with examples of its own is tested on those that it holds out
	Exact      bool              `json:"exact,omitempty"` // computed without SIMD, on a processor
}

// At is where a trial stands: its last state, as of rundir.WriteCheckpoint, and the events of its epochs, JSON lines. Both
// are empty at the start.
type At struct{ Checkpoint, Curve []byte }

// Outcome is how a trial ended.
type Outcome struct {
	Changed map[string]string  `json:"changed,omitempty"` // parameters that are not the preset's
	Held    bool               `json:"held"`              // tested on what was held out
	Epochs  int                `json:"epochs"`
	Steps   int                `json:"steps"`
	Values  map[string]float64 `json:"values,omitempty"`
	experiment.Tested
	Train float64 `json:"train_accuracy"`
	At    `json:"-"`
}

// Attempt is a trial as one worker computes it.
type Attempt struct {
	Spec
	Device    compute.Device
	SaveEvery float64 // s between two checkpoints
	// Save keeps where the trial stands, and Progress is told of it.
	Save     func(epoch, done float64, at At) error
	Progress func(epoch, done, accuracy float64)
	// Next makes the next update in place of the session's plan, which then can be shared; nil for the plan.
	Next func(ctx context.Context, s experiment.Sharer) (network.Result, error)
	// Opened gets the session before it trains, and again when it was restored; nil for nobody.
	Opened func(experiment.Session) error

	session experiment.Trainer
	curve   bytes.Buffer // the epochs' events, JSON lines
	epoch   int          // of the last of them
	last    experiment.Event
	held    *train.State // of an epoch whose event is to come
}

// OtherVersion is why this program cannot compute a trial that the one which submitted it knew to be sound.
type OtherVersion struct{ Why error }

func (o *OtherVersion) Error() string {
	return "the trial is of another version of talbot: " + o.Why.Error() + ": use the same version here"
}
func (o *OtherVersion) Unwrap() error { return o.Why }

// Config is the settings of a trial, checked; an OtherVersion where it has names or values that are not known here.
func (s Spec) Config() (experiment.Config, error) {
	p, _, err := all.Find(s.Preset)
	if err != nil {
		return nil, &OtherVersion{err}
	}
	c := p.Config
	if pictured, ok := c.(experiment.Pictured); ok && s.Set != "" {
		pictured.UseData(s.Set)
	}
	for name, value := range s.Parameters {
		param, err := experiment.Named(c, name)
		if err == nil && param.Value() != value {
			err = param.Set(value)
		}
		if err != nil {
			return nil, &OtherVersion{err}
		}
	}
	_, err = c.Check()
	return c, err
}

// Run computes the trial from where it stands, with these pictures, nil for a system without. When ctx is done it saves
// and returns ctx's error.
func (a *Attempt) Run(ctx context.Context, learn, test *data.Set, at At) (*Outcome, error) {
	c, err := a.Config()
	if err != nil {
		return nil, err
	}
	opened, err := c.Open(a.Device, learn)
	if err != nil {
		return nil, err
	}
	var ok bool
	if a.session, ok = opened.(experiment.Trainer); !ok {
		return nil, fmt.Errorf("%s has nothing to train", a.Preset)
	}
	if a.Opened == nil {
		a.Opened = func(experiment.Session) error { return nil }
	}
	if err := a.Opened(opened); err != nil {
		return nil, err
	}
	if len(at.Checkpoint) > 0 {
		if err := a.goOn(at); err != nil {
			return nil, err
		}
		if err := a.Opened(opened); err != nil { // the state of a real bench is none: it is let go of
			return nil, err
		}
	}
	began := time.Now()
	r := run.Run{Session: a.session, Test: test, Save: a.save, SaveEvery: a.SaveEvery, Apart: a.SaveEvery,
		Clock: func() float64 { return time.Since(began).Seconds() }, Sink: a.event}
	if a.Next != nil {
		shared, err := a.Spec.shared(opened)
		if err != nil {
			return nil, err
		}
		r.Next = func() (network.Result, error) { return a.Next(ctx, shared) }
	}
	if err := r.Train(ctx); err != nil {
		return nil, err
	}
	return a.outcome(ctx, c)
}

// goOn brings the session to where the trial stands.
func (a *Attempt) goOn(at At) error {
	a.curve.Write(at.Curve)
	s, err := rundir.ReadCheckpoint(at.Checkpoint)
	if err != nil {
		return err
	}
	if err := a.session.Plan().Restore(s); err != nil {
		return err
	}
	events, err := rundir.ParseMetrics(at.Curve)
	if err == nil && len(events) > 0 {
		a.last = events[len(events)-1]
		a.epoch = a.last.Epoch
	}
	return err
}

// save keeps a checkpoint: one at the end of an epoch after the event of that, so that the curve
// lacks none.
func (a *Attempt) save(s *train.State) error {
	if s.Epoch > a.epoch {
		a.held = s
		return nil
	}
	at, err := a.at(s)
	if err != nil {
		return err
	}
	_, epoch := a.session.Progress()
	return a.Save(epoch, a.session.Plan().Done(), at)
}

func (a *Attempt) at(s *train.State) (At, error) {
	var b bytes.Buffer
	err := rundir.WriteCheckpoint(&b, s)
	return At{b.Bytes(), bytes.Clone(a.curve.Bytes())}, err
}

// event takes an event of the run.
func (a *Attempt) event(e experiment.Event) {
	switch e.Kind {
	case "step":
		accuracy := 0.0
		if a.last.Tested != nil {
			accuracy = a.last.TestAccuracy
		}
		a.Progress(float64(e.Epoch), a.session.Plan().Done(), accuracy)
	case "epoch":
		e.Seconds, e.Rate = 0, 0 // of this worker alone; without them the same trial has the same curve
		line, _ := json.Marshal(e)
		a.curve.Write(append(line, '\n'))
		a.epoch, a.last = e.Epoch, e
		if s := a.held; s != nil {
			a.held = nil
			_ = a.save(s) // without it another worker begins further back
		}
	case "done":
		a.last = e
	}
}

// outcome tests and tells.
func (a *Attempt) outcome(ctx context.Context, c experiment.Config) (*Outcome, error) {
	e := a.last
	o := &Outcome{Changed: Changed(a.Preset, c), Held: a.Cut, Values: e.Values}
	if h, ok := a.session.(experiment.Holding); ok && a.Held {
		if test := h.TestHeld(); test != nil {
			ev, err := whole(ctx, test)
			if err != nil {
				return nil, err
			}
			o.Held = true
			e.Tested = &experiment.Tested{TestAccuracy: ev.Accuracy(), TestLoss: ev.MeanLoss(), TestCount: ev.Count}
		}
	}
	if e.Tested != nil {
		o.Tested = *e.Tested
	}
	if e.Trained != nil {
		o.Train = e.TrainAccuracy
	}
	step, epoch := a.session.Progress()
	o.Epochs, o.Steps = int(epoch), step
	state, err := a.session.Plan().State()
	if err == nil {
		o.At, err = a.at(state)
	}
	return o, err
}

// whole does all of a test.
func whole(ctx context.Context, t experiment.Test) (*experiment.Evaluation, error) {
	for more := true; more; {
		var err error
		if more, err = t.More(); err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	ev, _ := t.Result()
	return ev, nil
}

// Changed are the parameters that are not as the preset has them.
func Changed(preset string, c experiment.Config) map[string]string {
	p, _, err := all.Find(preset)
	if err != nil {
		return nil
	}
	changed := map[string]string{}
	for _, param := range c.Params() {
		was, err := experiment.Named(p.Config, param.Name)
		if err != nil || was.Value() != param.Value() {
			changed[param.Name] = param.Value()
		}
	}
	return changed
}
