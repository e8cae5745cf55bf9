package run

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/system/all"
)

// points is a list of one's own: a network that learns points of a plane, whose value is a norm.
func points(t *testing.T, small bool) reproduce.Experiment {
	t.Helper()
	p, _, err := all.Find("sa-2d-rings")
	if err != nil {
		t.Fatal(err)
	}
	return reproduce.Experiment{ID: "mine", Title: "Mine", Small: small, Columns: []reproduce.Column{{Name: reproduce.Test}, {Name: "arrays", Unit: "1"}},
		Rows: []reproduce.Row{{Name: "rings", Label: "rings", Config: p.Config, Paper: []float64{.9, reproduce.None}}},
		Measure: func(_ context.Context, t *reproduce.Trained) error {
			arrays, _ := t.Session.Size()
			t.Set("arrays", float64(arrays))
			return nil
		},
		EachEpoch: func(t *reproduce.Trained, e *experiment.Event, ev *experiment.Evaluation) error {
			e.Values = map[string]float64{"right": float64(ev.Correct)}
			return nil
		}}
}

// A run that is stopped goes on where it stopped, and ends as if it had not been; one that has
// ended is not made again.
func TestStopAndGoOn(t *testing.T) {
	for _, small := range []bool{false, true} {
		e := points(t, small)
		runner := func() *Runner {
			return &Runner{Out: t.TempDir(), Devices: []compute.Device{cpu.Open(1)}, Epochs: 8, Command: func(reproduce.Row, int, int) string { return "talbot" }}
		}
		whole, parts := runner(), runner()
		want, err := whole.All(context.Background(), e, []int{3})
		if err != nil || len(want["rings"]) != 1 {
			t.Fatal(want, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		parts.Progress = func(p Progress) {
			if p.Test != nil && p.Share > 0.3 {
				cancel()
			}
		}
		if _, err := parts.All(ctx, e, []int{3}); !errors.Is(err, context.Canceled) {
			t.Fatalf("a stopped run: %v", err)
		}
		if _, err := os.Stat(filepath.Join(parts.Folder(e, e.Rows[0], 3), "checkpoint.npz")); err != nil {
			t.Fatal(err)
		}
		began, ended := -1.0, 0
		parts.Progress = func(p Progress) {
			if began < 0 {
				began = p.Share
			}
			if p.Result != nil {
				ended++
			}
		}
		got, err := parts.All(context.Background(), e, []int{3})
		if err != nil || began < 0.3 || ended != 1 {
			t.Fatalf("it goes on at %g, %d runs end: %v", began, ended, err)
		}
		a, b := want["rings"][0], got["rings"][0]
		if !reflect.DeepEqual(a.Values, b.Values) || len(a.Curve) != 8 || len(b.Curve) != 8 || a.Value("arrays") < 2 || !(a.Value(reproduce.Test) > 0) {
			t.Errorf("whole %v\nstopped %v", a, b)
		}
		for i := range a.Curve {
			if a.Curve[i].Loss != b.Curve[i].Loss || a.Curve[i].Values["right"] != b.Curve[i].Values["right"] || a.Curve[i].TrainAccuracy != b.Curve[i].TrainAccuracy {
				t.Errorf("epoch %d: %+v and %+v", i+1, a.Curve[i], b.Curve[i])
			}
		}
		again, err := parts.All(context.Background(), e, []int{3})
		if err != nil || ended != 1 || again["rings"][0].Value(reproduce.Test) != a.Value(reproduce.Test) {
			t.Errorf("once more: %d runs, %v", ended, err)
		}
		if _, err := os.Stat(parts.base(e)); small == (err == nil) {
			t.Errorf("small %v: its folder: %v", small, err)
		}
		lines, err := ReadLines(parts.Lines(e))
		if rec := e.Record(Of(e, lines, "", 8), "v"); err != nil || len(rec.Rows) != 1 || *rec.Rows[0].Value(reproduce.Test).Paper != .9 || rec.Rows[0].Value("arrays").Unit != "1" {
			t.Errorf("%+v, %v", rec, err)
		}
	}
}

// The preset of a run is the one with the fewest differences.
func TestNearest(t *testing.T) {
	for _, s := range all.Systems() {
		for _, p := range s.Presets() {
			id, err := Nearest(p.Config)
			if err != nil {
				t.Fatal(err)
			}
			same, _, err := all.Find(id)
			if err != nil || experiment.Lines(same.Config) != experiment.Lines(p.Config) {
				t.Errorf("%s is taken for %s: %v", p.ID, id, err)
			}
		}
	}
}

// A run that is tested at its end alone has one test in its curve, and ends as one that is tested after each epoch.
func TestAtEnd(t *testing.T) {
	var ends []float64
	for _, atEnd := range []bool{false, true} {
		e := points(t, false)
		e.AtEnd, e.EachEpoch = atEnd, nil
		r := &Runner{Out: t.TempDir(), Devices: []compute.Device{cpu.Open(1)}, Epochs: 3, Command: func(reproduce.Row, int, int) string { return "talbot" }}
		got, err := r.All(context.Background(), e, []int{3})
		if err != nil || len(got["rings"]) != 1 {
			t.Fatal(got, err)
		}
		res, tests := got["rings"][0], 0
		for _, event := range res.Curve {
			if event.Tested != nil {
				tests++
			}
		}
		if want := map[bool]int{false: 3, true: 1}[atEnd]; len(res.Curve) != 3 || tests != want || res.Curve[2].Tested == nil {
			t.Errorf("at the end alone %v: %d tests of %d epochs, want %d", atEnd, tests, len(res.Curve), want)
		}
		ends = append(ends, res.Value(reproduce.Test))
	}
	if ends[0] != ends[1] || !(ends[0] > 0) {
		t.Errorf("ends with %v", ends)
	}
}

// What a run does behind its training is part of the estimate, once for each seed that is left; what cannot be measured is an error.
func TestEstimateTakes(t *testing.T) {
	e := points(t, true)
	r := &Runner{Out: t.TempDir(), Devices: []compute.Device{cpu.Open(1)}, Epochs: 3, Command: func(reproduce.Row, int, int) string { return "talbot" }}
	e.Takes = func(context.Context, experiment.Session, *data.Set) (float64, error) { return 1e6, nil }
	if runs, seconds, err := r.Estimate(context.Background(), e, []int{1, 2}); err != nil || runs != 2 || seconds < 2e6 || seconds > 2.1e6 {
		t.Errorf("%d runs take %g s, %v", runs, seconds, err)
	}
	e.Takes = func(context.Context, experiment.Session, *data.Set) (float64, error) {
		return 0, errors.New("no bench")
	}
	if _, _, err := r.Estimate(context.Background(), e, []int{1}); err == nil {
		t.Error("a bench that is not there has a time")
	}
}
