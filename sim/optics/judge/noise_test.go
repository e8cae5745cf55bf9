package judge_test

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/optics"
	"talbot/sim/optics/exact"
	"talbot/sim/optics/judge"
)

// Where a steep beam leaves almost no light rounding alone sets what is there:
// a sum of the same terms in another order shows how much, and the bound says it.
func TestRoundingOfFaintLightIsInTheBound(t *testing.T) {
	g := optics.Grid{Nx: 31, Ny: 50, Dx: 2.7e-6, Dy: 2.1e-6}
	s := optics.Space{In: g, Wavelength: 328e-9, Z: 3.35e-3}
	u := optics.Profile(func(x, y float64) complex128 {
		x, y = x/g.Dx, y/g.Dy
		return cmplx.Rect(math.Exp(-100*(x*x/31/31+y*y/50/50)), 2*math.Pi*(0.38*x+0.36*y))
	}).Samples(g)
	out := optics.At(g)
	got, err := judge.Task{Space: s, Choice: optics.Choice{Method: judge.Sum}, U: u, Floor: judge.Floor64}.Do()
	if err != nil {
		t.Fatal(err)
	}
	k := 2 * math.Pi / s.Wavelength
	want := make([]complex128, out.Len())
	for p := range want {
		for x := g.Nx - 1; x >= 0; x-- { // columns first, from the far end
			var column complex128
			for y := g.Ny - 1; y >= 0; y-- {
				d2 := math.Pow(g.X(x)-g.X(p%g.Nx), 2) + math.Pow(g.Y(y)-g.Y(p/g.Nx), 2)
				r := math.Sqrt(s.Z*s.Z + d2)
				column += u[y*g.Nx+x] * complex(s.Z/(2*math.Pi*r*r), 0) * complex(1/r, -k) * cmplx.Exp(complex(0, k*d2/(r+s.Z)))
			}
			want[p] += column * complex(g.Dx*g.Dy, 0)
		}
	}
	real := dist(got.V, want)
	t.Logf("%.3g of the light; the bound is %.3g, the sums differ by %.3g", got.Inside, got.Error, real)
	if !(got.Inside < 1e-14) || !(real > 2e-9) {
		t.Errorf("%.3g of the light is on the plane, and rounding leaves %.3g of it: this bench shows nothing", got.Inside, real)
	}
	if !(got.Error >= real) || got.Error > 10*real {
		t.Errorf("the bound is %.3g, and two sums of the same terms differ by %.3g", got.Error, real)
	}
	// With much light the bound stays at the floor.
	for i := range u {
		u[i] = complex(cmplx.Abs(u[i]), 0)
	}
	got, err = judge.Task{Space: s, U: u, Floor: judge.Floor64, Run: func(r *optics.Recipe) ([]complex128, error) { return exact.Apply(r, u) }}.Do()
	if err != nil || got.Error != judge.Floor64 {
		t.Errorf("the beam along the axis: %v, %v", got.Error, err)
	}
}

// Do tells what it computes next, the truth first and then each method, and of the share
// that is done never less than before.
func TestDoTellsWhatItComputes(t *testing.T) {
	g := optics.Grid{Nx: 24, Ny: 24, Dx: 8e-6, Dy: 8e-6}
	u := make([]complex128, g.Len())
	u[g.Len()/2] = 1
	var told []string
	last := 0.0
	k := judge.Task{Space: optics.Space{In: g, Wavelength: 633e-9, Z: 1e-3}, U: u, Floor: judge.Floor64,
		Run: func(r *optics.Recipe) ([]complex128, error) { return exact.Apply(r, u) },
		Tell: func(what string, share float64) {
			if told = append(told, what); share < last || share > 1 {
				t.Errorf("%s: a share of %g after %g", what, share, last)
			}
			last = share
		}}
	r, err := k.Do()
	if err != nil {
		t.Fatal(err)
	}
	if len(told) < len(r.Tried)+1 {
		t.Errorf("it told %q, and tried %v", told, r.Tried)
	}
	for i, tried := range r.Tried {
		if told[i+1] != string(tried.Method) {
			t.Errorf("it told %q, and tried %v", told, r.Tried)
		}
	}
}
