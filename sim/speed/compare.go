package speed

import (
	"math"

	"talbot/sim/errs"
)

// Plan says how long to measure.
type Plan struct {
	Samples int         // of each contender
	Seconds float64     // that a sample shall take at least
	Stop    func() bool // asked before every sample; nil never stops
	Tick    func()      // called after every sample; may be nil
}

// Result is what one contender showed: seconds a unit for each sample, or why it
// has none.
type Result struct {
	Seconds []float64
	Err     error
}

// Compare times the contenders in turns: a sample of each, and again. Before that
// each works once to warm up and then as long as a sample takes, to find how many
// repetitions that is. A contender that fails is left out from then on. The second
// result is false when Stop ended it early; then the results have the samples of
// the rounds that were complete.
func Compare(list []Contender, p Plan) ([]Result, bool) {
	results, reps := make([]Result, len(list)), make([]int, len(list))
	stop := func() bool { return p.Stop != nil && p.Stop() }
	for i, c := range list {
		if stop() {
			return results, false
		}
		reps[i], results[i].Err = calibrate(c, p.Seconds)
	}
	for range p.Samples {
		round := make([]float64, len(list))
		for i, c := range list {
			if results[i].Err != nil {
				continue
			}
			if stop() {
				return results, false
			}
			t, err := c.Sample(reps[i])
			if results[i].Err = err; err != nil {
				results[i].Seconds = nil
				continue
			}
			round[i] = t / float64(reps[i]*c.Units())
			if p.Tick != nil {
				p.Tick()
			}
		}
		for i := range list {
			if results[i].Err == nil {
				results[i].Seconds = append(results[i].Seconds, round[i])
			}
		}
	}
	return results, true
}

// calibrate finds how many repetitions take the given time.
func calibrate(c Contender, seconds float64) (int, error) {
	const most = 1 << 24
	if _, err := c.Sample(1); err != nil {
		return 0, err
	}
	reps := 1
	for {
		t, err := c.Sample(reps)
		if err != nil {
			return 0, err
		}
		if t >= seconds || reps >= most {
			return reps, nil
		}
		// A clock may be coarse: trust it no further than for a factor of 16.
		f := min(16, 1.1*seconds/max(t, 1e-9))
		reps = min(most, int(float64(reps)*f)+1)
	}
}

// Agree returns an error when the checks of two contenders differ by more than
// 1e-3 of their size.
func Agree(ours, other []float64) error {
	if len(ours) != len(other) {
		return errs.New("it checks ", len(other), " numbers, not ", len(ours))
	}
	size, off := 0.0, 0.0
	for i := range ours {
		size += ours[i] * ours[i]
		off += (ours[i] - other[i]) * (ours[i] - other[i])
	}
	if !(math.Sqrt(off) <= 1e-3*math.Sqrt(size)) {
		return errs.New("it computes something else: its check is ", other[0], ", Talbot's ", ours[0])
	}
	return nil
}
