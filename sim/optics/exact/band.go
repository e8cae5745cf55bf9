package exact

import (
	"math"
	"sync"

	"talbot/sim/errs"
	"talbot/sim/fft"
	"talbot/sim/optics"
)

// BandEdge is the share of the power of u, [Ny][Nx] of g, that lies in the outermost tenth
// of the band that the samples can carry, at frequencies of 0.9/(2 dx) to 1/(2 dx), along
// x and likewise along y. Light that fills its band has a tenth of its power there, and
// most likely was steeper than the samples can say: what is beyond folds back, so that a
// lens has more foci than one. Of planes of more than four million samples it looks at
// every second or n-th row and column.
func BandEdge(g optics.Grid, u []complex128) (x, y float64) {
	every := 1 + g.Len()>>22
	return bandEdge(g.Nx, g.Ny, 1, g.Nx, every, u), bandEdge(g.Ny, g.Nx, g.Nx, 1, every, u)
}

// bandEdge looks at every n-th of the lines of n samples, stride apart.
func bandEdge(n, lines, stride, next, every int, u []complex128) float64 {
	if n < 4 {
		return 0
	}
	m := fft.NextFast(n)
	first := int(math.Ceil(0.45 * float64(m)))
	var mutex sync.Mutex
	var edge, all float64
	parallel((lines+every-1)/every, func(deal func() (int, bool)) {
		f, line := newLine(m), make([]complex128, m)
		var e, a float64
		for l, ok := deal(); ok; l, ok = deal() {
			clear(line)
			for i := range n {
				line[i] = u[l*every*next+i*stride]
			}
			f.forward(line)
			for k, v := range line {
				p := real(v)*real(v) + imag(v)*imag(v)
				a += p
				if k >= first && k <= m-first {
					e += p
				}
			}
		}
		mutex.Lock()
		edge, all = edge+e, all+a
		mutex.Unlock()
	})
	if all == 0 {
		return 0
	}
	return edge / all
}

// muchAtTheEdge is the share in the outermost tenth from which on AtTheLimit speaks.
const muchAtTheEdge = 0.01

// AtTheLimit notes light, u of s.In, that is at the limit of its samples: with more than a
// hundredth of its power in the outermost tenth of the band. It is "" for other light.
func AtTheLimit(s optics.Space, u []complex128) string {
	x, y := BandEdge(s.In, u)
	var axes, spacing string
	most, d := math.Max(x, y), s.In.Dx
	switch {
	case x > muchAtTheEdge && y > muchAtTheEdge:
		axes, spacing = "x and y", s.In.Spacing()
		if s.In.Dx != s.In.Dy {
			d = 0 // two limits
		}
	case x > muchAtTheEdge:
		axes, spacing = "x", optics.LengthDigits(s.In.Dx, 6)
	case y > muchAtTheEdge:
		axes, spacing, d = "y", optics.LengthDigits(s.In.Dy, 6), s.In.Dy
	default:
		return ""
	}
	where := ""
	if sine := 0.9 * s.InMedium() / (2 * d); sine < 1 {
		where = ", steeper than " + errs.Float(round(1e3*math.Asin(sine))) + " mrad"
	}
	return "along " + axes + " " + errs.Float(round(100*most)) + " % of the power lies in the outermost tenth of the band of samples of " + spacing + where +
		": what is steeper than they can carry folds back, and a lens has false foci; sample the light more finely, or take a longer focal length"
}

// round is x with two significant digits.
func round(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x))-1)
	return math.Round(x/unit) * unit
}
