package forward

import (
	"math"

	"talbot/sim/fmath"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// first is a mask to begin with, [ny][nx] rad: even random phases of a whole turn, blurred by a Gaussian (their released program), and
// with Lenses those of a lens of the layers' distance as its focal length,
//
//	-pi r^2 / (lambda z),
//
// on top. A row of such lenses, one focal length apart, is a stable guide of light (Kogelnik and Li, "Laser beams and resonators", Applied
// Optics 5, 1550 (1966): 0 < z/4f < 1), so that fine detail of a picture stays on the plane however many masks there are; along flat ones
// it has left the side of the plane after a few.
func (c *Config) first(g optics.Grid, mask int) []float32 {
	v := make([]float32, g.Len())
	rng.Stream{Seed: uint64(c.Seed), Stream: rng.Init}.Uniform(uint32(mask), v)
	for i := range v {
		v[i] *= 2 * math.Pi
	}
	if c.Blur > 0 {
		c.blur(g, v)
	}
	if c.Lenses {
		bend := math.Pi / (c.Wavelength * c.Distance)
		for i := range v {
			x, y := (float64(i%g.Nx)-float64(g.Nx-1)/2)*g.Dx, (float64(i/g.Nx)-float64(g.Ny-1)/2)*g.Dy
			v[i] -= float32(bend * (float64(x*x) + float64(y*y)))
		}
	}
	return v
}

// blur makes a mask smooth; at its edge the last phase goes on.
func (c *Config) blur(g optics.Grid, v []float32) {
	reach := int(math.Ceil(4 * c.Blur))
	weights, sum := make([]float64, 2*reach+1), 0.0
	for i := range weights {
		d := float64(i-reach) / c.Blur
		weights[i] = fmath.Exp(-d * d / 2)
		sum += weights[i]
	}
	along := func(step, lines, apart, n int) {
		line := make([]float64, n)
		for l := range lines {
			for i := range line {
				line[i] = 0
				for k, w := range weights {
					line[i] += w / sum * float64(v[l*apart+step*max(0, min(n-1, i+k-reach))])
				}
			}
			for i, x := range line {
				v[l*apart+step*i] = float32(x)
			}
		}
	}
	along(1, g.Ny, g.Nx, g.Nx)
	along(g.Nx, g.Nx, 1, g.Ny)
}
