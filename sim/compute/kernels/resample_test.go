package kernels

import (
	"math"
	"testing"

	"talbot/sim/rng"
)

// <resample x, y> = <x, adjoint y>.
func TestResampleAdjoint(t *testing.T) {
	const nx, ny = 13, 10
	x, y := make([]float32, 2*nx*ny), make([]float32, 2*nx*ny)
	rng.Stream{Seed: 1, Stream: 1001}.Normal(0, x)
	rng.Stream{Seed: 1, Stream: 1001}.Normal(1, y)
	frame := make([]float32, FrameNumbers(0))
	copy(frame[FrameWarp:], []float32{1.05, 0.03, 1.4, -0.02, 0.97, -2.6})
	out, back := make([]float32, len(x)), make([]float32, len(x))
	Resample(nx, ny).Each([][]float32{x, frame, out}, nil)
	ResampleAdjoint(nx, ny).Each([][]float32{y, frame, back}, nil)
	var left, right, a, b float64
	for i := range x {
		left += float64(out[i]) * float64(y[i])
		right += float64(x[i]) * float64(back[i])
		a += float64(out[i]) * float64(out[i])
		b += float64(y[i]) * float64(y[i])
	}
	if d := math.Abs(left-right) / math.Sqrt(a*b); d > 1e-6 {
		t.Errorf("products differ by %.2g", d)
	}
}
