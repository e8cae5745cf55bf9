package multiplier

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rng"
)

// uniform is n numbers of -1 to 1.
func uniform(n int, step uint32) []float64 {
	x := make([]float32, n)
	rng.Stream{Seed: 5, Stream: 1000}.Uniform(step, x)
	out := make([]float64, n)
	for i, v := range x {
		out[i] = 2*float64(v) - 1
	}
	return out
}

func dot(a, b []float64) (s float64) {
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

// TestFreeSpace: light through the bench multiplies by the matrix to 3 % of the largest
// weight for each block and 1 % for their root mean square; backwards the matrix is its
// transpose to the rounding of float32, faults of the bench included.
func TestFreeSpace(t *testing.T) {
	for _, size := range []struct{ inputs, outputs int }{{7, 5}, {4, 6}} {
		inputs, outputs := size.inputs, size.outputs
		m, err := New(cpu.Open(1), Default(inputs, outputs))
		if err != nil {
			t.Fatal(err)
		}
		w := uniform(inputs*outputs, 1)
		if err := m.Load(w); err != nil {
			t.Fatal(err)
		}
		ideal, err := NewMatrix(inputs, outputs, Faults{})
		if err != nil {
			t.Fatal(err)
		}
		if err := ideal.Load(w); err != nil {
			t.Fatal(err)
		}
		worst, sum := 0.0, 0.0
		for i := range inputs {
			one := make([]float64, inputs)
			one[i] = 1
			got, err := m.Forward(one)
			if err != nil {
				t.Fatal(err)
			}
			for j, want := range ideal.Forward(one) {
				worst = max(worst, math.Abs(got[j]-want))
				sum += (got[j] - want) * (got[j] - want)
			}
		}
		if rms := math.Sqrt(sum / float64(len(w))); worst > 0.03 || rms > 0.01 {
			t.Errorf("%d x %d: free space is off by %.4f at worst, %.4f rms", outputs, inputs, worst, rms)
		}
		a, d := uniform(inputs, 2), uniform(outputs, 3)
		z, err := m.Forward(a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := m.Backward(d)
		if err != nil {
			t.Fatal(err)
		}
		if x, y := dot(d, z), dot(b, a); math.Abs(x-y) > 1e-6*math.Sqrt(dot(d, d)*dot(z, z)) {
			t.Errorf("%d x %d: <d, W a> = %.9g, <W^T d, a> = %.9g", outputs, inputs, x, y)
		}
	}
}

// TestMatrix: the matrix's faults have the size they are given, and stay; both ways go through
// the same matrix.
func TestMatrix(t *testing.T) {
	const inputs, outputs = 40, 30
	w, a, d := uniform(inputs*outputs, 1), uniform(inputs, 2), uniform(outputs, 3)
	load := func(f Faults) *Matrix {
		m, err := NewMatrix(inputs, outputs, f)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Load(w); err != nil {
			t.Fatal(err)
		}
		return m
	}
	m := load(Faults{Static: 0.05, CrossTalk: 0.03, Bits: 8, Seed: 9})
	z, b := m.Forward(a), m.Backward(d)
	if x, y := dot(d, z), dot(b, a); math.Abs(x-y) > 1e-12*math.Sqrt(dot(d, d)*dot(z, z)) {
		t.Errorf("<d, W a> = %v, <W^T d, a> = %v", x, y)
	}
	for i, v := range m.Forward(a) {
		if v != z[i] {
			t.Fatal("a matrix without noise of the read-out changes")
		}
	}

	sum := 0.0
	for k, v := range load(Faults{Static: 0.05, Seed: 9}).W {
		sum += (v/w[k] - 1) * (v/w[k] - 1)
	}
	if rms := math.Sqrt(sum / float64(len(w))); math.Abs(rms-0.05) > 0.004 {
		t.Errorf("the static error is %.4f, want 0.05", rms)
	}
	cross := load(Faults{CrossTalk: 0.03})
	for j := range outputs {
		want := w[j*inputs+1]
		if j > 0 {
			want += 0.03 * w[(j-1)*inputs+1]
		}
		if j+1 < outputs {
			want += 0.03 * w[(j+1)*inputs+1]
		}
		if got := cross.W[j*inputs+1]; math.Abs(got-want) > 1e-12 {
			t.Errorf("cross-talk in row %d: %v, want %v", j, got, want)
		}
	}
	for k, v := range load(Faults{Bits: 8}).W {
		if n := v * 127; math.Abs(n-math.Round(n)) > 1e-9 || math.Abs(v-w[k]) > 0.5/127+1e-12 {
			t.Errorf("weight %v is shown as %v", w[k], v)
		}
	}
	if got := load(Faults{Bits: 8, Range: 0.5}).W; math.Abs(got[0]) > 0.5 {
		t.Errorf("weight %v is beyond the modulator's range", got[0])
	}
	noisy, still := load(Faults{Readout: 0.05}), load(Faults{}).Forward(a)
	scale, n := math.Sqrt(dot(still, still)/outputs), 0
	sum = 0
	for range 40 {
		for i, v := range noisy.Forward(a) {
			sum += (v - still[i]) * (v - still[i])
			n++
		}
	}
	if rms := math.Sqrt(sum/float64(n)) / scale; math.Abs(rms-0.05) > 0.004 {
		t.Errorf("the noise of the read-out is %.4f of the read-out's size, want 0.05", rms)
	}
}

func TestMistakes(t *testing.T) {
	for _, b := range []Bench{{}, Default(0, 3), {Inputs: 4, Outputs: 4, Samples: 64, Pitch: 8e-6, Wavelength: 780e-9, Block: 16, Spot: 3, Fill: 10}} {
		if _, err := New(cpu.Open(1), b); err == nil {
			t.Errorf("%+v: want an error", b)
		}
	}
	for _, f := range []Faults{{Static: -1}, {CrossTalk: 2}, {Readout: math.NaN()}, {Bits: 1}, {Bits: 17}, {Range: -1}} {
		if _, err := NewMatrix(2, 2, f); err == nil {
			t.Errorf("%+v: want an error", f)
		}
	}
	m, err := NewMatrix(2, 2, Faults{})
	if err != nil {
		t.Fatal(err)
	}
	if m.Load(make([]float64, 3)) == nil {
		t.Error("three weights for four: want an error")
	}
}
