package experiment

import "math"

// Cost is about how much work something is, in samples that go through one pass of a
// Fourier transform. What is for one machine and one device in proportion to the time,
// within a factor of a few: who knows how long one thing took can tell of another before.
type Cost struct {
	Look float64 // the light of one input, with its slices
	Step float64 // one update; 0 where there is nothing to train
}

// CostDepth is how many passes of a transform take as long as one depth of a slice does, for
// each sample.
const CostDepth = 6

// TransformCost is a transform of m x k samples, forth and back.
func TransformCost(m, k float64) float64 { return 2 * m * k * math.Log2(max(m*k, 2)) }
