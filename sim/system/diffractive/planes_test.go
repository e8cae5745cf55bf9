package diffractive

import (
	"math"
	"slices"
	"strings"
	"testing"

	"talbot/sim/source"
)

// uneven is tiny with other gaps, and other samples in every plane but that the masks have as many.
func uneven(t *testing.T) Config {
	return with(t, tiny(), "distance=0.02,0.045,0.03 pitch=36e-6,36e-6,30e-6,40e-6 samples=20,24,24,28")
}

func TestUnevenPlanes(t *testing.T) {
	c := uneven(t)
	if c.Distance != 0.02 || c.Samples != 20 || c.Pitch != 36e-6 || !c.Uneven() {
		t.Errorf("the first of each are %g m, %d and %g m", c.Distance, c.Samples, c.Pitch)
	}
	for i, want := range []struct {
		z, pitch float64
		n        int
	}{{0, 36e-6, 20}, {0.02, 36e-6, 24}, {0.065, 30e-6, 24}, {0.095, 40e-6, 28}} {
		if g := c.PlaneAt(i); g.Nx != want.n || g.Ny != want.n || g.Dx != want.pitch || g.Dy != want.pitch || math.Abs(c.Place(i)-want.z) > 1e-12 {
			t.Errorf("plane %d has %v at %g m, want %+v", i, g, c.Place(i), want)
		}
	}
	p, err := c.Param("distance")
	if err != nil || p.Value() != "0.02,0.045,0.03" {
		t.Errorf("the distances are %q: %v", p.Value(), err)
	}
	for _, v := range [][2]string{{"0.1", "0.1"}, {"0.10, 0.2;3e-1", "0.1,0.2,0.3"}, {"0.02", "0.02"}} {
		if err := p.Set(v[0]); err != nil || p.Value() != v[1] {
			t.Errorf("%q is taken as %q: %v", v[0], p.Value(), err)
		}
	}
	if c.Distances != "" || c.Distance == 0 {
		t.Errorf("one value leaves %q, %g", c.Distances, c.Distance)
	}
}

func TestListsThatDoNotFitAreRefused(t *testing.T) {
	for values, want := range map[string]string{
		"distance=0.1,0.2":             "distance: 2 values for 3 gaps, one more than the masks: give one for all, or one each",
		"layers=1 distance=0.1,0.2,1":  "distance: 3 values for 2 gaps, one more than the masks: give one for all, or one each",
		"pitch=36e-6,36e-6,36e-6":      "pitch: 3 values for 4 planes, which are the source, the masks and the detector: give one for all, or one each",
		"samples=20,20,20,20,20":       "samples: 5 values for 4 planes, which are the source, the masks and the detector: give one for all, or one each",
		"samples=20,20,24,20":          "samples: mask 1 has 20 along a side and mask 2 has 24: all masks have as many",
		"samples=16,20,20,20":          "image-size: a picture of 20 samples does not fit a plane of 16",
		"samples=20,20,20,16":          "region-size: regions of 4 samples overlap on a plane of 16",
		"samples=20,20,20,9000":        "samples: 9000 is outside 16 to 2048",
		"distance=0.1,,0.2":            `distance: "" is not a number`,
		"distance=0.1,far":             `distance: "far" is not a number`,
		"pitch=36e-6,1,36e-6,36e-6":    "pitch: 1 m is outside",
		"samples=20,20.5,20,20":        `samples: "20.5" is not a whole number`,
		"padding=8,8":                  `padding: "8,8" is not a whole number`,
		"distance=0.1,0.2,0.3,0.4,0.5": "distance: 5 values for 3 gaps",
	} {
		c := tiny()
		err := set(&c, values)
		c.Cost() // asked before anything is checked
		c.Memory(100, 1, 1, true)
		c.Shares(2)
		if err == nil {
			_, err = c.Check()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", values, err, want)
		}
	}
}

// Lists of equal values are the bench of one value, bit for bit.
func TestEqualValuesAreOneValue(t *testing.T) {
	one, each := tiny(), with(t, tiny(), "distance=0.03,0.03,0.03 samples=20,20,20,20 pitch=36e-6,36e-6,36e-6,36e-6")
	if tiny().Pitch != 36e-6 {
		t.Fatalf("the pitch is %g", tiny().Pitch)
	}
	a, b := open(t, one, 2, 40), open(t, each, 2, 40)
	if !slices.Equal(steps(t, a, 5), steps(t, b, 5)) || !slices.Equal(values(t, a), values(t, b)) {
		t.Error("a list of equal distances trains to other masks")
	}
	x, err := a.Look(pictures(1).Image(0), 0)
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.Look(pictures(1).Image(0), 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range x.Planes {
		if p, q := x.Planes[i], y.Planes[i]; !slices.Equal(p.Intensity, q.Intensity) || math.Abs(float64(p.Z-q.Z)) > 1e-8 || p.Power != q.Power {
			t.Errorf("plane %d looks otherwise", i)
		}
	}
	if one.Memory(100, 2, 2, true) != each.Memory(100, 2, 2, true) || one.Cost() != each.Cost() || one.Shares(4) != each.Shares(4) {
		t.Error("a list of equal distances costs otherwise")
	}
}

// An uneven bench learns, and shows its planes where they are.
func TestUnevenBenchLearns(t *testing.T) {
	for _, values := range []string{"mask=phase", "mask=amplitude learning-rate=0.1", "mask=device method=nearest learning-rate=0.1", "networks=2"} {
		c := with(t, uneven(t), values)
		s := open(t, c, 2, 80)
		l := steps(t, s, 60)
		if last := slices.Min(l[50:]); last > 0.8*l[0] {
			t.Errorf("%s: loss went from %g to %g in 60 updates", values, l[0], last)
		}
		f, err := s.Look(pictures(1).Image(0), 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.AppendBinary(nil); err != nil {
			t.Fatal(err)
		}
		for i, p := range f.Planes {
			if g := c.PlaneAt(i); p.Nx != g.Nx || float64(p.Pitch) != float64(float32(g.Dx)) || p.Z != float32(c.Place(i)) || len(p.Intensity) != g.Len() {
				t.Errorf("%s: plane %d has %d samples of %g m at %g m", values, i, p.Nx, p.Pitch, p.Z)
			}
		}
		e := s.Evaluate(pictures(30))
		for more := true; more; {
			if more, err = s.More(e); err != nil {
				t.Fatal(err)
			}
		}
		if !(e.Efficiency > 0 && e.Efficiency < 1) {
			t.Errorf("%s: the efficiency is %g", values, e.Efficiency)
		}
	}
}

// Masks that do nothing leave a Gaussian beam what it is, on planes of any pitch and size: the
// intensity and the power in each, and the share of it in the detector.
func TestUnevenBenchTakesAGaussianBeam(t *testing.T) {
	c := with(t, tiny(), "samples=96,120,120,128 image-size=96 pitch=36e-6,36e-6,30e-6,32e-6 distance=0.02,0.05,0.04 padding=40 init-range=0 illumination=gaussian waist=0.5e-3 region-size=8")
	s := open(t, c, 2, 10)
	white := slices.Repeat([]byte{255}, 100)
	f, err := s.Look(white, -1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Planes {
		p, g := &f.Planes[i], c.PlaneAt(i)
		want := source.Beam{Waist: 0.5e-3, Wavelength: c.Wavelength, Z: c.Place(i)}.Gaussian().Field(g, c.Wavelength).Intensity()
		worst := 0.0
		for k, b := range p.Intensity {
			v := float64(b) / 255
			worst = math.Max(worst, math.Abs(v*v*float64(p.Peak)-float64(want[k])))
		}
		// A byte of sqrt(I) is off by a half of 255, which is I/255 at the peak. The plane cuts
		// the beam at exp(-11.9) of its amplitude.
		if worst > 1.0/255+1e-4 || math.Abs(float64(p.Power)-1) > 1e-4 {
			t.Errorf("plane %d: the intensity is off by %g, the power is %g", i, worst, p.Power)
		}
	}
	set := pictures(1)
	copy(set.Images, white)
	e := s.Evaluate(set)
	if _, err := s.More(e); err != nil {
		t.Fatal(err)
	}
	beam, last := source.Beam{Waist: 0.5e-3, Wavelength: c.Wavelength, Z: c.Place(3)}.Gaussian().Field(c.PlaneAt(3), c.Wavelength), c.PlaneAt(3)
	inside := 0.0
	for _, r := range c.Regions() {
		for y := r.Y0; y < r.Y1; y++ {
			for x := r.X0; x < r.X1; x++ {
				u := beam.At(x, y)
				inside += (real(u)*real(u) + imag(u)*imag(u)) * last.Dx * last.Dy
			}
		}
	}
	if want := inside / (math.Pi * 0.5e-3 * 0.5e-3 / 2); math.Abs(e.Efficiency-want) > 2e-4*want {
		t.Errorf("the efficiency is %g, want %g", e.Efficiency, want)
	}
}

func TestUnevenWarnings(t *testing.T) {
	for values, want := range map[string]string{
		"distance=0.02,3,0.03":                             "gap 2: the transfer function aliases beyond",
		"distance=0.9,0.02,0.9":                            "gaps 1, 3: the transfer function aliases beyond",
		"distance=1e-6,2e-6,1e-6":                          "over all gaps, less than the",
		"pitch=36e-6,36e-6,90e-6,36e-6":                    "gap 2: light of up to",
		"samples=64,20,20,20 padding=0 distance=0.1,0.2,0": "gap 2: light at the steepest angle moves",
	} {
		c := tiny()
		if err := set(&c, values); err != nil {
			t.Fatal(err)
		}
		warnings, err := c.Check()
		if err != nil || !strings.Contains(strings.Join(warnings, "\n"), want) {
			t.Errorf("%s: %v %q, want %q", values, err, warnings, want)
		}
	}
}
