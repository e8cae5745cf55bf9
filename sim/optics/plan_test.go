package optics_test

import (
	"math"
	"strings"
	"testing"

	"talbot/sim/optics"
	"talbot/sim/optics/exact"
)

// Auto is right at every distance: 1-D light against the direct integral with a
// Hankel function, from a tenth of the critical distance to a thousand times it, on
// the same samples and on others, aside. The aperture exp(-(x/a)^8) has a root of its
// power of 1e-11 at the edge of the band; the integral itself knows the phase k r in
// float64, 2^-52 of it.
func TestAutoAgainstTheIntegral(t *testing.T) {
	const a = 0.35e-3
	g := optics.Grid{Nx: 128, Ny: 1, Dx: 10e-6, Dy: 1}
	aperture := optics.Profile(func(x, _ float64) complex128 {
		return complex(math.Exp(-math.Pow(x/a, 8)), 0)
	})
	critical := 128 * 1e-10 / 532e-9
	methods := map[optics.Method]bool{}
	distances := []float64{0.1, 0.5, 1, 1.9, 2.1, 5, 20, 1000}
	if testing.Short() {
		distances = []float64{0.5, 1.9, 5, 1000}
	}
	for _, times := range distances {
		s := optics.Space{In: g, Wavelength: 532e-9, Z: times * critical}
		aside := optics.Plane{Grid: optics.Grid{Nx: 90, Ny: 1, Dx: 9e-6, Dy: 1}, X: 0.2e-3}
		for _, out := range []*optics.Plane{nil, &aside} {
			p, err := s.Plan(optics.Choice{Out: out})
			if err != nil {
				t.Fatalf("%g critical distances: %v", times, err)
			}
			methods[p.Method] = true
			got, err := exact.Apply(p.Recipe, aperture.Samples(g))
			if err != nil {
				t.Fatal(err)
			}
			fine := s
			fine.In = optics.Grid{Nx: 4001, Ny: 1, Dx: 0.3e-6, Dy: 1}
			want, err := exact.RayleighSommerfeld(fine, aperture.Samples(fine.In), p.Recipe.Out)
			if err != nil {
				t.Fatal(err)
			}
			var num, den float64
			for i := range got {
				d := got[i] - want[i]
				num += real(d)*real(d) + imag(d)*imag(d)
				den += real(want[i])*real(want[i]) + imag(want[i])*imag(want[i])
			}
			allowed := 1e-10 + 2*math.Pi/532e-9*s.Z*0x1p-52
			if e := math.Sqrt(num / den); e > allowed {
				t.Errorf("%g critical distances, %s: off by %.2g, allowed %.2g\n%s", times, p.Method, e, allowed, p.Reason)
			}
			if strings.Count(p.Reason, ".\n") > 0 || len(p.Reason) < 40 {
				t.Errorf("%q is not a sentence that explains", p.Reason)
			}
		}
	}
	for _, m := range []optics.Method{optics.Spectrum, optics.ScaledSpectrum, optics.Impulse, optics.Scalable} {
		if !methods[m] {
			t.Errorf("no distance is served by %s", m)
		}
	}
}

// Bad sampling is an error with the numbers; what only wastes or loses is a warning.
func TestPlanExplains(t *testing.T) {
	s := optics.Space{In: optics.Square(256, 4e-6), Wavelength: 800e-9, Z: 0.05}
	wide := optics.At(optics.Square(256, 100e-6))
	for _, c := range []struct {
		z       float64
		choice  optics.Choice
		err     string // or
		warning string
	}{
		{0.05, optics.Choice{Method: optics.Spectrum}, "aliases the transfer function beyond 10.2 mm", ""},
		{0.05, optics.Choice{Method: optics.FresnelTransfer}, "use band-limited, or scalable", ""},
		{0.001, optics.Choice{Method: optics.FresnelImpulse}, "aliases the impulse response before 10.2 mm", ""},
		{0.001, optics.Choice{Method: optics.ChirpZ}, "before 5.12 mm", ""},
		{0.001, optics.Choice{Method: optics.Scalable}, "use angular-spectrum", ""},
		{0.006, optics.Choice{Method: optics.TwoStep}, "before 10.2 mm", ""},
		{0.5, optics.Choice{Method: optics.TwoStep}, "would fold it back", ""},
		{0.001, optics.Choice{Method: optics.Impulse}, "use angular-spectrum", ""},
		{1e-5, optics.Choice{Method: optics.Impulse}, "narrower than the samples", ""},
		{0.05, optics.Choice{Method: optics.Impulse, Padding: &optics.Window{PadX: 20, PadY: 20}}, "it takes 128", ""},
		{0.05, optics.Choice{Method: optics.Fraunhofer}, "is not far", ""},
		{0.05, optics.Choice{Method: optics.ChirpZ, Out: &wide}, "repeats beyond 5 mm", ""},
		{0.001, optics.Choice{Method: optics.ScaledSpectrum, Out: &wide, Padding: &optics.Window{}}, "beyond the window's half", ""},
		{0.001, optics.Choice{Method: optics.Spectrum, Out: &wide}, "keeps the samples of its input", ""},
		{0, optics.Choice{Method: optics.Lens}, "divides by the distance", ""},
		{0.1, optics.Choice{Method: "magic"}, "there is no method \"magic\"; the methods are: auto", ""},
		{0.05, optics.Choice{Method: optics.Spectrum, Padding: &optics.Window{}}, "", "repeats beyond it without end"},
		{0.05, optics.Choice{Method: optics.FresnelTransfer, Padding: &optics.Window{}}, "", "repeats beyond it without end"},
		{0.01, optics.Choice{Method: optics.Impulse}, "", "light that fills the band"},
		{0.05, optics.Choice{Method: optics.BandLimited}, "", "the band limit keeps angles below 20.5 mrad"},
		{0.004, optics.Choice{Method: optics.Spectrum, Padding: &optics.Window{}}, "", "some comes back on the other side; padding of 51"},
		{0.001, optics.Choice{Method: optics.Spectrum, Padding: &optics.Window{PadX: 500, PadY: 500}}, "", "would do; 500 cost"},
		{0.001, optics.Choice{Method: optics.Spectrum, Padding: &optics.Window{PadX: 27, PadY: 28}}, "", "is slow to transform"},
		{5, optics.Choice{Method: optics.ChirpZ}, "", "the paraxial approximation is off by"},
		{5, optics.Choice{Method: optics.Fraunhofer}, "", "the far field leaves out a phase of"},
	} {
		s.Z = c.z
		p, err := s.Plan(c.choice)
		switch {
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s over %g m: error %v, want one with %q", c.choice.Method, c.z, err, c.err)
		case c.err == "" && err != nil:
			t.Errorf("%s over %g m: %v", c.choice.Method, c.z, err)
		case c.err == "" && !strings.Contains(strings.Join(p.Warnings, "\n"), c.warning):
			t.Errorf("%s over %g m: warnings %q, want one with %q", c.choice.Method, c.z, p.Warnings, c.warning)
		}
		if c.choice.Method == optics.Scalable || c.choice.Method == optics.ChirpZ || c.choice.Method == optics.TwoStep || c.choice.Method == optics.Fraunhofer || c.choice.Method == optics.Lens {
			padded := c.choice
			padded.Padding = &optics.Window{}
			if _, err := s.Plan(padded); err == nil || !strings.Contains(err.Error(), "no window to pad") {
				t.Errorf("%s takes padding: %v", c.choice.Method, err)
			}
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("not one line: %v", err)
		}
	}
}

// Every method makes a recipe whose planes are those that Plan was asked for.
func TestEveryMethodPlans(t *testing.T) {
	for _, m := range optics.Methods {
		s := optics.Space{In: optics.Grid{Nx: 40, Ny: 30, Dx: 10e-6, Dy: 12e-6}, Wavelength: 532e-9, Z: 0.004}
		switch m.Method {
		case optics.Scalable, optics.Impulse, optics.FresnelImpulse, optics.ChirpZ, optics.TwoStep:
			s.Z = 0.1
		case optics.Fraunhofer:
			s.Z = 3
		}
		p, err := s.Plan(optics.Choice{Method: m.Method})
		if err != nil {
			t.Errorf("%s: %v", m.Method, err)
			continue
		}
		if _, err := p.Recipe.Propagate(dev, noise(s.In, s.Wavelength)); err != nil {
			t.Errorf("%s: %v", m.Method, err)
		}
	}
}

func TestHugePlanesAreRefused(t *testing.T) {
	huge := optics.Space{In: optics.Square(1<<15, 1e-6), Wavelength: 532e-9, Z: 1}
	if _, err := huge.AngularSpectrum(optics.Window{}); err == nil {
		t.Error("a plane of 2^30 samples is accepted")
	}
	large := optics.Space{In: optics.Square(1<<14, 1e-6), Wavelength: 532e-9, Z: 1}
	for _, f := range []func() (*optics.Recipe, error){
		func() (*optics.Recipe, error) {
			return large.AngularSpectrum(optics.Window{PadX: 1 << 20, PadY: 1 << 20})
		},
		func() (*optics.Recipe, error) {
			return large.FresnelTransfer(optics.Window{PadX: 1 << 13, PadY: 1 << 13})
		},
		func() (*optics.Recipe, error) { return large.ScalableSpectrum(optics.At(large.In)) },
	} {
		if _, err := f(); err == nil || !strings.Contains(err.Error(), "too large") {
			t.Errorf("a window of 2^30 samples and more: %v", err)
		}
	}
}

// impulse-response is the same in any window that holds both planes: it takes the smallest,
// and says that the rest of the padding is left out.
func TestImpulseResponseTakesNoMoreThanItNeeds(t *testing.T) {
	s := optics.Space{In: optics.Grid{Nx: 64, Ny: 64, Dx: 8e-6, Dy: 8e-6}, Wavelength: 633e-9, Z: 0.05}
	free, err := s.Plan(optics.Choice{Method: optics.Impulse})
	if err != nil {
		t.Fatal(err)
	}
	padded, err := s.Plan(optics.Choice{Method: optics.Impulse, Padding: &optics.Window{PadX: 2000, PadY: 2000}})
	if err != nil {
		t.Fatal(err)
	}
	a, b := free.Recipe.Steps[0], padded.Recipe.Steps[0]
	if a.Mx != b.Mx || a.My != b.My {
		t.Errorf("a window of %d x %d with padding of 2000 samples, %d x %d without", b.Mx, b.My, a.Mx, a.My)
	}
	if text := strings.Join(padded.Warnings, "; "); !strings.Contains(text, "padding of 2000 samples is more than the 32 that it takes") {
		t.Errorf("it says %q", text)
	}
}
