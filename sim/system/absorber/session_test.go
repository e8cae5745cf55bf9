package absorber

import (
	"math"
	"reflect"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/datatest"
	"talbot/sim/experiment"
)

func open(t *testing.T, c Config, learn, test *data.Set) *Session {
	t.Helper()
	s, err := Open(cpu.Open(1), c, learn, test)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// learned runs all epochs and gives the share of right answers of the test examples.
func learned(t *testing.T, s *Session) float64 {
	t.Helper()
	for s.Stage.Done() < 1 {
		if _, err := s.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	e, err := s.Evaluate(false)
	if err != nil {
		t.Fatal(err)
	}
	return e.Accuracy()
}

// TestPlanarTasks: networks of absorbers learn by the probe what a linear network cannot, and
// one of sixteen the ring through noise; without a gradient of the first layer some is lost.
func TestPlanarTasks(t *testing.T) {
	for id, want := range map[string]float64{"sa-2d-rings": 0.95, "sa-2d-xor": 0.88, "sa-2d-arches": 0.95, "sa-2d-noise": 0.98} {
		p, ok := Find(id)
		if !ok {
			t.Fatal(id)
		}
		if got := learned(t, open(t, p.Config, nil, nil)); got < want {
			t.Errorf("%s: %.3f are right, want %v", id, got, want)
		}
		c := p.Config
		c.Activate, c.Readout = "none", 0
		if got := learned(t, open(t, c, nil, nil)); id != "sa-2d-arches" && got > 0.68 {
			t.Errorf("%s: a linear network gets %.3f right", id, got)
		}
	}
	c := planar("rings")
	for _, way := range []string{"exact", "finite-probe", "scatter"} {
		c.Gradient = way
		if got := learned(t, open(t, c, nil, nil)); got < 0.95 {
			t.Errorf("rings by %s: %.3f are right", way, got)
		}
	}
}

// squaresSet is a set of n pictures of 28 x 28 of ten classes: a bright square at one of ten
// places, in noise.
func squaresSet(n, step int) *data.Set { return datatest.Squares(28, 4, 3, 10, n, step) }

// TestPictures: both networks for pictures learn, and what is held out is not learned from.
func TestPictures(t *testing.T) {
	for _, id := range []string{"sa-mlp", "sa-cnn"} {
		p, _ := Find(id)
		c := p.Config
		c.Held, c.Epochs, c.LearningRate = 100, 30, 2e-3
		if id == "sa-cnn" {
			c.Epochs, c.LearningRate = 5, 4e-3
		}
		s := open(t, c, squaresSet(300, 1), squaresSet(100, 2))
		if s.learn.Len() != 200 || s.held.Len() != 100 {
			t.Fatalf("%s: %d to learn from, %d held out", id, s.learn.Len(), s.held.Len())
		}
		if got := learned(t, s); got < 0.9 {
			t.Errorf("%s: %.3f are right", id, got)
		}
		e, err := s.Evaluate(true)
		if err != nil || e.Count != 100 {
			t.Errorf("%s: %d held out, %v", id, e.Count, err)
		}
		sum := 0
		for _, n := range e.Confusion {
			sum += n
		}
		if sum != e.Count {
			t.Errorf("%s: the confusion counts %d of %d", id, sum, e.Count)
		}
	}
}

// TestResume: a run that goes on from its state is the run that was not stopped, bit for bit,
// noise and dropout included.
func TestResume(t *testing.T) {
	p, _ := Find("sa-2d-noise")
	c := p.Config
	whole, stopped := open(t, c, nil, nil), open(t, c, nil, nil)
	run := func(s *Session, n int) {
		for range n {
			if _, err := s.Stage.Next(); err != nil {
				t.Fatal(err)
			}
		}
	}
	run(whole, 70)
	run(stopped, 33)
	state, err := stopped.Stage.State()
	if err != nil {
		t.Fatal(err)
	}
	resumed := open(t, c, nil, nil)
	if err := resumed.Stage.Restore(state); err != nil {
		t.Fatal(err)
	}
	run(resumed, 37)
	a, _ := whole.Stage.State()
	b, _ := resumed.Stage.State()
	if !reflect.DeepEqual(a.Progress, b.Progress) {
		t.Errorf("progress %+v and %+v", a.Progress, b.Progress)
	}
	for i := range a.Arrays {
		for k, v := range a.Arrays[i].Data {
			if math.Float32bits(v) != math.Float32bits(b.Arrays[i].Data[k]) {
				t.Fatalf("%s differs", a.Arrays[i].Name)
			}
		}
	}
	other := c
	other.Hidden = 7
	if open(t, other, nil, nil).Stage.Restore(state) == nil {
		t.Error("a state of another network is taken")
	}
}

// TestParams: every parameter can be set to what it is, presets are sound, and bad values are
// refused.
func TestParams(t *testing.T) {
	for _, p := range Presets() {
		c := p.Config.Clone().(*Config)
		for _, q := range c.Params() {
			if err := q.Set(q.Value()); err != nil {
				t.Errorf("%s: %v", p.ID, err)
			}
			if q.Doc == "" || q.Label == "" || q.Group == "" {
				t.Errorf("%s has no words", q.Name)
			}
		}
		if *c != p.Config {
			t.Errorf("%s: setting values to themselves changes them", p.ID)
		}
		if _, err := c.Check(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
	for _, c := range []Config{
		{Network: "cnn", Data: "rings"}, {Law: "measured"}, {Data: "xor", Points: 10, Held: 10}, {Bits: 1}, {Static: 2},
	} {
		if _, err := c.Check(); err == nil {
			t.Errorf("%+v: want an error", c)
		}
	}
	if _, err := Open(cpu.Open(1), base(), nil, nil); err == nil {
		t.Error("pictures without any: want an error")
	}
}

// TestCosines: two weak signals show the exact gradient, the probe nearly; the last layer's is
// exact in any way, and looking changes nothing.
func TestCosines(t *testing.T) {
	c := planar("rings")
	for way, least := range map[string]float64{"exact": 1 - 1e-9, "scatter": 0.9999, "probe": 0.8, "finite-probe": 0.8} {
		c.Gradient = way
		s := open(t, c, nil, nil)
		for range 100 {
			if _, err := s.Stage.Next(); err != nil {
				t.Fatal(err)
			}
		}
		before, _ := s.Stage.State()
		got, err := s.Cosines()
		if err != nil || len(got) != 2 {
			t.Fatal(got, err)
		}
		if got[0] < least || got[1] < 1-1e-9 || way == "probe" && got[0] > 0.99999 {
			t.Errorf("%s: cosines %v", way, got)
		}
		if after, _ := s.Stage.State(); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: the session has changed", way)
		}
	}
}

// TestMeasured: a network takes a measured absorber as a parameter, which says what it is of.
func TestMeasured(t *testing.T) {
	c := planar("rings")
	set := func(name, text string) {
		t.Helper()
		p, err := experiment.Named(&c, name)
		if err == nil {
			err = p.Set(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	set("law", "measured")
	if _, err := c.Check(); err == nil {
		t.Error("measured stands for nothing")
	}
	set("transmission", "0.1:0.05 1:0.08 5:0.3 20:0.7 100:0.9")
	set("saturation", "5")
	a := c.Absorber()
	if a.Table == nil {
		t.Fatal("there is no table")
	}
	if got := learned(t, open(t, c, nil, nil)); got < 0.8 { // a linear network has 0.68 at most
		t.Errorf("by a measured absorber %.3f are right", got)
	}
}
