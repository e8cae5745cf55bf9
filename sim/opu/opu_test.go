package opu_test

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/opu"
	"talbot/sim/rng"
)

// pattern is n mirrors of which a share is 1.
func pattern(n int, share float32, step uint32) []float32 {
	x := make([]float32, n)
	rng.Stream{Seed: 3, Stream: rng.Table}.Uniform(step, x)
	for i, v := range x {
		x[i] = 0
		if v < share {
			x[i] = 1
		}
	}
	return x
}

func matrix(mirrors, pixels int) opu.Matrix {
	return opu.Matrix{Mirrors: mirrors, Pixels: pixels, Seed: 11, Stream: rng.Feedback}
}

// What is measured with an anchor or in steps is linear in the pattern, to 1e-12 in float64.
func TestLinear(t *testing.T) {
	const n, anchors, pixels = 40, 24, 300
	m := matrix(n+anchors, pixels)
	beam := m.Field(append(make([]float32, n), pattern(anchors, 1, 0)...), 0, pixels)
	sum := make([]float64, pixels)
	x := pattern(n, 0.5, 1)
	for _, method := range []opu.Method{opu.Anchor, opu.Stepped} {
		clear(sum)
		for i, v := range x { // mirror by mirror
			one := make([]float32, n+anchors)
			one[i] = v
			for j, y := range m.Field(one, 0, pixels) {
				sum[j] += real(y * cmplx.Rect(1, -cmplx.Phase(beam[j])))
			}
		}
		for j, y := range m.Field(append(x[:n:n], make([]float32, anchors)...), 0, pixels) {
			if got := method.Linear(y, beam[j]); math.Abs(got-sum[j]) > 1e-12*(1+math.Abs(sum[j])+cmplx.Abs(beam[j])) {
				t.Fatalf("%s: pixel %d gives %.15g, want %.15g", opu.Methods[method], j, got, sum[j])
			}
		}
	}
}

// The light of a pattern has the statistics of speckle, and two patterns' the correlation that their common mirrors
// give, all within five standard deviations.
func TestSpeckleStatistics(t *testing.T) {
	const n, pixels = 200, 40000
	m := matrix(n, pixels)
	a, b := pattern(n, 0.5, 2), pattern(n, 0.5, 3)
	common, on := 0.0, [2]float64{}
	for i := range a {
		common += float64(a[i] * b[i])
		on[0] += float64(a[i])
		on[1] += float64(b[i])
	}
	y, z := m.Field(a, 0, pixels), m.Field(b, 0, pixels)
	s := opu.Statistics(y)
	within := func(what string, got, want, variance float64) {
		t.Helper()
		if math.Abs(got-want) > 5*math.Sqrt(variance/pixels) {
			t.Errorf("%s is %.4f, want %.4f", what, got, want)
		}
	}
	within("mean intensity of a mirror", s.Mean/on[0], 2, 4)
	within("contrast", s.Contrast, 1, 2)
	within("second moment", s.Moments[0], 2, 20) // of intensities over their mean; variance of an
	within("third moment", s.Moments[1], 6, 684) // exponential's k-th power is (2k)! - k!^2
	within("neighbours", s.Neighbours, 0, 1)
	within("real part times imaginary", s.Circular[1], 0, 1)
	within("squares of both parts", s.Circular[0], 0, 2)
	within("correlation of fields", opu.Correlation(y, z), common/math.Sqrt(on[0]*on[1]), 1)
	other := matrix(n, pixels)
	other.Seed++
	within("another medium", opu.Correlation(y, other.Field(a, 0, pixels)), 0, 1)
}

// A projection of many patterns has, to the last bit, the light that float64 gives.
func TestProjectorIsExact(t *testing.T) {
	const mirrors, pixels, patterns = 3000, 700, 5
	for _, dev := range []*cpu.Device{cpu.Open(2), cpu.OpenScalar(1)} {
		p, err := opu.NewProjector(dev, matrix(mirrors, pixels), patterns)
		if err != nil {
			t.Fatal(err)
		}
		var x []float32
		for k := range patterns {
			x = append(x, pattern(mirrors, 0.5, uint32(10+k))...)
		}
		for i := range mirrors { // of -1, 0 and 1
			x[i] -= x[mirrors+i]
		}
		y := make([]float32, 2*patterns*pixels)
		if err := p.Project(x, y); err != nil {
			t.Fatal(err)
		}
		for k := range patterns {
			for j, v := range p.Field(x[k*mirrors:][:mirrors], 300, pixels) {
				at := 2 * (k*pixels + 300 + j)
				if float64(y[at]) != real(v) || float64(y[at+1]) != imag(v) {
					t.Fatalf("pattern %d, pixel %d: %v, %v; want %v", k, j, y[at], y[at+1], v)
				}
			}
		}
		if err := p.Project(x[:7], y); err == nil {
			t.Error("seven numbers are no patterns")
		}
	}
}

// A projection of 100 000 x 100 000 holds patterns and light alone, below 1 GB for 64 patterns; the matrix would be 80 GB.
func TestProjectorIsSmall(t *testing.T) {
	p, err := opu.NewProjector(cpu.Open(1), matrix(100000, 100000), 64)
	if err != nil {
		t.Fatal(err)
	}
	if b := p.Bytes(); b > 1e8 {
		t.Errorf("it holds %g bytes", b)
	}
}

// The machine of the paper: 1500 TeraOPS at 30 W are 20 fJ each.
func TestAccount(t *testing.T) {
	m := opu.LightOn()
	if ops := m.Operations(); math.Abs(ops-1.5e15) > 0.01e15 {
		t.Errorf("%g operations a second", ops)
	}
	if e := m.Energy(); math.Abs(e-20e-15) > 0.3e-15 {
		t.Errorf("%g J an operation", e)
	}
	a, b := m.Count(opu.Anchor, 128, 10, 2000), m.Count(opu.Anchor, 128, 10, m.Pixels+1)
	if a.Frames != 512 || b.Frames != 1024 || a.Seconds != 512/m.Rate || a.Joules != 30*a.Seconds || a.Operations != 2*128*10*2000 {
		t.Errorf("%+v, %+v", a, b)
	}
	one, more := m.Count(opu.Tilted, 128, 10, 2000), m.Count(opu.Tilted, 128, 10, m.Pixels/6) // of 6.25 pixels each
	if one.Frames != 256 || more.Frames != 512 || one.Operations != a.Operations {
		t.Errorf("off-axis: %+v, %+v", one, more)
	}
}
