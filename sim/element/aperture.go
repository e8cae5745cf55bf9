package element

import (
	"math"

	"talbot/sim/optics"
)

// inside is the transmission d inside an edge of something of the given size: 1, and
// 0 outside. On the edge, to what coordinates round, it is the mean of both sides.
func inside(d, size float64) float64 {
	switch near := 1e-9 * size; {
	case math.IsInf(d, 1) || d > near:
		return 1
	case d < -near || size <= 0:
		return 0
	}
	return 0.5
}

// between is the transmission at x of a hole of width w around x = 0.
func between(x, w float64) float64 { return inside(w/2-math.Abs(x), w) }

// Circle is a round hole of the given radius, m.
func Circle(radius float64) optics.Profile {
	return func(x, y float64) complex128 { return complex(inside(radius-math.Sqrt(x*x+y*y), radius), 0) }
}

// Disc is a round obstacle of the given radius, m.
func Disc(radius float64) optics.Profile {
	return func(x, y float64) complex128 { return complex(1-inside(radius-math.Sqrt(x*x+y*y), radius), 0) }
}

// Rectangle is a hole of the given widths along x and y, m; an infinite one makes
// a slit.
func Rectangle(wx, wy float64) optics.Profile {
	return func(x, y float64) complex128 { return complex(between(x, wx)*between(y, wy), 0) }
}

// Slit is a slit along y, of the given width, m.
func Slit(width float64) optics.Profile { return Rectangle(width, math.Inf(1)) }

// DoubleSlit is two slits along y whose middles are separation metres apart; where that
// is less than their width, they are one slit.
func DoubleSlit(width, separation float64) optics.Profile {
	separation = math.Abs(separation)
	if width <= 0 {
		return Slit(0)
	}
	if separation <= width*(1+1e-9) { // they touch, and are one
		return Slit(separation + width)
	}
	return func(x, _ float64) complex128 {
		return complex(inside(width/2-math.Abs(math.Abs(x)-separation/2), separation), 0)
	}
}

// KnifeEdge is an edge along y that lets light pass at x > 0.
func KnifeEdge() optics.Profile {
	const size = 1e-6 // it has none, and no coordinate in metres rounds by 1e-15
	return func(x, _ float64) complex128 { return complex(inside(x, size), 0) }
}
