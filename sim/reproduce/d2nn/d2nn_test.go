package d2nn

import (
	"math"
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/system/diffractive"
)

// Every row can be run, is compared with as many values as there are columns, and runs
// of the same name are the same.
func TestRows(t *testing.T) {
	for _, quick := range []bool{false, true} {
		configs := map[string]string{}
		for _, e := range All(quick) {
			names := map[string]bool{}
			for _, r := range e.Rows {
				c, err := r.At(1, 0)
				if err != nil {
					t.Errorf("%s, %s: %v", e.ID, r.Name, err)
				}
				if r.Paper != nil && len(r.Paper) != len(e.Columns) || r.Label == "" || names[r.Name] {
					t.Errorf("%s, %s: %d values for %d columns, label %q", e.ID, r.Name, len(r.Paper), len(e.Columns), r.Label)
				}
				names[r.Name] = true
				if had, ok := configs[r.Name]; ok && had != experiment.Lines(c) {
					t.Errorf("%s: two experiments have other parameters for it", r.Name)
				}
				configs[r.Name] = experiment.Lines(c)
				if n, ok := diffractive.Of(c); !ok || quick && n.Samples > 64 {
					t.Errorf("%s is not quick", r.Name)
				}
			}
		}
	}
}

// The paper's numbers, at a few places (figure 2, tables 1 and 2).
func TestPaperValues(t *testing.T) {
	for _, c := range []struct {
		id, row string
		column  int
		want    float64
	}{
		{"gumbel-fig2", "gumbel-mnist-5x8-lambda1.8", 1, .979},
		{"gumbel-fig2", "gumbel-fashion-5x8-lambda1.8-tau1", 0, .446},
		{"gumbel-table1", "gumbel-mnist-3x8-lambda5", 1, .9781},
		{"gumbel-table1", "gumbel-fashion-1x8-lambda90", 0, .9083},
		{"gumbel-table1", "gumbel-fashion-5x8-lambda1", 1, .87},
		{"gumbel-table2", "gumbel-mnist-3x8-lambda5-scale10", 3, .588},
		{"gumbel-table1", "gumbel-fashion-3x8-lambda5-scale10", 0, .9532},
		{"lightridge-logs", "lightridge-k64", 2, .9625},
	} {
		e, err := reproduce.Find(All(false), c.id)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Pick([]string{c.row}); err != nil {
			t.Fatal(err)
		}
		if got := e.Rows[0].Paper[c.column]; got != c.want {
			t.Errorf("%s, %s: %g, want %g", c.id, c.row, got, c.want)
		}
	}
}

func TestChoose(t *testing.T) {
	e, err := reproduce.Find(All(false), "gumbel-table1")
	if err != nil {
		t.Fatal(err)
	}
	all := len(e.Rows)
	if err := e.Pick(nil); err != nil || len(e.Rows) != all {
		t.Errorf("no pattern leaves %d of %d rows: %v", len(e.Rows), all, err)
	}
	if err := e.Pick([]string{"gumbel-mnist-*", "ideal-*"}); err != nil || len(e.Rows) != 21+6 {
		t.Errorf("%d rows: %v", len(e.Rows), err)
	}
	if err := e.Pick([]string{"nothing"}); err == nil || !strings.Contains(err.Error(), "ideal-mnist-1") {
		t.Errorf("an unknown row: %v", err)
	}
	if e, _ = reproduce.Find(All(true), "gumbel-table1"); e.Pick([]string{"gumbel-mnist-3x8-*", "quick-ideal-*"}) != nil || len(e.Rows) != 7+6 {
		t.Errorf("%d quick rows", len(e.Rows))
	}
	if _, err := reproduce.Find(All(false), "gumbel-fig9"); err == nil || !strings.Contains(err.Error(), "gumbel-fig4") {
		t.Errorf("an unknown experiment: %v", err)
	}
}

// A quick row keeps the geometry: the share of the plane over which light spreads.
func TestQuickKeepsTheGeometry(t *testing.T) {
	full, quick := All(false), All(true)
	for i := range full {
		for j := range full[i].Rows {
			a, _ := diffractive.Of(full[i].Rows[j].Config)
			b, _ := diffractive.Of(quick[i].Rows[j].Config)
			f := func(c diffractive.Config) float64 {
				return c.Distance / float64(c.Samples) * float64(c.ImageSize) / float64(c.Samples)
			}
			if math.Abs(f(a)/f(b)-1) > 0.01 || a.Layers != b.Layers || a.Curve != b.Curve {
				t.Errorf("%s: another geometry", full[i].Rows[j].Name)
			}
		}
	}
}
