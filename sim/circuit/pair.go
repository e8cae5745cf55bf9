package circuit

import (
	"math"
	"math/cmplx"

	"talbot/sim/rng"
)

// Pair is two coupled waveguides, one of which gains light as the other loses it, in short steps between which
// the light can be read:
//
//	dE1/dz = g/2 E1 + i k E2,   dE2/dz = -g/2 E2 + i k E1
//
// Both modes are one where g = 2 k, an exceptional point: the square of their distance, g^2/4 - k^2 of the eigenvalues
// +-sqrt(g^2/4 - k^2), is 0 there. A step is I + A Step, as in the program released with Xue et al., Nature 632, 280
// (2024), extended data figure 1; it is its own transpose, so light that carries the error goes forwards.
type Pair struct {
	Coupling float64 // k, 1/cm
	Step     float64 // cm
	Steps    int
	Readout  float64 // noise of each quadrature, as a share of the root mean square of what is read
	Seed     uint64
	reads    uint32
}

// Released is the pair of the released program.
var Released = Pair{Coupling: 1.9, Step: 0.1, Steps: 15}

// Eigenvalue is sqrt(g^2/4 - k^2), 1/cm: a rate of growth, or i times one of beating.
func (p *Pair) Eigenvalue(g float64) complex128 {
	return cmplx.Sqrt(complex(g*g/4-p.Coupling*p.Coupling, 0))
}

// Light is the light of both waveguides before each step and behind the last, without noise.
func (p *Pair) Light(g float64, a, b complex128) [][2]complex128 {
	q := *p
	q.Readout = 0
	return q.along(g, a, b)
}

// along sends light through all steps, and reads it before each and behind the last.
func (p *Pair) along(g float64, a, b complex128) (path [][2]complex128) {
	gain, turn := complex(p.Step*g/2, 0), complex(0, p.Step*p.Coupling)
	for n := 0; ; n++ {
		path = append(path, p.read(a, b))
		if n == p.Steps {
			return path
		}
		a, b = a+gain*a+turn*b, b-gain*b+turn*a
	}
}

func (p *Pair) read(a, b complex128) [2]complex128 {
	if p.Readout == 0 {
		return [2]complex128{a, b}
	}
	noise := make([]float32, 4)
	rng.Stream{Seed: p.Seed, Stream: rng.Readout}.Normal(p.reads, noise)
	p.reads++
	size := p.Readout * math.Sqrt((real(a)*real(a)+imag(a)*imag(a)+real(b)*real(b)+imag(b)*imag(b))/4)
	n := func(i int) complex128 { return complex(size*float64(noise[i]), size*float64(noise[i+1])) }
	return [2]complex128{a + n(0), b + n(2)}
}

// Gap measures |(l+ - l-)^2| of the eigenvalues of the whole way's matrix T, from light into either waveguide: the
// square is tr^2 - 4 det, which needs no eigenvalue. Slope is d|gap|^2/dg by fully forward mode: of each input an error
//
//	e_i = conj(gap) d gap/dT_ij
//
// goes in where data went in, and what is read of both at each step gives 2 Re sum r_N-1-n dS/dg x_n.
func (p *Pair) Gap(g float64) (gap, slope float64) {
	x := [2][][2]complex128{p.along(g, 1, 0), p.along(g, 0, 1)}
	var t [2][2]complex128 // [out][in]
	for j := range x {
		t[0][j], t[1][j] = x[j][p.Steps][0], x[j][p.Steps][1]
	}
	trace, det := t[0][0]+t[1][1], t[0][0]*t[1][1]-t[0][1]*t[1][0]
	square := trace*trace - 4*det
	by := [2][2]complex128{{2*trace - 4*t[1][1], 4 * t[1][0]}, {4 * t[0][1], 2*trace - 4*t[0][0]}}
	for j := range x {
		r := p.along(g, cmplx.Conj(square)*by[0][j], cmplx.Conj(square)*by[1][j])
		for n := range p.Steps {
			back, there := r[p.Steps-1-n], x[j][n]
			slope += 2 * real(back[0]*there[0]-back[1]*there[1]) * p.Step / 2
		}
	}
	return cmplx.Abs(square), slope
}

// Power is the objective of the released program: |P - 8|, with P the power at the end of both waveguides for light of
// power 1 into either, at two phases. Slope is what that program goes down by: of the last step alone, with the
// light of both waveguides counted as gaining, which is
//
//	sign(P - 8) Re sum x_N-1 (S conj y) = sign(P - 8) sum |y|^2,   over 2
//
// and so says no more than whether P is more than 8: g falls until all power is passed on, which has nothing to do with
// where the modes are one. Whole is the objective's own slope, by all steps.
func (p *Pair) Power(g float64) (power, slope, whole float64) {
	for _, in := range [][2]complex128{{1, 0}, {0, 1}, {1i, 0}, {0, 1i}} {
		x := p.along(g, in[0], in[1])
		y := x[p.Steps]
		power += real(y[0]*cmplx.Conj(y[0]) + y[1]*cmplx.Conj(y[1]))
		r := p.along(g, cmplx.Conj(y[0]), cmplx.Conj(y[1]))
		for n := range p.Steps {
			back, there := r[p.Steps-1-n], x[n]
			whole += real(back[0]*there[0]-back[1]*there[1]) * p.Step
		}
		slope += real(r[1][0]*x[p.Steps-1][0]+r[1][1]*x[p.Steps-1][1]) / 2
	}
	if power < 8 {
		slope, whole = -slope, -whole
	}
	return power, slope, whole
}
