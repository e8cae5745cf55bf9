package chip

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

func open(t *testing.T, c Config) *Session {
	t.Helper()
	s, err := Open(cpu.Open(1), c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func learn(t *testing.T, s *Session) float64 {
	t.Helper()
	for s.Stage.Done() < 1 {
		if _, err := s.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	e, err := s.Evaluate(s.All)
	if err != nil {
		t.Fatal(err)
	}
	return e.Accuracy()
}

// A chip with faults learns irises by light forwards, as well as its drawing does; what the drawing has learned
// does not work on the chip.
func TestLearns(t *testing.T) {
	c := Base()
	c.Epochs = 60
	got := map[string]float64{}
	for _, way := range [][2]string{{"ffm", "chip"}, {"in-silico", "drawing"}, {"in-silico", "chip"}} {
		c.Method, c.Tested = way[0], way[1]
		got[way[0]+" on "+way[1]] = learn(t, open(t, c))
	}
	t.Log(got)
	if got["ffm on chip"] < 0.9 || got["in-silico on drawing"] < 0.9 || got["in-silico on chip"] > got["ffm on chip"]-0.1 {
		t.Error(got)
	}
}

// A test counts each flower once, in the row of its species, also those whose brightest detector is of none.
func TestConfusion(t *testing.T) {
	s := open(t, Base())
	e, err := s.Evaluate(s.learn)
	if err != nil {
		t.Fatal(err)
	}
	k, n := len(s.All.Classes), s.Chip.Outputs()
	if len(e.Confusion) != k*n || n <= k {
		t.Fatalf("%d numbers for %d species and %d detectors", len(e.Confusion), k, n)
	}
	want := make([]int, k)
	for i := range s.learn.Len() {
		want[s.learn.Target(i)]++
	}
	right := 0
	for i := range k {
		sum := 0
		for _, v := range e.Confusion[i*n : (i+1)*n] {
			sum += v
		}
		if right += e.Confusion[i*n+i]; sum != want[i] {
			t.Errorf("species %d: %d of %d flowers", i, sum, want[i])
		}
	}
	if right != e.Correct {
		t.Errorf("%d are right, and %d on the diagonal", e.Correct, right)
	}
}

// On a chip without faults what is measured is the gradient, for any share of symmetric couplers; with faults it is near.
func TestErrors(t *testing.T) {
	for _, share := range []float64{1, 0.5, 0} {
		c := Base()
		c.Symmetric = share
		_, _, _, truth, err := open(t, c).Errors()
		if err != nil {
			t.Fatal(err)
		}
		mean := 0.0
		for _, e := range truth {
			mean += e.Cosine / float64(len(truth))
		}
		if mean < 0.95 {
			t.Errorf("share %g: cosine %.4f with the chip's own gradient", share, mean)
		}
		c.Splitting, c.Phase, c.Weight, c.Drift, c.Readout, c.Bits = 0, 0, 0, 0, 0, 0
		_, _, drawing, _, err := open(t, c).Errors()
		if err != nil {
			t.Fatal(err)
		}
		for l, e := range drawing {
			if e.Mean > 1e-12 || e.Cosine < 1-1e-12 {
				t.Errorf("share %g, layer %d: %+v without faults", share, l+1, e)
			}
		}
	}
}

// A run that is stopped and goes on gives the same weights.
func TestGoesOn(t *testing.T) {
	c := Base()
	c.Epochs = 3
	whole, half := open(t, c), open(t, c)
	learn(t, whole)
	for range 17 {
		if _, err := half.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	state, err := half.Stage.State()
	if err != nil {
		t.Fatal(err)
	}
	rest := open(t, c)
	if err := rest.Stage.Restore(state); err != nil {
		t.Fatal(err)
	}
	learn(t, rest)
	a, _ := whole.Weights()
	b, _ := rest.Weights()
	for l := range a {
		for i := range a[l] {
			if a[l][i] != b[l][i] {
				t.Fatalf("layer %d: %v and %v", l+1, a[l][i], b[l][i])
			}
		}
	}
}

// Frames of both experiments are whole, and the panels hold what they say.
func TestLook(t *testing.T) {
	for _, p := range System.Presets() {
		s, err := p.Config.Open(cpu.Open(1), nil)
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.Look(experiment.Input{Label: 0})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		panels := map[string]frame.Panel{}
		for _, q := range f.Panels {
			panels[q.ID] = q
		}
		switch p.ID {
		case "ffm-iris":
			if len(f.Planes) != 7 || len(panels["errors"].Series[0].Y) != 5 || len(panels["gradient"].Series[1].Y) != 16 {
				t.Errorf("%d planes, panels %v", len(f.Planes), panels)
			}
			var square, n float64
			for _, line := range panels["drift"].Series {
				for _, v := range line.Y {
					square, n = square+float64(v)*float64(v), n+1
				}
			}
			if rms := math.Sqrt(square / n); rms < 0.006 || rms > 0.02 {
				t.Errorf("the drift is %.4f %%, want about 0.012", rms)
			}
		case "ffm-ep":
			y := panels["search"].Series
			gap, released := y[0].Y[len(y[0].Y)-1], y[1].Y[len(y[1].Y)-1]
			if math.Abs(float64(gap)-3.8) > 0.01 || math.Abs(float64(released)-2.02) > 0.01 {
				t.Errorf("the searches end at %.3f and %.3f", gap, released)
			}
		}
	}
	if _, err := open(t, Base()).Look(make([]float32, 4), 0); err == nil {
		t.Error("a flower of 4 numbers is shown")
	}
	c := PairBase()
	c.Start, c.Steps = 12, 60
	if _, err := c.Check(); err == nil {
		t.Error("a gain of 12 over 6 cm is taken")
	}
}
