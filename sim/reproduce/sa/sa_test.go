package sa

import (
	"context"
	"errors"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
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
				if _, err := r.Config.Check(); err != nil {
					t.Errorf("%s, %s: %v", e.ID, r.Name, err)
				}
				for _, p := range r.Config.Params() {
					if err := p.Set(p.Value()); err != nil {
						t.Errorf("%s, %s: %v", e.ID, r.Name, err)
					}
				}
				if quick && r.Limit == 0 && !r.Config.Planar() {
					t.Errorf("%s, %s: the quick version takes all pictures", e.ID, r.Name)
				}
			}
		}
	}
	e, err := Find("sa-depth", false)
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

// TestRun: a run that is stopped goes on from what it kept, and ends as if it had not been.
func TestRun(t *testing.T) {
	c := preset("sa-2d-rings")
	c.Epochs, c.Held = 8, 100
	row := Row{Name: "rings", Config: c}
	clock := func() float64 { return 0 }
	whole, err := Run(context.Background(), cpu.Open(1), row, 3, nil, nil, nil, clock, func(*State, Epoch) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var kept State
	stop := errors.New("stop")
	_, err = Run(context.Background(), cpu.Open(1), row, 3, nil, nil, nil, clock, func(s *State, _ Epoch) error {
		kept = *s
		if len(s.Curve) == 3 {
			return stop
		}
		return nil
	})
	if err != stop {
		t.Fatal(err)
	}
	rest, err := Run(context.Background(), cpu.Open(1), row, 3, nil, nil, &kept, clock, func(*State, Epoch) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if len(rest.Curve) != 8 || rest.Last != whole.Last || rest.Halves != whole.Halves || rest.Chosen != whole.Chosen {
		t.Errorf("a resumed run ends with %+v, want %+v", rest, whole)
	}
	for i := range rest.Curve {
		if rest.Curve[i] != whole.Curve[i] {
			t.Errorf("epoch %d: %+v and %+v", i, rest.Curve[i], whole.Curve[i])
		}
	}
}

// TestChoose: epochs are chosen by what they should be, the first of equals.
func TestChoose(t *testing.T) {
	r := Result{Held: 5, Curve: []Epoch{{Held: .5, Test: .6, Half: .7}, {Held: .9, Test: .8, Half: .6}, {Held: .9, Test: .7, Half: .75}}}
	r.choose()
	if r.Last != .7 || r.Chosen != .8 || r.Halves < .649 || r.Halves > .651 {
		t.Errorf("%+v", r)
	}
	many := Result{Curve: make([]Epoch, 120)}
	for i := range many.Curve {
		many.Curve[i] = Epoch{Epoch: i + 1, Loss: 1.0 / 3}
	}
	many.thin(50)
	if n := len(many.Curve); n != 40 || many.Curve[n-1].Epoch != 120 || many.Curve[0].Loss != 0.33333 {
		t.Errorf("a thinned curve has %d epochs, %+v to %+v", n, many.Curve[0], many.Curve[n-1])
	}
	e := Experiment{Rows: []Row{{Name: "a", Label: "first", Config: absorber.Config{}, Paper: .98}, {Name: "b", Label: "second"}}}
	text := e.Table([]Result{{Row: "a", Last: .97, Halves: .96}, {Row: "a", Last: .99, Halves: .98}})
	for _, line := range strings.Split(text, "\n") {
		if len(line) > 80 {
			t.Errorf("a line of %d columns: %s", len(line), line)
		}
	}
	if !strings.Contains(text, "98.00 +- 1.41") || !strings.Contains(text, "98.0\n") {
		t.Error(text)
	}
}
