// Package circuit is what a photonic circuit does with light in waveguides, as numbers: weights, couplers between pairs of
// waveguides, what fabrication and drift do to them, and what a read-out tells; and two coupled waveguides
// of which one gains and one loses light.
//
// The circuit is that of fully forward mode's experiment with irises (Xue et al., Nature 632, 280 (2024), figure 5,
// and its released code): layers of real weights, each before a core of couplers between pairs of waveguides that a
// fixed shuffle chooses; light is read and loaded again between layers. The core of a layer is its own transpose
// where its couplers are, and then light that carries the error back goes through it forwards.
package circuit

import (
	"math"
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/rng"
)

// Design is a circuit as it is drawn.
type Design struct {
	Widths    []int   // waveguides of each layer: even, and each as wide as the one before or half as wide
	Sum       bool    // light of neighbours is added behind the last layer too, as it is before a narrower layer
	Symmetric float64 // share of the couplers that are their own transpose; the first ones of each layer
	Skew      float64 // rad: the phase shifter before one arm, and not behind it, of the others
	Gain      float64 // of the amplitude, with which each layer's light is loaded; 0 is 1
	Range     float64 // the largest weight
	Seed      uint64  // of the shuffles
}

// Check says what is wrong with a design.
func (d Design) Check() error {
	if len(d.Widths) == 0 {
		return errs.New("circuit: want a layer at least")
	}
	for l, n := range d.Widths {
		if n < 2 || n%2 != 0 || l > 0 && n != d.Widths[l-1] && 2*n != d.Widths[l-1] {
			return errs.New("circuit: layer ", l+1, " has ", n, " waveguides: want an even number, that of the layer before or half of it")
		}
	}
	switch {
	case !(d.Symmetric >= 0 && d.Symmetric <= 1):
		return errs.New("circuit: the share of symmetric couplers must be 0 to 1, not ", errs.Float(d.Symmetric))
	case !(d.Range > 0):
		return errs.New("circuit: the largest weight must be more than 0")
	}
	return nil
}

// Outputs is the number of detectors.
func (d Design) Outputs() int {
	n := d.Widths[len(d.Widths)-1]
	if d.Sum {
		n /= 2
	}
	return n
}

// sums tells whether the light of neighbours is added behind layer l.
func (d Design) sums(l int) bool {
	if l == len(d.Widths)-1 {
		return d.Sum
	}
	return d.Widths[l+1] < d.Widths[l]
}

// pairs are the waveguides that each coupler of layer l joins.
func (d Design) pairs(l int) []int32 {
	return rng.Stream{Seed: d.Seed, Stream: rng.Init}.Perm(shuffles+uint32(l), d.Widths[l])
}

// shuffles is the step of rng.Init of the first shuffle, beyond those of arrays.
const shuffles = 1 << 20

// Core is a layer's couplers: light goes in by n waveguides and leaves by n.
type Core struct{ M [][]complex128 } // [out][in]

// Forward is M x.
func (c Core) Forward(x []complex128) []complex128 {
	y := make([]complex128, len(c.M))
	for i, row := range c.M {
		for j, m := range row {
			if m != 0 {
				y[i] += m * x[j]
			}
		}
	}
	return y
}

// Transpose is M^T x: where light goes that comes the other way.
func (c Core) Transpose(x []complex128) []complex128 {
	y := make([]complex128, len(c.M))
	for i, row := range c.M {
		for j, m := range row {
			if m != 0 {
				y[j] += m * x[i]
			}
		}
	}
	return y
}

// Asymmetry is |M - M^T| over |M|, root mean squares.
func (c Core) Asymmetry() float64 {
	var off, all float64
	for i, row := range c.M {
		for j, m := range row {
			d := cmplx.Abs(m - c.M[j][i])
			off, all = off+d*d, all+real(m)*real(m)+imag(m)*imag(m)
		}
	}
	return math.Sqrt(off / all)
}

// Core is that of layer l as it is drawn: couplers of half the power each,
//
//	1/sqrt2 [[1, i], [i, 1]],   behind diag(exp(i Skew), 1) where they are not symmetric.
func (d Design) Core(l int) Core { return d.core(l, nil) }

// Shifters are the phases, rad, that the phase shifters of layer l add before the couplers: with D = diag exp(i phase)
// the drawn core is M = C D and C its own transpose, so that M^T = D M D^-1. Who knows the drawing can so
// send the error forwards through couplers that are not symmetric.
func (d Design) Shifters(l int) []float64 {
	p, phases := d.pairs(l), make([]float64, d.Widths[l])
	for k := d.symmetric(l); k < len(p)/2; k++ {
		phases[p[2*k]] = d.Skew
	}
	return phases
}

// symmetric is the number of the couplers of layer l that are.
func (d Design) symmetric(l int) int { return int(d.Symmetric*float64(d.Widths[l]/2) + 0.5) }

// core makes a core with errors: of each coupler that of its angle, and of each waveguide the phases at both ends.
func (d Design) core(l int, wrong *errors) Core {
	n := d.Widths[l]
	c := Core{M: make([][]complex128, n)}
	for i := range c.M {
		c.M[i] = make([]complex128, n)
	}
	p, skew := d.pairs(l), d.Shifters(l)
	for k := range n / 2 {
		a, b, angle := p[2*k], p[2*k+1], math.Pi/4
		if wrong != nil {
			angle += wrong.angle[k]
		}
		s, t := fmath.Sincos(angle)
		c.M[a][a], c.M[a][b] = complex(t, 0), complex(0, s)
		c.M[b][a], c.M[b][b] = complex(0, s), complex(t, 0)
	}
	for i, row := range c.M {
		for j := range row {
			phase := skew[j]
			if wrong != nil {
				phase += wrong.out[i] + wrong.in[j]
			}
			if row[j] != 0 && phase != 0 {
				sin, cos := fmath.Sincos(phase)
				row[j] *= complex(cos, sin)
			}
		}
	}
	return c
}
