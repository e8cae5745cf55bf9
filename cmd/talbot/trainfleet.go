package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/cluster/work"
	"talbot/sim/system/dante"
)

// fits are those of a training whose masks the workers of a hub fit.
type fits struct {
	queue *cluster.Queue

	mu      sync.Mutex
	results map[string]*cluster.Result
	records map[string]cluster.Record
	failed  error // of the connection
}

// notFitted says that a preset has nothing that a hub could do.
func notFitted(args []string) error {
	name := "this run"
	if len(args) > 0 {
		name = args[0]
	}
	return usage("--nats: %s has no masks that are fitted one by one: leave --nats away; whole trainings go to a hub with talbot submit and talbot sweep", name)
}

// away has the masks fitted by the workers of the hub.
func (r *systemRun) away(ctx context.Context) (close func(), err error) {
	s := dante.Of(r.session)
	if s == nil || !s.Dual() || r.data.ownFlag != "" || r.data.own.path != "" {
		if s != nil && s.Dual() {
			return nil, usage("--nats: workers on other machines do not know the shape of pictures of your own: leave --nats away, or --data-set")
		}
		return nil, notFitted([]string{r.preset.ID})
	}
	q, err := r.hub.connect()
	if err != nil {
		return nil, err
	}
	f := &fits{queue: q, results: map[string]*cluster.Result{}, records: map[string]cluster.Record{}}
	ctx, stop := context.WithCancel(ctx)
	follow := sync.OnceFunc(func() { go f.follow(ctx) })
	c := r.config.Clone()
	s.Away(func(number int, kernels []float32) (func() (dante.Fit, error), error) {
		t, err := work.Fit(ctx, q, r.preset.ID, c, number, kernels)
		if err == nil {
			_, err = q.Submit(ctx, t)
		}
		if ctx.Err() != nil { // the run stops, which is no error of a fit
			return func() (dante.Fit, error) { return dante.Fit{}, nil }, nil
		} else if err != nil {
			return nil, err
		}
		follow()
		key := t.Key()
		return func() (dante.Fit, error) { return f.wait(ctx, number, key) }, nil
	})
	return func() { stop(); q.Close() }, nil
}

// follow keeps what comes.
func (f *fits) follow(ctx context.Context) {
	go func() {
		for tick := time.NewTicker(time.Second); ctx.Err() == nil; {
			if records, err := f.queue.Records(ctx); err == nil { // else the hub is away for a while
				f.mu.Lock()
				f.records = records
				f.mu.Unlock()
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				tick.Stop()
			}
		}
	}()
	err := f.queue.Follow(ctx, func(r *cluster.Result) bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.results[r.Key] = r
		return true
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failed = err
}

// wait waits for a moment for the end of a fit.
func (f *fits) wait(ctx context.Context, number int, key string) (dante.Fit, error) {
	for range 6 {
		f.mu.Lock()
		res, rec, err := f.results[key], f.records[key], f.failed
		f.mu.Unlock()
		switch {
		case res != nil:
			state, err := work.FitState(ctx, f.queue, res)
			if ctx.Err() != nil {
				return dante.Fit{}, nil
			}
			return dante.Fit{State: state, Done: 1}, err
		case ctx.Err() != nil: // the run stops, which is no error of the fit
			return dante.Fit{}, nil
		case err != nil:
			return dante.Fit{}, err
		case rec.Cancelled || rec.Parked:
			why := rec.Why
			if rec.Cancelled {
				why = "cancelled"
			}
			return dante.Fit{}, fmt.Errorf("the fit of mask %d: %s: put it back with talbot jobs retry %.8s, then go on with --resume", number+1, why, key)
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return dante.Fit{Done: f.records[key].Done}, nil
}
