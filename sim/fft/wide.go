package fft

import "talbot/sim/fmath"

// Transform64 is Plan.Forward in float64, for one line of any length: n pairs re, im
// give n pairs. It is for tables, which are made once: it takes the time of n log n
// steps and no plan. x is overwritten, and may be the result.
func Transform64(x []float64) []float64 {
	n := len(x) / 2
	if Fast(n) || n == 0 {
		return passes64(x)
	}
	m := NextFast(2*n - 1)
	c, b := convolution64(n, m)
	filter := passes64(b)
	f := make([]float64, 2*m)
	times64(f, x, c)
	f = passes64(f)
	times64(f, f, filter)
	f = passes64(f)
	// The inverse is the transform read backwards.
	for k := range n {
		at := 2 * ((m - k) % m)
		x[2*k], x[2*k+1] = f[at], f[at+1]
	}
	times64(x, x, c)
	return x
}

// convolution64 is the chirp c, [n] pairs, and the line b, [m] pairs, whose transform
// is the filter; see convolution.
func convolution64(n, m int) (c, b []float64) {
	c, b = make([]float64, 2*n), make([]float64, 2*m)
	for j := range n {
		sin, cos := fmath.Sincos(-pi * float64(j*j%(2*n)) / float64(n))
		c[2*j], c[2*j+1] = cos, sin
		for _, i := range []int{j, (m - j) % m} {
			b[2*i], b[2*i+1] = cos/float64(m), -sin/float64(m)
		}
	}
	return c, b
}

// times64 is y = x w for pairs, as many as there are of x and w; y may be x.
func times64(y, x, w []float64) {
	for i := 0; i+1 < min(len(x), len(w)); i += 2 {
		re, im := x[i], x[i+1]
		y[i] = float64(re*w[i]) - float64(im*w[i+1])
		y[i+1] = float64(re*w[i+1]) + float64(im*w[i])
	}
}

// passes64 is Stockham's algorithm by the definition, one prime factor a pass.
func passes64(x []float64) []float64 {
	n := len(x) / 2
	y, roots := make([]float64, 2*n), make([]float64, 2*n)
	for k := range n {
		roots[2*k+1], roots[2*k] = fmath.Sincos(-2 * pi * float64(k) / float64(n))
	}
	s := 1
	for rest := n; rest > 1; {
		r := 2
		for rest%r != 0 {
			r++
		}
		m := rest / r
		var w [7][2]float64 // of the terms k
		for p := range m {
			for j := range r {
				for k, at := 0, j*p*s%n; k < r; k++ { // exponent j (p + m k) s
					w[k] = [2]float64{roots[2*at], roots[2*at+1]}
					if at += j * (n / r); at >= n {
						at -= n
					}
				}
				for q := range s {
					var re, im float64
					for k := range r {
						a := x[2*(s*(p+m*k)+q):][:2]
						re += float64(a[0]*w[k][0]) - float64(a[1]*w[k][1])
						im += float64(a[0]*w[k][1]) + float64(a[1]*w[k][0])
					}
					i := 2 * (s*(r*p+j) + q)
					y[i], y[i+1] = re, im
				}
			}
		}
		x, y = y, x
		s *= r
		rest = m
	}
	return x
}
