package opu_test

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/opu"
)

func open(t *testing.T, s opu.Scatterer) *opu.Medium {
	t.Helper()
	m, err := s.Open(cpu.Open(1))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func field(t *testing.T, m *opu.Medium, x []float32) []complex128 {
	t.Helper()
	y, err := m.Field(x)
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// remembered is the memory effect of two neighbouring mirrors in the middle.
func remembered(t *testing.T, m *opu.Medium) float64 {
	one := func(i int) []complex128 {
		x := make([]float32, m.Mirrors())
		x[m.Side/2*m.Side+i] = 1
		return field(t, m, x)
	}
	return opu.Memory(one(m.Side/2), one(m.Side/2+1), m.Samples/2, opu.Reach)
}

// Light through several planes is linear in the pattern, and has the speckle of the ideal matrix; through one,
// neighbours of mirrors remember each other.
func TestThickScatterer(t *testing.T) {
	thick := open(t, opu.Thick())
	x, y := pattern(thick.Mirrors(), 0.5, 21), pattern(thick.Mirrors(), 0.5, 22)
	both := make([]float32, len(x))
	for i := range x {
		both[i] = x[i] + y[i]
	}
	a, b, sum := field(t, thick, x), field(t, thick, y), field(t, thick, both)
	size := math.Sqrt(opu.Statistics(sum).Mean)
	for i := range sum {
		if cmplx.Abs(sum[i]-a[i]-b[i]) > 1e-4*size {
			t.Fatalf("sample %d is %v, want %v", i, sum[i], a[i]+b[i])
		}
	}
	s := opu.Statistics(a)
	t.Logf("thick: %+v", s)
	if math.Abs(s.Contrast-1) > 0.1 || math.Abs(s.Moments[0]-2) > 0.3 || math.Hypot(s.Circular[0], s.Circular[1]) > 0.1 {
		t.Errorf("the speckle of a thick scatterer: %+v", s)
	}
	thin := opu.Thick()
	thin.Planes = 1
	remembers, forgets := remembered(t, open(t, thin)), remembered(t, thick)
	t.Logf("memory: %.3f through one plane, %.3f through four", remembers, forgets)
	if remembers < 0.4 || forgets > 0.3 || forgets > remembers/2 {
		t.Errorf("neighbouring mirrors correlate by %.3f through one plane, %.3f through four", remembers, forgets)
	}
	if _, err := thick.Field(x[:3]); err == nil {
		t.Error("three mirrors")
	}
	thin.Samples = 20
	if _, err := thin.Open(cpu.Open(1)); err == nil {
		t.Error("mirrors beyond the plane")
	}
}
