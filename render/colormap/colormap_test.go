package colormap

import (
	"image/color"
	"math"
	"testing"
)

// decode is the CIELAB colour of an sRGB one, written apart from the forward
// conversion that it checks.
func decode(c color.RGBA) lab {
	lin := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	r, g, b := lin(c.R), lin(c.G), lin(c.B)
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124564*r + 0.3575761*g + 0.1804375*b) / 0.95047)
	y := f(0.2126729*r + 0.7151522*g + 0.0721750*b)
	z := f((0.0193339*r + 0.1191920*g + 0.9503041*b) / 1.08883)
	return lab{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(p, q lab) float64 {
	return math.Sqrt((p.l-q.l)*(p.l-q.l) + (p.a-q.a)*(p.a-q.a) + (p.b-q.b)*(p.b-q.b))
}

func TestKnownColours(t *testing.T) {
	// Reference values of sRGB in CIELAB under D65.
	for _, c := range []struct {
		lab  lab
		want color.RGBA
	}{
		{lab{53.24, 80.09, 67.20}, color.RGBA{255, 0, 0, 255}},
		{lab{87.73, -86.18, 83.18}, color.RGBA{0, 255, 0, 255}},
		{lab{32.30, 79.19, -107.86}, color.RGBA{0, 0, 255, 255}},
		{lab{53.585, 0, 0}, color.RGBA{128, 128, 128, 255}},
	} {
		got := c.lab.linear().encode()
		if d := distance(decode(got), decode(c.want)); d > 0.5 {
			t.Errorf("%v is %v, want %v", c.lab, got, c.want)
		}
	}
}

// The knots must lie inside sRGB: what is cut off loses its lightness.
func TestInsideGamut(t *testing.T) {
	for name, path := range map[string]func(float64) lab{
		"intensity": func(t float64) lab { return through(intensity, t) },
		"diverging": func(t float64) lab { return through(diverging, t) },
		"phase":     phasePath,
		"hues": func(t float64) lab {
			sin, cos := math.Sincos(2 * math.Pi * t)
			return lab{brightest, chroma * cos, chroma * sin}
		},
	} {
		for i := 0; i < 256; i++ {
			c := path(float64(i) / 256)
			if d := distance(c, decode(c.linear().encode())); d > 1.5 {
				t.Errorf("%s at %d/256: %v is %.1f away from what can be shown", name, i, c, d)
			}
		}
	}
}

func TestIntensityLightnessIsLinear(t *testing.T) {
	for name, m := range map[string]Map{"intensity": Intensity, "gray": Gray, "532 nm": Light(532e-9), "633 nm": Light(633e-9)} {
		first, last := decode(m[0]).l, decode(m[255]).l
		if first > 1 || last < 94 {
			t.Errorf("%s goes from L* %.1f to %.1f, want 0 to 94 or more", name, first, last)
		}
		previous := -1.0
		for i, c := range m {
			l := decode(c).l
			want := first + (last-first)*float64(i)/255
			if math.Abs(l-want) > 1 {
				t.Errorf("%s at %d: L* %.2f, want %.2f", name, i, l, want)
			}
			// Eight bits leave L* uncertain by about 0.2 near black.
			if l < previous-0.1 {
				t.Errorf("%s at %d: L* falls from %.2f to %.2f", name, i, previous, l)
			}
			previous = l
		}
	}
}

func TestPhaseIsCyclicAndUniform(t *testing.T) {
	// Steps of 8 entries: single steps are mostly the rounding to 8 bits.
	least, most := math.Inf(1), 0.0
	for i := range Phase {
		d := distance(decode(Phase[i]), decode(Phase[(i+8)%256]))
		least, most = min(least, d), max(most, d)
	}
	t.Logf("a step of 8/256 is %.2f to %.2f in delta E", least, most)
	if most > 1.4*least {
		t.Errorf("steps differ by a factor of %.2f, want at most 1.4", most/least)
	}
	if l := decode(Phase[128]).l - decode(Phase[0]).l; l < 70 {
		t.Errorf("lightness spans %.0f, want 70 or more", l)
	}
}

// Without the red-green axis, opposite phases and neighbouring quarters must stay
// apart.
func TestPhaseSurvivesRedGreenBlindness(t *testing.T) {
	for i := range Phase {
		p := decode(Phase[i])
		for step := 32; step <= 224; step++ {
			q := decode(Phase[(i+step)%256])
			if d := math.Hypot(p.l-q.l, p.b-q.b); d < 20 {
				t.Fatalf("entries %d and %d are only %.1f apart without red and green", i, (i+step)%256, d)
			}
		}
	}
}

func TestNoMapJumps(t *testing.T) {
	for _, name := range Names {
		m, ok := ByName(name)
		if !ok {
			t.Fatalf("no map %q", name)
		}
		// Pure colours of light lie far from white, and must reach it.
		bound := 3.0
		if name == "light" {
			bound = 6
		}
		for i := 1; i < 256; i++ {
			if d := distance(decode(m[i-1]), decode(m[i])); d > bound {
				t.Errorf("%s jumps by %.1f at %d", name, d, i)
			}
		}
	}
	if d := distance(decode(Phase[255]), decode(Phase[0])); d > 3 {
		t.Errorf("phase jumps by %.1f where it wraps", d)
	}
	if _, ok := ByName("no such map"); ok {
		t.Error("ByName knows a map that does not exist")
	}
}

func TestLightHasTheLightsColour(t *testing.T) {
	for _, c := range []struct {
		nm      float64
		r, g, b bool // which primaries are strong
	}{
		{450, false, false, true},
		{532, false, true, false},
		{580, true, true, false},
		{650, true, false, false},
	} {
		m := Light(c.nm * 1e-9)
		// Where the colour is purest: no primary has reached white yet.
		best, chroma := color.RGBA{}, 0.0
		for _, x := range m {
			if p := decode(x); math.Hypot(p.a, p.b) > chroma {
				best, chroma = x, math.Hypot(p.a, p.b)
			}
		}
		if (best.R > 140) != c.r || (best.G > 140) != c.g || (best.B > 140) != c.b {
			t.Errorf("%v nm is %v", c.nm, best)
		}
	}
	if Light(1550e-9) != Light(680e-9) || Light(math.NaN()) != Light(400e-9) {
		t.Error("light that cannot be seen has no colour")
	}
}

func TestComplex(t *testing.T) {
	if c := Complex(0, 0, 1); c != (color.RGBA{A: 255}) {
		t.Errorf("zero is %v, want black", c)
	}
	if Complex(3, 4, 5) != Complex(6, 8, 5) {
		t.Error("amplitude beyond the peak changes the colour")
	}
	for i := 0; i < 64; i++ {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 64)
		for _, v := range []float64{0.25, 0.5, 1} {
			got := decode(Complex(float32(v*cos), float32(v*sin), 1)).l
			if want := brightest * v; math.Abs(got-want) > 2 {
				t.Errorf("amplitude %v at phase %d/64: L* %.1f, want %.1f", v, i, got, want)
			}
		}
	}
}

func TestAt(t *testing.T) {
	if Gray.At(-1) != Gray[0] || Gray.At(math.NaN()) != Gray[0] || Gray.At(2) != Gray[255] || Gray.At(0.5) != Gray[128] {
		t.Error("At does not keep to the map's ends")
	}
}

// Bytes have the colours of the numbers that they stand for.
func TestHued(t *testing.T) {
	for b := range 256 {
		sin, cos := math.Sincos(2 * math.Pi * float64(b) / 256)
		if got, want := Hued(byte(b), 255), Complex(float32(2*cos), float32(2*sin), 1); got != want || Hues[b] != want {
			t.Errorf("phase %d is %v, want %v", b, got, want)
		}
		if got := Hued(byte(b), 0); got != (color.RGBA{A: 255}) {
			t.Errorf("phase %d at amplitude 0 is %v", b, got)
		}
	}
}
