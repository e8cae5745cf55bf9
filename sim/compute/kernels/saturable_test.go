package kernels

import (
	"math"
	"testing"

	"talbot/sim/compute"
)

// forms are the ways a kernel can run for one sample.
func forms(k compute.Kernel) map[string]func(args [][]float32) {
	all := map[string]func(args [][]float32){"scalar": func(args [][]float32) { k.Each(args, nil) }}
	if k.Vector != nil {
		all["SIMD"] = func(args [][]float32) { k.Vector(args, nil) }
	}
	return all
}

// TestSaturableReference has numbers computed apart from this code, in 50 digits, for an
// optical depth of 10.
func TestSaturableReference(t *testing.T) {
	s := Saturable{Depth: 10}
	x := []float32{0.5, 1, 2, 3, 5, 0.5, 1, 2, 3, 5}
	ones := make([]float32, len(x))
	for i := range ones {
		ones[i] = 1
	}
	want := map[string][]float64{
		"g":     {0.009158, 0.082085, 0.735759, 1.819592, 4.125265},
		"probe": {0.018316, 0.082085, 0.367879, 0.606531, 0.825053},
		"exact": {0.047621, 0.287297, 0.956487, 1.152408, 1.130176},
	}
	for name := range forms(s.Forward()) {
		y, probe, exact := make([]float32, len(x)), make([]float32, len(x)), make([]float32, len(x))
		forms(s.Forward())[name]([][]float32{x, y})
		forms(s.Adjoint(Probe, 0))[name]([][]float32{x, y, ones, probe})
		forms(s.Adjoint(Exact, 0))[name]([][]float32{x, y, ones, exact})
		for what, got := range map[string][]float32{"g": y, "probe": probe, "exact": exact} {
			for i, v := range got {
				if w := want[what][i%5]; math.Abs(float64(v)-w) > 1e-6 {
					t.Errorf("%s: %s(%v) = %v, want %v", name, what, x[i], v, w)
				}
			}
		}
	}
}

// TestSaturableLimits checks what holds for all absorbers of two levels.
func TestSaturableLimits(t *testing.T) {
	ones := []float32{1, 1, 1, 1, 1, 1, 1, 1}
	for _, depth := range []float64{0, 1, 10, 30, 80} {
		for _, law := range []Absorption{TwoLevel, Medium} {
			s := Saturable{Law: law, Depth: depth}
			x := []float32{0, 1, -1, 1e-8, -1e-8, 1e3, -1e3, 0.3}
			y, probe, exact := make([]float32, 8), make([]float32, 8), make([]float32, 8)
			s.Forward().Each([][]float32{x, y}, nil)
			s.Adjoint(Probe, 0).Each([][]float32{x, y, ones, probe}, nil)
			s.Adjoint(Exact, 0).Each([][]float32{x, y, ones, exact}, nil)
			dark := math.Exp(-depth / 2)
			near := func(what string, got float32, want float64) {
				t.Helper()
				if math.Abs(float64(got)-want) > 2e-6*math.Abs(want) {
					t.Errorf("law %d, depth %v: %s is %v, want %v", law, depth, what, got, want)
				}
			}
			near("t(0)", probe[0], dark)
			near("g'(0)", exact[0], dark)
			near("t near 0", probe[3], dark)
			for _, i := range []int{1, 3, 5} { // g is odd, t and g' are even
				near("-g(-x)", -y[i+1], float64(y[i]))
				near("t(-x)", probe[i+1], float64(probe[i]))
				near("g'(-x)", exact[i+1], float64(exact[i]))
			}
			if law == TwoLevel {
				near("t(1)", probe[1], math.Exp(-depth/4))
				near("g'(1)", exact[1], (1+depth/4)*math.Exp(-depth/4))
				continue
			}
			// Strong light loses what the absorber takes at most.
			in, out := 1e6, float64(y[5])*float64(y[5])
			if lost := in - out; math.Abs(lost-depth) > 0.2 {
				t.Errorf("depth %v: the medium takes %v of strong light", depth, lost)
			}
		}
	}
}

// TestAbsorbedLog holds Newton's steps against the relation they solve, from weak light to
// strong: u - depth + I (1 - exp(-u)) = 0. An error of u is one of the transmission.
func TestAbsorbedLog(t *testing.T) {
	worst := 0.0
	for depth := 0.0; depth <= MostDepth; depth += 0.25 {
		for lg := -8.0; lg <= 8; lg += 0.03 {
			light := float32(math.Pow(10, lg))
			u := float64(AbsorbedLog(light, float32(depth)))
			f := u - depth + float64(light)*-math.Expm1(-u)
			off := math.Abs(f) / (1 + float64(light)*math.Exp(-u)) // of u
			worst = math.Max(worst, off/math.Max(1, depth/8))
		}
	}
	if worst > 1e-6 {
		t.Errorf("the logarithm of what a medium absorbs is off by %.2g, at depths above 8 for each 8", worst)
	}
}

// TestAbsorptionTable: a table stays between its lines, rises where they rise, and passes
// through them.
func TestAbsorptionTable(t *testing.T) {
	x, y := []float64{0.01, 0.1, 0.11, 1, 3, 10, 11}, []float64{0.05, 0.05, 0.3, 0.31, 0.9, 0.9, 0.95}
	table := NewAbsorptionTable(x, y)
	for i := range x {
		if got, _ := table.At(float32(x[i])); math.Abs(float64(got)-y[i]) > 1e-7 {
			t.Errorf("at line %d: %v, want %v", i, got, y[i])
		}
	}
	before := float32(0)
	for i := range 4000 {
		light := 12 * float32(i) / 4000
		got, slope := table.At(light)
		if got < before-1e-7 || slope < -1e-6 || got < 0.05 || got > 0.95 {
			t.Fatalf("at %v: share %v after %v, slope %v: not monotone", light, got, before, slope)
		}
		before = got
	}
}

// TestSaturableVector: SIMD gives the bits of the scalar code.
func TestSaturableVector(t *testing.T) {
	x, dy := make([]float32, 37), make([]float32, 37)
	for i := range x {
		x[i], dy[i] = float32(i-18)/5, float32(i%7)-3
	}
	for _, s := range []Saturable{{Depth: 10}, {Depth: 3, Intensity: true}} {
		run := func(k compute.Kernel, name string, args ...[]float32) []float32 {
			out := make([]float32, len(x))
			forms(k)[name](append(args, out))
			return out
		}
		if s.Forward().Vector == nil {
			t.Skip("no SIMD in this build")
		}
		for _, k := range []compute.Kernel{s.Adjoint(Exact, 0), s.Adjoint(Probe, 0), s.Adjoint(Replacement, 2)} {
			y := run(s.Forward(), "scalar", x)
			for i, v := range run(s.Forward(), "SIMD", x) {
				if math.Float32bits(v) != math.Float32bits(y[i]) {
					t.Errorf("g(%v) = %v with SIMD, %v without", x[i], v, y[i])
				}
			}
			if k.Vector == nil {
				continue
			}
			a, b := run(k, "scalar", x, y, dy), run(k, "SIMD", x, y, dy)
			for i := range a {
				if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
					t.Errorf("%s at %v: %v with SIMD, %v without", k.Name, x[i], b[i], a[i])
				}
			}
		}
	}
}
