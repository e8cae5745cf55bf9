package lab

import (
	"math"
	"sort"
	"strconv"

	"talbot/render/lab/geometry"
)

// Display is the states that the pixels of some masks can have, with one value a level.
type Display struct {
	Title            string    // its name, and which masks are of it
	Drive, Amplitude []float64 // the drive goes up
	Phase            []float64 // rad
	Used             []float64 // share of these masks' pixels

	low, high float64 // of the phase, in pi
	step      float64 // between its ticks
	ticks     []string
	ends      [2]string // of the drive
	levels    []string
	order     []int  // of the levels, those that most pixels have first
	most      string // the level that most pixels have
}

// SetDisplays sets the displays of the masks. The scene keeps the slice.
func (s *Scene) SetDisplays(list []Display) {
	for i := range list {
		list[i].prepare()
	}
	s.change(func(n *pending) { n.displays, n.hasDisplays = list, true })
}

// ShowDisplay shows display i of SetDisplays, if there are so many, where a plane is
// enlarged otherwise; -1 hides it. Selecting a plane hides it too.
func (s *Scene) ShowDisplay(i int) { s.change(func(n *pending) { n.display = &i }) }

// ShownDisplay is the display that is shown, or -1. Call it from the goroutine of Update.
func (s *Scene) ShownDisplay() int {
	if s.display < len(s.displays) {
		return s.display
	}
	return -1
}

func (d *Display) prepare() {
	n := len(d.Drive)
	most := 0
	d.low, d.high = 0, 0.25
	for k := range n {
		d.low, d.high = min(d.low, d.Phase[k]/math.Pi), max(d.high, d.Phase[k]/math.Pi)
		if d.Used[k] > d.Used[most] {
			most = k
		}
		d.levels = append(d.levels, strconv.Itoa(k))
		d.order = append(d.order, k)
	}
	sort.SliceStable(d.order, func(i, j int) bool { return d.Used[d.order[i]] > d.Used[d.order[j]] })
	d.step = nice((d.high - d.low) / 2)
	for k := math.Ceil(d.low / d.step); k*d.step <= d.high; k++ {
		d.ticks = append(d.ticks, number(k*d.step))
	}
	if n > 0 {
		d.ends = [2]string{number(d.Drive[0]), number(d.Drive[n-1])}
		d.most = strconv.Itoa(most) + ": " + percent(d.Used[most])
	}
}

// drawDisplay draws amplitude and phase over the drive, and the states in the complex
// plane. The area of a dot is the share of pixels that have its level.
func (s *Scene) drawDisplay(d *Display) {
	p, u, r := s.pen, s.unit, s.layout.Detail
	small, head := s.face(sizeSmall), s.bold(sizeBody)
	if s.layout.Overlay {
		p.round(r, 10*u, s.colours.panel)
		s.cross(s.place().close)
		r = r.Inset(14*u, 8*u, 14*u, 10*u)
	} else {
		p.rect(geometry.Rect{X: s.layout.Bench.X, Y: r.Y, W: s.layout.Bench.W, H: r.H}, s.colours.ground)
	}
	if len(d.Drive) == 0 || r.W < 160*u || r.H < 130*u {
		return
	}
	y, x := r.Y+14*u, r.X+s.width(d.Title, head)+10*u
	s.print(r.X, y, 0, head, s.colours.text, d.Title)
	if free := r.X + r.W - 44*u - x - s.width(s.words.Most, small); free > s.width(d.most, small)+5*u {
		s.print(x, y, 0, small, s.colours.muted, s.words.Most)
		s.print(x+s.width(s.words.Most, small)+5*u, y, 0, small, s.colours.muted, d.most)
	}
	r = r.Inset(0, 24*u, 0, 0)
	a, b, c := geometry.Rect{X: r.X, Y: r.Y, W: r.W * 0.32, H: r.H}, r, r
	b.X, b.W = r.X+r.W*0.34, a.W
	c.X, c.W = r.X+r.W*0.68, a.W
	if r.W < 440*u { // no room for three in a row
		a.W, a.H = r.W*0.52, r.H/2
		b = a
		b.Y += a.H
		c.X, c.W = r.X+r.W*0.56, r.W*0.44
	}
	s.drawOverDrive(d, a, s.words.Amplitude, 0)
	s.drawOverDrive(d, b, s.words.Turns, 1)
	s.drawStates(d, c)
}

// state is where level k stands in plot i, 0 the amplitude, 1 the phase: from 0 to 1.
func (d *Display) state(i, k int) (x, y float64) {
	x = 0.5
	if n := len(d.Drive); n > 1 {
		x = (d.Drive[k] - d.Drive[0]) / (d.Drive[n-1] - d.Drive[0])
	}
	if i == 0 {
		return x, d.Amplitude[k]
	}
	return x, (d.Phase[k]/math.Pi - d.low) / (d.high - d.low)
}

// drawOverDrive draws the amplitude (plot 0) or the phase (plot 1) in r.
func (s *Scene) drawOverDrive(d *Display, r geometry.Rect, title string, plot int) {
	p, u, small := s.pen, s.unit, s.face(sizeSmall)
	s.print(r.X, r.Y+12*u, 0, small, s.colours.text, title)
	q := r.Inset(30*u, 26*u, 12*u, 24*u)
	if q.Empty() {
		return
	}
	tick := func(v float64, text string) {
		y := q.Y + q.H*(1-v)
		p.line(geometry.Point{X: q.X, Y: y}, geometry.Point{X: q.X + q.W, Y: y}, s.scale, s.colours.line.alpha(0.7))
		s.print(q.X-6*u, y+0.36*small.Size, 1, small, s.colours.muted, text)
	}
	if plot == 0 {
		tick(0, "0")
		tick(0.5, "0.5")
		tick(1, "1")
	} else {
		first := math.Ceil(d.low/d.step) * d.step
		for k, text := range d.ticks {
			tick((first+float64(k)*d.step-d.low)/(d.high-d.low), text)
		}
	}
	p.begin()
	var prev geometry.Point
	for k := range d.Drive {
		x, y := d.state(plot, k)
		at := geometry.Point{X: q.X + q.W*x, Y: q.Y + q.H*(1-y)}
		if k > 0 {
			p.stroke(prev, at, 1.8*s.scale, s.look.tint, s.look.tint)
		}
		prev = at
	}
	p.fill()
	for k, share := range d.Used {
		x, y := d.state(plot, k)
		s.disc(q.X+q.W*x, q.Y+q.H*(1-y), (1.5+10*math.Sqrt(share))*u, s.look.tint)
	}
	base := q.Y + q.H + 16*u
	s.print(q.X, base, 0, small, s.colours.muted, d.ends[0])
	s.print(q.X+q.W, base, 1, small, s.colours.muted, d.ends[1])
	s.print(q.X+q.W/2, base, 0.5, small, s.colours.muted, s.words.Drive)
}

// drawStates draws the states as complex numbers, inside the circle of all light.
func (s *Scene) drawStates(d *Display, r geometry.Rect) {
	p, u, small := s.pen, s.unit, s.face(sizeSmall)
	s.print(r.X, r.Y+12*u, 0, small, s.colours.text, s.words.States)
	q := r.Inset(4*u, 22*u, 22*u, 6*u)
	half := min(q.W, q.H) / 2
	if q.Empty() || half < 20*u {
		return
	}
	c, radius := centre(q), half/1.2
	for _, e := range [2]geometry.Point{{X: half}, {Y: half}} {
		p.line(geometry.Point{X: c.X - e.X, Y: c.Y - e.Y}, geometry.Point{X: c.X + e.X, Y: c.Y + e.Y}, s.scale, s.colours.line)
	}
	s.print(c.X+half+4*u, c.Y+0.36*small.Size, 0, small, s.colours.muted, "re")
	s.print(c.X+5*u, c.Y-half+8*u, 0, small, s.colours.muted, "im")
	p.begin()
	prev := geometry.Point{X: c.X + radius, Y: c.Y}
	for k := range 96 {
		sin, cos := math.Sincos(2 * math.Pi * float64(k+1) / 96)
		at := geometry.Point{X: c.X + radius*cos, Y: c.Y - radius*sin}
		if k%2 == 0 {
			p.stroke(prev, at, s.scale, s.colours.muted, s.colours.muted)
		}
		prev = at
	}
	p.fill()
	at := func(k int) geometry.Point {
		sin, cos := math.Sincos(d.Phase[k])
		return geometry.Point{X: c.X + radius*d.Amplitude[k]*cos, Y: c.Y - radius*d.Amplitude[k]*sin}
	}
	p.begin()
	for k := 1; k < len(d.Drive); k++ {
		p.stroke(at(k-1), at(k), s.scale, s.colours.muted, s.colours.muted)
	}
	p.fill()
	for _, k := range d.order { // the small ones in front
		o := at(k)
		s.disc(o.X, o.Y, d.radius(k)*u, s.look.tint)
	}
	var taken [16]geometry.Point
	if len(d.Drive) > len(taken) {
		return
	}
	// The levels' numbers stand away from the middle and from each other.
	for k := range d.Drive {
		o := at(k)
		away := max(math.Hypot(o.X-c.X, o.Y-c.Y), u)
		for step := range 3 {
			f := 1 + (d.radius(k)+8+12*float64(step))*u/away
			n := geometry.Point{X: c.X + f*(o.X-c.X), Y: c.Y + f*(o.Y-c.Y)}
			free := true
			for _, q := range taken[:k] {
				free = free && math.Hypot(n.X-q.X, n.Y-q.Y) > 11*u
			}
			if free {
				s.print(n.X, n.Y+0.36*small.Size, 0.5, small, s.colours.text, d.levels[k])
				taken[k] = n
				break
			}
		}
	}
}

// radius is that of level k's dot in the complex plane, in typographic units.
func (d *Display) radius(k int) float64 { return 2 + 24*math.Sqrt(d.Used[k]) }

// disc fills a circle, with a rim that sets it off from others.
func (s *Scene) disc(x, y, r float64, c Color) {
	out := r + s.scale
	s.pen.round(geometry.Rect{X: x - out, Y: y - out, W: 2 * out, H: 2 * out}, out, s.colours.ground)
	s.pen.round(geometry.Rect{X: x - r, Y: y - r, W: 2 * r, H: 2 * r}, r, c.alpha(0.85))
}
