package scatter

import (
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// reader is a camera of tests, whose pixels are added up in groups behind their reading.
type reader struct {
	scale float64 // electrons of an intensity of 1
	noise bool    // else light is read as it is
	read  float64 // electrons, of one pixel
	seed  uint64
}

// counts are what the camera counts of groups of so many pixels each, from the sums of their light, and by chances that a number tells: the photons of
// a sum of pixels are as many by chance as those of one as bright as all of them, and what their readings add has the root of as many times the size.
func (r reader) counts(sums []float64, pixels int, number uint32) []float64 {
	out := make([]float64, len(sums))
	u, z, y := make([]float32, len(sums)), make([]float32, len(sums)), make([]float32, len(sums))
	if r.noise {
		st := rng.Stream{Seed: r.seed, Stream: rng.Electrons}
		st.Uniform(3*number+watched, u)
		st.Normal(3*number+watched+1, z)
		st.Normal(3*number+watched+2, y)
	}
	for i, s := range sums {
		if out[i] = r.scale * s; r.noise {
			out[i] = float64(kernels.Poisson(float32(out[i]), u[i], z[i])) + r.read*math.Sqrt(float64(pixels))*float64(y[i])
		}
	}
	return out
}

// watched is the step of rng.Electrons of the first frame, beyond those of benches; tests begin at learned frames, behind those that an electronic
// network learns.
const (
	watched = 1 << 30
	learned = 1 << 29
)

// cells are sums of light over squares of so many pixels a side, by row.
func cells(light []float32, n, side int) []float64 {
	m := n / side
	out := make([]float64, m*m)
	for p, v := range light {
		out[p/n/side*m+p%n/side] += float64(v)
	}
	return out
}

// squares are sums of light over regions.
func squares(light []float32, n int, regions []kernels.Region) []float64 {
	out := make([]float64, len(regions))
	for k, r := range regions {
		for y := r.Y0; y < r.Y1; y++ {
			for _, v := range light[y*n+r.X0 : y*n+r.X1] {
				out[k] += float64(v)
			}
		}
	}
	return out
}
