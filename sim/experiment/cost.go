package experiment

import "math"

// Cost is about how much work something is, in samples that go through one pass of a
// Fourier transform. What is for one machine and one device in proportion to the time,
// within a factor of a few: who knows how long one thing took can tell of another before.
type Cost struct {
	Look float64 // the light of one input, with its slices
	Step float64 // one update; 0 where there is nothing to train
}

// Passes of a transform that take as long as other things done to one sample.
const (
	costDepth  = 6   // one depth of a slice
	costAngle  = 40  // one value of a transfer function, made anew
	costEdge   = 120 // one sample of an element with smoothed edges
	costLommel = 2   // one term of the closed form behind a disc
)

// transformCost is a transform of m x k samples, forth and back.
func transformCost(m, k float64) float64 { return 2 * m * k * math.Log2(max(m*k, 2)) }

// Cost estimates the work of a session of c.
func (c *Config) Cost() Cost {
	m := float64(c.Samples + 2*c.Padding)
	gaps := float64(c.Networks * (c.Layers + 1))
	hop := transformCost(m, m) + costDepth*m*m
	slices := float64(c.Layers+1) * m * m * (math.Log2(m*m) + costDepth*Depths)
	// Forth, and the adjoint back.
	return Cost{Look: gaps*hop + slices, Step: 2 * float64(c.Batch) * gaps * hop}
}

// Cost estimates the work of b.Look.
func (b *Basic) Cost() Cost {
	n := float64(b.Samples)
	m, k, rows := 2*n, 2*n, n // windows are about twice the plane
	if b.flat() {
		k, rows = 1, 1
	}
	if b.Kind == "talbot" {
		m = n
	}
	elements, depths := float64(b.Elements()), float64(basicDepths)
	if b.Kind == "fourier-4f" {
		depths = Depths
	}
	look := (elements+1)*(transformCost(m, k)+m*k*(math.Log2(m*k)+costDepth*depths)) + 3*costAngle*m*k + elements*costEdge*n*rows
	if b.Kind == "poisson-spot" {
		v := 2 * math.Pi * b.Size * n * b.Pitch / 2 / (b.Wavelength * b.Distance)
		look += n * costLommel * min(v, 1e6)
	}
	return Cost{Look: look}
}
