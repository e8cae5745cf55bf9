package rng

import (
	"math"
	"testing"
)

// Known answers of the Random123 library for Philox 4x32-10.
func TestPhiloxKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		ctr  [4]uint32
		key  [2]uint32
		want [4]uint32
	}{
		{[4]uint32{}, [2]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, [2]uint32{0xffffffff, 0xffffffff},
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		if got := philox(c.ctr, c.key); got != c.want {
			t.Errorf("philox(%x, %x) = %x, want %x", c.ctr, c.key, got, c.want)
		}
	}
}

func TestUniformMoments(t *testing.T) {
	u := make([]float32, 100003)
	Stream{7, Init}.Uniform(0, u)
	var mean, square float64
	for _, v := range u {
		if v < 0 || v >= 1 {
			t.Fatalf("%g is outside [0, 1)", v)
		}
		mean += float64(v) / float64(len(u))
		square += float64(v) * float64(v) / float64(len(u))
	}
	sigma := math.Sqrt(1.0 / 12 / float64(len(u)))
	if math.Abs(mean-0.5) > 5*sigma || math.Abs(square-1.0/3) > 5*sigma {
		t.Errorf("mean %g, mean square %g", mean, square)
	}
}

func TestPermIsAPermutationAndVaries(t *testing.T) {
	s := Stream{1, Shuffle}
	a, b := s.Perm(0, 1000), s.Perm(1, 1000)
	seen := make([]bool, 1000)
	same := 0
	for i := range a {
		seen[a[i]] = true
		if a[i] == b[i] {
			same++
		}
	}
	for i, ok := range seen {
		if !ok {
			t.Fatalf("%d is missing", i)
		}
	}
	if same > 10 {
		t.Errorf("two epochs share %d of 1000 places", same)
	}
}

func TestNormalMoments(t *testing.T) {
	x := make([]float32, 100003)
	Stream{7, Init}.Normal(0, x)
	var m [5]float64
	for _, v := range x {
		for k, p := 1, float64(v); k < len(m); k, p = k+1, p*float64(v) {
			m[k] += p / float64(len(x))
		}
	}
	for k, want := range []float64{0, 0, 1, 0, 3} {
		if math.Abs(m[k]-want) > 0.06 {
			t.Errorf("moment %d of normal numbers is %.4f, want %v", k, m[k], want)
		}
	}
	again := make([]float32, 5)
	Stream{7, Init}.Normal(0, again)
	for i, v := range again {
		if v != x[i] {
			t.Errorf("number %d is %v among 5, %v among many", i, v, x[i])
		}
	}
}
