// Package geometry places the optical bench on a screen: the camera, the planes,
// what lies under a pointer, and the rectangles of the panels around the bench.
//
// It is apart from package lab because ebiten needs a display as soon as it is
// imported, and none of this does.
//
// World coordinates are right-handed: the light runs along +Z, X is to the right
// and Y up for someone who looks against the light, so that a camera in front of
// the bench, on the detector's side, sees the light run to the right and images
// unmirrored. One unit is the side of a plane.
package geometry

import "math"

// Vec is a point of the world.
type Vec struct{ X, Y, Z float64 }

// Point is a point of the screen, in pixels: X to the right, Y down.
type Point struct{ X, Y float64 }

// Rect is a rectangle of the screen, in pixels.
type Rect struct{ X, Y, W, H float64 }

// Contains says whether p lies in r, its left and upper edge included.
func (r Rect) Contains(p Point) bool {
	return p.X >= r.X && p.X < r.X+r.W && p.Y >= r.Y && p.Y < r.Y+r.H
}

// Inset is r with the four margins taken off; no side becomes negative.
func (r Rect) Inset(left, top, right, bottom float64) Rect {
	return Rect{r.X + left, r.Y + top, max(r.W-left-right, 0), max(r.H-top-bottom, 0)}
}

// Empty says whether r has no area.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Bench is the row of planes: plane i is the square |X| <= 1/2, |Y| <= 1/2 at
// Z(i). The row is centred on the origin.
type Bench struct {
	Planes int
	Gap    float64   // distance from plane to plane, the mean of all
	Places []float64 // of each plane behind the first, in mean gaps; nil for even gaps
}

const (
	// Rail is the height Y of the rail on which the planes stand.
	Rail = -0.64
	// Overhang is how far the rail reaches beyond the first and last plane.
	Overhang = 0.22
)

// Z is the position of plane i along the light.
func (b Bench) Z(i int) float64 {
	place := float64(i)
	if b.Places != nil {
		place = b.Places[i]
	}
	return (place - float64(b.Planes-1)/2) * b.Gap
}

// Corners are the corners of plane i, from the image's first row and column in
// reading order: top left, top right, bottom right, bottom left.
func (b Bench) Corners(i int) [4]Vec {
	z := b.Z(i)
	return [4]Vec{{-0.5, 0.5, z}, {0.5, 0.5, z}, {0.5, -0.5, z}, {-0.5, -0.5, z}}
}

// hull are the points that a view of the bench must have in it.
func (b Bench) hull() (h [12]Vec) {
	first, last := b.Corners(0), b.Corners(b.Planes-1)
	copy(h[0:], first[:])
	copy(h[4:], last[:])
	for i, z := range [2]float64{b.Z(0) - Overhang, b.Z(b.Planes-1) + Overhang} {
		h[8+2*i] = Vec{-0.2, Rail, z}
		h[9+2*i] = Vec{0.2, Rail, z}
	}
	return h
}

// Length is the distance from the first to the last plane.
func (b Bench) Length() float64 { return float64(b.Planes-1) * b.Gap }

// View is a direction of sight.
type View struct {
	Yaw   float64 // rad: 0 sees the planes edge-on, pi/2 looks against the light
	Pitch float64 // rad above the horizontal
}

// Clamp keeps v where the light runs to the right and every plane shows its face.
func (v View) Clamp() View {
	return View{
		Yaw:   min(max(v.Yaw, 12*math.Pi/180), 72*math.Pi/180),
		Pitch: min(max(v.Pitch, 4*math.Pi/180), 55*math.Pi/180),
	}
}
