package kernels

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/rng"
)

// The SIMD loops of display masks give the bits of the scalar ones: for numbers of
// pixels that end within a vector or a block, few levels and many, hot and cold, with
// noise and without, and for a pixel that is not a number.
func TestVectorLoopsGiveTheSameBits(t *testing.T) {
	if vectorDraws == nil {
		t.Skip("no SIMD here")
	}
	step := uint32(0)
	random := func(n int, scale float32) []float32 {
		x := make([]float32, n)
		step++
		rng.Stream{Seed: 5, Stream: 1000}.Uniform(step, x)
		for i := range x {
			x[i] = scale * (2*x[i] - 1)
		}
		return x
	}
	for _, n := range []int{1, 8, 63, 64, 3*64 + 21} {
		for _, levels := range []int{1, 2, 3, 5, 8, 17, 100} {
			states := random(StateNumbers*levels, 1)
			for k := range levels {
				s := states[StateNumbers*k:]
				s[1] *= 3
				s[3], s[2] = sincos32(s[1])
			}
			for mode := range 24 {
				c := control(1<<17 + step)
				c[ControlHard], c[ControlNoise], c[ControlPull] = float32(mode&1), float32(mode>>1&1), 0.3
				c[ControlSharpness] = []float32{0.02, 1, 40}[(mode>>2)%3]
				l := Levels{N: n, Levels: levels, Stream: 3, Mixing: Mixing(mode / 12), AmplitudeGradient: 0.7}
				theta := random(levels*n, 3)
				theta[len(theta)-1] = float32(math.NaN())
				w := random(levels*n, 0.5)
				for _, k := range []struct {
					kernel compute.Kernel
					args   [][]float32
				}{
					{l.Sample(), [][]float32{theta, states, c, random(2*n, 1), w}},
					{l.Choose(), [][]float32{theta, states, c, random(2*n, 1)}},
					{l.Adjoint(), [][]float32{random(2*n, 1), states, c, w}},
					{NearestState(n, levels), [][]float32{random(2*n, 2), states, c, random(2*n, 1)}},
					{NearestStateAdjoint(n, levels), [][]float32{random(2*n, 2), states, c, random(2*n, 1), random(2*n, 1)}},
				} {
					sameBits(t, k.kernel, k.args)
				}
			}
		}
	}
}

func sameBits(t *testing.T, k compute.Kernel, args [][]float32) {
	t.Helper()
	scalar, vector := copies(args), copies(args)
	k.Once(scalar, make([]float32, k.Work), 0, k.N)
	k.VectorOnce(vector, make([]float32, k.VectorWork), 0, k.N)
	for a := range args {
		for i, want := range scalar[a] {
			got := vector[a][i]
			if math.Float32bits(got) != math.Float32bits(want) && (got == got || want == want) {
				t.Fatalf("%s of %d: number %d of argument %d is %g, by scalars %g", k.Name, k.N, i, a, got, want)
			}
		}
	}
}

func copies(x [][]float32) [][]float32 {
	c := make([][]float32, len(x))
	for i := range x {
		c[i] = append(c[i], x[i]...)
	}
	return c
}
