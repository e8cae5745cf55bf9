package forward

import (
	"testing"

	"talbot/sim/rig/virtual"
)

// A bench on which all is wrong by a typical size, and which has been calibrated by its own means, is learned on: both passes are
// on it, through two masks, and nothing is known of it but what its cameras see.
func TestLearnsOnATypicalBench(t *testing.T) {
	if testing.Short() {
		t.Skip("for tests that may be long")
	}
	const n = 32
	c := base("fashion-mnist", 2)
	c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Blur = n, n/2, 28, 4, 0.5
	c.Distance = 0.388 * n * n / (400 * 400)
	f, err := virtual.Grade("typical")
	if err != nil {
		t.Fatal(err)
	}
	f.Axial *= n * n / (400. * 400) // of a way that is so much shorter
	c.Bench, c.Own = own, f
	c.LearningRate, c.Epochs = 0.1, 2
	s := open(t, c, bars(100, 1))
	var first, last float64
	for k := range 20 {
		r, err := s.Next()
		if err != nil {
			t.Fatal(err)
		}
		if loss := r.Loss / float64(r.Count); k < 5 {
			first += loss / 5
		} else if k >= 15 {
			last += loss / 5
		}
	}
	got := accuracy(t, s, bars(50, 2), true)
	t.Logf("the loss falls from %.3f to %.3f; %.2f of ten classes are right", first, last, got)
	if last > first/1.5 || got < 0.5 {
		t.Errorf("the loss falls from %.3f to %.3f, and %.2f of ten classes are right", first, last, got)
	}
}
