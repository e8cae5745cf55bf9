package basic

import (
	"math"

	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// Passes of a transform that take as long as other things done to one sample.
const (
	costAngle  = 40  // one value of a transfer function, made anew
	costEdge   = 120 // one sample of an element with smoothed edges
	costLommel = 2   // one term of the closed form behind a disc
)

// Cost estimates the work of b.Look.
func (b *Config) Cost() experiment.Cost {
	n := float64(b.Samples)
	m, k, rows := 2*n, 2*n, n // windows are about twice the plane
	if b.flat() {
		k, rows = 1, 1
	}
	if b.Kind == "talbot" {
		m = n
	}
	elements, depths := float64(b.Elements()), float64(depths)
	if b.Kind == "fourier-4f" {
		depths = frame.Depths
	}
	look := (elements+1)*(experiment.TransformCost(m, k)+m*k*(math.Log2(m*k)+experiment.CostDepth*depths)) + 3*costAngle*m*k + elements*costEdge*n*rows
	if b.Kind == "poisson-spot" {
		v := 2 * math.Pi * b.Size * n * b.Pitch / 2 / (b.Wavelength * b.Distance)
		look += n * costLommel * min(v, 1e6)
	}
	return experiment.Cost{Look: look}
}
