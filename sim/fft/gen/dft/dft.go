// Package dft writes discrete Fourier transforms of few points as straight-line
// code on vectors. What a statement looks like is up to an Arithmetic: Go text for
// package archsimd, or instructions of WebAssembly.
package dft

import "math"

// Arithmetic writes operations on vectors and returns the names V of their results.
type Arithmetic[V any] interface {
	Add(a, b V) V
	Sub(a, b V) V
	Mul(a, b V) V
	MulAdd(a, b, c V) V   // a b + c
	Constant(x float64) V // x in every lane
	// Turn is a times the constant re + i im.
	Turn(a Complex[V], re, im float64) Complex[V]
}

// Complex is a vector of complex numbers.
type Complex[V any] struct{ Re, Im V }

// Write writes the transform of len(x) points and calls out for each output, as
// soon as it is known: j is its index.
func Write[V any](m Arithmetic[V], x []Complex[V], out func(j int, v Complex[V])) {
	writer[V]{m, false}.dft(x, out)
}

// WriteFewest does the same with the fewest operations, and more values alive at a
// time: lengths with coprime factors need no turns between them.
func WriteFewest[V any](m Arithmetic[V], x []Complex[V], out func(j int, v Complex[V])) {
	writer[V]{m, true}.dft(x, out)
}

type writer[V any] struct {
	Arithmetic[V]
	fewest bool
}

func (c writer[V]) add(a, b Complex[V]) Complex[V] {
	return Complex[V]{c.Add(a.Re, b.Re), c.Add(a.Im, b.Im)}
}

func (c writer[V]) sub(a, b Complex[V]) Complex[V] {
	return Complex[V]{c.Sub(a.Re, b.Re), c.Sub(a.Im, b.Im)}
}

// addTurned is a - i b, subTurned is a + i b.
func (c writer[V]) addTurned(a, b Complex[V]) Complex[V] {
	return Complex[V]{c.Add(a.Re, b.Im), c.Sub(a.Im, b.Re)}
}

func (c writer[V]) subTurned(a, b Complex[V]) Complex[V] {
	return Complex[V]{c.Sub(a.Re, b.Im), c.Add(a.Im, b.Re)}
}

// turn is a times exp(-2 pi i k/n).
func (c writer[V]) turn(a Complex[V], k, n int) Complex[V] {
	switch k = k % n; 8 * k {
	case 0:
		return a
	case n:
		h := c.Constant(math.Sqrt2 / 2)
		return Complex[V]{c.Mul(c.Add(a.Re, a.Im), h), c.Mul(c.Sub(a.Im, a.Re), h)}
	case 3 * n:
		h := c.Constant(-math.Sqrt2 / 2)
		return Complex[V]{c.Mul(c.Sub(a.Re, a.Im), h), c.Mul(c.Add(a.Re, a.Im), h)}
	}
	s, co := math.Sincos(-2 * math.Pi * float64(k) / float64(n))
	return c.Turn(a, co, s)
}

func (c writer[V]) dft(x []Complex[V], out func(j int, v Complex[V])) {
	switch n := len(x); n {
	case 1:
		out(0, x[0])
		return
	case 2:
		out(0, c.add(x[0], x[1]))
		out(1, c.sub(x[0], x[1]))
		return
	case 4:
		p, q := c.add(x[0], x[2]), c.add(x[1], x[3])
		r, s := c.sub(x[0], x[2]), c.sub(x[1], x[3])
		out(0, c.add(p, q))
		out(1, c.addTurned(r, s))
		out(2, c.sub(p, q))
		out(3, c.subTurned(r, s))
		return
	case 8, 16:
		c.split(x, 4, n/4, out)
		return
	case 9, 25, 27:
		p := 3
		if n == 25 {
			p = 5
		}
		c.split(x, p, n/p, out)
		return
	case 6, 10, 12, 14, 15, 18, 20, 21, 24, 28, 30:
		if c.fewest {
			a := 2
			for _, p := range []int{8, 4, 3, 2} { // the largest power of the first prime
				if n%p == 0 && coprime(p, n/p) {
					a = p
					break
				}
			}
			c.primeFactors(x, a, n/a, out)
			return
		}
		for _, p := range []int{2, 3, 5} {
			if n%p == 0 {
				c.split(x, p, n/p, out)
				return
			}
		}
	}
	c.odd(x, out)
}

// split does n = a*b points as b transforms of a points, turns, and a transforms
// of b points.
func (c writer[V]) split(x []Complex[V], a, b int, out func(j int, v Complex[V])) {
	n := a * b
	inner := make([][]Complex[V], b)
	for j := range b {
		in := make([]Complex[V], a)
		for i := range a {
			in[i] = x[b*i+j]
		}
		inner[j] = make([]Complex[V], a)
		c.dft(in, func(k int, v Complex[V]) { inner[j][k] = v })
	}
	for k := range a {
		if b == 2 && 4*k == n { // a turn by -i costs nothing
			out(k, c.addTurned(inner[0][k], inner[1][k]))
			out(k+a, c.subTurned(inner[0][k], inner[1][k]))
			continue
		}
		in := make([]Complex[V], b)
		for j := range b {
			in[j] = c.turn(inner[j][k], j*k, n)
		}
		c.dft(in, func(l int, v Complex[V]) { out(k+a*l, v) })
	}
}

// primeFactors does n = a*b points, a and b coprime, by Good's algorithm: a
// two-dimensional transform without turns between rows and columns.
func (c writer[V]) primeFactors(x []Complex[V], a, b int, out func(j int, v Complex[V])) {
	n := a * b
	inner := make([][]Complex[V], b)
	for j := range b {
		in := make([]Complex[V], a)
		for i := range a {
			in[i] = x[(b*i+a*j)%n]
		}
		inner[j] = make([]Complex[V], a)
		c.dft(in, func(k int, v Complex[V]) { inner[j][k] = v })
	}
	for k := range a {
		in := make([]Complex[V], b)
		for j := range b {
			in[j] = inner[j][k]
		}
		c.dft(in, func(l int, v Complex[V]) {
			for i := l; ; i += b { // the index that is k modulo a and l modulo b
				if i%a == k {
					out(i, v)
					return
				}
			}
		})
	}
}

func coprime(a, b int) bool {
	for b != 0 {
		a, b = b, a%b
	}
	return a == 1
}

// odd is the transform of an odd number of points by pairs j and n-j.
func (c writer[V]) odd(x []Complex[V], out func(j int, v Complex[V])) {
	n := len(x)
	half := n / 2
	s, d := make([]Complex[V], half+1), make([]Complex[V], half+1)
	first := x[0]
	for k := 1; k <= half; k++ {
		s[k], d[k] = c.add(x[k], x[n-k]), c.sub(x[k], x[n-k])
		first = c.add(first, s[k])
	}
	out(0, first)
	for j := 1; j <= half; j++ {
		u := x[0]
		var v Complex[V]
		for k := 1; k <= half; k++ {
			sin, cos := math.Sincos(2 * math.Pi * float64(j*k%n) / float64(n))
			co, si := c.Constant(cos), c.Constant(sin)
			u = Complex[V]{c.MulAdd(s[k].Re, co, u.Re), c.MulAdd(s[k].Im, co, u.Im)}
			if k == 1 {
				v = Complex[V]{c.Mul(d[k].Re, si), c.Mul(d[k].Im, si)}
			} else {
				v = Complex[V]{c.MulAdd(d[k].Re, si, v.Re), c.MulAdd(d[k].Im, si, v.Im)}
			}
		}
		out(j, c.addTurned(u, v))
		out(n-j, c.subTurned(u, v))
	}
}
