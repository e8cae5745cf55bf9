//go:build !js

// Package work computes trials: it trains the network that one describes, keeps checkpoints by
// which another worker can go on with the same bits, and tests what was learned.
package work

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"talbot/sim/cluster"
	"talbot/sim/cluster/attempt"
	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/rig"
	"talbot/sim/rundir"
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

	kept  func()               // a checkpoint of a piece is at the hub; nil outside of tests
	added func(helpers string) // an update of a shared trial is made; likewise
}

// Config is the settings of a trial. Where this version knows none such, a worker is unfit for it.
func Config(t *cluster.Trial) (experiment.Config, error) {
	c, err := Spec(t).Config()
	if other := (*attempt.OtherVersion)(nil); errors.As(err, &other) {
		return nil, &cluster.Unfit{Why: err}
	}
	return c, err
}

// Spec is what a trial is, but for its pictures.
func Spec(t *cluster.Trial) attempt.Spec {
	s := attempt.Spec{Preset: t.Preset, Parameters: t.Parameters, Held: t.Test == cluster.HeldOut, Exact: t.Exact}
	if t.Pictures != nil {
		s.Set, s.Cut = t.Pictures.Set, t.Pictures.HoldOut > 0
	}
	return s
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

// Pictures are those of a trial, nil for none, checked to be the same as where it was submitted.
func (b *Bench) Pictures(t *cluster.Trial) (learn, test *data.Set, err error) {
	p := t.Pictures
	if p == nil {
		return nil, nil, nil
	}
	settings, err := Config(t)
	if err != nil {
		return nil, nil, err
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
	if _, err := Config(t.Trial); err != nil {
		return nil, err
	}
	learn, test, err := b.Pictures(t.Trial)
	if err != nil {
		return nil, err
	}
	at, err := Start(ctx, t)
	if err != nil {
		return nil, err
	}
	dev := b.Device
	if t.Trial.Exact {
		threads := 1 // beside a GPU
		if p, ok := dev.(*cpu.Device); ok {
			threads, _ = p.Copies()
		}
		dev = cpu.OpenScalar(threads)
	}
	a := b.attempt(ctx, t, dev)
	a.Opened = func(s experiment.Session) error { return b.onBench(t.Trial, s) }
	o, err := a.Run(ctx, learn, test, at)
	if err != nil {
		return nil, err
	}
	return Result(ctx, t, o, dev.Name(), b.Talbot)
}

// Start is where a trial stands, or the end of the one that it comes from.
func Start(ctx context.Context, t *cluster.Task) (at attempt.At, err error) {
	state, curve := t.Record.Checkpoint, t.Record.Curve
	if state == "" && t.Trial.From != "" {
		before, err := t.Queue().Result(ctx, t.Trial.From)
		if err != nil {
			return at, err
		}
		if before == nil {
			return at, &cluster.Unfit{Alone: true, Why: fmt.Errorf("trial %.8s, from which this one goes on, has no result yet", t.Trial.From)}
		}
		state, curve = before.Checkpoint, before.Curve
	}
	if state == "" {
		return at, nil
	}
	if at.Checkpoint, err = t.Queue().Get(ctx, state); err == nil {
		at.Curve, err = t.Queue().Get(ctx, curve)
	}
	if cluster.Missing(err) && t.Trial.From == "" {
		return attempt.At{}, nil // from the start, then
	}
	return at, err
}

// Result keeps how a trial ended.
func Result(ctx context.Context, t *cluster.Task, o *attempt.Outcome, device, talbot string) (r *cluster.Result, err error) {
	r = &cluster.Result{Preset: t.Trial.Preset, Changed: o.Changed, Test: cluster.TestData, Bench: t.Trial.Bench, Exact: t.Trial.Exact, Epochs: o.Epochs, Steps: o.Steps,
		Values: o.Values, Device: device, Talbot: talbot, Loss: o.TestLoss, Accuracy: o.TestAccuracy, Count: o.TestCount, Train: o.Train}
	if o.Held {
		r.Test = cluster.HeldOut
	}
	if r.Checkpoint, err = t.Queue().Put(ctx, t.Key, o.Checkpoint); err != nil {
		return nil, err
	}
	r.Curve, err = t.Queue().Put(ctx, t.Key, o.Curve)
	return r, err
}

// Changed are the parameters that are not as the preset has them.
func Changed(preset string, c experiment.Config) map[string]string { return attempt.Changed(preset, c) }

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
