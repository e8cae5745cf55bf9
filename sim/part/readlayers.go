package part

import (
	"fmt"
	"math"
	"slices"
)

// shape is a polygon on a layer, in metres, and its copies.
type shape struct {
	layer  int
	points [][2]float64
	at     copies
}

// layers are the heights of the layers of GDSII or OASIS: at the centre of each pixel.
func (s *Sheet) layers(p *Process, b []byte, side int) ([]float64, error) {
	l := s.layout()
	if err := l.Check(p); err != nil {
		return nil, err
	}
	levels := make([]uint16, side*side)
	left := &effort{mostShapes, 1<<24 + 256*side*side}
	shapes := 0
	draw := func(f shape) error {
		if f.layer >= l.Layers(p) || f.layer < 0 {
			return fmt.Errorf("it has layer %d, and the sheet's %d levels have %d layers from 0 on", f.layer, p.Levels, l.Layers(p))
		}
		shapes++
		return fill(f.points, side, s.Margin, p.Pitch, left, func(k int) {
			if s.Stack {
				levels[k] |= 1 << f.layer
			} else {
				levels[k] = max(levels[k], uint16(f.layer))
			}
		})
	}
	read := readGDSII
	if s.Form == OASIS {
		read = readOASIS
	}
	cells, err := read(b)
	if err != nil {
		return nil, err
	}
	if err := flatten(cells, left, draw); err != nil {
		return nil, err
	}
	if shapes == 0 {
		return nil, fmt.Errorf("it has no shapes")
	}
	if s.Stack {
		for k := range levels {
			levels[k] = uint16(p.Levels-1) - levels[k]
		}
	}
	return p.Heights(levels), nil
}

// fill calls put with the pixel, in rows from above, of each centre inside a polygon (even-odd).
// The mask's lower left corner is at the origin.
func fill(points [][2]float64, side, margin int, pitch float64, left *effort, put func(k int)) error {
	low, high := math.Inf(1), math.Inf(-1)
	for _, q := range points {
		low, high = math.Min(low, q[1]), math.Max(high, q[1])
	}
	row := func(y float64) int { // the first row of centres at or above y, counted from below
		return max(0, min(side, int(math.Ceil(y/pitch+float64(margin)-0.5-1e-9))))
	}
	var cuts []float64
	for j := row(low); j < row(high); j++ {
		y := (float64(j-margin) + 0.5) * pitch
		if err := left.fill(len(points)); err != nil {
			return err
		}
		cuts = cuts[:0]
		for i, a := range points {
			b := points[(i+1)%len(points)]
			if (a[1] <= y) != (b[1] <= y) {
				cuts = append(cuts, a[0]+(y-a[1])*(b[0]-a[0])/(b[1]-a[1]))
			}
		}
		slices.Sort(cuts)
		for i := 0; i+1 < len(cuts); i += 2 {
			from, to := row(cuts[i]), row(cuts[i+1])
			if err := left.fill(max(0, to-from)); err != nil {
				return err
			}
			for x := from; x < to; x++ {
				put((side-1-j)*side + x)
			}
		}
	}
	return nil
}

// placed is a cell somewhere in another: a point (x, y) of it lies at
// (a x + b y + dx, c x + d y + dy).
type placed struct {
	name       string
	a, b, c, d float64
	dx, dy     float64
	at         copies
}

// point is where a point of the cell lies.
func (p *placed) point(q [2]float64) [2]float64 {
	return [2]float64{p.a*q[0] + p.b*q[1] + p.dx, p.c*q[0] + p.d*q[1] + p.dy}
}

// structure is a cell as it was read.
type structure struct {
	shapes []shape
	places []placed
}

// flatten draws all shapes of the cells that no other refers to.
func flatten(cells map[string]*structure, left *effort, draw func(shape) error) error {
	inner := map[string]bool{}
	for _, c := range cells {
		for _, p := range c.places {
			inner[p.name] = true
		}
	}
	var names []string
	for name := range cells {
		if !inner[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var visit func(name string, at placed, depth int) error
	visit = func(name string, at placed, depth int) error {
		cell := cells[name]
		if cell == nil {
			return fmt.Errorf("it refers to a cell %q that it does not have", name)
		}
		if depth > 64 {
			return fmt.Errorf("its cells are inside each other without an end")
		}
		for _, f := range cell.shapes {
			points := make([][2]float64, len(f.points))
			if err := f.at.each(func(o [2]float64) error {
				if err := left.shape(); err != nil {
					return err
				}
				for i, q := range f.points {
					points[i] = at.point([2]float64{q[0] + o[0], q[1] + o[1]})
				}
				return draw(shape{f.layer, points, once})
			}); err != nil {
				return err
			}
		}
		for _, p := range cell.places {
			if err := p.at.each(func(o [2]float64) error {
				if err := left.shape(); err != nil {
					return err
				}
				inside := placed{name: p.name, a: at.a*p.a + at.b*p.c, b: at.a*p.b + at.b*p.d, c: at.c*p.a + at.d*p.c, d: at.c*p.b + at.d*p.d}
				q := at.point([2]float64{p.dx + o[0], p.dy + o[1]})
				inside.dx, inside.dy = q[0], q[1]
				return visit(p.name, inside, depth+1)
			}); err != nil {
				return err
			}
		}
		return nil
	}
	for _, name := range names {
		if err := visit(name, placed{a: 1, d: 1}, 0); err != nil {
			return err
		}
	}
	if len(names) == 0 && len(cells) > 0 {
		return fmt.Errorf("each of its cells is inside another")
	}
	return nil
}

// turnedBy fills in how a cell is magnified, mirrored about x and then turned by degrees.
func (p *placed) turnedBy(size, degrees float64, mirror bool) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	p.a, p.b, p.c, p.d = size*cos, -size*sin, size*sin, size*cos
	if mirror {
		p.b, p.d = -p.b, -p.d
	}
}
