package fft

import "unsafe"

// convolution makes the tables for a length n with prime factors that no pass has.
// Bluestein's algorithm follows from 2jk = j^2 + k^2 - (k-j)^2:
//
//	X[k] = c[k] sum_j (x[j] c[j]) conj(c[k-j]),  c[j] = exp(-pi i j^2/n),
//
// a convolution, done by transforms of a fast length m >= 2n-1 (L. Bluestein, IEEE
// Trans. Audio Electroacoust. 18, 451 (1970)). chirp is c, [n]; filter the transform
// of conj(c), periodic over m, divided by m, [m]. Both are pairs, or with minus re,
// im, -im, computed in float64 and rounded once.
func convolution(n, m int, minus bool) (chirp, filter []float32) {
	c, b := convolution64(n, m)
	return rounded(c, minus), rounded(Transform64(b), minus)
}

// rounded are factors re, im, or with minus re, im, -im.
func rounded(x []float64, minus bool) (y []float32) {
	for i := 0; i+1 < len(x); i += 2 {
		y = append(y, float32(x[i]), float32(x[i+1]))
		if minus {
			y = append(y, -float32(x[i+1]))
		}
	}
	return y
}

// convolve is Forward by the plan's convolution.
func (p *Plan) convolve(x, work []float32, s int) []float32 {
	n, m := p.n, p.m
	for j := range n {
		turn(x[s*j:][:s], x[s*j:][:s], p.chirp[2*j:])
	}
	clear(x[s*n:])
	f := p.run(x, work, s)
	for j := range m {
		turn(f[s*j:][:s], f[s*j:][:s], p.filter[2*j:])
	}
	spare := x
	if &f[0] == &x[0] {
		spare = work
	}
	// The inverse is the transform read backwards.
	g := p.run(f, spare, s)
	out := x
	if &g[0] == &x[0] {
		out = work
	}
	for k := range n {
		turn(out[s*k:][:s], g[s*((m-k)%m):][:s], p.chirp[2*k:])
	}
	return out
}

// grown is x, or if it has not size numbers a slice of so many that begins with n of
// it. What lies behind x in memory may be another's.
func grown(x []float32, n, size int) []float32 {
	if len(x) >= size {
		return x[:size]
	}
	y := make([]float32, size)
	copy(y, x[:n])
	return y
}

// turn is y = w x for pairs; y may be x.
func turn(y, x, w []float32) {
	y = y[:len(x)]
	wr, wi := w[0], w[1]
	for q := 0; q+1 < len(x); q += 2 {
		re, im := x[q], x[q+1]
		y[q] = float32(wr*re) - float32(wi*im)
		y[q+1] = float32(wr*im) + float32(wi*re)
	}
}

// convolve is Forward by the plan's convolution.
func (p *VectorPlan) convolve(x, work []float32) []float32 {
	n, m, w := p.n, p.m, 2*p.v.Lanes
	at := func(block []float32, j int) unsafe.Pointer { return unsafe.Pointer(&block[j*w]) }
	chirp, filter := unsafe.Pointer(&p.chirp[0]), unsafe.Pointer(&p.filter[0])
	p.v.turn(at(x, 0), at(x, 0), 4*w, chirp, n)
	clear(x[n*w : m*w])
	f := p.middle(0, len(p.passes), x, work, 1)
	p.v.turn(at(f, 0), at(f, 0), 4*w, filter, m)
	spare := x
	if &f[0] == &x[0] {
		spare = work
	}
	g := p.middle(0, len(p.passes), f, spare, 1)
	out := x
	if &g[0] == &x[0] {
		out = work
	}
	copy(g[m*w:], g[:w])
	p.v.turn(at(out, 0), at(g, m), -4*w, chirp, n)
	return out
}
