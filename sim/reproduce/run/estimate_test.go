package run

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"talbot/sim/network"
	"talbot/sim/train"
)

// paced is a stage of so many pieces, each of which moves the clock; it cannot begin before another one has ended.
type paced struct {
	clock       *time.Time
	seconds     float64
	done, all   int
	behind      *paced
	each        func() // unless nil, at each piece
	train.Stage        // for what is not asked
}

func (p *paced) Done() float64 { return float64(p.done) / float64(p.all) }

func (p *paced) Next() (network.Result, error) {
	if p.behind != nil && p.behind.Done() < 1 {
		return network.Result{}, errors.New("too early")
	}
	if p.done == p.all {
		return network.Result{}, errors.New("it has ended")
	}
	if p.each != nil {
		p.each()
	}
	p.done++
	*p.clock = p.clock.Add(time.Duration(p.seconds * 1e9))
	return network.Result{}, nil
}

// Stages of short and of long pieces, and one of fewer than are measured, are as long as they are; one that cannot begin yet is as long as the others.
func TestTrainingTime(t *testing.T) {
	clock := time.Time{}
	now = func() time.Time { return clock }
	defer func() { now = time.Now }()
	long := &paced{clock: &clock, seconds: 2, all: 40}
	short, few := &paced{clock: &clock, seconds: 0.01, all: 1000}, &paced{clock: &clock, seconds: 3, all: 2}
	late := &paced{clock: &clock, seconds: 1, all: 10, behind: long}
	for _, c := range []struct {
		stages []train.Stage
		want   float64
	}{{[]train.Stage{long, short, few}, 80 + 10 + 6}, {[]train.Stage{&paced{clock: &clock, seconds: 2, all: 40}, late}, 2 * 80}} {
		got, err := trainingTime(context.Background(), &train.Plan{Stages: c.stages})
		if err != nil || math.Abs(got-c.want) > 1e-6*c.want {
			t.Errorf("%g s, want %g, %v", got, c.want, err)
		}
	}
	if got, err := trainingTime(context.Background(), &paced{clock: &clock, seconds: 5, all: 1}); err != nil || math.Abs(got-5) > 1e-6 {
		t.Errorf("one piece takes %g s, want 5, %v", got, err)
	}
	if _, err := trainingTime(context.Background(), &train.Plan{Stages: []train.Stage{late}}); err == nil {
		t.Error("what cannot begin has a time")
	}
	ctx, stop := context.WithCancel(context.Background())
	slow := &paced{clock: &clock, seconds: 20, all: 40}
	slow.each = stop
	if _, err := trainingTime(ctx, slow); !errors.Is(err, context.Canceled) || slow.done != 1 {
		t.Errorf("stopped in the first piece, it ends behind number %d: %v", slow.done, err)
	}
}
