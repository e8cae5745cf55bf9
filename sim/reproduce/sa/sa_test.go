package sa

import (
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/system/absorber"
)

// TestRows: names are unique, every run can be made, and the sweep has the 78 runs of the paper.
func TestRows(t *testing.T) {
	for _, quick := range []bool{false, true} {
		for _, e := range All(quick) {
			seen := map[string]bool{}
			for _, r := range e.Rows {
				if seen[r.Name] {
					t.Errorf("%s has two rows %s", e.ID, r.Name)
				}
				seen[r.Name] = true
				c, ok := r.Config.(*absorber.Config)
				if !ok {
					t.Fatal(r.Name)
				}
				if _, err := r.Config.Check(); err != nil {
					t.Errorf("%s, %s: %v", e.ID, r.Name, err)
				}
				for _, p := range r.Config.Params() {
					if err := p.Set(p.Value()); err != nil {
						t.Errorf("%s, %s: %v", e.ID, r.Name, err)
					}
				}
				if quick && r.Limit == 0 && !c.Planar() {
					t.Errorf("%s, %s: the quick version takes all pictures", e.ID, r.Name)
				}
			}
		}
	}
	e, err := reproduce.Find(All(false), "sa-depth")
	if err != nil {
		t.Fatal(err)
	}
	sweep := 0
	for _, r := range e.Rows {
		if strings.HasPrefix(r.Name, "depth-") {
			sweep += len(e.Seeds)
		}
	}
	if sweep != 78 {
		t.Errorf("the sweep has %d runs", sweep)
	}
}

// TestChoose: epochs are chosen by what they should be, the first of equals.
func TestChoose(t *testing.T) {
	trained := &reproduce.Trained{Result: &reproduce.Result{Values: map[string]float64{}, Lists: map[string][]float64{}}}
	for i, e := range []struct{ held, test, half float64 }{{.5, .6, .7}, {.9, .8, .6}, {.9, .7, .75}} {
		event := experiment.Event{Epoch: i + 1, Values: map[string]float64{heldOut: e.held, half: e.half}, Tested: &experiment.Tested{TestAccuracy: e.test}}
		trained.Result.Curve = append(trained.Result.Curve, event)
	}
	choose(trained)
	if r := trained.Result; r.Value(last) != .7 || r.Value(held) != .8 || r.Value(halves) < .649 || r.Value(halves) > .651 {
		t.Errorf("%+v", r)
	}
	many := &reproduce.Result{}
	for i := range 120 {
		many.Curve = append(many.Curve, experiment.Event{Epoch: i + 1, Trained: &experiment.Trained{Loss: 1.0 / 3}})
	}
	thin(many, 50)
	if n := len(many.Curve); n != 40 || many.Curve[n-1].Epoch != 120 || many.Curve[0].Loss != 0.33333 {
		t.Errorf("a thinned curve has %d epochs, %+v to %+v", n, many.Curve[0], many.Curve[n-1])
	}
}
