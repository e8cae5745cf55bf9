// Package fft transforms lines of complex float32 numbers.
//
// A Plan transforms several lines at once, interleaved: element j of line q is
// the pair at 2*(j*lines+q). Columns of a plane lie like that already; rows are
// brought into that order in blocks. All inner loops then run over neighbouring
// numbers with one twiddle factor.
//
// The algorithm is Stockham's self-sorting one in mixed radix, so there is no bit
// reversal; lengths with other prime factors than 2, 3, 5 and 7 are a convolution of
// a length without, by Bluestein's. Only the forward transform exists: the inverse is N
// times smaller and reads its result backwards, see Plan.Forward.
package fft

import (
	"unsafe"

	"talbot/sim/fmath"
)

const pi = 3.14159265358979323846

// Plan holds what a transform of one length needs. It is read-only once made and
// may be used by several goroutines.
type Plan struct {
	n, m          int // m is the product of the passes: n, or that of a convolution
	passes        []pass
	chirp, filter []float32 // pairs; nil where there is no convolution
}

// pass is one Stockham pass: it splits transforms of length radix*m.
type pass struct {
	radix, m int
	twiddle  []float32 // [m][radix-1] pairs: w^(p*j), j = 1..radix-1, w = exp(-2 pi i/(radix m))
}

// NewPlan makes a plan for length n >= 1. Lengths whose prime factors are 2, 3, 5
// and 7 are fast; others take the time of two transforms of at least twice the length.
func NewPlan(n int) *Plan {
	if n < 1 {
		panic("fft: length must be at least 1")
	}
	p := &Plan{n: n, m: n}
	radices, ok := scalarPasses(n)
	if !ok {
		p.m, radices = window(n, scalarPasses, &scalarCost)
		p.chirp, p.filter = convolution(n, p.m, false)
	}
	rest := p.m
	for _, radix := range radices {
		m := rest / radix
		ps := pass{radix: radix, m: m, twiddle: make([]float32, 2*m*(radix-1))}
		for k := range m {
			for j := 1; j < radix; j++ {
				ps.twiddle[2*(k*(radix-1)+j-1)], ps.twiddle[2*(k*(radix-1)+j-1)+1] = root(k*j, rest)
			}
		}
		p.passes = append(p.passes, ps)
		rest = m
	}
	return p
}

// root returns exp(-2 pi i k/n), computed in float64 and rounded once.
func root(k, n int) (re, im float32) {
	s, c := fmath.Sincos(-2 * pi * float64(k%n) / float64(n))
	return float32(c), float32(s)
}

// Len is the length of a line.
func (p *Plan) Len() int { return p.n }

// BlockLen is the number of float32 that Forward works in: 2*N*lines, and more where N
// is not fast.
func (p *Plan) BlockLen(lines int) int { return 2 * p.m * lines }

// Forward computes X[k] = sum_j x[j] exp(-2 pi i j k/N) for each of the lines in
// x, without scaling. x and work have 2*N*lines numbers; both are overwritten, and
// the one that holds the result is returned. Where BlockLen(lines) is more, they
// should have that many, of which the first 2*N*lines count: Forward allocates what
// is missing, and then the result may be in neither.
//
// The inverse transform is the same sum read backwards: x[j] is 1/N times
// element (N-j) mod N of Forward(X). The adjoint of Forward is N times the
// inverse.
func (p *Plan) Forward(x, work []float32, lines int) []float32 {
	size := p.BlockLen(lines)
	if p.chirp != nil {
		return p.convolve(grown(x, 2*p.n*lines, size), grown(work, 0, size), 2*lines)
	}
	return p.run(x[:size], work[:size], 2*lines)
}

// run does the passes. s is the number of float32 between elements.
func (p *Plan) run(x, work []float32, s int) []float32 {
	_, _ = x[:p.m*s], work[:p.m*s]
	for i := range p.passes {
		ps := &p.passes[i]
		ps.run(unsafe.Pointer(&work[0]), unsafe.Pointer(&x[0]), s)
		x, work = work, x
		s *= ps.radix
	}
	return x
}

// Fast reports whether n has no prime factor other than 2, 3, 5 and 7.
func Fast(n int) bool {
	if n < 1 {
		return false
	}
	for _, p := range []int{2, 3, 5, 7} {
		for n%p == 0 {
			n /= p
		}
	}
	return n == 1
}

// NextFast returns the smallest fast length that is at least n.
func NextFast(n int) int {
	for !Fast(n) {
		n++
	}
	return n
}
