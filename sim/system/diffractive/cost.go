package diffractive

import (
	"math"

	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// Cost estimates the work of a session of c.
func (c *Config) Cost() experiment.Cost {
	hops, slices := 0.0, 0.0
	for _, h := range c.hops() {
		windows, _, _ := c.load(h)
		for _, m := range windows {
			hops += experiment.TransformCost(m, m) + experiment.CostDepth*m*m
		}
		m := float64(c.side(h))
		slices += m * m * (math.Log2(m*m) + experiment.CostDepth*frame.Depths)
	}
	hops *= float64(c.Networks)
	// Forth, and the adjoint back.
	return experiment.Cost{Look: hops + slices, Step: 2 * float64(c.Batch) * hops}
}
