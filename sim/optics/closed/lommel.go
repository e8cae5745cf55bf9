package closed

import "math"

// mostTerms is where lommel leaves its sum.
const mostTerms = 1 << 20

// lommel is V0 - i V1 of Lommel, the sum over n >= 0 of (-i q)^n J_n(v), 0 <= q <= 1; the
// sum from 1 is -(U2 + i U1).
func lommel(q, v float64) complex128 {
	// Terms beyond n = v fall faster than any power, the others as q^n.
	all := math.Floor(v + 12*math.Cbrt(v) + 40)
	last := all
	if q < 1 {
		last = math.Min(all, math.Ceil(math.Log(1e-17)/math.Log(q)))
	}
	switch {
	case q == 0 || v == 0:
		return complex(math.J0(v), 0)
	case last > mostTerms:
		return lommelNearRim(q, v)
	case last < v:
		return lommelUpward(q, v, int(last))
	}
	return lommelDownward(q, v, int(all))
}

// lommelUpward sums the first terms by the recurrence of the Bessel functions, which
// keeps its digits up to order v.
func lommelUpward(q, v float64, last int) complex128 {
	before, now := math.J0(v), math.J1(v)
	sum, power := complex(before, 0), complex(0, -q)
	for n := 1; n <= last; n++ {
		sum += power * complex(now, 0)
		before, now = now, float64(2*n)/v*now-before
		power *= complex(0, -q)
	}
	return sum
}

// lommelDownward sums all terms, from one where J is nothing, by the recurrence downward, which forgets how it began,
// and scales it by what it says of J0 or J1 (J. C. P. Miller; Abramowitz and Stegun,
// section 9.12).
func lommelDownward(q, v float64, last int) complex128 {
	const large = 1e200
	above, now := 0.0, 1e-200
	var sum complex128 // of (-i q)^(n-m) J_n over n >= m, by Horner
	for n := last; ; n-- {
		sum = complex(now, 0) + complex(0, -q)*sum
		if n == 0 {
			break
		}
		above, now = now, float64(2*n)/v*now-above
		if math.Abs(now) > large {
			above, now, sum = above/large, now/large, sum/large
		}
	}
	// Now J0 is now and J1 is above, but for the scale.
	if j0, j1 := math.J0(v), math.J1(v); math.Abs(j0) > math.Abs(j1) {
		return sum * complex(j0/now, 0)
	} else {
		return sum * complex(j1/above, 0)
	}
}

// lommelNearRim is for v above mostTerms and q within 40/mostTerms of 1, to (1-q)/sqrt(v):
// the shadow of a straight edge. The sum is
//
//	J0(v)/2 + (1-q^2)/(4 pi) int over 2 pi of exp(-i v cos t)/(1 - 2 q cos t + q^2) dt
//
// whose integrand, with s = sin(t/2), has a pole at s^2 = -p^2 = -(1-q)^2/(4 q) beside the
// point of stationary phase; what it does elsewhere is smaller by 1-q.
func lommelNearRim(q, v float64) complex128 {
	p := (1 - q) / (2 * math.Sqrt(q))
	shadow := 1 - (1-1i)*Fresnel(2*p*math.Sqrt(v/math.Pi)) // erfc(p sqrt(-2 i v))
	edge := phasor(-v-2*v*p*p) * shadow * complex((1+q)/(4*math.Sqrt(q)*math.Sqrt(1+p*p)), 0)
	return complex(math.J0(v)/2, 0) + edge
}
