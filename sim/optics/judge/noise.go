package judge

import (
	"math"

	"talbot/sim/optics"
)

// epsilon is about what rounding leaves of one number in float64.
const epsilon = 0x1p-52

// noise is about what rounding leaves on the plane out of the light of s.In, in the integral,
// as a share of the light's amplitude. It matters where almost no light arrives: there all
// terms cancel, in the field that is judged and in the truth alike, and no distance between
// the two shows it. Each term has the rounding of its own phase. The terms are summed one by
// one, or together, by transforms, which spread the rounding of all of the light.
func noise(s optics.Space, out optics.Plane, together bool) float64 {
	z, lambda := math.Abs(s.Z), s.InMedium()
	share, far := 1.0, 0.0
	along := func(n, m int, d, e, c float64) {
		if n == 1 && m == 1 {
			return
		}
		share *= float64(m) * e * d / (lambda * z)
		if together {
			share *= float64(n)
		}
		a := math.Abs(c) + (float64(n)*d+float64(m)*e)/2
		far += a * a
	}
	along(s.In.Nx, out.Nx, s.In.Dx, out.Dx, out.X)
	along(s.In.Ny, out.Ny, s.In.Dy, out.Dy, out.Y)
	phase := 2 * math.Pi / lambda * far / (z + math.Sqrt(z*z+far))
	return epsilon * (0.5 + phase/16) * math.Sqrt(math.Min(share, 1))
}
