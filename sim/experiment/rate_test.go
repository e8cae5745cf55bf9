package experiment

import (
	"math"
	"testing"
)

// TestRateWithin: a cosine falls from update to update through all epochs alike, its mean over an epoch of the middle ones is about that
// epoch's Rate, and other schedules keep their rate within an epoch.
func TestRateWithin(t *testing.T) {
	d := Descent{LearningRate: 0.4, Schedule: "cosine", ScheduleEnd: 0.1, Epochs: 3}
	const of = 200
	last := math.Inf(1)
	for epoch := range d.Epochs {
		sum := 0.0
		for i := range of {
			r := d.RateWithin(epoch, i, of)
			// the closed form, of the middle of the update
			u := (float64(epoch*of+i) + 0.5) / (3 * of)
			if want := 0.1 + 0.3*(1+math.Cos(math.Pi*u))/2; math.Abs(r-want) > 1e-12 || r >= last {
				t.Fatalf("epoch %d, update %d: %g, not %g below %g", epoch, i, r, want, last)
			}
			last, sum = r, sum+r/of
		}
		// Of a sinusoid the mean over a sixth of a turn is sin(pi/6)/(pi/6) of that in its middle.
		if want := 0.25 + (d.Rate(epoch)-0.25)*3/math.Pi; math.Abs(sum-want) > 1e-5 {
			t.Errorf("epoch %d: a mean of %g, not %g", epoch, sum, want)
		}
	}
	if r := d.RateWithin(5, 3, of); r != last {
		t.Errorf("behind the last epoch the rate is %g, not its last, %g", r, last)
	}
	d = Descent{LearningRate: 0.4, Schedule: "step", ScheduleEpochs: 1, ScheduleFactor: 0.5, Epochs: 3}
	for i := range of {
		if r := d.RateWithin(1, i, of); r != 0.2 {
			t.Fatalf("a step falls within an epoch: %g", r)
		}
	}
}
