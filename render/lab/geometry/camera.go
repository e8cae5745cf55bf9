package geometry

import "math"

// distance is how far the camera is from the bench's centre, in lengths of the
// bench's diagonal: large enough for a gentle perspective.
const distance = 3.2

// Camera maps the world to the screen in perspective. The zero Camera is of no
// use; Fit makes one.
type Camera struct {
	right, up, ahead Vec
	distance         float64
	scale            float64 // pixels a unit, at the distance of the origin
	origin           Point   // where the world's origin is seen
}

func dot(a, b Vec) float64 { return a.X*b.X + a.Y*b.Y + a.Z*b.Z }

func look(v View, far float64) Camera {
	sy, cy := math.Sincos(v.Yaw)
	sp, cp := math.Sincos(v.Pitch)
	return Camera{
		right:    Vec{sy, 0, cy},
		up:       Vec{cy * sp, cp, -sy * sp},
		ahead:    Vec{cy * cp, -sp, -sy * cp},
		distance: far,
		scale:    1,
	}
}

// Fit is the camera that looks along v and shows the whole bench as large as r
// allows, in r's centre.
func Fit(b Bench, v View, r Rect) Camera {
	c := look(v, distance*math.Hypot(b.Length(), 1.5))
	box := c.box(b)
	if box.Empty() || r.Empty() {
		return c
	}
	s := min(r.W/box.W, r.H/box.H)
	c.scale = s
	c.origin = Point{
		r.X + r.W/2 - s*(box.X+box.W/2),
		r.Y + r.H/2 - s*(box.Y+box.H/2),
	}
	return c
}

// box is the bounding box of the bench as c sees it.
func (c Camera) box(b Bench) Rect {
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, h := range b.hull() {
		p := c.Project(h)
		lo = Point{min(lo.X, p.X), min(lo.Y, p.Y)}
		hi = Point{max(hi.X, p.X), max(hi.Y, p.Y)}
	}
	return Rect{lo.X, lo.Y, hi.X - lo.X, hi.Y - lo.Y}
}

// Project is where p is seen.
func (c Camera) Project(p Vec) Point {
	k := c.scale * c.distance / (c.distance + dot(c.ahead, p))
	return Point{c.origin.X + k*dot(c.right, p), c.origin.Y - k*dot(c.up, p)}
}

// Size is how many pixels a unit across the line of sight has at p.
func (c Camera) Size(p Vec) float64 {
	return c.scale * c.distance / (c.distance + dot(c.ahead, p))
}

// Zoom enlarges the picture by factor, and keeps the point at where it is.
func (c Camera) Zoom(at Point, factor float64) Camera {
	c.scale *= factor
	c.origin.X = at.X + (c.origin.X-at.X)*factor
	c.origin.Y = at.Y + (c.origin.Y-at.Y)*factor
	return c
}

// Shift moves the picture by d.
func (c Camera) Shift(d Point) Camera {
	c.origin.X += d.X
	c.origin.Y += d.Y
	return c
}

// OnPlane is the point (X, Y) of the plane at z that is seen at p. It is the
// inverse of Project for that plane, and exact: Project of a plane is a
// projective map, so two linear equations give X and Y.
func (c Camera) OnPlane(p Point, z float64) (x, y float64, ok bool) {
	// With s = (p - origin)/scale and t = distance + ahead . q, the equations are
	// right . q distance = s.X t and -up . q distance = s.Y t.
	sx, sy := (p.X-c.origin.X)/c.scale, (p.Y-c.origin.Y)/c.scale
	d := c.distance
	a11, a12 := d*c.right.X-sx*c.ahead.X, d*c.right.Y-sx*c.ahead.Y
	a21, a22 := -d*c.up.X-sy*c.ahead.X, -d*c.up.Y-sy*c.ahead.Y
	b1 := sx*(d+c.ahead.Z*z) - d*c.right.Z*z
	b2 := sy*(d+c.ahead.Z*z) + d*c.up.Z*z
	det := a11*a22 - a12*a21
	if math.Abs(det) < 1e-9*d*d {
		return 0, 0, false
	}
	return (b1*a22 - b2*a12) / det, (a11*b2 - a21*b1) / det, true
}

// Hit is the plane that is seen at p, and the place on it: u from 0 at the left
// to 1 at the right, v from 0 at the top to 1 at the bottom. Where planes
// overlap, the nearest one counts. Plane is -1 where there is none.
func (c Camera) Hit(b Bench, p Point) (plane int, u, v float64) {
	for i := b.Planes - 1; i >= 0; i-- {
		x, y, ok := c.OnPlane(p, b.Z(i))
		if ok && math.Abs(x) <= 0.5 && math.Abs(y) <= 0.5 {
			return i, x + 0.5, 0.5 - y
		}
	}
	return -1, 0, 0
}

// Scale is c for a picture that is factor times as large, its corner at the same
// place.
func (c Camera) Scale(factor float64) Camera {
	return c.Zoom(Point{}, factor)
}
