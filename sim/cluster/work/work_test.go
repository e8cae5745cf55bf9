//go:build !js

package work

import (
	"context"
	"strings"
	"testing"

	"talbot/sim/cluster"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/system/all"
)

func queue(t *testing.T) *cluster.Queue {
	t.Helper()
	h, err := cluster.Start(cluster.Options{Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Stop)
	q, err := h.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	return q
}

func trial(t *testing.T, preset string, set ...string) *cluster.Trial {
	t.Helper()
	p, _, err := all.Find(preset)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(set); i += 2 {
		param, err := experiment.Named(p.Config, set[i])
		if err == nil {
			err = param.Set(set[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	tr := &cluster.Trial{Preset: preset, Parameters: map[string]string{}, Test: cluster.HeldOut}
	for _, param := range p.Config.Params() {
		tr.Parameters[param.Name] = param.Value()
	}
	return tr
}

// run works until the queue is empty, or is stopped in the middle of a trial, after so many updates
// unless these are 0.
func (b *Bench) run(t *testing.T, q *cluster.Queue, name string, stopAfter int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	w := &cluster.Worker{Name: name, Queue: q, UntilEmpty: true}
	w.Do = func(ctx context.Context, task *cluster.Task) (*cluster.Result, error) {
		if stopAfter == 0 {
			return b.Do(ctx, task)
		}
		return b.Do(&counted{Context: ctx, left: stopAfter, stop: stop}, task)
	}
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
}

// counted ends after it has been looked at so many times, as a run does before every update.
type counted struct {
	context.Context
	left int
	stop func()
}

func (c *counted) Err() error {
	if c.left--; c.left == 0 {
		c.stop()
	}
	return c.Context.Err()
}

// A trial that three workers compute in turns has the same bits as one that was never stopped.
func TestResumeIsExact(t *testing.T) {
	tr := trial(t, "sa-2d-rings", "epochs", "3")
	bench := &Bench{Device: cpu.Open(1), SaveEvery: 0.001}
	want := ""
	for _, stops := range [][]int{{0}, {7, 31, 0}} {
		q := queue(t)
		if _, err := q.Submit(t.Context(), tr); err != nil {
			t.Fatal(err)
		}
		for i, after := range stops {
			bench.run(t, q, string(rune('a'+i)), after)
			r, err := q.Record(t.Context(), tr.Key())
			if err != nil || after > 0 && (r.Checkpoint == "" || r.Returned != i+1) {
				t.Fatalf("after worker %d: %+v, %v", i, r, err)
			}
		}
		r, err := q.Result(t.Context(), tr.Key())
		if err != nil || r == nil {
			t.Fatalf("%+v, %v", r, err)
		}
		if r.Epochs != 3 || r.Accuracy <= 0 || r.Changed["epochs"] != "3" {
			t.Errorf("%+v", r)
		}
		switch {
		case want == "":
			want = r.Checkpoint + r.Curve
		case r.Checkpoint+r.Curve != want:
			t.Errorf("stopped and gone on with, it ends in other bits: %s%s, want %s", r.Checkpoint, r.Curve, want)
		}
	}
}

// A worker without the pictures gives the trial back, and says why; no attempt counts.
func TestUnfit(t *testing.T) {
	q := queue(t)
	tr := trial(t, "d2nn-mnist-64", "epochs", "1")
	tr.Pictures = &cluster.Pictures{Set: "mnist", Train: 1, Test: 1, SHA256: "0"}
	if _, err := q.Submit(t.Context(), tr); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	set := &data.Set{Name: "mnist", Width: 28, Height: 28, Classes: []string{"0"}, Images: make([]byte, 784), Labels: make([]uint16, 1)}
	b := &Bench{Device: cpu.Open(1), Load: func(string) (*data.Set, *data.Set, error) { return set, set, nil }}
	w := &cluster.Worker{Name: "a", Queue: q, Do: b.Do, Tell: func(e cluster.Event) {
		if e.Kind == "returned" {
			stop()
		}
	}}
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	r, err := q.Record(t.Context(), tr.Key())
	if err != nil || r.Errors != 0 || !strings.Contains(r.Why, "others than where") {
		t.Errorf("%+v, %v", r, err)
	}
}
