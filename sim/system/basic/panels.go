package basic

import (
	"math"

	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/optics"
)

// curve is what the screen shows along x, beside the closed form.
type curve struct {
	x         []float32 // m
	simulated []float32 // intensity, the incident light being 1
	closed    []float32
	off       float64 // root of the relative mean squared difference
	formula   string  // what the closed form is
	note      string  // a sentence with this case's numbers
	method    string  // how the light was propagated, and why
}

// newCurve is the light along the middle row of the screen.
func newCurve(u *optics.Field, bench setup, plan *optics.Plan) *curve {
	c := &curve{formula: bench.formula, note: bench.note, method: micro(plan.Reason)}
	v := u.Intensity()
	var num, den float64
	for i := range u.Nx {
		x := u.X(i)
		if bench.half > 0 && math.Abs(x) > bench.half {
			continue
		}
		got, want := float64(v[u.Ny/2*u.Nx+i]), bench.closed(x)
		c.x = append(c.x, float32(x))
		c.simulated = append(c.simulated, float32(got))
		c.closed = append(c.closed, float32(want))
		num += (got - want) * (got - want)
		den += want * want
	}
	c.off = math.Sqrt(num / math.Max(den, 1e-300))
	return c
}

// panels are the curve as front ends draw it, and what is to be said of it.
func (c *curve) panels() []frame.Panel {
	off := "less than 0.01 %"
	if c.off >= 5e-5 {
		off = experiment.Short(100*c.off) + " %"
	}
	return []frame.Panel{
		{ID: "light", Shape: frame.Lines, Title: "Light on the screen", X: frame.Axis{Label: "x", Unit: "m"}, Y: frame.Axis{Label: "intensity"},
			Note:   "Propagated by " + c.method + ".",
			Series: []frame.Series{{Name: "simulated", Class: 0, X: c.x, Y: c.simulated}, {Name: "closed form: " + c.formula, Class: 1, X: c.x, Y: c.closed}}},
		{ID: "said", Shape: frame.Text, Note: c.note + " Simulation and closed form differ by " + off + " (root mean square)."},
	}
}
