package optics_test

import (
	"math"
	"strings"
	"testing"

	"talbot/sim/optics"
)

func TestLengths(t *testing.T) {
	for want, m := range map[string]float64{"8 um": 8e-6, "633 nm": 633e-9, "1 mm": 0.9999e-3, "999 um": 999.4e-6, "-1 um": -0.99999e-6, "12.3 m": 12.345,
		"1 km": 999.9, "1234 km": 1.234e6, "0 nm": 0, "NaN m": math.NaN(), "+Inf m": math.Inf(1)} {
		if got := optics.Length(m); got != want {
			t.Errorf("%g m reads %q, want %q", m, got, want)
		}
	}
	for want, g := range map[string]optics.Grid{
		"64 x 48 samples of 8 um":             {Nx: 64, Ny: 48, Dx: 8e-6, Dy: 8e-6},
		"64 x 48 samples of 4 um x 8 um":      {Nx: 64, Ny: 48, Dx: 4e-6, Dy: 8e-6},
		"64 x 48 samples of 8.0001 um x 8 um": {Nx: 64, Ny: 48, Dx: 8.0001e-6, Dy: 8e-6},
		"64 x 1 samples of 3.745 um":          {Nx: 64, Ny: 1, Dx: 3.745e-6, Dy: 1},
		"1 x 64 samples of 500 nm":            {Nx: 1, Ny: 64, Dx: 1, Dy: 0.5e-6},
		"1 x 1 samples of 1 mm x 2 mm":        {Nx: 1, Ny: 1, Dx: 1e-3, Dy: 2e-3},
	} {
		if got := g.String(); got != want {
			t.Errorf("it reads %q, want %q", got, want)
		}
	}
}

// Errors write lengths with units, and both spacings where they differ.
func TestErrorsNameBothSpacings(t *testing.T) {
	g := optics.Grid{Nx: 64, Ny: 48, Dx: 4e-6, Dy: 8e-6}
	s := optics.Space{In: g, Wavelength: 532e-9, Z: 0.01}
	other := optics.At(optics.Grid{Nx: 64, Ny: 48, Dx: 4e-6, Dy: 9e-6})
	screen, err := optics.Screen(other.Grid, func(x, y float64) complex128 { return 1 })
	if err != nil {
		t.Fatal(err)
	}
	hop, err := s.AngularSpectrum(optics.Window{})
	if err != nil {
		t.Fatal(err)
	}
	for what, f := range map[string]func() error{
		"4 um x 8 um": func() error { _, err := s.Plan(optics.Choice{Method: optics.Spectrum, Out: &other}); return err },
		"4 um x 9 um": func() error { _, err := optics.Join(hop, screen); return err },
		"64 x 48 samples of 4 um x 8 um, the propagator": func() error {
			_, err := screen.Propagate(nil, optics.NewField(g, 532e-9))
			return err
		},
		"-1 um x 4 um": func() error { return optics.Grid{Nx: 2, Ny: 2, Dx: -1e-6, Dy: 4e-6}.Check() },
		"not -5 nm":    func() error { return optics.Space{In: g, Wavelength: -5e-9}.Check() },
	} {
		if err := f(); err == nil || !strings.Contains(err.Error(), what) || strings.Contains(err.Error(), "e-0") {
			t.Errorf("it says %v, want %q", err, what)
		}
	}
}

// A far plane may have as many samples as the light has before it repeats, also where it is
// a little aside; beyond, it is refused.
func TestFarPlaneHoldsAPeriod(t *testing.T) {
	s := optics.Space{In: optics.Square(64, 8e-6), Wavelength: 633e-9, Z: 0.2}
	s.In.Ny = 48
	dx, dy := 633e-9*0.2/(64*8e-6), 633e-9*0.2/(48*8e-6)
	for _, c := range []struct {
		nx, ny int
		aside  float64 // along x, in samples
		fits   bool
	}{{64, 48, 0, true}, {64, 48, 0.25, true}, {64, 48, -0.25, true}, {64, 48, 0.5, true}, {63, 48, 0.25, true}, {65, 48, 0, true}, {65, 48, 0.25, false}, {64, 48, 0.75, false},
		{66, 48, 0, false}, {64, 50, 0, false}, {1, 1, 32, true}, {1, 1, 32.25, false}} {
		for _, m := range []optics.Method{optics.Lens, optics.ChirpZ, optics.Scalable} {
			out := optics.Plane{Grid: optics.Grid{Nx: c.nx, Ny: c.ny, Dx: dx, Dy: dy}, X: c.aside * dx}
			if _, err := s.Plan(optics.Choice{Method: m, Out: &out}); (err == nil) != c.fits {
				t.Errorf("%s, %d x %d samples, %g aside: %v", m, c.nx, c.ny, c.aside, err)
			}
		}
	}
}
