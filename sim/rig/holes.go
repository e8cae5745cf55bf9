package rig

import (
	"math"

	"talbot/sim/optics"
)

// probes are loads and D times their fields: see MeasureSymmetry.
type probes struct{ shown, seen [][]complex64 }

// hole is where one has been shown on its panel, m, and the left side of each load's equation: see Align.
type hole struct {
	x, y float64
	left []complex128
}

// left are the sums of a field with all loads.
func (p *probes) left(field []float32) []complex128 {
	left := make([]complex128, len(p.shown))
	inTurn(len(left), func() func(int) {
		return func(k int) {
			var re, im float64
			for i, a := range p.shown[k] {
				v := a * complex(field[2*i], field[2*i+1])
				re, im = re+float64(real(v)), im+float64(imag(v))
			}
			left[k] = complex(re, im)
		}
	})
	return left
}

// alike is how much of a hole's left side the right side of one at (x, y) explains: the power of its projection. By noise of
// the left side, which is the same for all loads, it is the likelihood of that place, up to a factor and a constant.
func (p *probes) alike(g optics.Grid, left []complex128, x, y, radius float64) float64 {
	cx, cy, rx, ry := x/g.Dx+float64(g.Nx/2), y/g.Dy+float64(g.Ny/2), radius/g.Dx, radius/g.Dy
	i0, i1 := max(int(cx-rx), 0), min(int(cx+rx)+2, g.Nx)
	j0, j1 := max(int(cy-ry), 0), min(int(cy+ry)+2, g.Ny)
	if i0 >= i1 || j0 >= j1 {
		return 0
	}
	light := make([]float64, 0, (i1-i0)*(j1-j0))
	for j := j0; j < j1; j++ {
		for i := i0; i < i1; i++ {
			light = append(light, soft(g.X(i)-x, g.Y(j)-y, radius))
		}
	}
	var sum complex128
	power := 0.0
	for k, f := range p.seen {
		var re, im float64
		for j := j0; j < j1; j++ {
			row := f[j*g.Nx+i0:][:i1-i0]
			for i, a := range light[(j-j0)*(i1-i0):][:len(row)] {
				re, im = re+a*float64(real(row[i])), im+a*float64(imag(row[i]))
			}
		}
		sum += left[k] * complex(re, -im)
		power += re*re + im*im
	}
	if power == 0 {
		return 0
	}
	return (real(sum)*real(sum) + imag(sum)*imag(sum)) / power
}

// aside is by how much a panel's places are aside: a shift, m, and what is added to it by each m along x and y.
type aside [6]float64

func (a aside) at(x, y float64) (float64, float64) {
	return x + a[0] + a[2]*x + a[3]*y, y + a[1] + a[4]*x + a[5]*y
}

func (a aside) homography() Homography {
	return Homography{1 + a[2], a[3], a[0], a[4], 1 + a[5], a[1], 0, 0, 1}
}

// placed is where the panel of some holes has its places, by all of them together, which a single one that is dim tells badly; and how far
// that may be wrong, m, root mean square over them: by half of how far two halves of the holes, every other one, differ.
func (p *probes) placed(g optics.Grid, holes []hole, radius float64) (all aside, far float64) {
	all = p.likeliest(g, holes, radius, aside{}, 2*g.Dx, 4)
	var half [2]aside
	for k := range half {
		var some []hole
		for i, h := range holes {
			if i%2 == k {
				some = append(some, h)
			}
		}
		half[k] = p.likeliest(g, some, radius, aside{}, 2*g.Dx, 4)
	}
	square := 0.0
	for _, h := range holes {
		x0, y0 := half[0].at(h.x, h.y)
		x1, y1 := half[1].at(h.x, h.y)
		square += ((x1-x0)*(x1-x0) + (y1-y0)*(y1-y0)) / 4 / float64(len(holes))
	}
	return all, math.Sqrt(square)
}

// likeliest is where some holes together are likeliest: the best of so many whole steps of a shift to each side, and from there by steps of all that
// a panel may be aside, halved until they are a 64th of a pixel where the holes are furthest out.
func (p *probes) likeliest(g optics.Grid, holes []hole, radius float64, from aside, step float64, whole int) aside {
	alike := func(a aside) float64 {
		each := make([]float64, len(holes))
		inTurn(len(holes), func() func(int) {
			return func(i int) {
				x, y := a.at(holes[i].x, holes[i].y)
				each[i] = p.alike(g, holes[i].left, x, y, radius)
			}
		})
		sum := 0.0
		for _, v := range each {
			sum += v
		}
		return sum
	}
	best, at := alike(from), from
	for j := -whole; j <= whole; j++ {
		for i := -whole; i <= whole; i++ {
			a := from
			a[0], a[1] = a[0]+float64(i)*step, a[1]+float64(j)*step
			if v := alike(a); v > best {
				best, at = v, a
			}
		}
	}
	out := place(spotsAcross-1) * math.Min(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy)
	for step > g.Dx/64 {
		moved := false
		for k := range at {
			by := step
			if k > 1 {
				by /= out
			}
			for _, sign := range [2]float64{1, -1} {
				a := at
				a[k] += sign * by
				if v := alike(a); v > best {
					best, at, moved = v, a, true
					break
				}
			}
		}
		if !moved {
			step /= 2
		}
	}
	return at
}
