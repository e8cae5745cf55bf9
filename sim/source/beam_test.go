package source_test

import (
	"fmt"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/source"
)

// The beam of a laser pointer, three metres on.
func ExampleBeam() {
	b := source.Beam{Waist: 0.5e-3, Wavelength: 650e-9, Z: 3}
	fmt.Printf("Rayleigh range %.2f m, radius %.2f mm\n", b.RayleighRange(), 1e3*b.Radius())
	// Output: Rayleigh range 1.21 m, radius 1.34 mm
}

// Light of low coherence washes out the fringes of a double slit.
func ExampleGaussianSchell() {
	const red, apart = 633e-9, 0.2e-3
	grid := optics.Grid{Nx: 400, Ny: 1, Dx: 5e-6, Dy: 5e-6}
	screen := optics.At(optics.Grid{Nx: 201, Ny: 1, Dx: 20e-6, Dy: 5e-6})
	far, err := optics.Space{In: grid, Wavelength: red, Z: 1}.FresnelChirp(screen)
	if err != nil {
		fmt.Println(err)
		return
	}
	dev := cpu.Open(1)
	for _, coherence := range []float64{2e-3, 0.2e-3, 0.1e-3} {
		modes, _, err := source.GaussianSchell(1e-3, coherence, red, 40)
		if err != nil {
			fmt.Println(err)
			return
		}
		picture, err := source.Intensity(grid, modes, func(f *optics.Field) (*optics.Field, error) {
			for i := range f.Nx { // two slits
				if d := math.Abs(math.Abs(f.X(i)) - apart/2); d > 12e-6 {
					f.Set(i, 0, 0)
				}
			}
			return far.Propagate(dev, f)
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		bright, dark := picture[100], picture[100+79] // half a fringe is lambda z/(2 apart) = 1.58 mm
		fmt.Printf("coherence %.1f mm: visibility %.2f, exp(-d^2/(2 c^2)) is %.2f\n", 1e3*coherence,
			(bright-dark)/(bright+dark), math.Exp(-apart*apart/(2*coherence*coherence)))
	}
	// Output:
	// coherence 2.0 mm: visibility 1.00, exp(-d^2/(2 c^2)) is 1.00
	// coherence 0.2 mm: visibility 0.61, exp(-d^2/(2 c^2)) is 0.61
	// coherence 0.1 mm: visibility 0.14, exp(-d^2/(2 c^2)) is 0.14
}

// Modes are orthogonal and all have the Gaussian's power.
func TestModesAreOrthogonal(t *testing.T) {
	g := optics.Square(160, 20e-6)
	b := source.Beam{Waist: 0.3e-3, Wavelength: 532e-9, Z: 0.2}
	for family, list := range map[string][]optics.Profile{
		"Hermite":  {b.Gaussian(), b.HermiteGauss(1, 0), b.HermiteGauss(0, 1), b.HermiteGauss(2, 0), b.HermiteGauss(3, 2), b.HermiteGauss(1, 4)},
		"Laguerre": {b.LaguerreGauss(0, 0), b.LaguerreGauss(0, 1), b.LaguerreGauss(0, -1), b.LaguerreGauss(1, 0), b.LaguerreGauss(1, 1), b.LaguerreGauss(2, -3)},
	} {
		power := math.Pi / 2 * b.Waist * b.Waist
		for i, p := range list {
			u := p.Samples(g)
			for j, q := range list[:i+1] {
				var sum complex128
				for k, v := range q.Samples(g) {
					sum += cmplx.Conj(u[k]) * v
				}
				want := 0.0
				if i == j {
					want = 1
				}
				if got := cmplx.Abs(sum) * g.Dx * g.Dy / power; math.Abs(got-want) > 1e-9 {
					t.Errorf("%s modes %d and %d: %.3g, want %g", family, i, j, got, want)
				}
			}
		}
	}
	if d := cmplx.Abs(b.LaguerreGauss(0, 0)(1e-4, 2e-4) - b.HermiteGauss(0, 0)(1e-4, 2e-4)); d > 1e-15 {
		t.Errorf("the two fundamental modes differ by %.2g", d)
	}
}

// A spherical wave satisfies the wave equation's radial phase; both signs.
func TestSpherical(t *testing.T) {
	const lambda = 633e-9
	u := source.Spherical(1e-3, -2e-3, 0.5, lambda)
	x, y := 3e-3, 1e-3
	d2 := (x-1e-3)*(x-1e-3) + (y+2e-3)*(y+2e-3)
	r := math.Sqrt(0.25 + d2)
	want := cmplx.Rect(0.5/r, math.Mod(2*math.Pi/lambda*(r-0.5), 2*math.Pi))
	if e := cmplx.Abs(u(x, y) - want); e > 1e-8 { // r - z keeps 1e-16 of 0.5 m: 1e-9 rad
		t.Errorf("off by %.2g", e)
	}
	v := source.Spherical(1e-3, -2e-3, -0.5, lambda)
	if e := cmplx.Abs(v(x, y) - cmplx.Conj(u(x, y))); e > 1e-15 {
		t.Errorf("the converging wave is not the conjugate: %.2g", e)
	}
}

// The modes of the Gaussian Schell model add up to its intensity and coherence.
func TestGaussianSchell(t *testing.T) {
	const w, c = 0.5e-3, 0.2e-3
	modes, lost, err := source.GaussianSchell(w, c, 633e-9, 60)
	if err != nil {
		t.Fatal(err)
	}
	if lost < 0 || lost > 1e-4 {
		t.Errorf("%.2g of the power is lost", lost)
	}
	mutual := func(x1, y1, x2, y2 float64) (sum complex128) {
		for _, m := range modes {
			sum += complex(m.Weight, 0) * cmplx.Conj(m.Profile(x1, y1)) * m.Profile(x2, y2)
		}
		return sum
	}
	for _, p := range [][4]float64{{0, 0, 0, 0}, {1e-4, 2e-4, 1e-4, 2e-4}, {1e-4, 0, -1e-4, 1e-4}, {3e-4, 0, 0, 0}} {
		r1, r2 := p[0]*p[0]+p[1]*p[1], p[2]*p[2]+p[3]*p[3]
		d2 := (p[0]-p[2])*(p[0]-p[2]) + (p[1]-p[3])*(p[1]-p[3])
		want := math.Exp(-(r1+r2)/(w*w) - d2/(2*c*c))
		if e := cmplx.Abs(mutual(p[0], p[1], p[2], p[3]) - complex(want, 0)); e > 1e-4 {
			t.Errorf("at %v: off by %.2g", p, e)
		}
	}
	if _, _, err := source.GaussianSchell(0, 1, 1, 1); err == nil {
		t.Error("a waist of 0 is accepted")
	}
}

// Two wavelengths do not interfere: their pictures add.
func TestWavelengthsAdd(t *testing.T) {
	g := optics.Square(16, 10e-6)
	flat := optics.Profile(func(x, y float64) complex128 { return 1 })
	got, err := source.Intensity(g, []source.Mode{{Profile: flat, Wavelength: 500e-9, Weight: 0.25}, {Profile: flat, Wavelength: 600e-9, Weight: 0.5}},
		func(f *optics.Field) (*optics.Field, error) { return f, nil })
	if err != nil || got[7] != 0.75 {
		t.Errorf("intensity %v, %v", got[7], err)
	}
}
