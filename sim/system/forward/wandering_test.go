package forward

import (
	"testing"

	"talbot/sim/rig/virtual"
)

// On a bench whose image wanders by a pixel in minutes a network goes on learning where it is followed, and loses what it has learned where it is not.
func TestLearnsOnAWanderingBench(t *testing.T) {
	if testing.Short() {
		t.Skip("for tests that may be long")
	}
	const n = 32
	right := func(every int) float64 {
		c := base("fashion-mnist", 2)
		c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Blur = n, n/2, 28, 4, 0.5
		c.Distance = 0.388 * n * n / (400 * 400)
		c.Bench, c.Own = own, virtual.Ideal()
		c.Own.Drift, c.Own.Seed = 3, 1
		c.LearningRate, c.Epochs, c.Recentre = 0.1, 6, every
		s := open(t, c, bars(100, 1))
		updates(t, s, 60)
		return accuracy(t, s, bars(50, 2), true)
	}
	followed, left := right(2), right(0)
	t.Logf("%.2f of ten classes are right where the image is followed, and %.2f where it is not", followed, left)
	if followed < 0.7 || left > followed-0.3 {
		t.Errorf("%.2f of ten classes are right where the image is followed, and %.2f where it is not", followed, left)
	}
}
