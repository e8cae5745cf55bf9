//go:build !js

package work

import (
	"strings"
	"testing"

	"talbot/sim/cluster"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
)

// A trial that asks for a bench is made on that of its worker, and not where there is none.
func TestOnBench(t *testing.T) {
	q := queue(t)
	lab, err := virtual.New(cpu.Open(1), virtual.Free(40), virtual.Ideal())
	if err != nil {
		t.Fatal(err)
	}
	set := pictures(20)
	submit := func(seed string) *cluster.Trial {
		tr := trial(t, "ffm-small", "samples", "40", "trained-in-model", "0", "epochs", "1", "per-class", "1", "knock", "0", "symmetry", "direct", "seed", seed)
		what := rundir.Describe(set, set.First(2))
		tr.Pictures = &cluster.Pictures{Set: "mnist", Train: what.Train, Test: what.Test, SHA256: what.SHA256}
		tr.Bench = "lab-1"
		if isNew, err := q.Submit(t.Context(), tr); err != nil || !isNew {
			t.Fatal(isNew, err)
		}
		return tr
	}
	b := &Bench{Device: cpu.Open(1), Rig: lab, SaveEvery: 30, Load: func(string) (*data.Set, *data.Set, error) { return set, set.First(2), nil }}
	work := func() {
		w := &cluster.Worker{Name: "a", Bench: "lab-1", Queue: q, UntilEmpty: true, Do: b.Do}
		if err := w.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	tr := submit("1")
	work()
	r, err := q.Result(t.Context(), tr.Key())
	if err != nil || r == nil || r.Bench != "lab-1" || r.Steps != 1 {
		rec, _ := q.Record(t.Context(), tr.Key())
		t.Fatalf("%+v, %v, %+v", r, err, rec)
	}
	if lab.Report.Frames == 0 {
		t.Error("the bench has taken no frames")
	}
	b.Rig, err = virtual.New(cpu.Open(1), virtual.Free(48), virtual.Ideal())
	if err != nil {
		t.Fatal(err)
	}
	tr = submit("2")
	work()
	if rec, err := q.Record(t.Context(), tr.Key()); err != nil || !rec.Parked || !strings.Contains(rec.Why, "the bench has") {
		t.Errorf("on a bench of another size: %+v, %v", rec, err)
	}
}
