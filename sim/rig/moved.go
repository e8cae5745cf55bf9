package rig

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/optics"
)

// moved is by how much, m along x and y, a picture lies beside what it was first, both [Ny][Nx] and as bright as they like: by least squares, steps of
// Gauss and Newton from the same place, or from where it fits best by whole cells where it has been knocked further. What is as bright as
// the brightest is left out, which may be full, and pixels that do not go with the rest, such as those that count in the dark.
func moved(g optics.Grid, first, now []float32) ([2]float64, error) {
	f := &matching{g: g, first: first, now: now, full: 0.9 * min(brightest(first), brightest(now))}
	var at [2]float64
	alike := f.refine(&at)
	if alike < enough {
		at = f.search()
		alike = f.refine(&at)
	}
	if !(alike >= enough) || math.Abs(at[0]) > float64(g.Nx)/3 || math.Abs(at[1]) > float64(g.Ny)/3 {
		return at, errs.New("of what it saw at first it sees ", math.Round(100*max(0, alike)), " % again: see that the light is on, and that nothing has been moved by a third of the plane")
	}
	return [2]float64{at[0] * g.Dx, at[1] * g.Dy}, nil
}

// enough is the correlation from which on two pictures are of the same.
const enough = 0.6

func brightest(v []float32) float32 {
	top := float32(0)
	for _, x := range v {
		top = max(top, x)
	}
	return top
}

type matching struct {
	g          optics.Grid
	first, now []float32
	full       float32
}

// refine goes on from a place, in samples, and tells how alike both are there: their correlation, from -1 to 1.
func (f *matching) refine(at *[2]float64) (alike float64) {
	var c comparison
	for range 30 {
		c = f.compare(*at, c)
		d := c.step()
		size := math.Hypot(d[0], d[1])
		if math.IsNaN(size) || !(c.alike > 0) {
			return 0
		}
		alike = c.alike
		if size > 2 {
			d[0], d[1] = 2*d[0]/size, 2*d[1]/size
		}
		at[0], at[1] = at[0]+d[0], at[1]+d[1]
		if size < 1e-4 {
			break
		}
	}
	return alike
}

// comparison is of a picture at a place with the first one.
type comparison struct {
	n, gain, even, alike, square float64 // pixels, how many times as bright, besides an even light; correlation; sum of the squared differences r
	gg                           [3]float64
	gr                           [2]float64 // sums of products of slopes, along x and y, and with r
}

// step is by how much further the picture lies.
func (c *comparison) step() [2]float64 {
	det := c.gg[0]*c.gg[2] - c.gg[1]*c.gg[1]
	return [2]float64{(c.gg[1]*c.gr[1] - c.gg[2]*c.gr[0]) / det, (c.gg[1]*c.gr[0] - c.gg[0]*c.gr[1]) / det}
}

// compare leaves out what differs from the first one, as bright as it was at the place before, by more than four times as much as all did there.
func (f *matching) compare(at [2]float64, before comparison) (c comparison) {
	g := f.g
	sx, sy := int(math.Floor(at[0])), int(math.Floor(at[1]))
	x0, x1 := max(1, 3-sx), min(g.Nx-1, g.Nx-4-sx)
	y0, y1 := max(1, 3-sy), min(g.Ny-1, g.Ny-4-sy)
	if x1-x0 < 8 || y1-y0 < 8 {
		return c
	}
	w, nx := shifted(g, f.now, x0-1, x1+1, y0-1, y1+1, at), x1-x0+2
	each := func(do func(v, a float64, k int)) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				k := (y-y0+1)*nx + x - x0 + 1
				if v, a := w[k], f.first[y*g.Nx+x]; v < f.full && a < f.full {
					do(float64(v), float64(a), k)
				}
			}
		}
	}
	var v1, a1, vv, aa, va float64
	trim := 4 * math.Sqrt(before.square/before.n)
	fits := func(v, a float64) bool { return !(math.Abs(v-before.gain*a-before.even) > trim) } // all the first time
	each(func(v, a float64, _ int) {
		if fits(v, a) {
			c.n, v1, a1, vv, aa, va = c.n+1, v1+v, a1+a, vv+v*v, aa+a*a, va+v*a
		}
	})
	vv, aa, va = vv-v1*v1/c.n, aa-a1*a1/c.n, va-v1*a1/c.n
	c.gain = va / aa
	c.even, c.alike = (v1-c.gain*a1)/c.n, va/math.Sqrt(vv*aa)
	each(func(v, a float64, k int) {
		if !fits(v, a) {
			return
		}
		gx, gy, r := float64(w[k+1]-w[k-1])/2, float64(w[k+nx]-w[k-nx])/2, v-c.gain*a-c.even
		c.gg[0], c.gg[1], c.gg[2] = c.gg[0]+gx*gx, c.gg[1]+gx*gy, c.gg[2]+gy*gy
		c.gr[0], c.gr[1], c.square = c.gr[0]+gx*r, c.gr[1]+gy*r, c.square+r*r
	})
	return c
}

// shifted are columns x0 to x1 and rows y0 to y1 of a picture that lies at a place: its samples (x + at[0], y + at[1]), as sampleAt has them. All they
// are made of lies within it.
func shifted(g optics.Grid, v []float32, x0, x1, y0, y1 int, at [2]float64) []float32 {
	sx, sy := int(math.Floor(at[0])), int(math.Floor(at[1]))
	wx, wy := lagrange(at[0]-float64(sx)), lagrange(at[1]-float64(sy))
	nx, ny := x1-x0, y1-y0
	rows := make([]float32, nx*(ny+5))
	for y := range ny + 5 {
		for x := range nx {
			p := v[(y0+sy-2+y)*g.Nx+x0+sx-2+x:]
			rows[y*nx+x] = float32(wx[0]*float64(p[0]) + wx[1]*float64(p[1]) + wx[2]*float64(p[2]) + wx[3]*float64(p[3]) + wx[4]*float64(p[4]) + wx[5]*float64(p[5]))
		}
	}
	out := make([]float32, nx*ny)
	for i := range out {
		for j, w := range wy {
			out[i] += float32(w) * rows[i+j*nx]
		}
	}
	return out
}

// search is where the picture fits best by whole cells, of which there are some fifty along each axis, up to a third of the plane away.
func (f *matching) search() [2]float64 {
	cell := max(1, min(f.g.Nx, f.g.Ny)/48)
	a, nx, ny := coarse(f.g, f.first, cell)
	v, _, _ := coarse(f.g, f.now, cell)
	best, at := math.Inf(-1), [2]float64{}
	for dy := -ny / 3; dy <= ny/3; dy++ {
		for dx := -nx / 3; dx <= nx/3; dx++ {
			var n, v1, a1, vv, aa, va float64
			for y := max(0, -dy); y < min(ny, ny-dy); y++ {
				for x := max(0, -dx); x < min(nx, nx-dx); x++ {
					p, q := a[y*nx+x], v[(y+dy)*nx+x+dx]
					n, v1, a1, vv, aa, va = n+1, v1+q, a1+p, vv+q*q, aa+p*p, va+p*q
				}
			}
			if c := (va - v1*a1/n) / math.Sqrt((vv-v1*v1/n)*(aa-a1*a1/n)); c > best {
				best, at = c, [2]float64{float64(dx * cell), float64(dy * cell)}
			}
		}
	}
	return at
}

// coarse are the means of cells.
func coarse(g optics.Grid, v []float32, cell int) (out []float64, nx, ny int) {
	nx, ny = g.Nx/cell, g.Ny/cell
	out = make([]float64, nx*ny)
	for y := range ny * cell {
		for x := range nx * cell {
			out[y/cell*nx+x/cell] += float64(v[y*g.Nx+x])
		}
	}
	return out, nx, ny
}
