package speed

import (
	"talbot/sim/errs"
	"talbot/sim/opu"
	"talbot/sim/rng"
)

// openProjection projects Batch binary patterns of N mirrors to N pixels by a matrix that is drawn on the way. The
// light of some pixels must be exactly what package opu computes by itself.
func (t *Talbot) openProjection() error {
	dev, n, patterns := t.Variant.device(), t.Case.N, max(1, t.Case.Batch)
	p, err := opu.NewProjector(dev, opu.Matrix{Mirrors: n, Pixels: n, Seed: 1, Stream: rng.Feedback}, patterns)
	if err != nil {
		return err
	}
	x, y := make([]float32, patterns*n), make([]float32, 2*patterns*n)
	input.Uniform(uint32(n), x)
	for i, v := range x {
		x[i] = 0
		if v < 0.5 {
			x[i] = 1
		}
	}
	t.problem = func() (Problem, error) { return Problem{Case: t.Case, Field: x}, nil }
	if err := p.Project(x, y); err != nil {
		return err
	}
	pixels := min(n, 32)
	var got, want []float32
	for _, k := range []int{0, patterns - 1} {
		for j, v := range p.Field(x[k*n:(k+1)*n], 0, pixels) {
			got = append(got, y[2*(k*n+j)], y[2*(k*n+j)+1])
			want = append(want, float32(real(v)), float32(imag(v)))
		}
	}
	for i, v := range got {
		if v != want[i] {
			return errs.New("the light of a pixel is ", v, ", and not ", want[i], " to the last bit")
		}
	}
	runner, light := p.Runner()
	t.units, t.runs, t.check = 1, []Run{{runner, patterns}}, overlap(got, want)
	t.run = func(reps int) error {
		for range reps {
			if err := runner.Run(patterns); err != nil {
				return err
			}
		}
		return wait(dev, light)
	}
	return nil
}
