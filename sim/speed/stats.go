package speed

import "slices"

// Spread is the middle and the ends of some measurements.
type Spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// NewSpread is the spread of at least one number.
func NewSpread(x []float64) Spread {
	s := slices.Sorted(slices.Values(x))
	k := len(s) / 2
	median := s[k]
	if len(s)%2 == 0 {
		median = (s[k-1] + s[k]) / 2
	}
	return Spread{median, s[0], s[len(s)-1]}
}

// Ratio is the spread of a[i]/b[i], of measurements that were taken in pairs: what
// slows the machine for a while falls on both of a pair.
func Ratio(a, b []float64) Spread {
	r := make([]float64, min(len(a), len(b)))
	for i := range r {
		r[i] = a[i] / b[i]
	}
	return NewSpread(r)
}
