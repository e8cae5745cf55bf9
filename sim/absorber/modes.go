package absorber

import (
	"math"
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/fmath"
)

// Modes is a network of light's modes in resonators that exchange light, each with a
// saturable absorber:
//
//	dE_j/dt = s_j - (Loss_j + (Depth_j/2)/(1+|E_j|^2) + i Detuning_j) E_j - i sum_k H_jk E_k
//
// of which the steady state counts. Rates are in one unit, of any size. H_jk is
// Strength exp(i Phase) and H_kj Strength exp(-i Phase) for an Edge of j and k: with Phase 0
// the network is reciprocal, and a Phase is what a Faraday rotator makes.
//
// Its gradient can be measured. With L a loss of the fields, g its gradient and A what a
// weak signal meets in the steady state, dL = Re <A^-T g, dF> for a change dF of the right
// side. Where A is the same for signals in both directions, A^-T g is the conjugate of
// what the network answers to conj(g): two experiments with weak signals show it, and no
// model of the network is needed ("Scattering backpropagation", arXiv 2508.11750 (2025); this
// is the form of it that follows from the equation above). It holds where a reciprocal
// network's fields have one phase up to their sign, or the phases 1, -i, -1, i... from layer
// to layer; what is not so is lost.
type Modes struct {
	Loss, Depth, Detuning []float64
	Edges                 []Edge
}

// Edge is a way for light between two modes.
type Edge struct {
	J, K            int
	Strength, Phase float64
}

// Gradient is that of a loss: with respect to the strength of each edge, and the detuning of
// each mode.
type Gradient struct{ Strength, Detuning []float64 }

// All is the gradient as one vector.
func (g Gradient) All() []float64 { return append(append([]float64{}, g.Strength...), g.Detuning...) }

// couple adds -i H e to out.
func (m *Modes) couple(out, e []complex128) {
	for _, c := range m.Edges {
		sin, cos := fmath.Sincos(c.Phase)
		there := complex(0, -c.Strength) * complex(cos, sin)
		back := complex(0, -c.Strength) * complex(cos, -sin)
		out[c.J] += there * e[c.K]
		out[c.K] += back * e[c.J]
	}
}

// rate is dE/dt.
func (m *Modes) rate(out, e, drive []complex128) {
	for j, v := range e {
		damp := m.Loss[j] + m.Depth[j]/2/(1+real(v)*real(v)+imag(v)*imag(v))
		out[j] = drive[j] - complex(damp, m.Detuning[j])*v
	}
	m.couple(out, e)
}

// back is g - A^T x, at the steady state e.
func (m *Modes) back(out, x, e, g []complex128) {
	for j, v := range x {
		u := e[j]
		light := real(u)*real(u) + imag(u)*imag(u)
		a := m.Depth[j] / 2
		out[j] = g[j] - complex(m.Loss[j]+a/(1+light), -m.Detuning[j])*v +
			complex(2*a/((1+light)*(1+light))*(real(u)*real(v)+imag(u)*imag(v)), 0)*u
	}
	for _, c := range m.Edges { // of -(i H)^H x
		sin, cos := fmath.Sincos(c.Phase)
		out[c.J] += complex(0, c.Strength) * complex(cos, sin) * x[c.K]
		out[c.K] += complex(0, c.Strength) * complex(cos, -sin) * x[c.J]
	}
}

// settle lets x go by its rate until it stands still.
func settle(x []complex128, fastest float64, rate func(out, x []complex128)) error {
	n := len(x)
	var k [4][]complex128
	for i := range k {
		k[i] = make([]complex128, n)
	}
	at := make([]complex128, n)
	h := complex(1/fastest, 0)
	for range 20000 {
		rate(k[0], x)
		still, size := 0.0, 0.0
		for j, v := range k[0] {
			still = math.Max(still, cmplx.Abs(v))
			size = math.Max(size, cmplx.Abs(x[j]))
		}
		if still <= 1e-13*fastest*size {
			return nil
		}
		for i, step := range []complex128{h / 2, h / 2, h} { // Runge and Kutta's fourth order
			for j := range at {
				at[j] = x[j] + step*k[i][j]
			}
			rate(k[i+1], at)
		}
		for j := range x {
			x[j] += h / 6 * (k[0][j] + 2*k[1][j] + 2*k[2][j] + k[3][j])
		}
	}
	return errs.New("absorber: the modes do not settle: give them more loss, or weaker coupling")
}

// fastest bounds the rates.
func (m *Modes) fastest() float64 {
	sum := make([]float64, len(m.Loss))
	for j := range sum {
		sum[j] = m.Loss[j] + m.Depth[j] + math.Abs(m.Detuning[j])
	}
	for _, c := range m.Edges {
		sum[c.J] += math.Abs(c.Strength)
		sum[c.K] += math.Abs(c.Strength)
	}
	most := 0.0
	for _, v := range sum {
		most = math.Max(most, v)
	}
	return most
}

// Settle is the steady state under a drive; near is where to begin, nil for the dark.
func (m *Modes) Settle(drive, near []complex128) ([]complex128, error) {
	e := make([]complex128, len(drive))
	copy(e, near)
	err := settle(e, m.fastest(), func(out, x []complex128) { m.rate(out, x, drive) })
	return e, err
}

// Scatter is the gradient as two experiments show it: with the steady state e under the
// drive, the weak signals strength conj(g) and -strength conj(g) are added to the drive, and
// half the difference of the fields is the answer to them. g is the gradient of the loss
// with respect to the fields.
func (m *Modes) Scatter(drive, e, g []complex128, strength float64) (Gradient, error) {
	most := 0.0
	for _, v := range g {
		most = math.Max(most, cmplx.Abs(v))
	}
	if most == 0 {
		return m.measured(e, make([]complex128, len(e))), nil
	}
	scale := complex(strength/most, 0)
	answer := make([]complex128, len(e))
	for _, sign := range []complex128{1, -1} {
		d := make([]complex128, len(drive))
		for j := range d {
			d[j] = drive[j] + sign*scale*cmplx.Conj(g[j])
		}
		s, err := m.Settle(d, e)
		if err != nil {
			return Gradient{}, err
		}
		for j, v := range s {
			answer[j] += sign * v / (2 * scale)
		}
	}
	return m.measured(e, answer), nil
}

// measured is the gradient of a reciprocal network by its fields and its answer.
func (m *Modes) measured(e, answer []complex128) Gradient {
	g := Gradient{make([]float64, len(m.Edges)), make([]float64, len(e))}
	for i, c := range m.Edges {
		g.Strength[i] = imag(answer[c.J]*e[c.K] + answer[c.K]*e[c.J])
	}
	for j := range e {
		g.Detuning[j] = imag(answer[j] * e[j])
	}
	return g
}

// Exact is the gradient by the adjoint equation, which knows the network.
func (m *Modes) Exact(e, g []complex128) (Gradient, error) {
	x := make([]complex128, len(e))
	err := settle(x, m.fastest(), func(out, x []complex128) { m.back(out, x, e, g) })
	out := Gradient{make([]float64, len(m.Edges)), make([]float64, len(e))}
	for i, c := range m.Edges {
		sin, cos := fmath.Sincos(c.Phase)
		p := complex(cos, sin)
		out.Strength[i] = imag(cmplx.Conj(x[c.J])*p*e[c.K] + cmplx.Conj(x[c.K])*cmplx.Conj(p)*e[c.J])
	}
	for j := range e {
		out.Detuning[j] = imag(cmplx.Conj(x[j]) * e[j])
	}
	return out, err
}
