package element

import (
	"math"

	"talbot/sim/optics"
)

func open(yes bool) complex128 {
	if yes {
		return 1
	}
	return 0
}

// Circle is a round hole of the given radius, m.
func Circle(radius float64) optics.Profile {
	return func(x, y float64) complex128 { return open(x*x+y*y < radius*radius) }
}

// Disc is a round obstacle of the given radius, m.
func Disc(radius float64) optics.Profile {
	return func(x, y float64) complex128 { return open(x*x+y*y >= radius*radius) }
}

// Rectangle is a hole of the given widths along x and y, m; an infinite one makes
// a slit.
func Rectangle(wx, wy float64) optics.Profile {
	return func(x, y float64) complex128 { return open(math.Abs(x) < wx/2 && math.Abs(y) < wy/2) }
}

// Slit is a slit along y, of the given width, m.
func Slit(width float64) optics.Profile { return Rectangle(width, math.Inf(1)) }

// DoubleSlit is two slits along y whose middles are separation metres apart.
func DoubleSlit(width, separation float64) optics.Profile {
	return func(x, _ float64) complex128 { return open(math.Abs(math.Abs(x)-separation/2) < width/2) }
}

// KnifeEdge is an edge along y that lets light pass at x > 0.
func KnifeEdge() optics.Profile {
	return func(x, _ float64) complex128 { return open(x > 0) }
}

// Smooth makes the edges of a hard aperture on g anti-aliased: each sample gets the
// mean of e over its pixel, from n x n points. It does so along axes with more than
// one sample.
func Smooth(e optics.Profile, g optics.Grid, n int) optics.Profile {
	nx, ny := n, n
	if g.Nx == 1 {
		nx = 1
	}
	if g.Ny == 1 {
		ny = 1
	}
	return func(x, y float64) complex128 {
		var sum complex128
		for j := range ny {
			v := y + ((float64(j)+0.5)/float64(ny)-0.5)*g.Dy
			for i := range nx {
				sum += e(x+((float64(i)+0.5)/float64(nx)-0.5)*g.Dx, v)
			}
		}
		return sum / complex(float64(nx*ny), 0)
	}
}
