package forward

import (
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/datatest"
	"talbot/sim/experiment"
)

// bars is a set of n pictures of 28 x 28 of ten classes: a bright square at one of ten places, in noise.
func bars(n, step int) *data.Set { return datatest.Squares(28, 4, 3, 10, n, step) }

func open(t *testing.T, c Config, learn *data.Set) *Session {
	t.Helper()
	s, err := Open(cpu.Open(1), c, learn)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func updates(t *testing.T, s *Session, n int) {
	t.Helper()
	for range n {
		if _, err := s.Next(); err != nil {
			t.Fatal(err)
		}
	}
}

func accuracy(t *testing.T, s *Session, set *data.Set, bench bool) float64 {
	t.Helper()
	e := s.Evaluate(set, bench)
	for {
		more, err := e.More()
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return e.Accuracy()
		}
	}
}

// TestHeals: masks from the simulation fail on a bench that has been knocked, and learn there what is needed.
func TestHeals(t *testing.T) {
	p, _ := Find("ffm-small")
	c := p.Config
	c.Elsewhere, c.Epochs = 5, 9
	s := open(t, c, bars(200, 1))
	test := bars(100, 2)
	updates(t, s, 100)
	model, failed := accuracy(t, s, test, false), accuracy(t, s, test, true)
	updates(t, s, 80)
	healed := accuracy(t, s, test, true)
	// 80 updates of 10 examples, 2 masks, both passes, each of three steps and a frame for the amplitude.
	if want := 80 * 10 * 2 * 2 * 4; s.Learned() != want {
		t.Errorf("%d frames were for updates, of %d", s.Learned(), want)
	}
	t.Logf("in the model %.2f, deployed %.2f, after learning on the bench %.2f; %d frames", model, failed, healed, s.Frames())
	e := (&running{s}).Test(test)
	for more := true; more; {
		var err error
		if more, err = e.More(); err != nil {
			t.Fatal(err)
		}
	}
	r, _ := e.Result()
	if got := r.Value(FirstTen) / float64(r.Count); got != healed || r.Value(Simulated) != 100*accuracy(t, s, test, false) {
		t.Errorf("a test of ten of each class says %v of them and %v in the simulation, of %v on the bench", got, r.Value(Simulated), healed)
	}
	if model < 0.9 || failed > model-0.2 || healed < model-0.1 {
		t.Errorf("in the model %.2f, deployed %.2f, after learning on the bench %.2f", model, failed, healed)
	}
}

var _ experiment.Trainer = (*running)(nil)
