package photonics

import (
	"context"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/datatest"
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/run"
	"talbot/sim/rundir"
	"talbot/sim/system/scatter"
)

// Rows of masks and of electronics go from their first update through all that is measured behind it, and only masks put light into squares.
func TestScatteredRows(t *testing.T) {
	pictures := func(string) (learn, test *data.Set, from rundir.Source, err error) {
		return datatest.Squares(12, 4, 3, 10, 30, 0), datatest.Squares(12, 4, 3, 10, 10, 1), from, nil
	}
	e := scatteredExperiment(true)
	if err := e.Pick([]string{"ffm-tape", "in-silico-tape", "perceptron-tape"}); err != nil || len(e.Rows) != 3 {
		t.Fatal(err, len(e.Rows))
	}
	for _, r := range e.Rows {
		c := r.Config.(*scatter.Config)
		c.PerClass, c.Epochs = 2, 2
	}
	runner := &run.Runner{Out: t.TempDir(), Devices: []compute.Device{cpu.Open(2)}, Pictures: pictures, Command: func(reproduce.Row, int, int) string { return "talbot" }}
	all, err := runner.All(context.Background(), e, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range e.Rows {
		if len(all[r.Name]) != 1 {
			t.Fatalf("%s has %d runs", r.Name, len(all[r.Name]))
		}
		res := all[r.Name][0]
		want := []string{allLight, "10 a pixel", "1 a pixel", "0.1 a pixel", numbers, frames, hours}
		if r.Name != "perceptron-tape" {
			want = append(want, inSquares)
		} else if _, ok := res.Values[inSquares]; ok {
			t.Error("electronics read squares")
		}
		for _, name := range want {
			if v, ok := res.Values[name]; !ok || v < 0 {
				t.Errorf("%s: %s is %g, measured: %v", r.Name, name, v, ok)
			}
		}
		if res.Values["10 a pixel"] != res.Values[reproduce.Test] {
			t.Errorf("%s: the test at the end has %g, and the same light %g", r.Name, res.Values[reproduce.Test], res.Values["10 a pixel"])
		}
		if res.Learned != 20 {
			t.Errorf("%s has learned from %d pictures, want 20", r.Name, res.Learned)
		}
		frames, quiet := res.Values[frames], r.Name == "in-silico-tape"
		if quiet != (frames == 0) {
			t.Errorf("%s has learned from %g frames", r.Name, frames)
		}
	}
}
