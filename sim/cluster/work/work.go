//go:build !js

// Package work computes trials: it trains the network that one describes, keeps checkpoints by
// which another worker can go on with the same bits, and tests what was learned.
package work

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/rig"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
	"talbot/sim/train"
)

// Bench is what a worker computes on.
type Bench struct {
	Device compute.Device
	Talbot string // version
	// Load reads a data set; it may be called from several goroutines.
	Load func(set string) (learn, test *data.Set, err error)
	// Rig is the bench that trials which ask for one are made on; nil for none.
	Rig *rig.Bench
	// Temp is the folder for what pieces keep while they run; "" for the system's.
	Temp string
	// SaveEvery is the time between two checkpoints, in seconds.
	SaveEvery float64

	kept func() // a checkpoint of a piece is at the hub; nil outside of tests
}

// Config is the settings of a trial.
func Config(t *cluster.Trial) (experiment.Config, error) {
	p, _, err := all.Find(t.Preset)
	if err != nil {
		return nil, err
	}
	c := p.Config
	if pictured, ok := c.(experiment.Pictured); ok && t.Pictures != nil {
		pictured.UseData(t.Pictures.Set)
	}
	for name, value := range t.Parameters {
		param, err := experiment.Named(c, name)
		if err == nil && param.Value() != value {
			err = param.Set(value)
		}
		if err != nil {
			return nil, fmt.Errorf("the trial is of another version of talbot: %w", err)
		}
	}
	_, err = c.Check()
	return c, err
}

// Cut makes of a whole data set what a trial learns from and is tested on.
func Cut(learn, test *data.Set, p cluster.Pictures) (*data.Set, *data.Set, error) {
	if p.LimitTrain > learn.Len() || p.LimitTest > 0 && p.HoldOut == 0 && p.LimitTest > test.Len() {
		return nil, nil, fmt.Errorf("the limits are %d training and %d test pictures, and %s has %d and %d", p.LimitTrain, p.LimitTest, learn.Name, learn.Len(), test.Len())
	}
	if p.LimitTrain > 0 {
		learn = learn.First(p.LimitTrain)
	}
	if n := p.HoldOut; n >= learn.Len() {
		return nil, nil, fmt.Errorf("%d of %d training pictures are held out: leave some to train on", n, learn.Len())
	} else if n > 0 {
		learn, test = learn.First(learn.Len()-n), learn.Slice(learn.Len()-n, learn.Len())
	}
	if p.LimitTest > 0 {
		test = test.First(p.LimitTest)
	}
	return learn, test, nil
}

// pictures are those of a trial, checked to be the same as where it was submitted.
func (b *Bench) pictures(settings experiment.Config, p *cluster.Pictures) (learn, test *data.Set, err error) {
	if p == nil {
		return nil, nil, nil
	}
	learn, test, err = b.Load(p.Set)
	if err == nil {
		if c, ok := settings.(experiment.Coloured); !ok || !c.Colours() {
			learn, test = learn.Grey(), test.Grey()
		}
		learn, test, err = Cut(learn, test, *p)
	}
	if err != nil {
		return nil, nil, &cluster.Unfit{Why: err}
	}
	return learn, test, same(rundir.Describe(learn, test), p)
}

// same is the error that the pictures here are others than those of a trial.
func same(now rundir.Data, p *cluster.Pictures) error {
	if now.SHA256 != p.SHA256 || now.Train != p.Train || now.Test != p.Test {
		return &cluster.Unfit{Why: fmt.Errorf("the pictures of %s here are others than where the trial was submitted: put the same files here", p.Set)}
	}
	return nil
}

// Do computes a trial; it is for cluster.Worker.
func (b *Bench) Do(ctx context.Context, t *cluster.Task) (*cluster.Result, error) {
	switch {
	case t.Trial.Bench != "" && (t.Trial.Piece != nil || t.Trial.Fit != nil):
		return nil, errors.New("what a published experiment is, and the fit of a mask, are computed without a bench")
	case t.Trial.Piece != nil:
		return b.piece(ctx, t)
	case t.Trial.Fit != nil:
		return b.fit(ctx, t)
	}
	c, err := Config(t.Trial)
	if err != nil {
		return nil, err
	}
	learn, test, err := b.pictures(c, t.Trial.Pictures)
	if err != nil {
		return nil, err
	}
	opened, err := c.Open(b.Device, learn)
	if err != nil {
		return nil, err
	}
	s, ok := opened.(experiment.Trainer)
	if !ok {
		return nil, fmt.Errorf("%s has nothing to train", t.Trial.Preset)
	}
	a := &attempt{bench: b, task: t, session: s}
	if err := b.onBench(t.Trial, opened); err != nil {
		return nil, err
	}
	if err := a.goOn(ctx); err != nil {
		return nil, err
	}
	if t.Record.Checkpoint != "" || t.Trial.From != "" { // the state of a real bench is none: it is let go of
		if err := b.onBench(t.Trial, opened); err != nil {
			return nil, err
		}
	}
	began := time.Now()
	r := run.Run{Session: s, Test: test, Save: func(st *train.State) error { return a.save(ctx, st) }, SaveEvery: b.SaveEvery, Apart: b.SaveEvery,
		Clock: func() float64 { return time.Since(began).Seconds() }, Sink: func(e experiment.Event) { a.event(ctx, e) }}
	if err := r.Train(ctx); err != nil {
		return nil, err
	}
	return a.result(ctx, c)
}

// attempt is a trial as one worker computes it.
type attempt struct {
	bench   *Bench
	task    *cluster.Task
	session experiment.Trainer
	curve   bytes.Buffer // the epochs' events, JSON lines
	epoch   int          // of the last of them
	last    experiment.Event
	held    *train.State // of an epoch whose event is to come
}

// goOn brings the session to where the trial stands, or to the end of the one that it comes from.
func (a *attempt) goOn(ctx context.Context) error {
	state, curve := a.task.Record.Checkpoint, a.task.Record.Curve
	if state == "" && a.task.Trial.From != "" {
		before, err := a.task.Queue().Result(ctx, a.task.Trial.From)
		if err != nil {
			return err
		}
		if before == nil {
			return &cluster.Unfit{Why: fmt.Errorf("trial %.8s, from which this one goes on, has no result yet", a.task.Trial.From)}
		}
		state, curve = before.Checkpoint, before.Curve
	}
	if state == "" {
		return nil
	}
	b, err := a.task.Queue().Get(ctx, state)
	if err == nil {
		var events []byte
		if events, err = a.task.Queue().Get(ctx, curve); err == nil {
			a.curve.Write(events)
		}
	}
	if cluster.Missing(err) && a.task.Trial.From == "" {
		a.curve.Reset()
		return nil // from the start, then
	} else if err != nil {
		return err
	}
	s, err := rundir.ReadCheckpoint(b)
	if err != nil {
		return err
	}
	if err := a.session.Plan().Restore(s); err != nil {
		return err
	}
	events, err := rundir.ParseMetrics(a.curve.Bytes())
	if err == nil && len(events) > 0 {
		a.last = events[len(events)-1]
		a.epoch = a.last.Epoch
	}
	return err
}

// save keeps a checkpoint: one at the end of an epoch after the event of that, so that the curve
// lacks none.
func (a *attempt) save(ctx context.Context, s *train.State) error {
	if s.Epoch > a.epoch {
		a.held = s
		return nil
	}
	if errors.Is(context.Cause(ctx), cluster.ErrLost) || errors.Is(context.Cause(ctx), cluster.ErrCancelled) {
		return nil
	}
	var b bytes.Buffer
	if err := rundir.WriteCheckpoint(&b, s); err != nil {
		return err
	}
	_, epoch := a.session.Progress()
	// When the worker stops, ctx is done, and this is what it waits for.
	return a.task.Save(context.WithoutCancel(ctx), epoch, a.session.Plan().Done(), b.Bytes(), a.curve.Bytes())
}

// event takes an event of the run.
func (a *attempt) event(ctx context.Context, e experiment.Event) {
	switch e.Kind {
	case "step":
		if a.last.Tested != nil {
			a.task.Progress(ctx, float64(e.Epoch), a.session.Plan().Done(), a.last.TestAccuracy)
		} else {
			a.task.Progress(ctx, float64(e.Epoch), a.session.Plan().Done(), 0)
		}
	case "epoch":
		e.Seconds, e.Rate = 0, 0 // of this worker alone; without them the same trial has the same curve
		line, _ := json.Marshal(e)
		a.curve.Write(append(line, '\n'))
		a.epoch, a.last = e.Epoch, e
		if s := a.held; s != nil {
			a.held = nil
			_ = a.save(ctx, s) // without it another worker begins further back
		}
	case "done":
		a.last = e
	}
}

// result tests and tells.
func (a *attempt) result(ctx context.Context, c experiment.Config) (*cluster.Result, error) {
	s, e := a.session, a.last
	p, tested := a.task.Trial.Pictures, cluster.TestData
	if p != nil && p.HoldOut > 0 {
		tested = cluster.HeldOut
	}
	if h, ok := s.(experiment.Holding); ok && a.task.Trial.Test == cluster.HeldOut {
		if test := h.TestHeld(); test != nil {
			ev, err := whole(ctx, test)
			if err != nil {
				return nil, err
			}
			tested = cluster.HeldOut
			e.Tested = &experiment.Tested{TestAccuracy: ev.Accuracy(), TestLoss: ev.MeanLoss(), TestCount: ev.Count}
		}
	}
	state, err := s.Plan().State()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := rundir.WriteCheckpoint(&b, state); err != nil {
		return nil, err
	}
	step, epoch := s.Progress()
	r := &cluster.Result{Preset: a.task.Trial.Preset, Changed: Changed(a.task.Trial.Preset, c), Test: tested, Bench: a.task.Trial.Bench, Epochs: int(epoch), Steps: step,
		Values: e.Values, Device: a.bench.Device.Name(), Talbot: a.bench.Talbot}
	if e.Tested != nil {
		r.Loss, r.Accuracy, r.Count = e.TestLoss, e.TestAccuracy, e.TestCount
	}
	if e.Trained != nil {
		r.Train = e.TrainAccuracy
	}
	if r.Checkpoint, err = a.task.Queue().Put(ctx, a.task.Key, b.Bytes()); err != nil {
		return nil, err
	}
	r.Curve, err = a.task.Queue().Put(ctx, a.task.Key, a.curve.Bytes())
	return r, err
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

// Once loads each data set once, for all workers of a program.
func Once(load func(set string) (learn, test *data.Set, err error)) func(string) (*data.Set, *data.Set, error) {
	type pair struct{ learn, test *data.Set }
	var mu sync.Mutex
	loaded := map[string]pair{}
	return func(set string) (*data.Set, *data.Set, error) {
		mu.Lock()
		defer mu.Unlock()
		if p, ok := loaded[set]; ok {
			return p.learn, p.test, nil
		}
		learn, test, err := load(set)
		if err == nil {
			loaded[set] = pair{learn, test}
		}
		return learn, test, err
	}
}
