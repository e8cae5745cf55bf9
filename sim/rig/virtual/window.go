package virtual

import (
	"math"

	"talbot/sim/optics"
)

// aside is how far from the edge of a plane of large samples or more, in Fresnel lengths sqrt(wavelength z), its light is followed on a short way, and an
// eighth of the plane at least: what goes on and comes back in at the other side of the window is then 4e-5 of evenly lit
// 400 x 400, root mean square, and 0.001 where each pixel has a phase of its own, the finest that there is (see negligible; it goes with 1/aside^2 and, of the
// finest, with 1/aside). Where light is also moved by parts of a sample, it is 0.0016 and 0.024, for 0.0004 and 0.007 with Padding (TestWindow): those are tails of the
// interpolation between samples, which the light of a real pixel has not. Of a smaller plane more lies near an edge, and its windows cost little.
const aside, large = 16, 400

// window is the darkness around a plane's light on its way of z m along the axis and x and y m to the side: Padding, and on a
// short way of a large plane, as from panel to panel, no more than light needs.
func (s Setup) window(z, x, y float64) optics.Window {
	pad := func(n int, d, side float64) int {
		if n < large {
			return s.Padding
		}
		least := math.Ceil((aside*math.Sqrt(s.Wavelength*math.Abs(z)) + math.Abs(side)) / d)
		return min(s.Padding, padding(n, max(n/8, int(math.Min(least, float64(s.Padding))))))
	}
	return optics.Window{PadX: pad(s.Plane.Nx, s.Plane.Dx, x), PadY: pad(s.Plane.Ny, s.Plane.Dy, y), BandLimit: true}
}
