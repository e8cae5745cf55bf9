package forward

import (
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/rng"
)

// bars is a set of n pictures of 28 x 28 of ten classes: a bright square at one of ten places, in noise.
func bars(n, step int) *data.Set {
	s := &data.Set{Name: "squares", Width: 28, Height: 28}
	for range 10 {
		s.Classes = append(s.Classes, "square")
	}
	u := make([]float32, n*784)
	rng.Stream{Seed: 4, Stream: 1000}.Uniform(uint32(step), u)
	for i := range n {
		class := i % 10
		for k := range 784 {
			v := 60 * u[i*784+k]
			if y, x := k/28, k%28; y/9 == class/4 && x/7 == class%4 {
				v += 150
			}
			s.Images = append(s.Images, byte(v))
		}
		s.Labels = append(s.Labels, uint16(class))
	}
	return s
}

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
