package geometry

import (
	"math"
	"testing"
)

var screens = map[string]Rect{
	"desktop": {0, 0, 1280, 720},
	"beamer":  {0, 0, 1920, 1080},
	"stage":   {0, 0, 760, 430},
	"phone":   {0, 0, 390, 500},
	"tower":   {0, 0, 390, 844},
}

// even are the places of so many planes.
func even(planes int) (places []float64) {
	for i := range planes {
		places = append(places, float64(i))
	}
	return places
}

// uneven are the places of seven planes, the first two close together.
var uneven = []float64{0, 0.35, 1.2, 2.9, 3.4, 5, 6}

func TestFitStaysInside(t *testing.T) {
	for name, r := range screens {
		for planes := 2; planes <= 9; planes++ {
			places := even(planes)
			if planes == len(uneven) {
				places = uneven
			}
			b, v := Pose(places, r)
			c := Fit(b, v, r)
			touches := false
			for i := range planes {
				for _, q := range b.Corners(i) {
					p := c.Project(q)
					const tol = 1e-6 // px, of rounding
					if p.X < r.X-tol || p.Y < r.Y-tol || p.X > r.X+r.W+tol || p.Y > r.Y+r.H+tol {
						t.Errorf("%s, %d planes: corner %v at %v", name, planes, q, p)
					}
				}
			}
			box := c.box(b)
			touches = math.Abs(box.W-r.W) < 1e-6 || math.Abs(box.H-r.H) < 1e-6
			if !touches {
				t.Errorf("%s, %d planes: %v could be larger in %v", name, planes, box, r)
			}
		}
	}
}

// Light must run to the right, images must not be mirrored, and a later plane
// must be nearer: Hit and the order of drawing rest on it.
func TestOrientation(t *testing.T) {
	b := Bench{7, 1.1, uneven}
	c := Fit(b, View{0.6, 0.35}, Rect{0, 0, 1000, 500})
	for i := 1; i < b.Planes; i++ {
		p, q := c.Project(Vec{0, 0, b.Z(i - 1)}), c.Project(Vec{0, 0, b.Z(i)})
		if q.X <= p.X {
			t.Errorf("plane %d is at %v, the one before at %v", i, q, p)
		}
		if c.Size(Vec{0, 0, b.Z(i)}) <= c.Size(Vec{0, 0, b.Z(i - 1)}) {
			t.Errorf("plane %d is not nearer than the one before", i)
		}
	}
	q := b.Corners(3)
	if l, r := c.Project(q[0]), c.Project(q[1]); l.X >= r.X {
		t.Error("the first column is not at the left")
	}
	if top, bottom := c.Project(q[0]), c.Project(q[3]); top.Y >= bottom.Y {
		t.Error("the first row is not at the top")
	}
}

func TestHitFindsWhatProjectDrew(t *testing.T) {
	for name, r := range screens {
		b, v := Pose(uneven, r)
		c := Fit(b, v, r).Zoom(Point{300, 200}, 1.7).Shift(Point{-12, 5})
		last := b.Planes - 1
		for _, at := range [][2]float64{{0.01, 0.02}, {0.5, 0.5}, {0.93, 0.12}} {
			p := c.Project(Vec{at[0] - 0.5, 0.5 - at[1], b.Z(last)})
			plane, x, y := c.Hit(b, p)
			if plane != last || math.Abs(x-at[0]) > 1e-9 || math.Abs(y-at[1]) > 1e-9 {
				t.Errorf("%s: hit plane %d at %g, %g; drawn plane %d at %v", name, plane, x, y, last, at)
			}
		}
		// The source's left edge is hidden by nothing.
		p := c.Project(Vec{-0.499, 0.1, b.Z(0)})
		if plane, _, _ := c.Hit(b, p); plane != 0 {
			t.Errorf("%s: hit plane %d, want the source", name, plane)
		}
		if plane, _, _ := c.Hit(b, Point{-4000, 0}); plane != -1 {
			t.Errorf("%s: hit plane %d far outside", name, plane)
		}
	}
}

func TestZoomKeepsThePoint(t *testing.T) {
	b := Bench{Planes: 4, Gap: 1}
	c := Fit(b, View{0.6, 0.35}, Rect{0, 0, 800, 400})
	at := c.Project(Vec{0.2, 0.1, b.Z(2)})
	z := c.Zoom(at, 3)
	if p := z.Project(Vec{0.2, 0.1, b.Z(2)}); math.Hypot(p.X-at.X, p.Y-at.Y) > 1e-9 {
		t.Errorf("moved from %v to %v", at, p)
	}
	if s := z.Size(Vec{}) / c.Size(Vec{}); math.Abs(s-3) > 1e-12 {
		t.Errorf("enlarged %g times, want 3", s)
	}
}

func TestPanelsDoNotOverlap(t *testing.T) {
	for name, r := range screens {
		for _, unit := range []float64{1, 1.4, 2} {
			for mask := range 64 {
				want := Want{Detail: mask&1 != 0, Curve: mask&2 != 0, Masks: mask&16 != 0}
				if mask&4 != 0 {
					want.Classes = 10
				}
				if mask&8 != 0 {
					want.Rows = 8
				}
				if mask&32 != 0 {
					want.Panels = 3
				}
				l := Arrange(r.W, r.H, unit, want)
				parts := map[string]Rect{"bench": l.Bench, "scores": l.Scores, "curve": l.Curve, "table": l.Table, "panels": l.Panels, "status": l.Status}
				if !l.Overlay {
					parts["detail"] = l.Detail
				}
				for a, p := range parts {
					if p.Empty() {
						continue
					}
					if p.X < 0 || p.Y < 0 || p.X+p.W > r.W+1e-9 || p.Y+p.H > r.H+1e-9 {
						t.Errorf("%s at %g, %+v: %s is outside: %v", name, unit, want, a, p)
					}
					for b, q := range parts {
						if a < b && !q.Empty() && overlap(p, q) {
							t.Errorf("%s at %g, %+v: %s %v overlaps %s %v", name, unit, want, a, p, b, q)
						}
					}
				}
				if l.Bench.W < 100 || l.Bench.H < 60 {
					t.Errorf("%s at %g, %+v: bench is only %v", name, unit, want, l.Bench)
				}
			}
		}
	}
}

func overlap(p, q Rect) bool {
	const tol = 1e-6
	return p.X+tol < q.X+q.W && q.X+tol < p.X+p.W && p.Y+tol < q.Y+q.H && q.Y+tol < p.Y+p.H
}

// Planes stand at their places, around the origin.
func TestPlanesStandAtTheirPlaces(t *testing.T) {
	for _, places := range [][]float64{even(7), uneven, nil} {
		b := Bench{7, 1.5, places}
		if z := b.Z(0) + b.Z(6); math.Abs(z) > 1e-12 || math.Abs(b.Z(6)-b.Z(0)-b.Length()) > 1e-12 {
			t.Errorf("%v: the ends are at %g and %g", places, b.Z(0), b.Z(6))
		}
		for i := range places {
			if d := b.Z(i) - b.Z(0); math.Abs(d-1.5*places[i]) > 1e-12 {
				t.Errorf("plane %d is %g behind the first, want %g", i, d, 1.5*places[i])
			}
		}
	}
}
