package fourier

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/rig/virtual"
	"talbot/sim/rng"
)

// Where a panel's phases run into each other and leave out a part of a turn, a mask that is fitted to it gives the light that is meant where it is
// read: one without order, as a fitted mask is, and a smooth one, which is not harmed.
func TestFit(t *testing.T) {
	f := virtual.Ideal()
	f.Fringing, f.Depth = 0.3, 0.9
	b := open(t, f)
	curve := &b.Mounts[1].Curve
	for k := range curve.States {
		curve.States[k].Phase *= f.Depth
	}
	b.curves()
	for _, mask := range []struct {
		name string
		of   func() (phase, amplitudes []float32)
		most float64
	}{{"smooth", picture, 0.01}, {"without order", rough, 0.03}} {
		phase, amplitudes := mask.of()
		want := simulated(t, phase, amplitudes)
		var off [2]float64
		for i, name := range []string{"plain", "fitted"} {
			b.Fringing = f.Fringing * float64(i)
			got, err := b.Read(ctx, mask.name+name, side, phase, [][]float32{amplitudes}, block, response)
			check(t, err)
			off[i] = apart(want, got[0])
		}
		t.Logf("%s: %.4f off, fitted %.4f", mask.name, off[0], off[1])
		if !(off[1] < mask.most && off[1] < off[0]/3) {
			t.Errorf("%s: a fit brings %.4f to %.4f", mask.name, off[0], off[1])
		}
	}
}

// fit's transform and its adjoint are each other's, and so are what the panel does and its derivative.
func TestAdjoint(t *testing.T) {
	const nx, ny, n, half = 18, 14, 20, 4
	f := newPanelFit(nx, ny, n, half, 0.3)
	f.mix = 0.03
	draw := func(stream uint32, n int) []complex64 {
		v, u := make([]float32, 2*n), make([]complex64, n)
		rng.Stream{Seed: 3, Stream: 1007}.Normal(stream, v)
		for i := range u {
			u[i] = complex(v[2*i], v[2*i+1])
		}
		return u
	}
	product := func(a, b []complex64) (sum complex128) {
		for i := range a {
			sum += complex128(a[i]) * cmplx.Conj(complex128(b[i]))
		}
		return sum
	}
	u, w := draw(1, nx*ny), draw(2, (2*half+1)*(2*half+1))
	if a, b := product(f.transform(u), w), product(u, f.adjoint(w)); cmplx.Abs(a-b) > 1e-4*cmplx.Abs(a) {
		t.Errorf("products are %v and %v", a, b)
	}
	for i, v := range draw(3, nx*ny) {
		f.phase[i], f.correct[i] = real(v), complex64(cmplx.Rect(1, float64(imag(v))))
	}
	f.panel()
	slope, along := f.back(u), draw(4, nx*ny)
	want := 0.0
	for i, s := range slope {
		want += float64(s) * float64(real(along[i]))
	}
	const step = 1e-2
	value := func(sign float32) float64 {
		for i := range f.phase {
			f.phase[i] += sign * real(along[i])
		}
		f.panel()
		return real(product(f.sum, u))
	}
	up := value(step)
	if got := (up - value(-2*step)) / 2 / step; math.Abs(got-want) > 1e-2*math.Abs(want) {
		t.Errorf("the derivative is %.5g, by differences %.5g", want, got)
	}
}
