package calibrate

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// Panels is where the first panel, which makes holes, has what the phase panel has, onto which a relay of two lenses images it.
type Panels struct {
	Orientation string `json:"orientation"` // as the marks have it
	// Affine, Homography and Bent are how far the dots are from the nearest map of each kind, px rms; the simplest is kept unless
	// another is clearly nearer. Bent, which aberrations make where the panels do not lie exactly one upon the other, is sought by more dots, where both
	// others leave something; else it is 0.
	Affine     float64 `json:"affine"`
	Homography float64 `json:"homography"`
	Bent       float64 `json:"bent,omitempty"`
	Kept       string  `json:"kept"`
	// Residuals are x and y on the phase panel, and how far aside the dot is on the first, all in px.
	Residuals [][4]float64 `json:"residuals"`
}

func (p Panels) text() string {
	bent := ""
	if p.Bent > 0 {
		bent = errs.New(", ", round(p.Bent, 3), " from one that aberrations bend").Error()
	}
	return errs.New("the first panel is imaged ", p.Orientation, "; ", len(p.Residuals), " dots are ", round(p.Affine, 3), " px rms from an affine map, ", round(p.Homography, 3), " from a homography", bent, ": the ", p.Kept, " is kept").Error()
}

// orientations are the maps of a square onto itself, by rows.
var orientations = []struct {
	name string
	m    [4]float64
}{
	{"upright", [4]float64{1, 0, 0, 1}}, {"turned by half a turn", [4]float64{-1, 0, 0, -1}},
	{"turned to the left", [4]float64{0, -1, 1, 0}}, {"turned to the right", [4]float64{0, 1, -1, 0}},
	{"mirrored left to right", [4]float64{-1, 0, 0, 1}}, {"mirrored top to bottom", [4]float64{1, 0, 0, -1}},
	{"mirrored at the diagonal", [4]float64{0, 1, 1, 0}}, {"mirrored at the other diagonal", [4]float64{0, -1, -1, 0}},
}

// mostApart is how far dots may be from a map, px rms.
const mostApart = 0.5

// slmSLM registers the second panel against the first: dots of the phase panel are sought with holes of the first. The power of a
// hole's light that comes through the dot, over the places of the hole, is centred where the dot is, however the overlap
// of both spreads on its way to the camera. Marks at the corners tell before that how the relay turns and mirrors. What is found is where light goes:
// behind a panel that stands a millimetre off its image aberrations move it, and bend the map.
func slmSLM(ctx context.Context, b *rig.Bench, r *Result) (err error) {
	p, err := newPair(b)
	if err != nil {
		return err
	}
	// All frames see the same of the panels' flicker, by which a dot's light changes more than by the hole.
	defer func(was bool) { b.Synchronised = was }(b.Synchronised)
	b.Synchronised = true
	m := &b.Mounts[p.holes]
	was := *m
	m.Registration, m.Bent, m.Flat, m.Axial = rig.Homography{}, nil, nil, 0
	g := b.Design.Plane
	bright := p.corner(0, 0)
	bright.hole = rig.Rect{Nx: g.Nx, Ny: g.Ny} // wherever the relay images it
	exposure, err := p.exposed(ctx, bright)
	defer func() { back(ctx, &b.Object, exposure, &err) }()
	if err != nil {
		return err
	}
	if err := p.darkest(ctx); err != nil {
		return err
	}
	o, err := p.orientation(ctx)
	if err != nil {
		return err
	}
	at := rig.Homography{o.m[0], o.m[1], 0, o.m[2], o.m[3], 0, 0, 0, 1}
	coarse := *p
	coarse.step *= 2
	if _, err := coarse.exposed(ctx, coarse.narrow(0, 0, 0, 0, 0, 0)); err != nil {
		return err
	}
	middle, err := coarse.find(ctx, at, 0, 0)
	if err != nil {
		return err
	}
	p.facing = coarse.facing
	if _, err := p.exposed(ctx, p.narrow(0, 0, 0, 0, 0, 0)); err != nil {
		return err
	}
	at[2], at[5] = middle.to[0]-at[0]*middle.from[0]-at[1]*middle.from[1], middle.to[1]-at[3]*middle.from[0]-at[4]*middle.from[1]
	dots, err := p.dots(ctx, at, inner)
	if err != nil {
		return err
	}
	found, kept := Panels{Orientation: o.name}, new(rig.Mount)
	if err := found.simple(kept, dots, g.Dx); err != nil {
		return err
	}
	if min(found.Affine, found.Homography) > leastBent {
		more, err := p.dots(ctx, kept.Registration, outer)
		if err != nil {
			return err
		}
		if err := found.bent(kept, append(dots, more...), b); err != nil {
			return err
		}
		dots = append(dots, more...)
	}
	from, to := places(dots)
	now := whereOf(kept)
	if off := apart(now, from, to) / g.Dx; off > mostApart {
		return errs.New("calibrate: dots are ", round(off, 2), " px rms from the nearest map, and tell none: see to the panels' curves, and that fringing and aberrations leave the dots' light together")
	}
	for i := range from {
		x, y := now(from[i][0], from[i][1])
		found.Residuals = append(found.Residuals, [4]float64{from[i][0] / g.Dx, from[i][1] / g.Dx, (to[i][0] - x) / g.Dx, (to[i][1] - y) / g.Dx})
	}
	// Other dots say how good it is.
	dots, err = p.dots(ctx, kept.Registration, [][2]float64{{-0.5, -0.8}, {0.8, -0.5}, {0.5, 0.8}, {-0.8, 0.5}})
	if err != nil {
		return err
	}
	from, to = places(dots)
	before := whereOf(&was)
	m.Registration, m.Bent, m.Flat, m.Axial = kept.Registration, kept.Bent, was.Flat, was.Axial
	r.Panels = &found
	r.Verified = append(r.Verified, Test{"first panel beside the phase panel", apart(before, from, to) / g.Dx, apart(now, from, to) / g.Dx, "px rms", 0.03})
	return nil
}

// inner and outer are where dots are, as shares of how far they can be from the axis; together they are five by five.
var inner, outer = func() (in, out [][2]float64) {
	for j := -2; j <= 2; j++ {
		for i := -2; i <= 2; i++ {
			if p := [2]float64{float64(i) / 2, float64(j) / 2}; i%2 == 0 && j%2 == 0 {
				in = append(in, p)
			} else {
				out = append(out, p)
			}
		}
	}
	return in, out
}()

// leastBent is what a simple map may leave, px rms, before a bend is sought.
const leastBent = 0.05

// simple gives a mount the affine map of dots, or their homography where that is clearly nearer.
func (f *Panels) simple(m *rig.Mount, dots []dot, dx float64) error {
	from, to := places(dots)
	h, err := rig.FitHomography(from, to)
	if err != nil {
		return err
	}
	a, ok := affine(from, to)
	if !ok {
		return errs.New("calibrate: the dots tell no affine map")
	}
	f.Affine, f.Homography = apart(a.At, from, to)/dx, apart(h.At, from, to)/dx
	m.Registration, f.Kept = a, "affine map"
	if f.Homography < 0.6*f.Affine {
		m.Registration, f.Kept = h, "homography"
	}
	return nil
}

// bent gives it the map of dots that aberrations bend, where that is clearly nearer than a simple one.
func (f *Panels) bent(m *rig.Mount, dots []dot, b *rig.Bench) error {
	g := b.Design.Plane
	if err := f.simple(m, dots, g.Dx); err != nil {
		return err
	}
	from, to := places(dots)
	bent, err := rig.FitBent(from, to, math.Min(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy)/2)
	if err != nil {
		return err
	}
	// As many numbers as a bend has come nearer to any dots.
	free := math.Sqrt(float64(2*len(dots)) / float64(2*len(dots)-6-len(bent.Terms)))
	if f.Bent = apart(bent.At, from, to) / g.Dx; f.Bent*free < 0.6*min(f.Affine, f.Homography) {
		m.Bent, f.Kept = bent, "map that aberrations bend"
	}
	return nil
}

// whereOf is where a panel has places of the plane.
func whereOf(m *rig.Mount) func(x, y float64) (float64, float64) {
	switch {
	case m.Bent != nil:
		return m.Bent.At
	case m.Registration == (rig.Homography{}):
		return rig.Same.At
	}
	return m.Registration.At
}

// orientation is that by which holes at the corners come through marks at the corners.
func (p *pair) orientation(ctx context.Context) (best struct {
	name string
	m    [4]float64
}, err error) {
	corner := func(k int) (x, y float64) { return float64(k%2*2 - 1), float64(k/2*2 - 1) }
	var corners []sight
	for h := range 4 {
		for d := range 4 {
			corners = append(corners, p.corner(h, d))
		}
	}
	seen, err := p.through(ctx, corners)
	if err != nil {
		return best, err
	}
	light := make([]float64, len(seen))
	for i, v := range seen {
		light[i] = p.inside(v, corners[i].at)
	}
	// Each mark counts alike: fringing and aberrations take light from one more than from another.
	var share [4][4]float64 // [hole][mark]
	for d := range 4 {
		all := 0.0
		for h := range 4 {
			all += math.Max(0, light[4*h+d])
		}
		for h := range 4 {
			share[h][d] = math.Max(0, light[4*h+d]) / math.Max(all, math.SmallestNonzeroFloat64)
		}
	}
	most, next := 0.0, 0.0
	for _, o := range orientations {
		sum := 0.0
		for d := range 4 {
			x, y := corner(d)
			hx, hy := o.m[0]*x+o.m[1]*y, o.m[2]*x+o.m[3]*y
			sum += share[int(hx+1)/2+int(hy+1)/2*2][d]
		}
		if sum > most {
			most, next, best = sum, most, o
		} else if sum > next {
			next = sum
		}
	}
	if most < 2.4 || most < next+0.8 { // of 4, where a wrong one has 2 at most
		return best, errs.New("calibrate: holes of the first panel do not come through marks of the phase panel: see whether the relay images the one onto the other")
	}
	return best, nil
}

// apart is how far places are from where a map has them, root mean square.
func apart(where func(x, y float64) (float64, float64), from, to [][2]float64) float64 {
	sum := 0.0
	for i, p := range from {
		x, y := where(p[0], p[1])
		sum += (math.Pow(x-to[i][0], 2) + math.Pow(y-to[i][1], 2)) / float64(len(from))
	}
	return math.Sqrt(sum)
}

// affine is the affine map nearest to places.
func affine(from, to [][2]float64) (h rig.Homography, ok bool) {
	h[8] = 1
	for c := range 2 {
		var rows [][]float64
		for i, p := range from {
			rows = append(rows, []float64{p[0] * 1e4, p[1] * 1e4, 1, to[i][c] * 1e4})
		}
		v, ok := least(rows)
		if !ok {
			return h, false
		}
		h[3*c], h[3*c+1], h[3*c+2] = v[0], v[1], v[2]/1e4
	}
	return h, true
}
