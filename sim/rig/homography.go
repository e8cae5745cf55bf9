package rig

import (
	"math"

	"talbot/sim/errs"
)

// Homography takes a place of one plane, m from its axis, to one of another as a camera that looks at
// a plane from any side sees it, by rows:
//
//	(x', y') = (h0 x + h1 y + h2, h3 x + h4 y + h5) / (h6 x + h7 y + h8)
type Homography [9]float64

// Same is the homography that moves nothing.
var Same = Homography{1, 0, 0, 0, 1, 0, 0, 0, 1}

// orSame is h, or Same for the zero value.
func (h Homography) orSame() Homography {
	if h == (Homography{}) {
		return Same
	}
	return h
}

// At is where h takes (x, y).
func (h Homography) At(x, y float64) (float64, float64) {
	w := h[6]*x + h[7]*y + h[8]
	return (h[0]*x + h[1]*y + h[2]) / w, (h[3]*x + h[4]*y + h[5]) / w
}

// FitHomography is the homography that takes four points or more nearest to those of another plane:
// the direct linear transform with both planes moved and scaled to the unit square's size
// (Hartley and Zisserman, Multiple View Geometry, 2nd ed., algorithm 4.2, with h8 = 1), by least squares.
func FitHomography(from, to [][2]float64) (Homography, error) {
	if len(from) < 4 || len(from) != len(to) {
		return Same, errs.New("rig: a homography wants four points or more in both planes, not ", len(from), " and ", len(to))
	}
	a, b := normaliser(from), normaliser(to)
	var m [8][9]float64 // normal equations
	for i := range from {
		x, y := a.At(from[i][0], from[i][1])
		u, v := b.At(to[i][0], to[i][1])
		for _, row := range [][9]float64{{x, y, 1, 0, 0, 0, -u * x, -u * y, u}, {0, 0, 0, x, y, 1, -v * x, -v * y, v}} {
			for j := range 8 {
				for k := range 9 {
					m[j][k] += row[j] * row[k]
				}
			}
		}
	}
	h, ok := solve(&m)
	if !ok {
		return Same, errs.New("rig: these points lie on a line, or on one another, and tell no homography")
	}
	// b^-1 h a; a normaliser is a scale and a shift.
	inverse := Homography{1 / b[0], 0, -b[2] / b[0], 0, 1 / b[4], -b[5] / b[4], 0, 0, 1}
	out := inverse.times(Homography{h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7], 1}).times(a)
	for i, last := 0, out[8]; i < len(out); i++ {
		out[i] /= last
	}
	return out, nil
}

// Inverse is the homography that undoes h.
func (h Homography) Inverse() (Homography, error) {
	minor := func(a, b, c, d int) float64 { return h[a]*h[d] - h[b]*h[c] }
	i := Homography{
		minor(4, 5, 7, 8), -minor(1, 2, 7, 8), minor(1, 2, 4, 5),
		-minor(3, 5, 6, 8), minor(0, 2, 6, 8), -minor(0, 2, 3, 5),
		minor(3, 4, 6, 7), -minor(0, 1, 6, 7), minor(0, 1, 3, 4)}
	det := h[0]*i[0] + h[1]*i[3] + h[2]*i[6]
	if det == 0 || i[8] == 0 {
		return Same, errs.New("rig: this homography takes a plane to a line, and has no inverse")
	}
	for k, last := 0, i[8]; k < len(i); k++ {
		i[k] /= last
	}
	return i, nil
}

func (h Homography) times(g Homography) (p Homography) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				p[3*i+j] += h[3*i+k] * g[3*k+j]
			}
		}
	}
	return p
}

// normaliser moves the points' mean to 0 and their root mean square distance to 1.
func normaliser(p [][2]float64) Homography {
	var x, y, s float64
	for _, q := range p {
		x, y = x+q[0]/float64(len(p)), y+q[1]/float64(len(p))
	}
	for _, q := range p {
		s += ((q[0]-x)*(q[0]-x) + (q[1]-y)*(q[1]-y)) / float64(len(p))
	}
	if s = math.Sqrt(s); s == 0 {
		s = 1
	}
	return Homography{1 / s, 0, -x / s, 0, 1 / s, -y / s, 0, 0, 1}
}

// solve is Gauss's elimination with the largest pivot of each column.
func solve(m *[8][9]float64) (x [8]float64, ok bool) {
	for c := range 8 {
		best := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[best][c]) {
				best = r
			}
		}
		m[c], m[best] = m[best], m[c]
		if !(math.Abs(m[c][c]) > 1e-9) {
			return x, false
		}
		for r := range 8 {
			if r == c {
				continue
			}
			f := m[r][c] / m[c][c]
			for k := c; k < 9; k++ {
				m[r][k] -= f * m[c][k]
			}
		}
	}
	for c := range 8 {
		x[c] = m[c][8] / m[c][c]
	}
	return x, true
}
