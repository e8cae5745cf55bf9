//go:build goexperiment.simd

package kernels

import "simd/archsimd"

// The kernels of display masks in AVX2, over blocks of pixels: of the same operations in
// the same order as the scalar ones, none of them fused, so the bits are the same.

func init() {
	if archsimd.X86.AVX2() {
		c := newElementary()
		vectorDraws = func(l Levels) (once, int) { return c.draws(l), blockWork(l.Levels, 1) }
		vectorDrawsAdjoint = func(l Levels) (once, int) { return l.adjointAVX2, blockWork(l.Levels, 2) }
		vectorNearest = func(levels int) (once, int) { return c.nearest, blockWork(levels, 1) }
		vectorNearestAdjoint = func(levels int) (once, int) { return c.nearestAdjoint, blockWork(levels, 1) }
	}
}

// draws is Levels.draws.
func (c *elementary) draws(l Levels) once {
	return func(args [][]float32, work []float32, from, to int) {
		theta, states, control, t, sample := args[0], args[1], args[2], args[3], len(args) > 4
		y, rows := tile(work)
		d := l.draw(control)
		for p := from; p < to; p += block {
			m := min(block, to-p)
			load(y, theta, p, l.N, m)
			c.addNoise(d, y, p, m)
			if sample || !d.hard {
				c.softmax(y, m)
			}
			if sample {
				store(y, args[4], p, l.N, m)
			}
			l.transmissions(y, states, rows, d.hard, t[2*p:], m)
		}
	}
}

// adjointAVX2 is the code of Levels.Adjoint.
func (l Levels) adjointAVX2(args [][]float32, work []float32, from, to int) {
	dt, states, control, w := args[0], args[1], args[2], args[3]
	sharp, hard := control[ControlSharpness], control[ControlHard] != 0
	ds := work[:l.Levels*block]
	y, rows := tile(work[len(ds):])
	for p := from; p < to; p += block {
		m := min(block, to-p)
		load(y, w, p, l.N, m)
		mean := l.slopes(y, ds, states, rows, hard, dt[2*p:], m)
		logitSlopes(y, ds, mean, sharp, m)
		store(y, w, p, l.N, m)
	}
}

// slopes fills ds with the gradient with respect to the weights y, and returns its mean
// by the weights.
func (l Levels) slopes(y, ds, states []float32, rows [blockRows][]float32, hard bool, dt []float32, m int) (mean []float32) {
	l.forward(y, states, rows, hard, m)
	a, c, s, along, across, mean := rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]
	// The gradient along the state, and across it.
	for i := range m {
		gr, gi := dt[2*i], dt[2*i+1]
		along[i] = (float32(gr*c[i]) + float32(gi*s[i])) * float32(l.AmplitudeGradient)
		across[i] = float32(gi*c[i]) - float32(gr*s[i])
	}
	if l.Mixing == MixComplex {
		turned(y, ds, states, along, across, c, s, mean, m)
		return mean
	}
	for i, v := range a[:m] {
		across[i] *= v
	}
	slopes(y, ds, states, along, across, mean, m)
	return mean
}

// transmissions fills t with those of the top levels, or of the mixtures y.
func (l Levels) transmissions(y, states []float32, rows [blockRows][]float32, hard bool, t []float32, m int) {
	a, c, s := rows[0], rows[1], rows[2]
	if l.Mixing == MixComplex && !hard {
		mixtures(y, states, c, s, m)
		for i := range m {
			t[2*i], t[2*i+1] = c[i], s[i]
		}
		return
	}
	l.forward(y, states, rows, hard, m)
	for i := range m {
		t[2*i], t[2*i+1] = float32(a[i]*c[i]), float32(a[i]*s[i])
	}
}

// forward fills the first rows with the forward states: amplitude a and direction
// (c, s) = exp(i phi).
func (l Levels) forward(y, states []float32, rows [blockRows][]float32, hard bool, m int) {
	a, c, s := rows[0], rows[1], rows[2]
	switch {
	case hard:
		tops(y, a, m)
		for i, k := range a[:m] {
			top := states[StateNumbers*int(k):][:StateNumbers]
			a[i], c[i], s[i] = top[0], top[2], top[3]
		}
	case l.Mixing == MixSeparate:
		weigh(y, states, a, c, m)
		for i, phi := range c[:m] {
			s[i], c[i] = sincos32(phi)
		}
	default:
		mixtures(y, states, c, s, m)
		for i := range m {
			re, im := c[i], s[i]
			if a[i] = sqrt(float32(re*re) + float32(im*im)); a[i] == 0 {
				c[i], s[i] = 1, 0
				continue
			}
			c[i], s[i] = re/a[i], im/a[i]
		}
	}
}
