package report

import (
	"math"

	"talbot/sim/system/diffractive"
)

// Fault is what is wrong with a display, and what the network makes of it.
type Fault struct {
	Fault     string  `json:"fault"` // "level errors", "phase drift" or "dead pixels"
	Share     float64 `json:"share"`
	Draws     int     `json:"draws"`         // of which pixels have the fault
	Accuracy  float64 `json:"test_accuracy"` // mean over the draws
	Deviation float64 `json:"standard_deviation"`
}

// fault is one line of the table of faults.
type fault struct {
	Fault
	diffractive.Faults
}

// faults are the lines of the table; those that are random have so many draws.
func faults(draws int) (list []fault) {
	add := func(name string, draws int, shares []float64, make func(share float64) diffractive.Faults) {
		for _, share := range shares {
			list = append(list, fault{Fault{Fault: name, Share: share, Draws: draws}, make(share)})
		}
	}
	add("level errors", draws, []float64{0.01, 0.05, 0.1}, func(x float64) diffractive.Faults { return diffractive.Faults{LevelErrors: x} })
	add("phase drift", 1, []float64{-0.1, -0.03, 0.03, 0.1}, func(x float64) diffractive.Faults { return diffractive.Faults{Drift: x} })
	add("dead pixels", draws, []float64{0.01, 0.05, 0.1}, func(x float64) diffractive.Faults { return diffractive.Faults{Dead: x} })
	return list
}

// meanOf is the mean of some values and their standard deviation, 0 for one.
func meanOf(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / math.Max(1, float64(len(values)-1))
	}
	return mean, math.Sqrt(deviation)
}
