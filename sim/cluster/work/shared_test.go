//go:build !js

package work

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/cluster/share"
	"talbot/sim/data"
	"talbot/sim/rng"
	"talbot/sim/rundir"
)

// noise is a set of n pictures of noise.
func noise(n int) *data.Set {
	s := &data.Set{Name: "mnist", Width: 28, Height: 28, Channels: 1, Classes: data.ClassNames("mnist"), Images: make([]byte, 784*n), Labels: make([]uint16, n)}
	draw := rng.Stream{Seed: 7}
	for i := range s.Images {
		s.Images[i] = byte(draw.Block(uint32(i/784), uint32(i%784))[0])
	}
	for i := range s.Labels {
		s.Labels[i] = uint16(i % 10)
	}
	return s
}

// sharedTrial is one of 40 updates in shares, and the pictures for it.
func sharedTrial(t *testing.T, shares int) (*cluster.Trial, *Bench) {
	set := noise(120)
	b := &Bench{Load: func(string) (*data.Set, *data.Set, error) { return set, set.First(20), nil }, SaveEvery: 1e-9}
	tr := trial(t, "d2nn-mnist-64", "samples", "16", "image-size", "16", "padding", "0", "region-size", "2", "distance", "0.006", "batch", "30", "epochs", "10")
	cut := cluster.Pictures{Set: "mnist", HoldOut: 20}
	learn, test, err := Cut(set, set.First(20), cut)
	if err != nil {
		t.Fatal(err)
	}
	is := rundir.Describe(learn, test)
	cut.Train, cut.Test, cut.SHA256 = is.Train, is.Test, is.SHA256
	tr.Pictures, tr.Shares = &cut, shares
	return tr, b
}

// A training that several programs share, one of which closes and another of which comes in the middle, while the one that adds
// is stopped and its successor goes on, ends in the bits of the hub alone.
func TestSharedIsExact(t *testing.T) {
	tr, bench := sharedTrial(t, 8)
	want := ""
	for _, crews := range []int{0, 3} {
		q := queue(t)
		if _, err := q.Submit(t.Context(), tr); err != nil {
			t.Fatal(err)
		}
		var wait sync.WaitGroup
		helping, stopHelp := context.WithCancel(t.Context())
		var computed atomic.Int64
		come := func(name string, threads int) (leave func()) {
			ctx, leave := context.WithCancel(helping)
			c := &Crew{Name: name, Bench: bench, Free: make(chan struct{}, threads)}
			for range threads {
				c.Free <- struct{}{}
			}
			wait.Go(func() {
				err := share.Assist(ctx, q.Conn(), c.Open, func(_ *cluster.Trial, err error) { t.Error(name, err) })
				if err != nil {
					t.Error(err)
				}
			})
			return leave
		}
		leaves := []func(){}
		if crews > 0 {
			leaves = append(leaves, come("a", 1), come("b", 2))
		}
		for attempt := 0; ; attempt++ {
			ctx, stop := context.WithCancel(t.Context())
			steps := 0
			w := &cluster.Worker{Name: "hub", Queue: q, Adds: true, UntilEmpty: true, Tell: func(e cluster.Event) {
				if e.Why != nil && e.Kind != "returned" {
					t.Error(e.Kind, e.Why)
				}
			}}
			bench.added = func(helpers string) {
				steps++
				if crews == 0 || attempt > 0 {
					return
				}
				if helpers != "" {
					computed.Add(1)
				} else if computed.Load() == 0 {
					time.Sleep(30 * time.Millisecond) // they are coming
				}
				switch computed.Load() {
				case 6:
					leaves[0]()
				case 12:
					leaves = append(leaves, come("c", 1))
				case 25:
					stop()
				}
			}
			w.Do = bench.Add("hub")
			if err := w.Run(ctx); err != nil {
				t.Fatal(err)
			}
			stop()
			if r, err := q.Result(t.Context(), tr.Key()); err != nil {
				t.Fatal(err)
			} else if r != nil {
				t.Logf("attempt %d: %v", attempt, r.Helped)
				if r.Shares != 8 || r.Steps != 40 || r.Errors != 0 || r.Lost != 0 {
					t.Errorf("%+v", r)
				}
				switch {
				case want == "":
					want = r.Checkpoint + r.Curve
				case r.Checkpoint+r.Curve != want:
					t.Errorf("shared, it ends in other bits: %s%s, want %s", r.Checkpoint, r.Curve, want)
				}
				break
			}
		}
		stopHelp()
		wait.Wait()
	}
}
