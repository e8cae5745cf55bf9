//go:build !js

package work

import (
	"context"
	"errors"
	"sync"

	"talbot/sim/cluster"
	"talbot/sim/cluster/attempt"
	"talbot/sim/cluster/share"
	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// Add makes a shared trial: others compute the shares, and what nobody takes this program; it is for a cluster.Worker that
// Adds. The device is the processor without SIMD, whatever the bench has.
func (b *Bench) Add(self string) func(ctx context.Context, t *cluster.Task) (*cluster.Result, error) {
	return func(ctx context.Context, t *cluster.Task) (*cluster.Result, error) {
		learn, test, err := b.Pictures(t.Trial)
		if err != nil {
			return nil, err
		}
		at, err := Start(ctx, t)
		if err != nil {
			return nil, err
		}
		adder, err := share.Open(t.Queue().Conn(), self, t.Trial)
		if err != nil {
			return nil, err
		}
		defer adder.Close()
		dev := cpu.OpenScalar(0)
		a := b.attempt(ctx, t, dev)
		a.Next = func(ctx context.Context, s experiment.Sharer) (network.Result, error) {
			r, err := adder.Next(ctx, s)
			t.Helpers = adder.Helpers()
			if b.added != nil {
				b.added(t.Helpers)
			}
			return r, err
		}
		o, err := a.Run(ctx, learn, test, at)
		if err != nil {
			return nil, err
		}
		res, err := Result(ctx, t, o, dev.Name(), b.Talbot)
		if err == nil {
			res.Shares, res.Helped = t.Trial.Shares, adder.Counts
		}
		return res, err
	}
}

// attempt is a trial as this bench computes it on a device.
func (b *Bench) attempt(ctx context.Context, t *cluster.Task, dev compute.Device) *attempt.Attempt {
	return &attempt.Attempt{Spec: Spec(t.Trial), Device: dev, SaveEvery: b.SaveEvery,
		Progress: func(epoch, done, accuracy float64) { t.Progress(ctx, epoch, done, accuracy) },
		Save: func(epoch, done float64, at attempt.At) error {
			if errors.Is(context.Cause(ctx), cluster.ErrLost) || errors.Is(context.Cause(ctx), cluster.ErrCancelled) {
				return nil
			}
			// When the worker stops, ctx is done, and this is what it waits for.
			return t.Save(context.WithoutCancel(ctx), epoch, done, at.Checkpoint, at.Curve)
		}}
}

// Crew computes shares with the threads of this program that have no trial of their own.
type Crew struct {
	Name  string
	Bench *Bench // has the pictures
	// Free has a token for each thread that may compute; who computes a trial has one meanwhile.
	Free chan struct{}
}

// Open makes a team for a training; it is for share.Assist.
func (c *Crew) Open(_ context.Context, t *cluster.Trial) (share.Team, error) {
	learn, _, err := c.Bench.Pictures(t)
	if err != nil {
		return nil, err
	}
	team := &team{crew: c, idle: make(chan *attempt.Helper, cap(c.Free))}
	for range cap(c.Free) {
		h, err := Spec(t).Help(cpu.OpenScalar(1), learn)
		if err != nil {
			return nil, err
		}
		team.idle <- h
	}
	return team, nil
}

// team is a Crew at one training.
type team struct {
	crew   *Crew
	idle   chan *attempt.Helper
	values []byte
	wait   sync.WaitGroup
}

func (t *team) Here() share.Here {
	return share.Here{Name: t.crew.Name, Room: len(t.crew.Free) + cap(t.idle) - len(t.idle)}
}

func (t *team) Values(_ uint32, values []byte) { t.values = values }

func (t *team) Share(p attempt.Part, answer func(attempt.Answer)) {
	select {
	case <-t.crew.Free:
	default:
		answer(attempt.Answer{Number: p.Number, Share: p.Share, Why: "busy"})
		return
	}
	values := t.values // which nobody changes
	t.wait.Go(func() {
		h := <-t.idle
		a := h.Compute(p, values)
		t.idle <- h
		t.crew.Free <- struct{}{}
		answer(a)
	})
}

func (t *team) Close() { t.wait.Wait() }
