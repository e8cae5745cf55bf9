package virtual

import (
	"math"

	"talbot/sim/optics"
)

// aside is how far from the edge of a plane of large samples or more, in Fresnel lengths sqrt(wavelength z), its light is followed on a short way: what went on
// and comes back in at the other side of the window is then 4e-5 of evenly lit 400 x 400, root mean square, and 0.001 where each pixel has
// a phase of its own, the finest that there is (TestWindow); see negligible. It goes with 1/aside^2 and, of the finest, with 1/aside. Of a smaller plane more
// lies near an edge, and light is followed further.
const aside, large = 16, 400

// window is the darkness around a plane's light on its way of z m along the axis and x and y m to the side: Padding, and on a
// short way of a large plane, as from panel to panel, no more than light needs.
func (s Setup) window(z, x, y float64) optics.Window {
	pad := func(n int, d, side float64) int {
		far := aside * max(1, large/float64(n)) * math.Sqrt(s.Wavelength*math.Abs(z))
		least := math.Ceil((far + math.Abs(side)) / d)
		return min(s.Padding, padding(n, int(math.Min(least, float64(s.Padding)))))
	}
	return optics.Window{PadX: pad(s.Plane.Nx, s.Plane.Dx, x), PadY: pad(s.Plane.Ny, s.Plane.Dy, y), BandLimit: true}
}
