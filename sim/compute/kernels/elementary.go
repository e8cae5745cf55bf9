package kernels

import (
	"math"

	"talbot/sim/fmath"
)

// Elementary functions in float32 alone, of sums and products that every device
// rounds alike, so that a sample drawn on a GPU is the one drawn on a CPU but for the
// last bits. After the Cephes library (S. Moshier); errors are below 1e-7 of the
// result for log32, whose result may be as small as its argument's distance to 1, and
// below 2e-7 for exp32.

// log32 is ln x for a normal x > 0.
func log32(x float32) float32 {
	const root = 0x3f3504f3 // of a half; x = m 2^e with sqrt(1/2) <= m < sqrt(2), without a branch
	b := math.Float32bits(x) + (0x3f800000 - root)
	e := float32(int32(b>>23) - 127)
	z := math.Float32frombits(b&0x007fffff+root) - 1
	p := float32(7.0376836292e-2)
	p = float32(p*z) - 1.1514610310e-1
	p = float32(p*z) + 1.1676998740e-1
	p = float32(p*z) - 1.2420140846e-1
	p = float32(p*z) + 1.4249322787e-1
	p = float32(p*z) - 1.6668057665e-1
	p = float32(p*z) + 2.0000714765e-1
	p = float32(p*z) - 2.4999993993e-1
	p = float32(p*z) + 3.3333331174e-1
	zz := float32(z * z)
	y := float32(float32(p*z) * zz)
	y += float32(e * -2.12194440e-4)
	y -= float32(0.5 * zz)
	return float32(z+y) + float32(e*0.693359375)
}

// exp32 is exp(x) for -87 <= x <= 88, and that of the nearer bound beyond.
func exp32(x float32) float32 {
	x = min(max(x, -87), 88)
	n := float32(math.Floor(float64(float32(x*1.44269504) + 0.5)))
	x -= float32(n * 0.693359375)
	x -= float32(n * -2.12194440e-4)
	p := float32(1.9875691500e-4)
	p = float32(p*x) + 1.3981999507e-3
	p = float32(p*x) + 8.3334519073e-3
	p = float32(p*x) + 4.1665795894e-2
	p = float32(p*x) + 1.6666665459e-1
	p = float32(p*x) + 5.0000001201e-1
	y := float32(float32(p*float32(x*x))+x) + 1
	return y * math.Float32frombits(uint32(int32(n)+127)<<23)
}

// gumbel is a number of Gumbel's distribution, -ln(-ln u), from 32 random bits: u is
// an odd multiple of 2^-24, so it is neither 0 nor 1.
func gumbel(bits uint32) float32 {
	u := float32(2*(bits>>9)+1) * (1.0 / (1 << 24))
	return -log32(-log32(u))
}

// sincos32 is sin x and cos x for |x| below some thousand.
func sincos32(x float32) (sin, cos float32) {
	s, c := fmath.Sincos(float64(x))
	return float32(s), float32(c)
}
