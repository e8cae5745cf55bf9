package fft

import (
	"hash/fnv"
	"math"
	"math/big"
	"slices"
	"testing"
)

// awkward are lengths of which no fast transform is made: primes, their multiples,
// primes whose convolution is of just twice the length less one (2 n - 1 = 105 and
// 525), and, when tests may take longer, some around a thousand.
func awkward() []int {
	list := []int{11, 13, 17, 19, 22, 23, 26, 33, 37, 53, 55, 97, 121, 169, 187, 211, 263, 286, 383, 401, 509}
	for n := 1; n <= 100; n++ {
		if !Fast(n) {
			list = append(list, n)
		}
	}
	if !testing.Short() {
		list = append(list, 997, 1009, 1201, 1331, 1999, 2018, 2197, 3001, 4099)
	}
	return list
}

// The relative error against the sum of the definition in complex128: at most 1e-7
// times the root of log2 n + 1, as for fast lengths, of which the worst here needs
// three quarters. What of the blocks is not a line's is not a number to begin with.
func TestConvolutionAgainstDefinition(t *testing.T) {
	for _, n := range awkward() {
		x := random(2*n, 120)
		want := direct(line(x, n, 1, 0))
		check := func(what string, chirp []float32, m int, y []float32) {
			if chirp == nil || m < 2*n-1 || !Fast(m) {
				t.Errorf("%s n=%d: a convolution of %d", what, n, m)
			}
			if e, most := relative(line(y, n, 1, 0), want), 1e-7*math.Sqrt(math.Log2(float64(n))+1); !(e <= most) {
				t.Errorf("%s n=%d: relative error %.2g, allowed %.2g", what, n, e, most)
			}
		}
		p := NewPlan(n)
		check("scalar", p.chirp, p.m, forward(p, x, 1))
		for _, v := range Vectors() {
			p := v.NewPlan(n)
			y, a, b := make([]float32, 2*n), nans(p.BlockLen()), nans(p.BlockLen())
			p.Transform(Rows{y, 2 * n, 0}, Rows{x, 2 * n, 0}, 1, false, a, b)
			check(v.Name, p.chirp, p.m, y)
		}
	}
}

// Slices of just the lines do as well, and what lies behind them stays.
func TestConvolutionOfShortSlices(t *testing.T) {
	const n, lines, size = 37, 3, 2 * 37 * 3
	p, x := NewPlan(n), random(2*size, 122)
	behind := slices.Clone(x[size:])
	want := forward(p, x[:size], lines)[:size]
	if got := p.Forward(x[:size], make([]float32, size), lines)[:size]; !slices.Equal(got, want) {
		t.Error("another result from short slices")
	}
	if !slices.Equal(x[size:], behind) {
		t.Error("writes behind the slice")
	}
}

// direct is the transform of x as its definition says.
func direct(x []complex128) []complex128 {
	n := len(x)
	roots, y := make([]complex128, n), make([]complex128, n)
	for k := range roots {
		s, c := math.Sincos(-2 * math.Pi * float64(k) / float64(n))
		roots[k] = complex(c, s)
	}
	for k := range y {
		at := 0
		for _, v := range x {
			y[k] += v * roots[at]
			if at += k; at >= n {
				at -= n
			}
		}
	}
	return y
}

func nans(n int) []float32 {
	return slices.Repeat([]float32{float32(math.NaN())}, n)
}

// The chirp's phase is pi j^2/n, whose square is reduced exactly: it is right where
// j^2 has more digits than float32 has.
func TestChirpIsExact(t *testing.T) {
	const n = 100003
	chirp, _ := convolution(n, NextFast(2*n-1), false)
	for _, j := range []int64{1, 999, 54321, n - 1} {
		square := new(big.Int).Mul(big.NewInt(j), big.NewInt(j))
		rest := square.Mod(square, big.NewInt(2*n)).Int64()
		s, c := math.Sincos(-math.Pi * float64(rest) / n)
		if d := math.Hypot(float64(chirp[2*j])-c, float64(chirp[2*j+1])-s); d > 1e-7 {
			t.Errorf("element %d is off by %.2g", j, d)
		}
	}
}

// The bits of every pass and of convolutions, natively and in WebAssembly. A change of
// the arithmetic changes the number; say so in the commit.
func TestSameBitsOnEveryPlatform(t *testing.T) {
	h := fnv.New64a()
	for _, n := range lengths {
		for _, v := range forward(NewPlan(n), random(6*n, 121), 3)[:6*n] {
			b := math.Float32bits(v)
			h.Write([]byte{byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24)})
		}
	}
	if got, want := h.Sum64(), uint64(0xeb314eb174b06a2f); got != want {
		t.Errorf("hash of the spectra %#x, want %#x", got, want)
	}
}
