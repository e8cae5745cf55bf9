package computetest

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testMirror compares what is done to the errors of fully forward mode with its equations.
func testMirror(t *testing.T, dev compute.Device, tol Tolerance) {
	const nx, ny, n, parts = 5, 4, 20, 3
	b := bench{t, dev}
	u, v := random(2*n, 400), random(2*n, 401)
	for _, flip := range [][2]bool{{false, false}, {true, false}, {true, true}} {
		got := complexes(b.run(kernels.MirrorConj(nx, ny, flip[0], flip[1]), sample(u), sample(make([]float32, 2*n)))[1])
		for i, w := range got {
			x, y := i%nx, i/nx
			if flip[0] {
				x = nx - 1 - x
			}
			if flip[1] {
				y = ny - 1 - y
			}
			near(t, "mirror-conj", cmplx.Abs(w-cmplx.Conj(complexAt(u, y*nx+x))), 0, 1, tol.Linear)
		}
	}
	d := b.run(kernels.PhaseGradient(n), sample(u), sample(v), sample(make([]float32, n)))[2]
	top := 0.0
	for i, w := range d {
		want := imag(complexAt(u, i) * cmplx.Conj(complexAt(v, i)))
		near(t, "phase-gradient", float64(w), want, 1, 3*tol.Linear)
		top = math.Max(top, math.Abs(float64(w)))
	}
	most := b.run(kernels.LargestOf(n, parts), sample(d), sample(make([]float32, parts)))[1]
	near(t, "largest-of", float64(max(most[0], most[1], most[2])), top, 1, tol.Linear)
	for _, size := range []float64{0, 0.02} {
		scale := 1.0
		if size > 0 {
			scale = size / top
		}
		for i, w := range b.run(kernels.AddEvened(n, parts, size), sample(d), sample(most), sum(n))[2] {
			near(t, "add-evened", float64(w), scale*float64(d[i]), 1, 3*tol.Linear)
		}
	}
	for i, w := range complexes(b.run(kernels.ModulateConj(n), sample(u), shared(v))[0]) {
		near(t, "modulate-conj", cmplx.Abs(w-complexAt(u, i)*cmplx.Conj(complexAt(v, i))), 0, 1, 3*tol.Linear)
	}
	testZeroOrder(t, dev, tol)
	testCompensation(t, dev, tol)
}

// testZeroOrder compares the gradient of a light m + rho |m| with difference quotients, in double precision; a dark pixel has none.
func testZeroOrder(t *testing.T, dev compute.Device, tol Tolerance) {
	const n = 33
	rho := complex(-0.19, 0.12)
	b := bench{t, dev}
	g, m := random(2*n, 411), random(2*n, 412)
	m[8], m[9] = 0, 0
	got := complexes(b.run(kernels.AddZeroOrder(n, rho), sample(g), sample(m))[0])
	for i, w := range got {
		slope, v := complexAt(g, i), complexAt(m, i)
		if v == 0 {
			near(t, "add-zero-order, dark", cmplx.Abs(w-slope), 0, 1, 0)
			continue
		}
		loss := func(v complex128) float64 { return real(cmplx.Conj(slope) * (v + rho*complex(cmplx.Abs(v), 0))) }
		const d = 1e-5
		near(t, "add-zero-order, real", real(w), (loss(v+d)-loss(v-d))/(2*d), 1, 3*tol.Linear)
		near(t, "add-zero-order, imaginary", imag(w), (loss(v+d*1i)-loss(v-d*1i))/(2*d), 1, 3*tol.Linear)
	}
}

// testCompensation adds to what is shown the light that a panel does not change, in double precision: the sum is what was to be shown.
func testCompensation(t *testing.T, dev compute.Device, tol Tolerance) {
	const n = 33
	b := bench{t, dev}
	u := random(2*n, 413)
	u[8], u[9] = 0, 0
	for _, rho := range []complex128{-0.19 + 0.12i, 0.85i, 1e-3} {
		for i, m := range complexes(b.run(kernels.CompensateZeroOrder(n, rho), sample(u))[0]) {
			near(t, "compensate-zero-order", cmplx.Abs(m+rho*complex(cmplx.Abs(m), 0)-complexAt(u, i)), 0, 1, 30*tol.Linear)
		}
	}
	if kernels.Compensable(0.95i) || kernels.Compensable(1e-4) || !kernels.Compensable(-0.2) {
		t.Error("what is compensated is not a zero order between the least and the most")
	}
}

// testMapLoss compares the loss of a plane with its equation, and its gradient with difference quotients.
func testMapLoss(t *testing.T, dev compute.Device, tol Tolerance) {
	const nx, ny, n, class = 6, 6, 36, 1
	b := bench{t, dev}
	l := kernels.MapLoss{Nx: nx, Ny: ny, Regions: []kernels.Region{{X0: 0, Y0: 1, X1: 2, Y1: 3}, {X0: 3, Y0: 2, X1: 6, Y1: 4}}}
	u := random(2*n, 410)
	value := func(u []complex128) (loss float64, readings [2]float64) {
		var square, both, area float64
		for i, v := range u {
			p := real(v)*real(v) + imag(v)*imag(v)
			square += p * p
			for k, r := range l.Regions {
				if x, y := i%nx, i/nx; x >= r.X0 && x < r.X1 && y >= r.Y0 && y < r.Y1 {
					readings[k] += p / float64(r.Area())
					if k == class {
						both, area = both+p, area+1
					}
				}
			}
		}
		return (area - both*both/square) / n, readings
	}
	want, readings := value(complexes(u))
	r := []float32{float32(readings[0]), float32(readings[1])}
	out := b.run(l.Value(), sample(u), sample(r), sample([]float32{class}), sample(make([]float32, 2)), sample(make([]float32, 1)))
	near(t, "map-loss", float64(out[3][0]), want, 1, 3*tol.Linear)
	if right := readings[1] > readings[0]; (out[3][1] == 1) != right {
		t.Errorf("map-loss: right is %v, of readings %v", out[3][1], readings)
	}
	g := complexes(b.run(l.Adjoint(), sample(u), sample([]float32{class}), sample(out[4]), sample(make([]float32, 2*n)))[3])
	for i := range n {
		for _, turn := range []complex128{1, 1i} {
			const h = 1e-5
			up, down := complexes(u), complexes(u)
			up[i], down[i] = up[i]+turn*h, down[i]-turn*h
			a, _ := value(up)
			c, _ := value(down)
			near(t, "map-loss-adjoint", real(cmplx.Conj(g[i])*turn), (a-c)/(2*h), 0.1, 10*tol.Linear)
		}
	}
}

// testFieldActivation compares activations of fields with their equations, and gradients with difference quotients.
func testFieldActivation(t *testing.T, dev compute.Device, tol Tolerance) {
	const n = 40
	b := bench{t, dev}
	y, w := random(2*n, 420), random(2*n, 421)
	for law := range kernels.FieldLaws {
		a := kernels.FieldActivation{N: n, Law: kernels.FieldLaw(law), Scale: 1.7, Threshold: 0.4}
		f := func(y complex128) complex128 {
			p := 1.7 * (real(y)*real(y) + imag(y)*imag(y))
			switch a.Law {
			case kernels.Kerr:
				return y * cmplx.Rect(1, p)
			case kernels.Saturating:
				return y * cmplx.Rect(1, math.Pi*p/(1+p))
			}
			return complex(math.Max(math.Sqrt(p)-0.4, 0), 0)
		}
		got := complexes(b.run(a.Forward(), sample(y), sample(make([]float32, 2*n)))[1])
		g := complexes(b.run(a.Adjoint(), sample(y), sample(w))[1])
		for i, v := range complexes(y) {
			near(t, "field-activation "+kernels.FieldLaws[law], cmplx.Abs(got[i]-f(v)), 0, 1, 3*tol.Elementary)
			for _, turn := range []complex128{1, 1i} {
				const h = 1e-6
				want := real(cmplx.Conj(complexAt(w, i)) * (f(v+turn*h) - f(v-turn*h)) / (2 * h))
				near(t, "field-activation-adjoint "+kernels.FieldLaws[law], real(cmplx.Conj(g[i])*turn), want, 3, 10*tol.Elementary)
			}
		}
	}
}
