package optics_test

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// Two dense products are the lens that chirp-z transforms are, on planes of any size and place, for each sample of
// a batch, and their adjoint is one: <A x, y> = <x, A* y>.
func TestProductsAreTheLens(t *testing.T) {
	const batch = 3
	for _, c := range []struct {
		in  optics.Grid
		out optics.Plane
	}{
		{optics.Square(24, 8e-6), optics.At(optics.Square(31, 8e-6))},
		{optics.Grid{Nx: 9, Ny: 14, Dx: 8e-6, Dy: 5e-6}, optics.Plane{Grid: optics.Grid{Nx: 17, Ny: 6, Dx: 6e-6, Dy: 9e-6}, X: 40e-6, Y: -25e-6}},
		{optics.Square(1, 8e-6), optics.At(optics.Square(12, 8e-6))},
		{optics.Grid{Nx: 20, Ny: 1, Dx: 8e-6, Dy: 8e-6}, optics.At(optics.Grid{Nx: 15, Ny: 1, Dx: 8e-6, Dy: 8e-6})},
	} {
		s := optics.Space{In: c.in, Wavelength: 532e-9, Z: 4e-3}
		recipe, err := s.FourierLens(c.out)
		check(t, err)
		want, err := optics.NewMap(dev, recipe, batch)
		check(t, err)
		got, err := optics.NewProducts(dev, s, c.out, batch)
		check(t, err)
		if got.In() != c.in || got.Out() != c.out.Grid {
			t.Fatalf("from %v to %v", got.In(), got.Out())
		}
		x, y := numbers(batch*2*c.in.Len(), 1), numbers(batch*2*c.out.Len(), 2)
		a, b := through(t, want.Forward, x, len(y), batch), through(t, got.Forward, x, len(y), batch)
		if d := distance(a, b); d > 2e-6 {
			t.Errorf("%v: %.2g from the chirp-z transform", c.in, d)
		}
		back := through(t, got.Adjoint, y, len(x), batch)
		if d := distance(through(t, want.Adjoint, y, len(x), batch), back); d > 2e-6 {
			t.Errorf("%v: adjoint %.2g from that of the chirp-z transform", c.in, d)
		}
		left, right, size := 0.0, 0.0, 0.0
		for i := range y {
			left += float64(b[i]) * float64(y[i])
			size += math.Abs(float64(b[i]) * float64(y[i]))
		}
		for i := range x {
			right += float64(x[i]) * float64(back[i])
		}
		if math.Abs(left-right) > 1e-6*size {
			t.Errorf("%v: <A x, y> = %g, <x, A* y> = %g", c.in, left, right)
		}
	}
	if _, err := optics.NewProducts(dev, optics.Space{In: optics.Square(4, 1e-6), Wavelength: 532e-9}, optics.At(optics.Square(4, 1e-6)), 1); err == nil {
		t.Error("a lens of focal length 0 is made")
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func numbers(n int, step uint32) []float32 {
	x := make([]float32, n)
	rng.Stream{Seed: 5, Stream: 1005}.Uniform(step, x)
	for i := range x {
		x[i] = 2*x[i] - 1
	}
	return x
}

// through is what a map makes of a batch.
func through(t *testing.T, record func(p *compute.Program, in, out compute.Buffer), x []float32, n, batch int) []float32 {
	t.Helper()
	in, err := dev.Alloc(compute.Spec{Name: "in", Scope: compute.Sample, Len: len(x) / batch, Batch: batch})
	check(t, err)
	out, err := dev.Alloc(compute.Spec{Name: "out", Scope: compute.Sample, Len: n / batch, Batch: batch})
	check(t, err)
	check(t, dev.Write(in, 0, x))
	var p compute.Program
	record(&p, in, out)
	run, err := dev.Compile(&p)
	check(t, err)
	check(t, run.Run(batch))
	y := make([]float32, n)
	check(t, dev.Read(out, 0, y))
	return y
}

// distance is |a - b| over |b|.
func distance(a, b []float32) float64 {
	d, size := 0.0, 0.0
	for i := range a {
		d += float64(a[i]-b[i]) * float64(a[i]-b[i])
		size += float64(b[i]) * float64(b[i])
	}
	return math.Sqrt(d / size)
}
