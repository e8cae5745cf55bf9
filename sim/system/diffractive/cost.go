package diffractive

import (
	"math"

	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// Cost estimates the work of a session of c.
func (c *Config) Cost() experiment.Cost {
	m := float64(c.Samples + 2*c.Padding)
	gaps := float64(c.Networks * (c.Layers + 1))
	hop := experiment.TransformCost(m, m) + experiment.CostDepth*m*m
	slices := float64(c.Layers+1) * m * m * (math.Log2(m*m) + experiment.CostDepth*frame.Depths)
	// Forth, and the adjoint back.
	return experiment.Cost{Look: gaps*hop + slices, Step: 2 * float64(c.Batch) * gaps * hop}
}
