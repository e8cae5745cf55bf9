package basic

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
)

// look returns the curve of a preset with some parameters changed.
func look(t *testing.T, id string, change func(b *Config)) *curve {
	t.Helper()
	p := find(id)
	change(&p.Config)
	_, c, err := p.propagate(cpu.Open(0))
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return c
}

// at is the index of the sample at x, m.
func at(t *testing.T, c *curve, x float64) int {
	t.Helper()
	for i, v := range c.x {
		if math.Abs(float64(v)-x) < 1e-8 {
			return i
		}
	}
	t.Fatalf("no sample at %g m", x)
	return 0
}

// Poisson's spot is as bright as without the disc, for any disc and distance whose light
// the samples carry; it was 0.969 at 0.2 m and 0.57 at 50 mm. The end of the band, which
// is sharp, rings by 1/(2 pi sqrt(a w)) lambda z/dx and w its distance from the ray.
func TestPoissonSpotIsBright(t *testing.T) {
	for _, z := range []float64{1, 0.2, 0.1} {
		for _, a := range []float64{0.333e-3, 0.5e-3, 0.507e-3} {
			c := look(t, "poisson-spot", func(b *Config) { b.Distance, b.Size = z, a })
			if got := c.simulated[at(t, c, 0)]; math.Abs(float64(got)-1) > 0.01 {
				t.Errorf("radius %g m, %g m: %.4f on the axis, want 1", a, z, got)
			}
			if got := c.closed[at(t, c, 0)]; math.Abs(float64(got)-1) > 1e-6 {
				t.Errorf("radius %g m, %g m: the closed form is %.6f on the axis, want 1", a, z, got)
			}
		}
	}
}

// A slit of any width, on samples, between or anywhere, near and far.
func TestSlitOfAnyWidth(t *testing.T) {
	for _, w := range []float64{0.2e-3, 0.4e-3, 0.402e-3, 0.405e-3, 0.407e-3, 0.41e-3} {
		for _, z := range []float64{0.03, 0.06, 0.1, 0.3} {
			c := look(t, "slit", func(b *Config) { b.Size, b.Distance = w, z })
			if c.off > 0.003 {
				t.Errorf("%g m at %g m: off by %.2g", w, z, c.off)
			}
		}
	}
}

// The image through the 4-f system against a sum over the spectrum of the object's
// pixels, each open by its area; the frequencies are those up to 1/(2 dx) and more.
func TestFilteredImages(t *testing.T) {
	for _, w := range []float64{0.5e-3, 1e-3, 1.002e-3, 1.01e-3} {
		for _, opening := range []float64{0.4e-3, 0.41e-3} {
			for _, filter := range []string{"none", "low-pass", "high-pass"} {
				var p *Config
				c := look(t, "fourier-4f", func(b *Config) { b.Size, b.Opening, b.Filter, p = w, opening, filter, b })
				cutoff := opening / 2 / (p.Wavelength * p.Focal)
				for i, x := range c.x {
					x := float64(x)
					if math.Abs(x) > 0.75e-3 {
						continue
					}
					// The part below the cutoff: int of w sinc(w u) exp(2 pi i u x) du.
					const steps = 1000
					low := 0.0
					for k := range steps {
						u := cutoff * (float64(k) + 0.5) / steps
						low += 2 * cutoff / steps * math.Sin(math.Pi*w*u) / (math.Pi * u) * math.Cos(2*math.Pi*u*x)
					}
					// The share of the pixel that the object covers, point by point.
					share := 0.0
					for k := range 200 {
						switch e := math.Abs(x+(float64(k)+0.5-100)/200*p.Pitch) - w/2; {
						case e < -1e-12:
							share += 1. / 200
						case e < 1e-12:
							share += 0.5 / 200
						}
					}
					want := map[string]float64{"none": share, "low-pass": low, "high-pass": share - low}[filter]
					if math.Abs(float64(c.closed[i])-want*want) > 1e-3 {
						t.Fatalf("%s, %g m, filter %g m: the closed form at %g m is %.5f, want %.5f", filter, w, opening, x, c.closed[i], want*want)
					}
				}
			}
		}
	}
}

// The high-pass at the object's edge, where the pixel is half open: 0.0004, where a
// strict comparison had 0.2705, and a difference of 71.6 %. What remains is the lenses,
// whose rims cut the finest detail of the edges.
func TestHighPassAtTheEdge(t *testing.T) {
	c := look(t, "fourier-4f", func(b *Config) { b.Filter = "high-pass" })
	for _, x := range []float64{-0.5e-3, 0.5e-3} {
		i := at(t, c, x)
		if math.Abs(float64(c.closed[i])-0.0004) > 0.00005 || math.Abs(float64(c.simulated[i])-0.0004) > 0.0002 {
			t.Errorf("at %g m: closed form %.4f, simulated %.4f, want 0.0004", x, c.closed[i], c.simulated[i])
		}
	}
	if c.off > 0.2 {
		t.Errorf("off by %.3g", c.off)
	}
}

// The lens's focus against the integral of the pupil's waves, ring by ring.
func TestFocusOfAnyDiameter(t *testing.T) {
	for _, d := range []float64{0.51e-3, 1e-3, 1.995e-3, 2e-3, 2.02e-3} {
		var p *Config
		c := look(t, "lens", func(b *Config) { b.Size, p = d, b })
		lf := p.Wavelength * p.Focal
		top := math.Pow(math.Pi*d*d/4/lf, 2)
		for i, x := range c.x {
			var sum complex128
			const rings = 2000
			for k := range rings {
				r := d / 2 * (float64(k) + 0.5) / rings
				sum += complex(2*math.Pi*r*math.J0(2*math.Pi*r*float64(x)/lf)*d/2/rings/lf, 0)
			}
			if want := math.Pow(cmplx.Abs(sum), 2); math.Abs(float64(c.closed[i])-want) > 1e-5*top || math.Abs(float64(c.simulated[i])-want) > 2e-3*top {
				t.Fatalf("%g m wide: at %g m closed form %g, simulated %g, want %g", d, x, c.closed[i], c.simulated[i], want)
			}
		}
	}
}

// Edges whose light the samples cannot carry are told.
func TestBasicNotesCoarseSamples(t *testing.T) {
	for id, near := range map[string]float64{"slit": 5e-3, "poisson-spot": 0.03} {
		p := find(id)
		if notes, err := p.Check(); err != nil || len(notes) != 0 {
			t.Errorf("%s: %q, %v", id, notes, err)
		}
		p.Distance = near
		if notes, err := p.Check(); err != nil || len(notes) != 1 || !strings.Contains(notes[0], "finer than the samples are missing") {
			t.Errorf("%s at %g m: %q, %v", id, near, notes, err)
		}
	}
}

// Where the light is far from its closed form, a note says why: what the samples cannot
// carry, wide angles, or rims that cut details off.
func TestBasicNotesWhereItsClosedFormFails(t *testing.T) {
	factors := []float64{1e-3, 0.1, 0.3, 0.7, 1, 1.5, 3, 10, 1e3}
	for _, p := range presets() {
		if notes, err := p.Check(); err != nil || len(notes) > 0 {
			t.Errorf("%s as it is: %q, %v", p.ID, notes, err)
		}
		p.Samples, p.Pitch = 128, p.Pitch*1.5
		for i, q := range p.Params() {
			if q.Kind != experiment.Float {
				continue
			}
			for _, f := range factors {
				b := p.Config
				v := b.Params()[i].Var.(*float64)
				*v = max(q.Min, min(q.Max, f**v))
				notes, err := b.Check()
				if err != nil || len(notes) > 0 {
					continue
				}
				_, c, err := b.propagate(cpu.Open(1))
				if err != nil || !(c.off < 0.05) {
					t.Errorf("%s, %s of %g: off by %.3g without a note, %v", p.ID, q.Name, *v, c.off, err)
				}
			}
		}
	}
	for _, near := range []Config{
		{Kind: "fourier-4f", Samples: 192, Pitch: 20e-6, Wavelength: 532e-9, Size: 1e-3, Focal: 100, Filter: "none", Opening: 0.4e-3},
		{Kind: "fourier-4f", Samples: 192, Pitch: 20e-6, Wavelength: 532e-9, Size: 1e-3, Focal: 0.15, Filter: "high-pass", Opening: 0.4e-3},
		{Kind: "lens", Samples: 128, Pitch: 30e-6, Wavelength: 1e-4, Size: 2e-3, Focal: 1e-3},
		{Kind: "slit", Samples: 128, Pitch: 15e-6, Wavelength: 1e-4, Size: 0.4e-3, Distance: 1e-4},
		{Kind: "slit", Samples: 128, Pitch: 59e-6, Wavelength: 532e-9, Size: 0.4e-3, Distance: 0.06},
	} {
		if notes, err := near.Check(); err != nil || len(notes) == 0 {
			t.Errorf("%+v: %q, %v", near, notes, err)
		}
	}
}

// The page writes lengths one way: what the propagators say of them too.
func TestBasicLengthsReadAlike(t *testing.T) {
	p := find("slit")
	p.Pitch, p.Size, p.Distance, p.Wavelength = 0.3e-6, 20e-6, 100, 1e-7
	_, err := p.Check()
	c := look(t, "slit", func(b *Config) { b.Distance, b.Pitch, b.Size = 50e-6*5, 0.5e-6, 20e-6 })
	if err == nil {
		t.Error("100 m with samples of 300 nm is accepted")
	} else if strings.Contains(err.Error(), " um") || strings.Contains(err.Error(), "e-0") {
		t.Errorf("it says %v", err)
	}
	if strings.Contains(c.method, " um") || !strings.Contains(c.method, "µm") {
		t.Errorf("it says %q", c.method)
	}
}
