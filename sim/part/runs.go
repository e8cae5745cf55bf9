package part

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// Layout is how levels become layers of GDSII and OASIS.
//
// With a layer for each level, layer k has the pixels of level k, from 0 on; of openings, layer
// k has those of share k/(Levels - 1), each a square in the middle of its pixel, from 1 on.
// In a stack, layer k is the mask for an etch of 2^k steps: it has the pixels whose depth
// below the last level, counted in steps, has bit k set; bit 0 is the smallest.
// Data type 0 is the mask, data type 1 what stands around it.
type Layout struct {
	Stack bool
	Cells bool // GDSII: cells of runs and arrays of them, where they shorten
}

// MaxLayers is the greatest number of levels with a layer each.
const MaxLayers = 256

// Check says why a process has no such layout.
func (l Layout) Check(p *Process) error {
	switch {
	case l.Stack && p.Openings:
		return fmt.Errorf("openings are not etched in steps: leave the stack away")
	case l.Stack && p.Levels&(p.Levels-1) != 0:
		return fmt.Errorf("a stack of n masks makes 2^n levels, and %d is no power of 2", p.Levels)
	case !l.Stack && p.Levels > MaxLayers:
		return fmt.Errorf("%d levels are more than the %d layers of a file: take a stack of masks, or fewer levels", p.Levels, MaxLayers)
	}
	return nil
}

// rect is a rectangle of a strip, in units of grid.
type rect struct {
	layer, datatype uint16
	x, w            int
}

// Layers is how many layers a layout has for a process.
func (l Layout) Layers(p *Process) int {
	if l.Stack {
		return bits.Len(uint(p.Levels - 1))
	}
	return p.Levels
}

// area is what rectangles cover on each layer, by data type, in square nanometres.
type area map[[2]uint16]int64

// strip is rows of a plane that are alike, between y and y + h upwards.
type strip struct {
	y, h  int
	rects []rect // sorted by layer, data type, width, then x
}

// strips reads a plane from top to bottom. What yield gets is used again.
func (l Layout) strips(p *Plane, yield func(*strip) error) error {
	side, m := p.Side(), p.Margin()
	row, next := make([]uint16, side), make([]uint16, side)
	var s strip
	p.Row(0, row)
	alone := p.Openings // squares do not join across rows
	for y := 0; y < side; {
		end := y + 1
		for ; end < side; end++ {
			p.Row(end, next)
			if alone || end == m || end == m+p.N || !slices.Equal(row, next) {
				break
			}
		}
		s.y = p.edge(side - end)
		s.h = p.edge(side-y) - s.y
		inside := y >= m && y < m+p.N
		s.rects = s.rects[:0]
		for _, part := range [3][2]int{{0, m}, {m, m + p.N}, {m + p.N, side}} {
			datatype := uint16(1)
			if inside && part[0] == m {
				datatype = 0
			}
			l.runs(p, row, part[0], part[1], datatype, &s)
		}
		slices.SortFunc(s.rects, func(a, b rect) int {
			return cmp.Or(cmp.Compare(a.layer, b.layer), cmp.Compare(a.datatype, b.datatype), cmp.Compare(a.w, b.w), cmp.Compare(a.x, b.x))
		})
		if err := yield(&s); err != nil {
			return err
		}
		row, next = next, row
		y = end
	}
	return nil
}

// runs adds the rectangles of columns from to end.
func (l Layout) runs(p *Plane, row []uint16, from, end int, datatype uint16, s *strip) {
	if l.Stack {
		deep := uint16(p.Levels - 1)
		for bit := range l.Layers(p.Process) {
			for x := from; x < end; {
				to := x + 1
				on := (deep-row[x])>>bit&1 == 1
				for to < end && ((deep-row[to])>>bit&1 == 1) == on {
					to++
				}
				if on {
					s.add(uint16(bit), datatype, p.edge(x), p.edge(to))
				}
				x = to
			}
		}
		return
	}
	for x := from; x < end; {
		to, k := x+1, row[x]
		for to < end && row[to] == k && !p.Openings {
			to++
		}
		if k > 0 || !p.Openings {
			s.add(k, datatype, p.edge(x), p.edge(to))
		}
		x = to
	}
}

func (s *strip) add(layer, datatype uint16, x0, x1 int) {
	s.rects = append(s.rects, rect{layer, datatype, x0, x1 - x0})
}

// groups calls yield for each stretch of rectangles that are alike but for x.
func (s *strip) groups(yield func(like []rect) error) error {
	for i := 0; i < len(s.rects); {
		a, j := s.rects[i], i+1
		for j < len(s.rects) && s.rects[j].layer == a.layer && s.rects[j].datatype == a.datatype && s.rects[j].w == a.w {
			j++
		}
		if err := yield(s.rects[i:j]); err != nil {
			return err
		}
		i = j
	}
	return nil
}

// Areas are what the layers of a layout cover, in square nanometres: of the mask alone,
// counted pixel by pixel and not by rectangles.
func (l Layout) Areas(p *Plane) []int64 {
	areas := make([]int64, l.Layers(p.Process))
	row, m, deep := make([]uint16, p.Side()), p.Margin(), uint16(p.Levels-1)
	for y := m; y < m+p.N; y++ {
		p.Row(y, row)
		h := int64(p.edge(p.Side()-y) - p.edge(p.Side()-1-y))
		for x := m; x < m+p.N; x++ {
			w := int64(p.edge(x+1) - p.edge(x))
			switch k := row[x]; {
			case l.Stack:
				for bit := range areas {
					areas[bit] += w * h * int64((deep-k)>>bit&1)
				}
			case p.Openings:
				areas[k] += int64(p.opening(k, int(w))) * int64(p.opening(k, int(h)))
			default:
				areas[k] += w * h
			}
		}
	}
	return areas
}
