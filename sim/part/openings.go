package part

import "math"

// opening is the side of the opening of level k in a pixel of side w, whose area is nearest to
// its share.
func (p *Process) opening(k uint16, w int) int {
	return int(math.Round(float64(w) * math.Sqrt(float64(k)/float64(p.Levels-1))))
}

// open narrows the rectangles of a strip of openings, which are pixels, to the openings in
// their middle. All of a strip's have heights of their own, so that it becomes one for each
// level.
func (p *Process) open(s *strip, yield func(*strip) error) error {
	return s.groups(func(like []rect) error {
		k := like[0].layer
		h, w := p.opening(k, s.h), p.opening(k, like[0].w)
		if h == 0 || w == 0 {
			return nil
		}
		t := strip{y: s.y + (s.h-h)/2, h: h}
		for _, r := range like {
			t.rects = append(t.rects, rect{k, r.datatype, r.x + (r.w-w)/2, w})
		}
		return yield(&t)
	})
}
