package diffractive

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/experiment"
)

// turns213 is a display of 256 levels whose 2 pi is at level 213, so that 43 of its
// states are there twice.
func turns213() string {
	text := "states:"
	for k := range 256 {
		text += ";1@" + strconv.FormatFloat(2*math.Pi*float64(k)/213, 'g', 7, 64)
	}
	return strings.Replace(text, ":;", ":", 1)
}

// benches are networks with every kind of masks, tiny ones.
func benches() map[string]Config {
	list := map[string]Config{}
	for _, networks := range []int{1, 2} {
		add := func(name string, c Config) {
			c.Networks = networks
			list[name+" "+strconv.Itoa(networks)] = c
		}
		for _, mask := range []string{"phase", "amplitude"} {
			c := tiny()
			c.Mask = mask
			add(mask, c)
		}
		for _, method := range methods {
			for _, curve := range []string{"slm-8", "phase-256", "binary", turns213(), "slm-8,phase-256"} {
				c := tinyDisplay(method)
				if c.Curve = curve; networks == 2 && strings.Contains(curve, ",") {
					c.Curve += "," + curve
				}
				if curve == "binary" && (method == MethodPTQ || method == MethodQAT || method == MethodStraight) {
					c.FitOrder = 1
				}
				add(method+" "+curve[:min(len(curve), 15)], c)
			}
		}
	}
	return list
}

// draw makes random masks of the kind that a session gives.
func drawMasks(s *Session, r *rand.Rand) *experiment.MaskArray {
	a := &experiment.MaskArray{Kind: s.Config.MaskKind(), Curve: s.Config.CurveHash()}
	n := s.Config.Grid().Len()
	for i := range n * s.Config.Masks() {
		v := float32(r.NormFloat64() * 5)
		if s.displays != nil {
			v = float32(r.IntN(s.displays[i/n].Curve().Levels()))
		}
		a.Values = append(a.Values, v)
	}
	return a
}

// What MaskArray gives SetMaskArray takes, bit for bit, in another session; and a file
// that is refused changes nothing.
func TestMaskArrayRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, c := range benches() {
		s := open(t, c, 1, 10)
		for range 3 {
			a := drawMasks(s, r)
			if err := s.SetMaskArray(a); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			b, err := s.MaskArray()
			if err != nil || b.Kind != a.Kind || b.Curve != a.Curve || !slices.Equal(a.Values, b.Values) {
				t.Fatalf("%s: the masks come back as others (%v)", name, err)
			}
			for _, bad := range []func(v []float32) []float32{
				func(v []float32) []float32 { return v[1:] },
				func(v []float32) []float32 { v[len(v)-1] = float32(math.NaN()); return v },
				func(v []float32) []float32 { v[len(v)-1] = float32(math.Inf(-1)); return v },
			} {
				wrong := *a
				wrong.Values = slices.Clone(a.Values)
				for i := range wrong.Values[:10] {
					wrong.Values[i] = 0
				}
				wrong.Values = bad(wrong.Values)
				if s.SetMaskArray(&wrong) == nil {
					t.Fatalf("%s: masks of another size, or of no numbers, are taken", name)
				}
			}
			if b, _ = s.MaskArray(); !slices.Equal(a.Values, b.Values) {
				t.Fatalf("%s: what was refused changed the masks", name)
			}
		}
		for _, kind := range experiment.MaskKinds {
			fits := kind == s.Config.MaskKind() || kind == experiment.Bytes || kind == experiment.Degrees && c.Mask == "phase" || kind == experiment.Amplitude && c.Mask == "amplitude"
			v := make([]float32, s.Config.Masks()*s.Config.Grid().Len())
			if err := s.SetMaskArray(&experiment.MaskArray{Kind: kind, Values: v}); (err == nil) != fits {
				t.Errorf("%s: %s are taken: %v", name, kind, err)
			}
		}
	}
}

// Numbers that files of other programs have become masks that show the same.
func TestMaskArrayConverts(t *testing.T) {
	shown := func(mask, kind string, v ...float32) []float32 {
		c := tiny()
		c.Mask = mask
		s := open(t, c, 1, 10)
		all := make([]float32, s.Config.Masks()*s.Config.Grid().Len())
		copy(all, v)
		if err := s.SetMaskArray(&experiment.MaskArray{Kind: kind, Values: all}); err != nil {
			t.Fatal(err)
		}
		a, err := s.MaskArray()
		if err != nil {
			t.Fatal(err)
		}
		return a.Values[:len(v)]
	}
	for i, v := range shown("phase", experiment.Degrees, 0, 180, 359, -90) {
		if want := []float64{0, math.Pi, 359 * math.Pi / 180, -math.Pi / 2}[i]; math.Abs(float64(v)-want) > 1e-6 {
			t.Errorf("degrees %d become %g rad, want %g", i, v, want)
		}
	}
	amplitudes := []float32{0, 1, 0.5, 0.445, 1e-6, 1 - 1e-6, 1e-30}
	for i, v := range shown("amplitude", experiment.Amplitude, amplitudes...) {
		back := float32(1 / (1 + math.Exp(-float64(v))))
		// A logit below 110 is rounded by 3.8e-6 at most, and one of 0.5 by 3e-8.
		if want := amplitudes[i]; math.Abs(float64(back-want)) > min(6e-8, 4e-6*float64(want)) {
			t.Errorf("amplitude %g becomes %g", want, back)
		}
	}
}

// A file without a name is taken when its kind is beyond doubt, else refused with a
// question; never is it read as what it is not.
func TestMaskArrayGuess(t *testing.T) {
	const pi = math.Pi
	display := func(curve string) Config {
		c := tinyDisplay(MethodNearest)
		c.Curve = curve
		return c
	}
	amplitude := tiny()
	amplitude.Mask = "amplitude"
	for _, c := range []struct {
		name string
		on   Config
		typ  string
		v    []float32 // the numbers that there are; others lie between
		want string    // a kind, "?" for a question, or words of a refusal
	}{
		{"phases of one turn", tiny(), "float32", []float32{0, 0.3, 2 * pi}, experiment.Radians},
		{"phases around 0", tiny(), "float64", []float32{-pi, 0.5, pi}, experiment.Radians},
		{"phases in halves", tiny(), "float16", []float32{0, 1.5, 6.28125}, experiment.Radians},
		{"nothing", tiny(), "float32", []float32{0}, experiment.Radians},
		{"degrees", tiny(), "float32", []float32{0, 12.5, 359}, "?"},
		{"whole degrees", tiny(), "int64", []float32{0, 12, 359}, "?"},
		{"turns", tiny(), "float32", []float32{0, 0.3, 1}, "?"},
		{"logits of untrained masks", tiny(), "float32", []float32{-0.22, 0.1, 0.22}, "?"},
		{"levels as floats", tiny(), "float64", []float32{0, 1, 5}, "?"},
		{"levels of 8", tiny(), "uint8", []float32{0, 3, 7}, "?"},
		{"levels of 256 in 16 bits", tiny(), "uint16", []float32{0, 3, 255}, "?"},
		{"an aperture", tiny(), "bool", []float32{0, 1}, "?"},
		{"signed bytes", tiny(), "int8", []float32{-128, 127}, "?"},
		{"masks.npy", tiny(), "uint8", []float32{0, 77, 255}, experiment.Bytes},
		{"black and white", tiny(), "uint8", []float32{0, 255}, "?"},
		{"0 and 180 degrees", tiny(), "uint8", []float32{0, 180}, "?"},
		{"levels of a display with one turn at 213", tiny(), "uint8", []float32{0, 77, 213}, "?"},
		{"units of pi", tiny(), "float32", []float32{0, 0.3, 1.99}, "?"},
		{"units of pi around 0", tiny(), "float32", []float32{-1, 0.3, 1.01}, "?"},

		{"amplitudes", amplitude, "float32", []float32{0.445, 0.5, 0.556}, experiment.Amplitude},
		{"an aperture", amplitude, "bool", []float32{0, 1}, experiment.Amplitude},
		{"an aperture of numbers", amplitude, "int64", []float32{0, 1}, experiment.Amplitude},
		{"logits", amplitude, "float32", []float32{-0.22, 0.1, 0.22}, "?"},
		{"amplitudes above 1", amplitude, "float32", []float32{0, 1.5}, "?"},
		{"masks.npy", amplitude, "uint8", []float32{113, 127, 142}, experiment.Bytes},
		{"dark bytes", amplitude, "uint8", []float32{0, 2, 100}, "?"},
		{"percent", amplitude, "int32", []float32{0, 50, 100}, "?"},

		{"levels", display("slm-8"), "uint16", []float32{0, 3, 7}, experiment.Levels},
		{"levels", display("slm-8"), "int64", []float32{0, 3, 7}, experiment.Levels},
		{"levels of two", display("binary"), "bool", []float32{0, 1}, experiment.Levels},
		{"levels as floats", display("slm-8"), "float32", []float32{0, 3, 7}, "?"},
		{"radians", display("slm-8"), "float32", []float32{0, 3.3, 6.2}, "0 to 6.2 of type float32, are not whole, and masks of a display are levels"},
		{"amplitude.npy of a display", display("slm-8"), "float32", []float32{0.4, 0.9}, "0.4 to 0.9 of type float32, are not whole"},
		{"drives", display("slm-8"), "uint8", []float32{0, 36, 255}, "8 levels, 0 to 7"},
		{"negative levels", display("slm-8"), "int8", []float32{-1, 7}, "8 levels, 0 to 7"},
		{"levels of another mask's display", display("phase-256,slm-8"), "uint8", []float32{0, 255}, "8 levels, 0 to 7"},
	} {
		s := open(t, c.on, 1, 10)
		a := &experiment.MaskArray{Type: c.typ, Values: make([]float32, s.Config.Masks()*s.Config.Grid().Len())}
		for i := range a.Values {
			a.Values[i] = c.v[i%len(c.v)]
		}
		before, _ := s.MaskArray()
		err := s.SetMaskArray(a)
		after, _ := s.MaskArray()
		var ask *experiment.ParamError
		switch {
		case slices.Contains(experiment.MaskKinds, c.want):
			named := *a
			named.Kind = c.want
			if err == nil {
				err = s.SetMaskArray(&named)
			}
			if again, _ := s.MaskArray(); err != nil || !slices.Equal(after.Values, again.Values) {
				t.Errorf("%s (%s masks): not taken for %s: %v", c.name, c.on.Mask, c.want, err)
			}
			continue
		case c.want == "?" && !errors.As(err, &ask):
			t.Errorf("%s (%s masks): %v, want the question of what they are", c.name, c.on.Mask, err)
		case c.want != "?" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s (%s masks): %v, want %q", c.name, c.on.Mask, err, c.want)
		}
		if !slices.Equal(before.Values, after.Values) {
			t.Errorf("%s: refused, and yet the masks are others", c.name)
		}
	}
}

// Levels are of a display, whatever its name; those of another are refused.
func TestCurveHash(t *testing.T) {
	hash := func(curve string) string {
		c := tinyDisplay(MethodNearest)
		c.Curve = curve
		if _, err := c.Check(); err != nil {
			t.Fatal(err)
		}
		return c.CurveHash()
	}
	c := tinyDisplay(MethodNearest)
	c.Curve = "slm-8"
	curves, err := c.Curves()
	if err != nil {
		t.Fatal(err)
	}
	same := []string{"slm-8", "slm-8,slm-8", curves[0].Text()}
	for _, text := range same {
		if h := hash(text); h != hash("slm-8") || len(h) != 16 {
			t.Errorf("%q has the hash %s", text, h)
		}
	}
	for _, text := range []string{"phase-8", "slm-8,phase-8", "slm-9"} {
		if hash(text) == hash("slm-8") {
			t.Errorf("%s has the hash of slm-8", text)
		}
	}
	if h := tiny(); h.CurveHash() != "" {
		t.Error("phase masks have the hash of a display")
	}
	s := open(t, c, 1, 10)
	a := drawMasks(s, rand.New(rand.NewPCG(3, 4)))
	a.Curve = hash("phase-8")
	if err := s.SetMaskArray(a); err == nil || !strings.Contains(err.Error(), "levels of another display") {
		t.Errorf("levels of phase-8 on slm-8: %v", err)
	}
	a.Curve = ""
	if err := s.SetMaskArray(a); err != nil {
		t.Errorf("levels of an unknown display: %v", err)
	}
}
