package rig

import (
	"math"

	"talbot/sim/optics"
)

// sampleAt interpolates a plane at (x, y), in samples, by polynomials of the fifth degree; outside it is dark. Each sample has numbers of per parts, 1 or 2.
func sampleAt(v []float32, g optics.Grid, per int, x, y float64, out []float32) {
	x0, y0 := math.Floor(x), math.Floor(y)
	wx, wy := lagrange(x-x0), lagrange(y-y0)
	c, r := int(x0)-2, int(y0)-2
	if c < 0 || c+6 > g.Nx || r < 0 || r+6 > g.Ny {
		sampleEdge(v, g, per, c, r, &wx, &wy, out)
		return
	}
	if per == 1 {
		sum := 0.0
		for j, a := range wy {
			p := v[(r+j)*g.Nx+c:][:6]
			sum += a * (wx[0]*float64(p[0]) + wx[1]*float64(p[1]) + wx[2]*float64(p[2]) + wx[3]*float64(p[3]) + wx[4]*float64(p[4]) + wx[5]*float64(p[5]))
		}
		out[0] = float32(sum)
		return
	}
	var re, im float64
	for j, a := range wy {
		p := v[2*((r+j)*g.Nx+c):][:12]
		re += a * (wx[0]*float64(p[0]) + wx[1]*float64(p[2]) + wx[2]*float64(p[4]) + wx[3]*float64(p[6]) + wx[4]*float64(p[8]) + wx[5]*float64(p[10]))
		im += a * (wx[0]*float64(p[1]) + wx[1]*float64(p[3]) + wx[2]*float64(p[5]) + wx[3]*float64(p[7]) + wx[4]*float64(p[9]) + wx[5]*float64(p[11]))
	}
	out[0], out[1] = float32(re), float32(im)
}

// sampleEdge is sampleAt where some of the 6 x 6 samples from column c and row r on lie outside.
func sampleEdge(v []float32, g optics.Grid, per, c, r int, wx, wy *[6]float64, out []float32) {
	for k := range per {
		sum := 0.0
		for j, a := range wy {
			if r+j < 0 || r+j >= g.Ny || a == 0 {
				continue
			}
			for i, w := range wx {
				if c+i >= 0 && c+i < g.Nx {
					sum += a * w * float64(v[per*((r+j)*g.Nx+c+i)+k])
				}
			}
		}
		out[k] = float32(sum)
	}
}

// lagrange are the weights of the six samples from 2 before to 3 behind at which a polynomial
// through them is read, t of 0 to 1 behind the third.
func lagrange(t float64) [6]float64 {
	a, b, d, e, f := t+2, t+1, t-1, t-2, t-3
	ab, td, ef := a*b, t*d, e*f
	return [6]float64{b * td * ef * (-1. / 120), a * td * ef * (1. / 24), ab * d * ef / -12, ab * t * ef / 12, ab * td * f * (-1. / 24), ab * td * e * (1. / 120)}
}
