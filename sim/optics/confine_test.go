package optics_test

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/optics"
	"talbot/sim/source"
)

// Light from a point, exp(i pi ((x-x')^2 + y^2)/(lambda z)), stays where the point is in the window or its margin, and nothing of it is left elsewhere.
func TestConfinedKnowsWherePointsAre(t *testing.T) {
	const n, lambda, z = 120, 532e-9, 0.03
	g := optics.Square(n, 8e-6)
	for _, margin := range []float64{0, 0.1} {
		r, err := optics.Space{In: g, Wavelength: lambda, Z: z}.Confined(margin)
		if err != nil {
			t.Fatal(err)
		}
		for k := -30; k <= 30; k++ { // frequencies that the plane has whole periods of
			at := float64(k) * lambda * z / (n * g.Dx)
			f := optics.NewField(g, lambda)
			light := func(x, y float64) complex128 {
				return cmplx.Rect(1, math.Pi*((x-at)*(x-at)+y*y)/(lambda*z))
			}
			for j := range n {
				for i := range n {
					f.Set(i, j, light(g.X(i), g.Y(j)))
				}
			}
			out, err := r.Propagate(dev, f)
			if err != nil {
				t.Fatal(err)
			}
			want, within := light, math.Abs(at) <= n*g.Dx*(0.5+margin)
			if !within {
				want = func(x, y float64) complex128 { return 0 }
			}
			if e := worst(out, want); e > 2e-4 {
				t.Errorf("margin %g: a point at %.3g m, in the window: %v, is %.2g off", margin, at, within, e)
			}
		}
	}
}

// It is a projection that is its own adjoint, leaves light that has come through a mask in the window within 2 % of the power, away from the edge,
// and of white noise as much as it says.
func TestConfinedIsAProjection(t *testing.T) {
	const n, lambda, z = 160, 532e-9, 0.388 * 160 * 160 / (400 * 400.)
	g := optics.Square(n, 8e-6)
	s := optics.Space{In: g, Wavelength: lambda, Z: z}
	r, err := s.Confined(0.05)
	if err != nil {
		t.Fatal(err)
	}
	do := func(f *optics.Field) *optics.Field {
		out, err := r.Propagate(dev, f)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	dot := func(a, b *optics.Field) (sum complex128) {
		for j := range n {
			for i := range n {
				sum += cmplx.Conj(a.At(i, j)) * b.At(i, j)
			}
		}
		return sum
	}
	a, b := noise(g, lambda), source.Plane(g, lambda)
	for i := range b.U {
		b.U[i] *= float32(math.Sin(float64(i * i)))
	}
	pa, pb := do(a), do(b)
	if d := cmplx.Abs(dot(a, pb)-dot(pa, b)) / cmplx.Abs(dot(pa, b)); d > 1e-4 {
		t.Errorf("<a, Pb> and <Pa, b> are %.2g apart", d)
	}
	again := do(pa)
	if e := worst(again, func(x, y float64) complex128 { return pa.At(int(math.Round(x/g.Dx))+n/2, int(math.Round(y/g.Dy))+n/2) }); e > 1e-5 {
		t.Errorf("done twice it is %.2g off", e)
	}
	left, want := real(dot(pa, pa))/real(dot(a, a)), math.Pow(1.1*n*g.Dx*g.Dx/(lambda*z), 2)
	t.Logf("of white noise %.4f is left, and %.4f in the mean", left, want)
	if math.Abs(left/want-1) > 0.1 {
		t.Errorf("of white noise %.4f is left, want about %.4f", left, want)
	}
	mask := source.Plane(g, lambda)
	for j := range n {
		for i := range n {
			mask.Set(i, j, cmplx.Rect(1, 3*math.Sin(float64(i)/3)*math.Cos(float64(j)/5)+float64(i)/9))
		}
	}
	u := propagate(t, mask, z, optics.Window{PadX: n / 2, PadY: n / 2, BandLimit: true})
	v := do(u)
	var off, all float64
	for j := n / 20; j < n-n/20; j++ {
		for i := n / 20; i < n-n/20; i++ {
			d := cmplx.Abs(v.At(i, j) - u.At(i, j))
			off, all = off+d*d, all+real(u.At(i, j)*cmplx.Conj(u.At(i, j)))
		}
	}
	t.Logf("light from the window is %.4f of its power off", off/all)
	if off/all > 0.02 {
		t.Errorf("light from the window is %.4f of its power off", off/all)
	}
}

func TestConfinedWantsADistance(t *testing.T) {
	g := optics.Square(8, 8e-6)
	if _, err := (optics.Space{In: g, Wavelength: 532e-9}).Confined(0); err == nil {
		t.Error("light is confined at no distance")
	}
	if _, err := (optics.Space{In: g, Wavelength: 532e-9, Z: 1}).Confined(-1); err == nil {
		t.Error("a margin below 0 is taken")
	}
}
