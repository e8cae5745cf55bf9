package ffm

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
	"talbot/sim/system/forward"
)

// Rows of each way of training go from their first update through all that is measured behind it.
func TestWholeRows(t *testing.T) {
	pictures := func(string) (learn, test *data.Set, from rundir.Source, err error) {
		return spots(20), spots(10), from, nil
	}
	for _, method := range []string{"ffm", "in-silico", "physics-aware"} {
		e := fig2(true)
		r := row(0, 2, "regions", method, true)
		c := r.Config.(*forward.Config)
		c.PerClass, c.Batch, c.Calibrate = 2, 10, false
		e.Rows = []reproduce.Row{r}
		runner := &run.Runner{Out: t.TempDir(), Devices: []compute.Device{cpu.Open(2)}, Pictures: pictures, Command: func(reproduce.Row, int, int) string { return "talbot" }}
		all, err := runner.All(context.Background(), e, []int{1})
		if err != nil || len(all[r.Name]) != 1 {
			t.Fatalf("%s: %v, %v", method, all, err)
		}
		res := all[r.Name][0]
		for _, name := range []string{bench, bench100, inModel, inModel100, similar, ends, meant} {
			if v, ok := res.Values[name]; !ok || v < 0 || v > 1 {
				t.Errorf("%s: %s is %g, measured: %v", method, name, v, ok)
			}
		}
		if len(res.Lists[Alike]) != 2 || len(res.Lists[Light]) != 2*2*LightSide*LightSide {
			t.Errorf("%s: lists of %d and %d", method, len(res.Lists[Alike]), len(res.Lists[Light]))
		}
	}
}

// spots is a set of n pictures of ten classes: a bright square whose place tells the class, in noise.
func spots(n int) *data.Set { return datatest.Squares(28, 4, 3, 10, n, 0) }
