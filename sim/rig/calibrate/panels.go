package calibrate

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Panels is where the first panel, which makes holes, has what the phase panel has, onto which a relay of two lenses images it.
type Panels struct {
	Orientation string `json:"orientation"` // as the marks have it
	// Affine and Homography are how far the dots are from the nearest map of each kind, px rms; Registration is the simpler one unless the
	// other is clearly nearer.
	Affine     float64 `json:"affine"`
	Homography float64 `json:"homography"`
	Kept       string  `json:"kept"`
	// Residuals are x and y on the phase panel, and how far aside the dot is on the first, all in px.
	Residuals [][4]float64 `json:"residuals"`
}

func (p Panels) text() string {
	return errs.New("the first panel is imaged ", p.Orientation, "; 9 dots are ", round(p.Affine, 3), " px rms from an affine map and ", round(p.Homography, 3), " from a homography: the ", p.Kept, " is kept").Error()
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

// dotSide is the narrow side of a dot in steps, and dotReach how many steps holes go to each side of it.
const dotSide, dotReach = 3, 5

// mostApart is how far dots may be from a map, px rms.
const mostApart = 0.5

// pair is a bench of which the first panel makes holes, and the second sends the light of dots towards the middle of the camera, and all
// other light far aside by a checkerboard.
type pair struct {
	b     *rig.Bench
	holes int
	step  int // px
}

// slmSLM registers the second panel against the first: dots of the phase panel are sought with holes of the first. The power of a
// hole's light that comes through the dot is, summed over all places of the hole, centred where the dot is, however the overlap
// of both spreads on its way to the camera. Marks at the corners tell before that how the relay turns and mirrors.
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
	m.Registration, m.Flat, m.Axial = rig.Homography{}, nil, 0
	g := b.Design.Plane
	whole := rig.Rect{Nx: g.Nx, Ny: g.Ny}
	if err := shown(ctx, b, p.load(whole, rig.Rect{X: g.Nx/2 - dotSide*p.step, Y: g.Ny/2 - dotSide*p.step, Nx: 2 * dotSide * p.step, Ny: 2 * dotSide * p.step}, 0), b.Waits()); err != nil {
		return err
	}
	exposure, _, err := expose(ctx, b, &b.Object, 0.7)
	defer func() { back(ctx, &b.Object, exposure, &err) }()
	if err != nil {
		return err
	}
	o, err := p.orientation(ctx)
	if err != nil {
		return err
	}
	at := rig.Homography{o.m[0], o.m[1], 0, o.m[2], o.m[3], 0, 0, 0, 1}
	coarse := *p
	coarse.step *= 2
	middle, err := coarse.find(ctx, at, 0, 0)
	if err != nil {
		return err
	}
	at[2], at[5] = middle.to[0]-at[0]*middle.from[0]-at[1]*middle.from[1], middle.to[1]-at[3]*middle.from[0]-at[4]*middle.from[1]
	dots, err := p.dots(ctx, at, [][2]float64{{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {0, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}})
	if err != nil {
		return err
	}
	var from, to [][2]float64
	for _, d := range dots {
		from, to = append(from, d.from), append(to, d.to)
	}
	dx := g.Dx
	found := Panels{Orientation: o.name, Kept: "affine map"}
	h, err := rig.FitHomography(from, to)
	if err != nil {
		return err
	}
	a, ok := affine(from, to)
	if !ok {
		return errs.New("calibrate: the dots tell no affine map")
	}
	found.Affine, found.Homography = apart(a, from, to)/dx, apart(h, from, to)/dx
	m.Registration = a
	if found.Homography < 0.6*found.Affine {
		m.Registration, found.Kept = h, "homography"
	}
	if off := apart(m.Registration, from, to) / dx; off > mostApart {
		return errs.New("calibrate: dots are ", round(off, 2), " px rms from the nearest map, and tell none: see to the panels' curves, and that fringing and aberrations leave the dots' light together")
	}
	for i := range from {
		x, y := m.Registration.At(from[i][0], from[i][1])
		found.Residuals = append(found.Residuals, [4]float64{from[i][0] / dx, from[i][1] / dx, (to[i][0] - x) / dx, (to[i][1] - y) / dx})
	}
	now := m.Registration
	m.Registration = rig.Homography{} // holes are shown where the panel has them
	// Other dots say how good it is.
	dots, err = p.dots(ctx, now, [][2]float64{{-0.5, -0.8}, {0.8, -0.5}, {0.5, 0.8}, {-0.8, 0.5}})
	if err != nil {
		return err
	}
	from, to = nil, nil
	for _, d := range dots {
		from, to = append(from, d.from), append(to, d.to)
	}
	before := was.Registration
	if before == (rig.Homography{}) {
		before = rig.Same
	}
	m.Registration, m.Flat, m.Axial = now, was.Flat, was.Axial
	r.Panels = &found
	r.Verified = append(r.Verified, Test{"first panel beside the phase panel", apart(before, from, to) / dx, apart(now, from, to) / dx, "px rms", 0.03})
	return nil
}

func newPair(b *rig.Bench) (*pair, error) {
	p := &pair{b: b, holes: -1, step: max(1, min(b.Design.Plane.Nx, b.Design.Plane.Ny)/32)}
	for i, m := range b.Mounts {
		if m.SLM.Info().Kind == rig.Amplitude && p.holes < 0 {
			p.holes = i
		}
	}
	if p.holes < 0 || b.Stepper <= p.holes {
		return nil, errs.New("calibrate: a panel that can be dark must stand before one that turns the phase")
	}
	for i := p.holes; i < b.Stepper; i++ {
		if b.Design.Gaps[i] > 0 {
			return nil, errs.New("calibrate: the first panel must be imaged onto the phase panel, and the bench has ", b.Design.Gaps[i], " m between them")
		}
	}
	if way(b) == 0 {
		return nil, errs.New("calibrate: the phase panel must not be imaged onto the camera, which does not see what it sends aside then")
	}
	if n := min(b.Design.Plane.Nx, b.Design.Plane.Ny); n < 4*(dotReach+dotSide)*p.step {
		return nil, errs.New("calibrate: a plane of ", b.Design.Plane.String(), " is too small for dots: want ", 4*(dotReach+dotSide), " pixels across")
	}
	return p, nil
}

// load has a hole of the first panel, and a dot on the phase panel whose light is a phase late.
func (p *pair) load(hole, dot rig.Rect, turn float64) plant.Load {
	l, g := p.b.Blank(), p.b.Design.Plane
	near, phases := nearest(p.b.Mounts[p.holes]), rig.LevelsOf(p.b.Mounts[p.b.Stepper].Curve)
	dark, open := near(0), near(1)
	board := [2]uint16{phases.Nearest(0), phases.Nearest(math.Pi)}
	lens := -math.Pi / (p.b.Design.Wavelength * way(p.b))
	// The light of a dot is sent half the way to the camera's middle, of which panels with coarse pixels can do no more.
	to := [2]float64{g.X(dot.X+dot.Nx/2) / 2, g.Y(dot.Y+dot.Ny/2) / 2}
	in := func(r rig.Rect, x, y int) bool { return x >= r.X && x < r.X+r.Nx && y >= r.Y && y < r.Y+r.Ny }
	for k := range g.Len() {
		x, y := k%g.Nx, k/g.Nx
		l[p.holes][k], l[p.b.Stepper][k] = dark, board[(x+y)%2]
		if in(hole, x, y) {
			l[p.holes][k] = open
		}
		if in(dot, x, y) {
			dx, dy := g.X(x)-to[0], g.Y(y)-to[1]
			l[p.b.Stepper][k] = phases.Nearest(turn + lens*(dx*dx+dy*dy))
		}
	}
	return l
}

// through is the power of each hole's light that comes through the dot of the same number: the mean over two phases of the dot, in which no
// interference with what else leaks is, and less what comes without the dot.
func (p *pair) through(ctx context.Context, holes, dots []rig.Rect) ([]float64, error) {
	var loads []plant.Load
	for i, h := range holes {
		loads = append(loads, p.load(h, dots[i], 0), p.load(h, dots[i], math.Pi), p.load(h, rig.Rect{}, 0))
	}
	g := p.b.Design.Plane
	light, err := powers(ctx, p.b, loads, rig.Rect{Nx: g.Nx, Ny: g.Ny})
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(holes))
	for i := range out {
		out[i] = (light[3*i]+light[3*i+1])/2 - light[3*i+2]
	}
	return out, nil
}

// orientation is that by which holes at the corners come through marks at the corners.
func (p *pair) orientation(ctx context.Context) (best struct {
	name string
	m    [4]float64
}, err error) {
	g := p.b.Design.Plane
	side := min(g.Nx, g.Ny) / 4
	corner := func(k int) (x, y float64) { return float64(k%2*2 - 1), float64(k/2*2 - 1) }
	mark := func(k int) rig.Rect {
		x, y := corner(k)
		return rig.Rect{X: g.Nx/2 + int(x)*side - side/2, Y: g.Ny/2 + int(y)*side - side/2, Nx: side, Ny: side}
	}
	var holes, marks []rig.Rect
	for h := range 4 {
		for d := range 4 {
			holes, marks = append(holes, mark(h)), append(marks, mark(d))
		}
	}
	light, err := p.through(ctx, holes, marks)
	if err != nil {
		return best, err
	}
	most, next, all := 0.0, 0.0, 0.0
	for h := range 4 {
		for d := range 4 {
			all += math.Max(0, light[4*h+d])
		}
	}
	for _, o := range orientations {
		sum := 0.0
		for d := range 4 {
			x, y := corner(d)
			hx, hy := o.m[0]*x+o.m[1]*y, o.m[2]*x+o.m[3]*y
			h := int(hx+1)/2 + int(hy+1)/2*2
			sum += light[4*h+d]
		}
		if sum > most {
			most, next, best = sum, most, o
		} else if sum > next {
			next = sum
		}
	}
	if most < 0.5*all || most < 1.5*next {
		return best, errs.New("calibrate: holes of the first panel do not come through marks of the phase panel: see whether the relay images the one onto the other")
	}
	return best, nil
}

// dot is a place of the phase panel and that of the first panel that is imaged there, m. Light that falls off by a third towards the edge
// moves it by some hundredths of a pixel.
type dot struct{ from, to [2]float64 }

// dots are those at some places, as shares of how far they can be from the axis.
func (p *pair) dots(ctx context.Context, at rig.Homography, places [][2]float64) ([]dot, error) {
	g := p.b.Design.Plane
	reach := func(n int) float64 { return float64(n/2 - (dotReach+1)*p.step) }
	var all []dot
	for _, q := range places {
		x, y := math.Round(q[0]*reach(g.Nx)), math.Round(q[1]*reach(g.Ny))
		d, err := p.find(ctx, at, int(x), int(y))
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// find seeks a dot x and y pixels from the axis of the phase panel around where a map has it on the first panel.
func (p *pair) find(ctx context.Context, at rig.Homography, x, y int) (d dot, err error) {
	g, side := p.b.Design.Plane, dotSide*p.step
	swapped := at[0]*at[0] < at[1]*at[1]
	var centre [2]float64
	for axis := range 2 {
		// The hole is narrow along its way and long across it, and so is the dot, as the first panel has it.
		narrow := func(cx, cy, long int, along bool) rig.Rect {
			nx, ny := side, long
			if !along {
				nx, ny = long, side
			}
			return rig.Rect{X: g.Nx/2 + cx - nx/2, Y: g.Ny/2 + cy - ny/2, Nx: nx, Ny: ny}
		}
		mark := narrow(x, y, 2*side, (axis == 0) != swapped)
		d.from = [2]float64{g.X(mark.X) + float64(mark.Nx-1)/2*g.Dx, g.Y(mark.Y) + float64(mark.Ny-1)/2*g.Dy}
		hx, hy := at.At(d.from[0], d.from[1])
		cx, cy := int(math.Round(hx/g.Dx+0.5)), int(math.Round(hy/g.Dy+0.5))
		var holes, marks []rig.Rect
		for j := -dotReach; j <= dotReach; j++ {
			h := narrow(cx+j*p.step, cy, 3*side, true)
			if axis == 1 {
				h = narrow(cx, cy+j*p.step, 3*side, false)
			}
			holes, marks = append(holes, h), append(marks, mark)
		}
		power, err := p.through(ctx, holes, marks)
		if err != nil {
			return d, err
		}
		var sum, first, ends float64
		for i, w := range power {
			sum, first = sum+w, first+w*float64(i-dotReach)
			if i < 2 || i >= len(power)-2 { // where there is no dot
				ends += math.Abs(w)
			}
		}
		if !(sum > 2*ends) {
			return d, errs.New("calibrate: a dot of the phase panel ", x, ", ", y, " px from the axis is not seen through the first panel around ", cx, ", ", cy, " px")
		}
		off := first / sum * float64(p.step)
		if math.Abs(off) > float64(dotReach-dotSide+1)*float64(p.step) {
			return d, errs.New("calibrate: a dot is ", round(off, 1), " px from where it is sought: align the panels to ", (dotReach-dotSide+1)*p.step, " px")
		}
		centre[axis] = [2]float64{float64(cx), float64(cy)}[axis] - 0.5 + off
	}
	d.to = [2]float64{centre[0] * g.Dx, centre[1] * g.Dy}
	return d, nil
}

// apart is how far places are from where a map has them, root mean square.
func apart(h rig.Homography, from, to [][2]float64) float64 {
	sum := 0.0
	for i, p := range from {
		x, y := h.At(p[0], p[1])
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
