package forward

import (
	"math"
	"testing"
)

// A camera that counts many photons tells what the light tells; one that counts few tells less, and one with as many counts
// in the dark as that next to nothing. The counts are as many as they should be.
func TestCount(t *testing.T) {
	c := small()
	c.Elsewhere, c.Knock, c.Bench, c.Layers, c.PerClass, c.Epochs, c.Method = 0, 0, "ideal", 1, 20, 6, "in-silico"
	s := open(t, c, bars(200, 1))
	for s.Stage.Done() < 1 {
		updates(t, s, 1)
	}
	test := bars(100, 2)
	share := func(mean, dark float64) float64 {
		e, err := s.Count(test, mean, dark)
		if err != nil {
			t.Fatal(err)
		}
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
	light, many, few, dark := accuracy(t, s, test, false), share(1000, 0), share(0.01, 0), share(0.01, 10)
	t.Logf("light %.2f, 1000 photons a pixel %.2f, 0.01 %.2f, in the dark %.2f", light, many, few, dark)
	if light < 0.8 || math.Abs(many-light) > 0.03 || few > light-0.1 || dark > few {
		t.Errorf("light %.2f, 1000 photons a pixel %.2f, 0.01 %.2f, in the dark %.2f", light, many, few, dark)
	}
	if _, err := s.Count(test, 0, 0); err == nil {
		t.Error("no photons are counted")
	}
}
