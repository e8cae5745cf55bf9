package modulator

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The tables of the measured display at 8, 12 and 16 levels, as they were derived
// independently from the published files.
func TestMeasuredTables(t *testing.T) {
	tables := map[string]string{
		"slm-8":  "0,.5914,0 36.4,.5415,.1197 72.9,.4684,.2992 109.3,.4066,1.4276 145.7,.5309,3.6246 182.1,.8025,4.6077 218.6,.9648,5.2659 255,.9997,5.3257",
		"slm-12": "0,.5914,0 23.2,.5624,.0435 46.4,.5254,.1795 69.5,.4768,.2992 92.7,.4255,.6474 115.9,.4104,1.4742 139.1,.4906,3.3565 162.3,.6553,4.0854 185.5,.8247,4.7056 208.6,.9427,5.2659 231.8,.9855,5.1789 255,.9997,5.3257",
		"slm-16": "0,.5914,0 17,.5716,0 34,.5458,.1197 51,.5169,.1795 68,.4802,.2992 85,.4406,.4588 102,.4113,.7779 119,.4144,1.8550 136,.4735,3.2912 153,.5849,3.8298 170,.7145,4.3484 187,.8352,4.7273 204,.9290,5.1462 221,.9701,5.1861 238,.9923,5.3058 255,.9997,5.3257",
	}
	for name, text := range tables {
		want, err := ReadCurve(name, []byte(header+"\n"+strings.ReplaceAll(text, " ", "\n")))
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseCurve(name)
		if err != nil || got.Levels() != want.Levels() {
			t.Fatalf("%s has %d levels, want %d: %v", name, got.Levels(), want.Levels(), err)
		}
		for k, s := range want.States {
			g := got.States[k]
			if math.Abs(g.Drive-s.Drive) > 0.06 || math.Abs(g.Amplitude-s.Amplitude) > 6e-5 || math.Abs(g.Phase-s.Phase) > 6e-5 {
				t.Errorf("%s, level %d: %v, want %v", name, k, g, s)
			}
		}
	}
}

// The files in assets/curves are what the names stand for: see its NOTICE.
func TestCurveFiles(t *testing.T) {
	files, err := filepath.Glob("../../assets/curves/*.csv")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(f), ".csv")
		want, err := ParseCurve(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadCurve(f, b)
		if err != nil {
			t.Fatal(err)
		}
		if got.CSV() != want.CSV() {
			t.Errorf("%s is not the curve %s", f, name)
		}
	}
}

func TestCurveNames(t *testing.T) {
	for _, name := range []string{"slm-2", "slm-86", "slm-784", "phase-8", "binary", "tn-3", "tn-256", "states:1@0;0.5@-3.1", "states:1@0@-3;0.5@-3.1@2.5"} {
		c, err := ParseCurve(name)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseCurve(c.Text())
		if err != nil || again.Levels() != c.Levels() {
			t.Fatalf("%s: its states become %d levels: %v", name, again.Levels(), err)
		}
		for k, s := range c.States {
			a := again.States[k]
			if math.Abs(s.Amplitude-a.Amplitude) > 1e-6 || math.Abs(s.Phase-a.Phase) > 1e-5 || math.Abs(s.Drive-a.Drive) > 1e-4 || s.wrong() != "" {
				t.Errorf("%s, level %d: %v becomes %v", name, k, s, a)
			}
		}
	}
	for _, bad := range []string{"", "x", "slm-", "slm-1", "slm-08", "slm-5000", "phase", "binary-2", "states:", "states:1", "states:2@0", "states:0@1;0@2", "states:1@0;", "slm-8 ",
		"states:1@0@", "states:1@0@x", "states:1@0@1@2", "states:1@0@NaN", "states:1@0@Inf", "states:1@0@2;1@1@1"} {
		if c, err := ParseCurve(bad); err == nil {
			t.Errorf("%q is taken for a curve of %d levels", bad, c.Levels())
		}
	}
}

func TestResampleKeepsTheEnds(t *testing.T) {
	c, _ := ParseCurve("slm-86")
	for _, k := range []int{2, 8, 85, 86, 200} {
		r := c.Resample(k)
		if r.States[0] != c.States[0] || r.States[k-1] != c.States[85] {
			t.Errorf("%d levels: ends %v and %v", k, r.States[0], r.States[k-1])
		}
	}
	if r := c.Resample(171).Resample(86); r.CSV() != c.CSV() {
		t.Error("twice as fine and back is another curve")
	}
}

// What is wrong with a file is told with its line.
func TestReadCurveErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "is empty",
		"# only a remark\n":                "is empty",
		header + "\n":                      "is empty",
		"level;a;p\n0,1,2":                 "line 1: want the header",
		header + "\n0,1\n":                 "line 2: want 3 values",
		header + "\n0,1,0\n\n1,0.5,x\n":    `line 4: "x" is not a number`,
		header + "\n0,1,NaN\n":             "is not a number",
		header + "\n0,1.5,0\n":             "line 2: the amplitude 1.5 is outside 0 to 1",
		header + "\n0,-0.1,0\n":            "outside 0 to 1",
		header + "\n0,1,2e3\n":             "the phase 2000 rad",
		header + "\n# x\n0,1,0\n0,0.5,0\n": "line 4: the drive 0 is that of the level before",
		header + "\n0,0,0\n1,0,2\n":        "no level that lets light pass",
		header + "\n" + header + "\n1,0,2": "line 2",
	} {
		if _, err := ReadCurve("f.csv", []byte(text)); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "f.csv") {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
	if c, err := ReadCurve("f.csv", []byte("# mine\r\n Drive\n")); err == nil {
		t.Errorf("a file of words is a curve of %d levels", c.Levels())
	}
}

// The fit of a polynomial's values is the polynomial.
func TestFit(t *testing.T) {
	var c Curve
	for i := range 9 {
		x := float64(i)/4 - 1
		c.States = append(c.States, State{float64(i), 0.5 + 0.3*x - 0.2*x*x, 1 - 2*x + 3*x*x*x})
	}
	want := []float32{1, 0.6, -0.4, 0, 1, -2, 0, 3}
	for i, got := range c.Fit(3, 2) {
		if math.Abs(float64(got-want[i])) > 1e-6 {
			t.Errorf("coefficient %d is %g, want %g", i, got, want[i])
		}
	}
	if n := len(c.Resample(3).Fit(7, 1)); n != 6 {
		t.Errorf("3 levels are fitted by %d coefficients", n)
	}
}

func FuzzReadCurve(f *testing.F) {
	for _, text := range []string{header + "\n0,1,0\n1,0.5,3.1\n", "# x\n" + header + "\n-1,0.25,-2\n", "sep=;\r\nGray level;Intensity (%);Phase [°]\r\n0;36;0\r\n1;\"64,5\";180\r\n",
		"# grey phase\n0 0\n1 1,5", "\xff\xfed\x00,\x00p\x00", "V phase/pi\n(V) -\n0\t0.5\n", "drive,amplitude,phase,x\n2,1,0,\n1,1,90,\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadCurve("f", b)
		if err != nil {
			if text := err.Error(); !strings.HasPrefix(text, "f") || strings.ContainsAny(text, "\n\r") {
				t.Fatalf("error %q", text)
			}
			return
		}
		for k, s := range c.States {
			if s.wrong() != "" || k > 0 && !(s.Drive > c.States[k-1].Drive) {
				t.Fatalf("state %d is %v", k, s)
			}
		}
		for _, text := range []string{c.Text(), c.NamedText()} {
			if again, err := ParseCurve(text); err != nil || !slices.Equal(again.States, c.States) {
				t.Fatalf("%q is other states, %v, %v", text, again.States, err)
			}
		}
		table := strings.Replace(c.CSV(), "phase", "phase (rad)", 1)
		again, err := ReadCurve("g", []byte(table))
		if err != nil && !strings.Contains(err.Error(), "is not above") { // 7 digits may join two drives
			t.Fatalf("an accepted curve is not what would be written: %v", err)
		}
		if err == nil && again.Levels() != c.Levels() {
			t.Fatalf("%d levels become %d", c.Levels(), again.Levels())
		}
	})
}
