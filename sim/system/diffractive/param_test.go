package diffractive

import (
	"errors"
	"math"
	"strings"
	"testing"

	"talbot/sim/experiment"
)

func TestPresetsAreSound(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Presets() {
		if seen[p.ID] {
			t.Errorf("%s is there twice", p.ID)
		}
		seen[p.ID] = true
		warnings, err := p.Config.Check()
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v %v", p.ID, err, warnings)
		}
		if p.Title == "" || p.Doc == "" {
			t.Errorf("%s has no words", p.ID)
		}
	}
	if _, err := Find("nonsense"); err == nil || !strings.Contains(err.Error(), "d2nn-mnist-64") {
		t.Errorf("an unknown preset gives %v", err)
	}
}

// The published recipe, so that nobody changes it by accident (peers: LightRidge,
// README.md of its repository and its tutorial).
func TestLightRidgeRecipe(t *testing.T) {
	p, err := Find("d2nn-lightridge")
	if err != nil {
		t.Fatal(err)
	}
	c := p.Config
	if c.Samples != 200 || c.Padding != 100 || c.Pitch != 36e-6 || c.Distance != 0.3 || c.Layers != 5 || c.Gain != 1.5 ||
		c.Reading != "amplitude" || c.Loss != "softmax-mse" || c.LearningRate != 0.1 || c.Batch != 500 {
		t.Errorf("recipe is %+v", c)
	}
	if bound := 2 * math.Pi * math.Sqrt(6.0/400); math.Abs(c.InitRange-bound) > 1e-5 {
		t.Errorf("initial range %g, want %g", c.InitRange, bound)
	}
	if c.Rate(19) != 0.1 || c.Rate(20) != 0.05 || c.Rate(40) != 0.025 {
		t.Error("the rate does not halve every 20 epochs")
	}
}

func TestParamsRoundTrip(t *testing.T) {
	c := ours
	seen := map[string]bool{}
	for _, p := range c.Params() {
		if seen[p.Name] || p.Name != strings.ToLower(p.Name) || p.Doc == "" || p.Label == "" || p.Group == "" {
			t.Errorf("parameter %q is not described as it should be", p.Name)
		}
		seen[p.Name] = true
		before := p.Value()
		if err := p.Set(before); err != nil || p.Value() != before {
			t.Errorf("%s: %q becomes %q, %v", p.Name, before, p.Value(), err)
		}
		bad := []string{"", "x", "NaN"}
		if p.Kind == experiment.Int || p.Kind == experiment.Float {
			bad = append(bad, "1e99", "-1e99", "99999999999999999999")
		}
		for _, b := range bad {
			var pe *experiment.ParamError
			if err := p.Set(b); !errors.As(err, &pe) || pe.Name != p.Name {
				t.Errorf("%s = %q gives %v", p.Name, b, err)
			}
			if p.Value() != before {
				t.Errorf("%s = %q was refused but changed the value", p.Name, b)
			}
		}
	}
	if c != ours {
		t.Error("setting every parameter to its value changed the config")
	}
}

func TestCheckLooksAtParametersTogether(t *testing.T) {
	for _, c := range []struct {
		param, value string
		blame        string // parameter of the error, "" for a warning
	}{
		{"image-size", "65", "image-size"},
		{"region-size", "13", "region-size"},
		{"distance", "0.5", ""},
		{"padding", "15", ""},
		{"pitch", "2e-7", ""},
		{"padding", "0", ""},
		{"samples", "1024", ""},
		{"method", MethodQAT, ""},
	} {
		cfg := small
		if c.param == "method" {
			cfg = onDisplay(small)
		}
		p, err := cfg.Param(c.param)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Set(c.value); err != nil {
			t.Fatal(err)
		}
		warnings, err := cfg.Check()
		var pe *experiment.ParamError
		switch {
		case c.blame == "" && (err != nil || len(warnings) == 0):
			t.Errorf("%s = %s: no warning, error %v", c.param, c.value, err)
		case c.blame != "" && (!errors.As(err, &pe) || pe.Name != c.blame):
			t.Errorf("%s = %s: error %v", c.param, c.value, err)
		}
	}
}

func TestSchedules(t *testing.T) {
	c := small
	c.LearningRate, c.Epochs = 2, 4
	c.Schedule = "cosine"
	sum := 0.0
	for e := range 4 {
		if r := c.Rate(e); r <= 0 || r >= 2 || e > 0 && r >= c.Rate(e-1) {
			t.Errorf("epoch %d: rate %g", e, r)
		}
		sum += c.Rate(e)
	}
	if math.Abs(sum-4) > 1e-12 {
		t.Errorf("mean rate %g, want half of the first", sum/4)
	}
	if c.Rate(4) != c.Rate(3) || c.Rate(100) != c.Rate(3) {
		t.Error("the rate moves again after the last epoch")
	}
	c.Schedule = "constant"
	if c.Rate(3) != 2 {
		t.Error("a constant rate changes")
	}
}

// A value and its range have the units that a form shows.
func TestRangesReadWell(t *testing.T) {
	c := small
	for _, x := range []struct{ name, value, want string }{
		{"pitch", "0.5", "500 mm is outside 100 nm to 10 mm"},
		{"distance", "-0.0012345", "-1.2345 mm is outside 0 m to 1 km"},
		{"phase-depth", "51", "51 rad is outside 0 rad to 50 rad"},
		{"layers", "21", "21 is outside 1 to 20"},
	} {
		p, err := c.Param(x.name)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Set(x.value); err == nil || err.Error() != x.name+": "+x.want {
			t.Errorf("%s = %s: %v, want %s", x.name, x.value, err, x.want)
		}
	}
}

func TestLengthsReadWell(t *testing.T) {
	for want, m := range map[string]float64{"974 µm": 0.974e-3, "1.2 m": 1.2, "96 mm": 0.096, "36 µm": 36e-6, "532 nm": 532e-9, "0 m": 0} {
		if got := experiment.Length(m); got != want {
			t.Errorf("%g m reads %q, want %q", m, got, want)
		}
	}
}
