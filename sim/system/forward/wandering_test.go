package forward

import (
	"testing"

	"talbot/sim/rig/virtual"
)

// On benches whose image wanders by a pixel in minutes networks go on learning where it is followed, and lose what they have learned where it is not.
// How much of it depends on where a bench wanders to, so it is the mean of three that is judged.
func TestLearnsOnAWanderingBench(t *testing.T) {
	if testing.Short() {
		t.Skip("for tests that may be long")
	}
	const n, benches = 32, 3
	right := func(every int) (mean float64) {
		for seed := range benches {
			c := base("fashion-mnist", 2)
			c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Blur = n, n/2, 28, 4, 0.5
			c.Distance = 0.388 * n * n / (400 * 400)
			c.Bench, c.Own = own, virtual.Ideal()
			c.Own.Drift, c.Own.Seed = 3, 1+seed
			c.LearningRate, c.Epochs, c.Recentre = 0.1, 10, every
			s := open(t, c, bars(100, 1))
			updates(t, s, 100)
			mean += accuracy(t, s, bars(50, 2), true) / benches
		}
		return mean
	}
	followed, left := right(2), right(0)
	t.Logf("%.2f of ten classes are right where the image is followed, and %.2f where it is not", followed, left)
	if followed < 0.6 || left > followed-0.3 {
		t.Errorf("%.2f of ten classes are right where the image is followed, and %.2f where it is not", followed, left)
	}
}
