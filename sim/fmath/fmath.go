// Package fmath has the elementary functions that a run's numbers depend on.
//
// The standard library uses assembly for some of them on some platforms, so its
// last bit differs between a browser and a native run. These are plain float64
// arithmetic in a fixed order: each product is rounded by an explicit conversion,
// so that no compiler may fuse it with the addition that follows. Their error is
// below 1e-15 relative for Exp and Log, below 1e-15 absolute for Sincos.
package fmath

import "math"

const (
	log2e = 1.44269504088896338700e+00
	ln2Hi = 6.93147180369123816490e-01 // ln 2 to 33 bits, so that k*ln2Hi is exact
	ln2Lo = 1.90821492927058770002e-10
)

// Exp returns e^x: +Inf above 709.7, 0 below -708.
func Exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 709.7:
		return math.Inf(1)
	case x < -708:
		return 0
	}
	k := math.Floor(float64(log2e*x) + 0.5)
	r := x - float64(k*ln2Hi)
	r -= float64(k * ln2Lo)
	// |r| <= 0.347, so the 14th Taylor term is below 1e-17.
	p := 1.0
	for n := 13; n >= 1; n-- {
		p = 1 + float64(float64(r*p)/float64(n))
	}
	return p * math.Float64frombits(uint64(int64(k)+1023)<<52)
}

// Log returns the natural logarithm of x > 0; -Inf for 0 and NaN below.
func Log(x float64) float64 {
	if x <= 0 || x != x || math.IsInf(x, 1) {
		if x == 0 {
			return math.Inf(-1)
		}
		if x < 0 {
			return math.NaN()
		}
		return x
	}
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		e--
	}
	// ln m = 2 atanh(s), s = (m-1)/(m+1), |s| <= 0.172.
	s := (m - 1) / (m + 1)
	z := float64(s * s)
	p := 0.0
	for n := 23; n >= 3; n -= 2 {
		p = float64(z * (p + 1/float64(n)))
	}
	k := float64(e)
	return float64(k*ln2Hi) + (float64(k*ln2Lo) + float64(2*float64(s*p)) + 2*s)
}

// pi/2 in three parts: k times each of the first two is exact for |k| < 2^20.
const (
	halfPi1 = 1.57079632673412561417e+00
	halfPi2 = 6.07710050630396597660e-11
	halfPi3 = 2.02226624879595063154e-21
)

// Coefficients of x^n in the series of sine and cosine.
const (
	sin3, sin5, sin7, sin9 = -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362880
	sin11, sin13, sin15    = -1.0 / 39916800, 1.0 / 6227020800, -1.0 / 1307674368000
	cos4, cos6, cos8       = 1.0 / 24, -1.0 / 720, 1.0 / 40320
	cos10, cos12, cos14    = -1.0 / 3628800, 1.0 / 479001600, -1.0 / 87178291200
	cos16                  = 1.0 / 20922789888000
)

// Sincos returns sin x and cos x for |x| up to about a million radians.
func Sincos(x float64) (sin, cos float64) {
	k := math.Floor(float64(x*(2/math.Pi)) + 0.5)
	r := x - float64(k*halfPi1)
	r -= float64(k * halfPi2)
	r -= float64(k * halfPi3)
	z := float64(r * r)
	// |r| <= 0.786: Taylor series to below 1e-16.
	s := float64(z*sin15) + sin13
	s = float64(z*s) + sin11
	s = float64(z*s) + sin9
	s = float64(z*s) + sin7
	s = float64(z*s) + sin5
	s = float64(z*s) + sin3
	s = r + float64(r*float64(z*s))
	c := float64(z*cos16) + cos14
	c = float64(z*c) + cos12
	c = float64(z*c) + cos10
	c = float64(z*c) + cos8
	c = float64(z*c) + cos6
	c = float64(z*c) + cos4
	c = (1 - float64(0.5*z)) + float64(float64(z*z)*c)
	switch int64(k) & 3 {
	case 1:
		return c, -s
	case 2:
		return -s, -c
	case 3:
		return -c, s
	}
	return s, c
}
