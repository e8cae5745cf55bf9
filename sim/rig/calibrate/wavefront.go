package calibrate

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/element"
	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// wavefront finds the phase that light has on the phase panel besides what is shown, as it is seen from the middle of the camera. A
// superpixel and the one in the middle send their light there, all else is dark or sent aside, and by steps of the phase of both their
// interference tells how much later the one's comes (Cizmar, Mazilu and Dholakia, Nature Photonics 4, 388 (2010)). Zernike's polynomials 4 to 15
// are fitted to neighbours' differences, which are less than half a turn where phases are not, and are taken off from then on. A tilt belongs to the
// registration, and is left.
func wavefront(ctx context.Context, b *rig.Bench, r *Result) (err error) {
	p, err := newPair(b)
	if err != nil {
		return err
	}
	m := &b.Mounts[b.Stepper]
	was := m.Wavefront
	w := &tiles{pair: p, side: min(b.Design.Plane.Nx, b.Design.Plane.Ny) / tilesAcross}
	if err := shown(ctx, b, w.load([2]int{0, 0}, [2]int{w.side, 0}, 0, 0), b.Waits()); err != nil {
		return err
	}
	exposure, _, err := expose(ctx, b, &b.Object, 0.6)
	defer func() { back(ctx, &b.Object, exposure, &err) }()
	if err != nil {
		return err
	}
	found, _, err := w.measure(ctx, 0)
	if err != nil {
		return err
	}
	r.Zernike = found[3:]
	now := make([]float32, b.Design.Plane.Len())
	copy(now, was)
	for k := range now {
		z := w.modes(b.Design.Plane.X(k%b.Design.Plane.Nx), b.Design.Plane.Y(k/b.Design.Plane.Nx))
		for j, c := range found[3:] {
			now[k] += float32(c * z[3+j])
		}
	}
	// Tiles that lie across those that it was found by say how good it is.
	_, before, err := w.measure(ctx, w.side/2)
	if err != nil {
		return err
	}
	m.Wavefront = now
	_, after, err := w.measure(ctx, w.side/2)
	if err != nil {
		return err
	}
	r.Verified = append(r.Verified, Test{"wavefront", before, after, "waves rms", 0.003})
	return nil
}

// tilesAcross is how many superpixels lie side by side.
const tilesAcross = 8

// tiles are superpixels of a bench.
type tiles struct {
	*pair
	side int // px
}

// load has two tiles, by their middles in pixels from the axis, that send their light to the camera's middle, each a phase late.
func (w *tiles) load(a, c [2]int, turnA, turnC float64) plant.Load {
	g := w.b.Design.Plane
	l := w.b.Blank()
	near, phases := nearest(w.b.Mounts[w.holes]), rig.LevelsOf(w.b.Mounts[w.b.Stepper].Curve)
	dark, open := near(0), near(1)
	board := [2]uint16{phases.Nearest(0), phases.Nearest(math.Pi)}
	lens := -math.Pi / (w.b.Design.Wavelength * way(w.b))
	in := func(t [2]int, x, y int) bool {
		x, y = x-g.Nx/2-t[0]+w.side/2, y-g.Ny/2-t[1]+w.side/2
		return x >= 0 && x < w.side && y >= 0 && y < w.side
	}
	for k := range g.Len() {
		x, y := k%g.Nx, k/g.Nx
		turn := turnA
		switch {
		case in(a, x, y):
		case in(c, x, y):
			turn = turnC
		default:
			l[w.holes][k], l[w.b.Stepper][k] = dark, board[(x+y)%2]
			continue
		}
		l[w.holes][k] = open
		l[w.b.Stepper][k] = phases.Nearest(turn + lens*(g.X(x)*g.X(x)+g.Y(y)*g.Y(y)))
	}
	return l
}

// modes are 1, x, y and Zernike's polynomials 4 to 15 at a place, m.
func (w *tiles) modes(x, y float64) (z [15]float64) {
	g := w.b.Design.Plane
	radius := math.Hypot(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy) / 2
	z[0], z[1], z[2] = 1, x/radius, y/radius
	for j, nm := range [12][2]int{{2, 0}, {2, -2}, {2, 2}, {3, -1}, {3, 1}, {3, -3}, {3, 3}, {4, 0}, {4, 2}, {4, -2}, {4, 4}, {4, -4}} {
		z[3+j] = element.ZernikeAt(nm[0], nm[1], x/radius, y/radius)
	}
	return z
}

// measure is the fit of modes to the phases of all tiles, that are moved by some pixels, and how far the phases are from a plane,
// waves, root mean square.
func (w *tiles) measure(ctx context.Context, aside int) (c []float64, rms float64, err error) {
	g := w.b.Design.Plane
	spot := rig.Rect{X: g.Nx/2 - 1, Y: g.Ny/2 - 1, Nx: 3, Ny: 3}
	reach := func(n int) int { return (n/2 - w.side + w.side/2) / w.side }
	nx, ny := reach(g.Nx), reach(g.Ny)
	type tile struct{ x, y int }
	var order []tile
	name := "superpixels"
	if aside != 0 {
		name = "superpixels that lie across them"
	}
	phase, place := map[tile]complex128{}, map[tile][15]float64{}
	for j := -ny; j <= ny; j++ {
		for i := -nx; i <= nx; i++ {
			tell(ctx, name, (j+ny)*(2*nx+1)+i+nx, (2*nx+1)*(2*ny+1))
			at := [2]int{i*w.side + aside, j*w.side + aside}
			if i == 0 && j == 0 || max(at[0], 0)+w.side/2 > g.Nx/2 || max(at[1], 0)+w.side/2 > g.Ny/2 || aside > 0 && i >= -1 && i < 1 && j >= -1 && j < 1 {
				continue // the one in the middle, those that lie on it, and those beyond the edge
			}
			var loads []plant.Load
			for k := range 8 {
				loads = append(loads, w.load([2]int{}, at, float64(k/4)*math.Pi, float64(k%4)*math.Pi/2))
			}
			light, err := w.b.Intensity(ctx, loads)
			if err != nil {
				return nil, 0, err
			}
			// The part that turns with both: light that neither changes is in no such one. Of tiles that are far apart fringes are as narrow
			// as three pixels, and so pixels are added as they are turned there.
			var z complex128
			for y := spot.Y; y < spot.Y+spot.Ny; y++ {
				for x := spot.X; x < spot.X+spot.Nx; x++ {
					turn := 2 * math.Pi / (w.b.Design.Wavelength * way(w.b)) * (float64(at[0])*g.Dx*g.X(x) + float64(at[1])*g.Dy*g.Y(y))
					for k := range light {
						v := float64(light[k][y*g.Nx+x])
						z += complex(v*float64(1-2*(k/4)), 0) * cmplx.Rect(1, turn-float64(k%4)*math.Pi/2)
					}
				}
			}
			order = append(order, tile{i, j})
			phase[tile{i, j}] = z
			middle := func(n int) float64 { return float64(n) - float64(w.side/2) + float64(w.side-1)/2 }
			place[tile{i, j}] = w.modes(middle(at[0])*g.Dx, middle(at[1])*g.Dy)
		}
	}
	var rows [][]float64
	for _, t := range order {
		z := phase[t]
		for _, d := range [2]tile{{1, 0}, {0, 1}} {
			next := tile{t.x + d.x, t.y + d.y}
			if other, ok := phase[next]; ok {
				row := make([]float64, 15)
				for k := 1; k < 15; k++ {
					row[k-1] = place[next][k] - place[t][k]
				}
				row[14] = cmplx.Phase(other * cmplx.Conj(z))
				rows = append(rows, row)
			}
		}
	}
	slopes, ok := least(rows)
	if !ok {
		return nil, 0, errs.New("calibrate: ", len(phase), " superpixels tell no wavefront")
	}
	c = append([]float64{0}, slopes...)
	expected := func(t tile) (sum float64) {
		for k, v := range place[t] {
			sum += c[k] * v
		}
		return sum
	}
	// Around what the differences tell the phases themselves are known.
	var mean complex128
	for _, t := range order {
		z := phase[t]
		mean += z * cmplx.Rect(1/cmplx.Abs(z), -expected(t))
	}
	if cmplx.Abs(mean) < 0.5*float64(len(phase)) {
		return nil, 0, errs.New("calibrate: the superpixels' phases belong to no smooth wavefront: aberrations are more than half a turn from one to the next, or no light interferes")
	}
	c[0] = cmplx.Phase(mean)
	rows = nil
	var planes [][]float64
	for _, t := range order {
		z := phase[t]
		v := expected(t)
		v += math.Remainder(cmplx.Phase(z)-v, 2*math.Pi)
		p := place[t]
		rows = append(rows, append(append([]float64(nil), p[:]...), v))
		planes = append(planes, []float64{1, p[1], p[2], v})
	}
	if c, ok = least(rows); !ok {
		return nil, 0, errs.New("calibrate: ", len(phase), " superpixels tell no wavefront")
	}
	plane, _ := least(planes)
	for _, p := range planes {
		d := p[3] - plane[0] - plane[1]*p[1] - plane[2]*p[2]
		rms += d * d / float64(len(planes))
	}
	return c, math.Sqrt(rms) / (2 * math.Pi), nil
}
