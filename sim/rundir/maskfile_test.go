package rundir

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talbot/sim/optics/npy"
	"talbot/sim/rng"
	"talbot/sim/system/diffractive"
)

// maskConfigs are tiny networks with every kind of masks.
func maskConfigs(t *testing.T) map[string]diffractive.Config {
	info, _, _ := tinyInfo(t)
	list := map[string]diffractive.Config{}
	add := func(name string, change func(c *diffractive.Config)) {
		c := info.Network()
		change(&c)
		list[name] = c
	}
	display := func(curve string) func(c *diffractive.Config) {
		return func(c *diffractive.Config) { c.Mask, c.Method, c.Curve = "display", diffractive.MethodNearest, curve }
	}
	turns := "states:1@0"
	for k := 1; k < 256; k++ {
		turns += fmt.Sprintf(";1@%.7g", 2*math.Pi*float64(k)/213)
	}
	add("phase", func(*diffractive.Config) {})
	add("amplitude", func(c *diffractive.Config) { c.Mask = "amplitude" })
	add("two networks", func(c *diffractive.Config) { c.Networks = 2 })
	add("8 levels", display("slm-8"))
	add("256 levels", display("phase-256"))
	add("2 pi at level 213", display(turns))
	add("two curves", display("slm-8,phase-256"))
	return list
}

// randomMasks gives a session masks of its kind.
func randomMasks(t *testing.T, s *diffractive.Session, seed uint64) []float32 {
	t.Helper()
	a, err := s.MaskArray()
	if err != nil {
		t.Fatal(err)
	}
	rng.Stream{Seed: seed, Stream: rng.Init}.Uniform(9, a.Values)
	n := s.Config.Grid().Len()
	for i := range a.Values {
		if d := s.Displays(); d != nil {
			a.Values[i] = float32(int(a.Values[i] * float32(d[i/n].Curve().Levels())))
		} else {
			a.Values[i] = 20*a.Values[i] - 10
		}
	}
	if err := s.SetMaskArray(a); err != nil {
		t.Fatal(err)
	}
	return a.Values
}

func masksNow(t *testing.T, s *diffractive.Session) []float32 {
	t.Helper()
	a, err := s.MaskArray()
	if err != nil {
		t.Fatal(err)
	}
	return a.Values
}

// A file that was written gives another session the same masks, bit for bit, and tells
// which bench they are for.
func TestMaskFileRoundTrip(t *testing.T) {
	_, set, _ := tinyInfo(t)
	for name, c := range maskConfigs(t) {
		s := tinySession(t, c, set)
		for seed := range uint64(3) {
			want := randomMasks(t, s, seed)
			var b bytes.Buffer
			if err := WriteMaskFile(&b, s, c, "d2nn-mnist-64", "a test", "v1"); err != nil {
				t.Fatal(err)
			}
			m, err := ReadMaskFile(b.Bytes(), "")
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			bench, preset, ok, err := m.Bench()
			if err != nil || !ok || preset != "d2nn-mnist-64" || bench != c {
				t.Errorf("%s: the bench comes back as another: %v", name, err)
			}
			if d := m.Differences(c); len(d) > 0 {
				t.Errorf("%s: differences %v", name, d)
			}
			other := tinySession(t, bench, set)
			if err := m.Put(other); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !slices.Equal(masksNow(t, other), want) {
				t.Fatalf("%s: the masks come back as others", name)
			}
			list, err := npy.ReadZip(b.Bytes())
			if err != nil || len(list) != 2 || list[0].Name != c.MaskKind() || fmt.Sprint(list[0].Shape) != fmt.Sprint([]int{c.Masks(), c.Samples, c.Samples}) || list[1].Name != "meta" {
				t.Errorf("%s: it has %v", name, list)
			}
		}
	}
}

// Masks of one network are taken by no other kind, and the refusal names the cure.
func TestMaskFileRefusesOtherMasks(t *testing.T) {
	_, set, _ := tinyInfo(t)
	configs := maskConfigs(t)
	files, sessions := map[string][]byte{}, map[string]*diffractive.Session{}
	for name, c := range configs {
		s := tinySession(t, c, set)
		randomMasks(t, s, 5)
		var b bytes.Buffer
		if err := WriteMaskFile(&b, s, s.Config, "d2nn-mnist-64", "", ""); err != nil {
			t.Fatal(err)
		}
		files[name], sessions[name] = b.Bytes(), s
	}
	for name, b := range files {
		for on, s := range sessions {
			m, err := ReadMaskFile(b, "")
			if err != nil {
				t.Fatal(err)
			}
			before := masksNow(t, s)
			err = m.Put(s)
			if name == on {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "first") && !strings.Contains(err.Error(), "choose") {
				t.Errorf("masks of %s on %s: %v", name, on, err)
			}
			if !slices.Equal(before, masksNow(t, s)) {
				t.Errorf("masks of %s, refused by %s, are there", name, on)
			}
		}
	}
	// As many masks, but of other networks.
	c := configs["two networks"]
	c.Networks, c.Layers = 1, 4
	m, err := ReadMaskFile(files["two networks"], "")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Put(tinySession(t, c, set)); err == nil || !strings.Contains(err.Error(), "2 networks of 2 layers, and here are 1 of 4") {
		t.Errorf("two networks of two masks for one of four: %v", err)
	}
}

// Archives of other programs.
func TestMaskFileOfOthers(t *testing.T) {
	archive := func(add ...func(z *npy.Archive) error) []byte {
		var b bytes.Buffer
		z := npy.NewArchive(&b)
		for _, f := range add {
			if err := f(z); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	array := func(name string) func(z *npy.Archive) error {
		return func(z *npy.Archive) error { return npy.Add(z, name, []int{2, 16, 16}, make([]float32, 512)) }
	}
	text := func(name, s string) func(z *npy.Archive) error {
		return func(z *npy.Archive) error { return z.AddText(name, s) }
	}
	for _, c := range []struct {
		b          []byte
		kind, want string // the kind that it has then, or words of the error
	}{
		{archive(array("radians")), "", "radians"},
		{archive(array("logits"), array("history")), "", "logits"},
		{archive(array("arr_0")), "", ""},
		{archive(array("arr_0")), "degrees", "degrees"},
		{archive(array("phi")), "radians", "radians"},
		{archive(array("phi")), "", `its array is called "phi": call it radians`},
		{archive(array("radians")), "degrees", "radians, as the file says, not degrees"},
		{archive(array("radians"), array("levels")), "", "it has 2 arrays (radians, levels), want one"},
		{archive(array("a"), array("b")), "radians", "it has 2 arrays (a, b), want one"},
		{archive(text("meta", "{}")), "", "no array of masks"},
		{archive(text("radians", "x")), "", "masks are real numbers"},
		{archive(array("radians"), text("meta", "x")), "", "its meta is no text in JSON"},
		{archive(), "", "not an array in NumPy's format"},
		{[]byte("{}"), "", "it holds no masks"},
		{[]byte(`{"n": 1, "phase": [[7], [255]]}`), "", "bytes"},
		{[]byte(`{"n": 1, "radians": [[0.1], [6]], "preset": "d2nn-mnist-64"}`), "", "radians"},
		{[]byte("\ufeff {\"n\": 1, \"radians\": [[0.1], [6]]}"), "", "radians"}, // as editors save it
		{[]byte(`{"n": 2, "radians": [[0.1], [6]]}`), "", "its mask 1 has 1 values, and n is 2"},
		{[]byte(`{"n": 1, "radians": [[0]], "levels": [[0]]}`), "", "masks of two kinds, levels and radians"},
		{[]byte(`{"n": 1, "radians": `), "", "it is no file of masks"},
	} {
		m, err := ReadMaskFile(c.b, c.kind)
		if err == nil && m.Kind == c.want && (m.Values != nil || m.Shape != nil) {
			continue
		}
		if err == nil || c.want == "" || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q as %q: %+v %v, want %q", c.b[:min(len(c.b), 30)], c.kind, m, err, c.want)
		}
	}
	files, err := filepath.Glob("../optics/npy/testdata/*.np?")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		m, err := ReadMaskFile(b, "")
		if name == "mixed.npz" && (err == nil || !strings.Contains(err.Error(), "numpy.array(json.dumps(meta))")) {
			t.Errorf("a meta that is a pickle: %v", err)
		}
		switch refused := strings.Contains(name, "complex") || strings.Contains(name, "c8") || strings.Contains(name, "c16") ||
			slices.Contains([]string{"objects.npy", "text.npy", "dates.npy", "records.npy", "longdouble.npy", "mixed.npz"}, name); {
		case refused != (err != nil):
			t.Errorf("%s: %v", name, err)
		case err == nil && len(m.Values) < 6:
			t.Errorf("%s: %v", name, m.Values)
		}
	}
}

// Parameters of a file may be text or numbers; what is unknown is said.
func TestMaskFileBench(t *testing.T) {
	for text, want := range map[string]string{
		`{"preset": "d2nn-mnist-64", "parameters": {"layers": 3, "distance": "0.05", "band-limit": false}}`: "",
		`{"preset": "d2nn-mnist-64", "parameters": {"layers": 3.5}}`:                                        `its layers: "3.5" is not a whole number`,
		`{"preset": "d2nn-mnist-64", "parameters": {"lenses": 3}}`:                                          `it has a parameter "lenses"`,
		`{"preset": "d2nn", "parameters": {}}`:                                                              "its masks are of the preset d2nn, which is no diffractive network of this talbot",
		`{"preset": "ffm-small", "parameters": {}}`:                                                         "its masks are of the preset ffm-small, which is no diffractive network of this talbot: name that preset",
	} {
		m := &MaskFile{}
		if err := json.Unmarshal([]byte(text), &m.Meta); err != nil {
			t.Fatal(err)
		}
		c, _, ok, err := m.Bench()
		if want == "" {
			if err != nil || !ok || c.Layers != 3 || c.Distance != 0.05 || c.BandLimit {
				t.Errorf("%s: %+v %v", text, c, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func FuzzReadMaskFile(f *testing.F) {
	files, _ := filepath.Glob("../optics/npy/testdata/*.np?")
	for _, path := range files {
		if b, err := os.ReadFile(path); err == nil {
			f.Add(b)
		}
	}
	f.Add([]byte(`{"n": 1, "phase": [[7], [255]]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadMaskFile(b, "")
		if err == nil {
			_, _, _, _ = m.Bench()
		}
	})
}
