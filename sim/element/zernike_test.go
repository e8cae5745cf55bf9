package element_test

import (
	"math"
	"math/big"
	"testing"

	"talbot/sim/element"
)

// radial is the Zernike radial polynomial by its sum (Born and Wolf, section 9.2.1), in
// rational numbers: exact for the float64 that rho is.
func radial(n, a int, rho float64) float64 {
	r, sum := new(big.Rat).SetFloat64(rho), new(big.Rat)
	r2 := new(big.Rat).Mul(r, r)
	for s := 0; s <= (n-a)/2; s++ { // Horner: from the highest power of rho down
		c := new(big.Int).MulRange(1, int64(n-s))
		for _, k := range []int{s, (n+a)/2 - s, (n-a)/2 - s} {
			c.Quo(c, new(big.Int).MulRange(1, int64(k)))
		}
		if s%2 == 1 {
			c.Neg(c)
		}
		sum.Mul(sum, r2)
		sum.Add(sum, new(big.Rat).SetInt(c))
	}
	for range a {
		sum.Mul(sum, r)
	}
	f, _ := sum.Float64()
	return f
}

// noll is the factor that makes the mean square over the disc 1.
func noll(n, m int) float64 {
	if m == 0 {
		return math.Sqrt(float64(n + 1))
	}
	return math.Sqrt(2 * float64(n+1))
}

// Every order of some degrees to 100 against rational numbers. The slope of R is at
// most n^2, at the rim, and each of the n/2 steps rounds: n eps times a few.
func TestZernikeAgainstExactValues(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 7, 12, 20, 39, 40, 60, 61, 80, 99, 100} {
		worst := 0.0
		for a := n % 2; a <= n; a += 2 {
			for _, rho := range []float64{0, 0x1p-20, 0.0625, 0.28125, 0.5, 0.6875, 0.8125, 0.921875, 0.984375, 0.9990234375, 1} {
				want := radial(n, a, rho)
				worst = math.Max(worst, math.Abs(element.ZernikeAt(n, a, rho, 0)/noll(n, a)-want))
				if a > 0 { // along the middle of a petal of the sine
					s, c := math.Sincos(math.Pi / 2 / float64(a))
					got := element.ZernikeAt(n, -a, rho*c, rho*s) / noll(n, a)
					worst = math.Max(worst, math.Abs(got-want)/float64(n)) // rho*c, rho*s is rho to eps: times the slope
				}
			}
		}
		if allowed := 8 * float64(n+1) * 0x1p-53; worst > allowed {
			t.Errorf("degree %d: off by %.2g, allowed %.2g", n, worst, allowed)
		}
	}
}

// |R| <= 1 on the disc, and R(1) = 1; also where powers of rho leave the range of
// float64.
func TestZernikeIsBounded(t *testing.T) {
	for _, n := range []int{5, 40, 100, 250, 1001, 3000} {
		for a := n % 2; a <= n; a += 2 * (1 + n/40) {
			most := 0.0
			for i := range 257 {
				r := element.ZernikeAt(n, a, float64(i)/256, 0) / noll(n, a)
				if !(math.Abs(r) <= 1+float64(n)*0x1p-50) {
					t.Fatalf("R(%d, %d) at %d/256 is %g", n, a, i, r)
				}
				if i < 256 {
					most = math.Max(most, math.Abs(r))
				}
			}
			if r := element.ZernikeAt(n, a, 1, 0) / noll(n, a); math.Abs(r-1) > float64(n)*0x1p-48 {
				t.Errorf("R(%d, %d) at the rim is %g, want 1", n, a, r)
			}
			if a < n/2 && most < 0.02 {
				t.Errorf("R(%d, %d) vanishes inside: at most %g", n, a, most)
			}
		}
	}
}
