package computetest

import (
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testSquaredError compares the error of each sample with its equation, the gradient
// with difference quotients of the loss, and the folded sums with sums.
func testSquaredError(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, scale = 35, 0.7
	b := bench{t, dev}
	u, v := random(2*n, 120), random(2*n, 121)
	loss := func(x []float64) float64 {
		s := 0.0
		for i := range x {
			d := x[i] - float64(v[i])
			s += scale * d * d
		}
		return s
	}
	out := b.run(kernels.SquaredError(scale), sample(u), shared(v), sample(make([]float32, n)), sample(random(2*n, 122)))
	total := 0.0
	for i, e := range out[2] {
		want := scale * cmplx.Abs(complexAt(u, i)-complexAt(v, i)) * cmplx.Abs(complexAt(u, i)-complexAt(v, i))
		near(t, "squared error", float64(e), want, 8*scale, tol.Linear)
		total += float64(e)
	}
	near(t, "squared loss", total, loss(wide(u)), total, tol.Linear)
	quotient(t, "squared error's gradient", u, out[3], 8*tol.Linear, loss)

	const parts = 8
	for i, got := range b.run(kernels.Fold(n, parts), sample(out[2]), sample(random(parts, 123)))[1] {
		want := 0.0
		for k := i; k < n; k += parts {
			want += float64(out[2][k])
		}
		near(t, "fold", float64(got), want, 8*scale, tol.Linear)
	}
}

// testWindow compares the transmission of a mask smaller than its plane with
// exp(i phi), and its gradient with the difference quotient of L = Re <w, t E>, in
// float64. The plane is odd, the window even: they have no common middle.
func testWindow(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, w, from = 9, 4, 2
	b := bench{t, dev}
	phi, e, g := random(w*w, 130), random(2*n*n, 131), random(2*n*n, 132)
	for i := range phi {
		phi[i] *= 20 // some turns
	}
	at := func(i int) int { return (i/w+from)*n + i%w + from }
	tr := b.run(kernels.WindowPhase(n, w), shared(phi), shared(make([]float32, 2*n*n)))[1]
	want := make([]complex128, n*n)
	for i, v := range phi {
		want[at(i)] = cmplx.Rect(1, float64(v))
	}
	for k, got := range complexes(tr) {
		near(t, "window transmission", cmplx.Abs(got-want[k]), 0, 1, tol.Elementary)
	}
	behind := b.run(kernels.Modulate(), sample(e), shared(tr))[0]
	d := b.run(kernels.WindowPhaseAdjoint(n, w), sample(g), sample(behind), sum(w*w))[2]
	quotient(t, "window gradient", phi, d, 4*tol.Elementary, func(phi []float64) float64 {
		l := 0.0
		for i, v := range phi {
			l += real(cmplx.Conj(complexAt(g, at(i))) * cmplx.Rect(1, v) * complexAt(e, at(i)))
		}
		return l
	})
}
