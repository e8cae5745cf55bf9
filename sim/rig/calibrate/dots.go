package calibrate

import (
	"context"
	"math"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// dotSide is the narrow side of a dot in steps, and dotReach how many steps holes go to each side of it.
const dotSide, dotReach = 3, 5

// pair is a bench of which the first panel makes holes, and the second sends the light of dots to places of the camera beside them, and all
// other light far aside by a board.
type pair struct {
	b     *rig.Bench
	holes int
	step  int // px
	board func(x, y int) int
	// facing is where the camera sees places of the plane; the zero value before that is known.
	facing rig.Homography
}

// boards are gratings of one pixel beside the next, 0 and half a turn. Of pixels whose phases run into each other along a line, one that
// alternates along it sends half of its light nowhere.
var boards = []func(x, y int) int{
	func(x, y int) int { return (x + y) % 2 }, func(_, y int) int { return y % 2 }, func(x, _ int) int { return x % 2 },
}

// sight is a hole of the first panel, a dot of the phase panel, both in pixels of the plane, and where the dot sends its light: there
// the camera looks, away from where light goes that the phase panel does not turn.
type sight struct {
	hole, dot rig.Rect
	at        rig.Rect
}

func newPair(b *rig.Bench) (*pair, error) {
	p := &pair{b: b, holes: -1, board: boards[0], facing: b.Object.Registration, step: max(1, min(b.Design.Plane.Nx, b.Design.Plane.Ny)/32)}
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

// load has the hole of a sight, and its dot, unless without, whose light is a phase late.
func (p *pair) load(v sight, turn float64, without bool) plant.Load {
	l, g := p.b.Blank(), p.b.Design.Plane
	near, phases := nearest(p.b.Mounts[p.holes]), rig.LevelsOf(p.b.Mounts[p.b.Stepper].Curve)
	dark, open := near(0), near(1)
	board := [2]uint16{phases.Nearest(0), phases.Nearest(math.Pi)}
	lens := -math.Pi / (p.b.Design.Wavelength * way(p.b))
	to := [2]float64{middle(v.at.X, v.at.Nx, g.X), middle(v.at.Y, v.at.Ny, g.Y)}
	in := func(r rig.Rect, x, y int) bool { return x >= r.X && x < r.X+r.Nx && y >= r.Y && y < r.Y+r.Ny }
	for k := range g.Len() {
		x, y := k%g.Nx, k/g.Nx
		l[p.holes][k], l[p.b.Stepper][k] = dark, board[p.board(x, y)]
		if in(v.hole, x, y) {
			l[p.holes][k] = open
		}
		if !without && in(v.dot, x, y) {
			dx, dy := g.X(x)-to[0], g.Y(y)-to[1]
			l[p.b.Stepper][k] = phases.Nearest(turn + lens*(dx*dx+dy*dy))
		}
	}
	return l
}

// middle is that of n pixels from one on, m from the axis.
func middle(from, n int, at func(int) float64) float64 { return (at(from) + at(from+n-1)) / 2 }

// exposed sets the camera for the light of a sight, and tells the exposure before.
func (p *pair) exposed(ctx context.Context, v sight) (was float64, err error) {
	if err := shown(ctx, p.b, p.load(v, 0, false), p.b.Waits()); err != nil {
		return 0, err
	}
	was, _, err = expose(ctx, p.b, &p.b.Object, 0.7)
	return was, err
}

// darkest takes the board that leaves least light where it comes from.
func (p *pair) darkest(ctx context.Context) error {
	var loads []plant.Load
	v := p.corner(0, 0)
	v.hole = rig.Rect{X: p.b.Design.Plane.Nx/2 - v.hole.Nx/2, Y: p.b.Design.Plane.Ny/2 - v.hole.Ny/2, Nx: v.hole.Nx, Ny: v.hole.Ny}
	for _, board := range boards {
		one := *p
		one.board = board
		loads = append(loads, one.load(v, 0, true))
	}
	light, err := powers(ctx, p.b, loads, v.hole)
	if err != nil {
		return err
	}
	for i := range boards {
		if light[i] <= slices.Min(light) {
			p.board = boards[i]
		}
	}
	return nil
}

// through is the light of each hole that comes through its dot, [Ny][Nx]: the mean over two phases of the dot, in which no
// interference with what else leaks is, and less what comes without the dot.
func (p *pair) through(ctx context.Context, all []sight) ([][]float64, error) {
	var loads []plant.Load
	for _, v := range all {
		loads = append(loads, p.load(v, 0, false), p.load(v, math.Pi, false), p.load(v, 0, true))
	}
	frames, err := p.b.Frames(ctx, loads, 0)
	if err != nil {
		return nil, err
	}
	out := make([][]float64, len(all))
	for i := range all {
		out[i] = make([]float64, p.b.Design.Plane.Len())
		for k, weight := range []float64{0.5, 0.5, -1} {
			for at, light := range p.b.Light(0, frames[3*i+k]) {
				out[i][at] += weight * float64(light)
			}
		}
	}
	return out, nil
}

// inside is the light in a part of the plane.
func (p *pair) inside(light []float64, in rig.Rect) (sum float64) {
	g := p.b.Design.Plane
	for y := max(in.Y, 0); y < min(in.Y+in.Ny, g.Ny); y++ {
		for x := max(in.X, 0); x < min(in.X+in.Nx, g.Nx); x++ {
			sum += light[y*g.Nx+x]
		}
	}
	return sum
}

// corner has a hole and a mark at corners, whose light goes to the middle.
func (p *pair) corner(hole, mark int) sight {
	g := p.b.Design.Plane
	side := min(g.Nx, g.Ny) / 4
	at := func(k int) rig.Rect {
		return rig.Rect{X: g.Nx/2 + (k%2*2-1)*side - side/2, Y: g.Ny/2 + (k/2*2-1)*side - side/2, Nx: side, Ny: side}
	}
	return sight{at(hole), at(mark), rig.Rect{X: g.Nx/2 - side/2, Y: g.Ny/2 - side/2, Nx: side, Ny: side}}
}

// narrow has a hole around a place of the first panel and a dot around one of the phase panel, px from the axis: the hole is narrow along an axis of its panel
// and long across it, and so is the dot along dotAxis of its own. The light goes aside along the dot, towards the middle.
func (p *pair) narrow(hx, hy, x, y, axis, dotAxis int) sight {
	g, side := p.b.Design.Plane, dotSide*p.step
	around := func(x, y, nx, ny, axis int) rig.Rect {
		if axis == 1 {
			nx, ny = ny, nx
		}
		return rig.Rect{X: g.Nx/2 + x - nx/2, Y: g.Ny/2 + y - ny/2, Nx: nx, Ny: ny}
	}
	aside := min(5*side/2, min(g.Nx, g.Ny)/4) // a grating of four pixels at the most, on a bench whose light spreads over the plane on its way
	if dotAxis == 0 && y > 0 || dotAxis == 1 && x > 0 {
		aside = -aside
	}
	v := sight{hole: around(hx, hy, side, 3*side, axis), dot: around(x, y, side, 2*side, dotAxis)}
	if dotAxis == 0 {
		v.at = around(x, y+aside, 3*side, 2*side, dotAxis)
	} else {
		v.at = around(x+aside, y, 3*side, 2*side, dotAxis)
	}
	return v
}

// dot is a place of the phase panel and that of the first panel that is imaged there, m. Light that falls off by a third towards the edge
// moves it by some hundredths of a pixel.
type dot struct{ from, to [2]float64 }

func places(dots []dot) (from, to [][2]float64) {
	for _, d := range dots {
		from, to = append(from, d.from), append(to, d.to)
	}
	return from, to
}

// dots are those at some places, as shares of how far they can be from the axis.
func (p *pair) dots(ctx context.Context, at rig.Homography, places [][2]float64) ([]dot, error) {
	g := p.b.Design.Plane
	reach := func(n int) float64 { return float64(n/2 - (dotReach+1)*p.step) }
	var all []dot
	for i, q := range places {
		tell(ctx, "dots", i, len(places))
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
	g := p.b.Design.Plane
	swapped := at[0]*at[0] < at[1]*at[1]
	var centre [2]float64
	for axis := range 2 {
		// The hole is narrow along its way and long across it, and so is the dot, as the first panel has it.
		dotAxis := axis
		if swapped {
			dotAxis = 1 - axis
		}
		mark := p.narrow(0, 0, x, y, axis, dotAxis).dot
		d.from = [2]float64{middle(mark.X, mark.Nx, g.X), middle(mark.Y, mark.Ny, g.Y)}
		hx, hy := at.At(d.from[0], d.from[1])
		cx, cy := int(math.Round(hx/g.Dx+0.5)), int(math.Round(hy/g.Dy+0.5))
		var way []sight
		for j := -dotReach; j <= dotReach; j++ {
			if axis == 0 {
				way = append(way, p.narrow(cx+j*p.step, cy, x, y, axis, dotAxis))
			} else {
				way = append(way, p.narrow(cx, cy+j*p.step, x, y, axis, dotAxis))
			}
		}
		seen, err := p.through(ctx, way)
		if err != nil {
			return d, err
		}
		power := p.powers(seen, way[0].at)
		var sum, ends float64
		for i, w := range power {
			sum += w
			if i < 2 || i >= len(power)-2 { // where there is no dot
				ends += math.Abs(w)
			}
		}
		if !(sum > 2*ends) {
			return d, errs.New("calibrate: a dot of the phase panel ", x, ", ", y, " px from the axis is not seen through the first panel around ", cx, ", ", cy, " px")
		}
		off := overlap(power) * float64(p.step)
		if math.Abs(off) > float64(dotReach-dotSide+1)*float64(p.step) {
			return d, errs.New("calibrate: a dot is ", round(off, 1), " px from where it is sought: align the panels to ", (dotReach-dotSide+1)*p.step, " px")
		}
		centre[axis] = [2]float64{float64(cx), float64(cy)}[axis] - 0.5 + off
	}
	d.to = [2]float64{centre[0] * g.Dx, centre[1] * g.Dy}
	return d, nil
}

// powers is the light of all in a part of the plane, which is moved to where most of it lands: aberrations send it aside. How
// a camera is turned that has not been registered is seen by that at the first dot.
func (p *pair) powers(all [][]float64, in rig.Rect) []float64 {
	whole := make([]float64, p.b.Design.Plane.Len())
	for _, v := range all {
		for i, x := range v {
			whole[i] += x
		}
	}
	facing := []rig.Homography{p.facing}
	if p.facing == (rig.Homography{}) {
		facing = nil
		for _, o := range orientations {
			facing = append(facing, rig.Homography{o.m[0], o.m[1], 0, o.m[2], o.m[3], 0, 0, 0, 1})
		}
	}
	reach, most, at := dotSide*p.step*3/2, math.Inf(-1), in
	for _, f := range facing {
		seen := p.seen(f, in)
		for dy := -reach; dy <= reach; dy += max(1, p.step/2) {
			for dx := -reach; dx <= reach; dx += max(1, p.step/2) {
				one := rig.Rect{X: seen.X + dx, Y: seen.Y + dy, Nx: seen.Nx, Ny: seen.Ny}
				if sum := p.inside(whole, one); sum > most {
					most, at, p.facing = sum, one, f
				}
			}
		}
	}
	out := make([]float64, len(all))
	for i, v := range all {
		out[i] = p.inside(v, at)
	}
	return out
}

// seen is where a camera sees a part of the plane.
func (p *pair) seen(f rig.Homography, in rig.Rect) rig.Rect {
	g := p.b.Design.Plane
	x, y := f.At(middle(in.X, in.Nx, g.X), middle(in.Y, in.Ny, g.Y))
	if f[0]*f[0] < f[1]*f[1] {
		in.Nx, in.Ny = in.Ny, in.Nx
	}
	in.X, in.Y = int(math.Round(x/g.Dx))+g.Nx/2-in.Nx/2, int(math.Round(y/g.Dy))+g.Ny/2-in.Ny/2
	return in
}

// overlap is where two equal bars lie on each other, in steps from the middle of those that the power was taken at: the centre of
// what is above the ground, around the most.
func overlap(power []float64) float64 {
	best, n := 0, len(power)
	for i, w := range power {
		if w > power[best] {
			best = i
		}
	}
	ground := (power[0] + power[1] + power[n-1] + power[n-2]) / 4
	sum, first := 0.0, 0.0
	for i := max(0, best-dotSide-1); i <= min(n-1, best+dotSide+1); i++ {
		sum, first = sum+power[i]-ground, first+(power[i]-ground)*float64(i-n/2)
	}
	return first / sum
}
