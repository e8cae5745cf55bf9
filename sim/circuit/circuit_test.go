package circuit

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/rng"
)

func design(symmetric float64) Design {
	return Design{Widths: []int{16, 16, 16, 8, 8}, Sum: true, Symmetric: symmetric, Skew: 1.2, Gain: math.Sqrt2, Range: 2, Seed: 3}
}

func numbers(step uint32, n int) []complex128 {
	v, u := make([]float32, 2*n), make([]complex128, n)
	rng.Stream{Seed: 5, Stream: 1100}.Normal(step, v)
	for i := range u {
		u[i] = complex(float64(v[2*i]), float64(v[2*i+1]))
	}
	return u
}

func dot(a, b []complex128) (s complex128) { // without conjugation
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

// Cores lose no light, drawn or made; their transposes are those; and they are their own transposes where the drawing
// says so: of a coupler with a shifter phi before one arm |M - M^T|^2 = 2 |1 - exp(i phi)|^2 / 2 of 2.
func TestCore(t *testing.T) {
	for _, share := range []float64{1, 0.5, 0} {
		d := design(share)
		c, err := New(d, Faults{Splitting: 0.1, Phase: 0.2, Seed: 4})
		if err != nil {
			t.Fatal(err)
		}
		for l, n := range d.Widths {
			for _, m := range []Core{d.Core(l), c.Truth(l)} {
				x, y := numbers(uint32(l), n), numbers(uint32(9+l), n)
				out := m.Forward(x)
				var in, power float64
				for i := range x {
					in, power = in+real(x[i]*cmplx.Conj(x[i])), power+real(out[i]*cmplx.Conj(out[i]))
				}
				if math.Abs(power/in-1) > 1e-12 {
					t.Errorf("layer %d passes %.6f of the light", l, power/in)
				}
				if a, b := dot(out, y), dot(x, m.Transpose(y)); cmplx.Abs(a-b) > 1e-12 {
					t.Errorf("layer %d: %v and %v", l, a, b)
				}
			}
			want := math.Sqrt((1 - share) * math.Pow(cmplx.Abs(1-cmplx.Rect(1, d.Skew)), 2) / 2)
			if got := d.Core(l).Asymmetry(); math.Abs(got-want) > 1e-12 {
				t.Errorf("share %g, layer %d: asymmetry %.6f, want %.6f", share, l, got, want)
			}
			// The drawing's shifters make the transpose.
			x := numbers(uint32(20+l), n)
			got, exact := Forwards(Draw(d), d, true)(l, x), d.Core(l).Transpose(x)
			for i := range got {
				if cmplx.Abs(got[i]-exact[i]) > 1e-12 {
					t.Fatalf("share %g, layer %d: D M D^-1 is not the transpose", share, l)
				}
			}
		}
	}
}

// loss is that of one example with weights w on m.
func loss(d Design, m Machine, w [][]float64, x []float64, label int) float64 {
	v, _, _ := CrossEntropy(d.Forward(m, w, x).Intensities(), label)
	return v
}

// The exact gradient is that of differences; so is fully forward mode's on an ideal chip of symmetric couplers, and with the
// drawing's shifters on any; without them it is not where couplers are not symmetric.
func TestGradient(t *testing.T) {
	for _, share := range []float64{1, 0.5, 0} {
		d := design(share)
		m := Draw(d)
		w, x := make([][]float64, 5), make([]float64, 16)
		for l, n := range d.Widths {
			w[l] = make([]float64, n)
			for i, v := range numbers(uint32(40+l), n) {
				w[l][i] = 0.7 * real(v)
			}
		}
		for i, v := range numbers(50, 16) {
			x[i] = cmplx.Abs(v)
		}
		ways := map[string]Back{"exact": m.Back, "forwards": Forwards(m, d, false), "with shifters": Forwards(m, d, true)}
		for name, back := range ways {
			p, g := d.Forward(m, w, x), make([][]float64, 5)
			for l, n := range d.Widths {
				g[l] = make([]float64, n)
			}
			_, _, slope := CrossEntropy(p.Intensities(), 1)
			d.Gradient(p, w, slope, back, g)
			var ab, aa, bb float64
			for l := range w {
				for i := range w[l] {
					const h = 1e-5
					old := w[l][i]
					w[l][i] = old + h
					up := loss(d, m, w, x, 1)
					w[l][i] = old - h
					want := (up - loss(d, m, w, x, 1)) / (2 * h)
					w[l][i] = old
					ab, aa, bb = ab+want*g[l][i], aa+want*want, bb+g[l][i]*g[l][i]
				}
			}
			c := ab / math.Sqrt(aa*bb)
			t.Logf("share %g, %s: cosine %.8f, size %.6f", share, name, c, math.Sqrt(bb/aa))
			exact := name != "forwards" || share == 1
			if exact && (c < 1-1e-8 || math.Abs(bb/aa-1) > 1e-6) {
				t.Errorf("share %g, %s: cosine %.8f, size %.6f", share, name, c, math.Sqrt(bb/aa))
			}
			if !exact && c > 0.98 {
				t.Errorf("share %g, %s: cosine %.4f though the couplers are not symmetric", share, name, c)
			}
		}
	}
}

// Drift, noise and weights are as large as they are said to be, and the same at the same time.
func TestFaults(t *testing.T) {
	d := design(1)
	c, err := New(d, Faults{Drift: 0.05, Readout: 0.03, Bits: 8, Weight: 0.1, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	var drift, noise, n, k float64
	for time := range uint32(400) {
		c.At(7 * time)
		x := numbers(60, 16)
		drawn := d.Core(0)
		for i, row := range c.Truth(0).M {
			for j, v := range row {
				if v != 0 {
					r := cmplx.Abs(v/drawn.M[i][j] - 1)
					drift, n = drift+r*r, n+1
				}
			}
		}
		y, clean := c.Read(0, x), c.Truth(0).Forward(x)
		size := 0.0
		for i := range y {
			size += real(clean[i] * cmplx.Conj(clean[i]))
		}
		for i := range y {
			r := cmplx.Abs(y[i] - clean[i])
			noise, k = noise+r*r/(size/16), k+1
		}
		again := *c
		again.At(7 * time)
		for i, v := range again.Read(0, x) {
			if v != y[i] {
				t.Fatal("the same reading at the same time is another")
			}
		}
	}
	if got := math.Sqrt(drift / n); math.Abs(got-0.05) > 0.004 {
		t.Errorf("the drift is %.4f, want 0.05", got)
	}
	if got := math.Sqrt(noise / k); math.Abs(got-0.03) > 0.002 {
		t.Errorf("the noise is %.4f, want 0.03", got)
	}
	if got := c.round(0.5); math.Abs(got-0.5) > 2.0/127/2 || c.round(9) != 2 {
		t.Errorf("0.5 is loaded as %g and 9 as %g", got, c.round(9))
	}
	for _, bad := range []Faults{{Phase: -1}, {Bits: 1}, {Readout: math.NaN()}} {
		if _, err := New(d, bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	d.Widths = []int{16, 6}
	if _, err := New(d, Faults{}); err == nil {
		t.Error("a layer of 6 behind one of 16 is taken")
	}
}
