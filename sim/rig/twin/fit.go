package twin

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"talbot/sim/compute"
	"talbot/sim/errs"
)

// Fitted is what a fit has found.
type Fitted struct {
	Number
	Value float64 `json:"value"`
	Sure  float64 `json:"standard_error"` // by what is left; a model that cannot have all makes it too small
}

// Rounds is how often a fit goes on at most, unless somebody wants less.
const Rounds = 12

// Fit fits the twin's numbers to the intensities of samples by the method of Levenberg and Marquardt: the light of each is compared up to a
// factor of its own, so that neither exposure nor the laser's power count. Each number is drawn to 0 as weakly as a
// bench that is off by its Most would be likely, so that what frames do not tell stays as planned. After each round step is
// called with how far the samples are from the twin, as a share of their light.
func (t *Twin) Fit(ctx context.Context, dev compute.Device, samples []*Sample, rounds int, step func(round int, far float64)) ([]Fitted, error) {
	j, err := newJudge(dev, t, samples, false)
	if err != nil {
		return nil, err
	}
	all := t.Plan.Numbers()
	free := make([]int, len(all))
	for i := range free {
		free[i] = i
	}
	if err := j.nearest(t); err != nil {
		return nil, err
	}
	points := 0
	for _, s := range j.samples {
		points += len(s.Seen)
	}
	damping := 1e-3
	var normal *mat.SymDense
	var noise float64
	for round := 1; ; round++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m, down, cost, err := j.slopes(ctx, t, all, free)
		if err != nil {
			return nil, err
		}
		noise = cost / float64(points)
		drawn := func(v []float64) (sum float64) {
			for _, i := range free {
				sum += noise * v[i] * v[i] / (all[i].most * all[i].most)
			}
			return sum
		}
		for a, i := range free {
			m.SetSym(a, a, m.At(a, a)+noise/(all[i].most*all[i].most))
			down[a] -= noise * t.Values[i] / (all[i].most * all[i].most)
		}
		normal = m
		better, was := false, cost+drawn(t.Values)
		for range 6 {
			d, ok := solved(m, down, damping)
			if !ok {
				damping *= 10
				continue
			}
			next := t.aside(0, 0)
			for a, i := range free {
				next.Values[i] += d[a]
			}
			now, err := j.cost(ctx, next)
			if err != nil {
				return nil, err
			}
			if now+drawn(next.Values) < was {
				better = was-(now+drawn(next.Values)) > 1e-4*was
				t.Values, cost = next.Values, now
				damping = math.Max(damping/10, 1e-9)
				break
			}
			damping *= 10
		}
		if step != nil {
			step(round, math.Sqrt(cost/float64(len(samples))))
		}
		if !better || round >= rounds {
			break
		}
	}
	var chol mat.Cholesky
	var inverse mat.SymDense
	if !chol.Factorize(normal) {
		return nil, errs.New("twin: these samples tell too little: show more patterns")
	}
	if err := chol.InverseTo(&inverse); err != nil {
		return nil, errs.New("twin: these samples tell too little: show more patterns")
	}
	var out []Fitted
	for i, n := range all {
		out = append(out, Fitted{n, t.Values[i], math.Sqrt(noise * inverse.At(i, i))})
	}
	return out, nil
}

// solved is the step that normal equations ask for, damped as to each number's own scale.
func solved(m *mat.SymDense, down []float64, damping float64) ([]float64, bool) {
	n := len(down)
	scaled, right := mat.NewSymDense(n, nil), mat.NewVecDense(n, nil)
	for a := range n {
		if !(m.At(a, a) > 0) {
			return nil, false
		}
		right.SetVec(a, down[a]/math.Sqrt(m.At(a, a)))
		for b := a; b < n; b++ {
			v := m.At(a, b) / math.Sqrt(m.At(a, a)*m.At(b, b))
			if a == b {
				v += damping
			}
			scaled.SetSym(a, b, v)
		}
	}
	var chol mat.Cholesky
	var x mat.VecDense
	if !chol.Factorize(scaled) || chol.SolveVecTo(&x, right) != nil {
		return nil, false
	}
	d := make([]float64, n)
	for a := range d {
		d[a] = x.AtVec(a) / math.Sqrt(m.At(a, a))
	}
	return d, true
}

// Far is how far samples are from what the twin says of them, root mean square, as a share of their light.
func (t *Twin) Far(ctx context.Context, dev compute.Device, samples []*Sample) (float64, error) {
	j, err := newJudge(dev, t, samples, true)
	if err != nil {
		return 0, err
	}
	cost, err := j.cost(ctx, t)
	return math.Sqrt(cost / float64(len(samples))), err
}

// Apart is how far two samples of the same pattern are apart, as Far has it: what no twin can know.
func Apart(a, b *Sample) float64 {
	r := make([]float64, len(b.Seen))
	rest(a, b.Seen, r)
	sum := 0.0
	for _, v := range r {
		sum += v * v
	}
	return math.Sqrt(sum)
}

// Intensity is what the twin says of a sample, as bright in all as it was seen.
func (t *Twin) Intensity(ctx context.Context, dev compute.Device, s *Sample) ([]float32, error) {
	j, err := newJudge(dev, t, []*Sample{s}, false)
	if err != nil {
		return nil, err
	}
	said, err := j.seen(t, j.samples)
	if err != nil {
		return nil, err
	}
	var own, other float64
	for i, v := range said[0] {
		own, other = own+float64(v), other+float64(j.samples[0].Seen[i])
	}
	for i := range said[0] {
		said[0][i] *= float32(other / math.Max(own, math.SmallestNonzeroFloat64))
	}
	return said[0], nil
}

// Intensity is what was seen of it.
func (s *Sample) Intensity() []float32 { return intensities([]*Sample{s})[0].Seen }

// Plate is what light meets on the phase panel besides what is shown, [Ny][Nx].
func (t *Twin) Plate() []complex128 { return t.panels().plate }
