// Package fft transforms lines of complex float32 numbers.
//
// A Plan transforms several lines at once, interleaved: element j of line q is
// the pair at 2*(j*lines+q). Columns of a plane lie like that already; rows are
// brought into that order in blocks. All inner loops then run over neighbouring
// numbers with one twiddle factor.
//
// The algorithm is Stockham's self-sorting one in mixed radix, so there is no
// bit reversal. Only the forward transform exists: the inverse is N times
// smaller and reads its result backwards, see Plan.Forward.
package fft

import "talbot/sim/fmath"

// Plan holds what a transform of one length needs. It is read-only once made and
// may be used by several goroutines.
type Plan struct {
	n      int
	passes []pass
}

// pass is one Stockham pass: it splits transforms of length radix*m.
type pass struct {
	radix, m int
	twiddle  []float32 // [m][radix-1] pairs: w^(p*j), j = 1..radix-1, w = exp(-2 pi i/(radix m))
	roots    []float32 // [radix] pairs: exp(-2 pi i j/radix); general radix only
}

// NewPlan makes a plan for length n >= 1. Lengths whose prime factors are 2, 3, 5
// and 7 are fast; any other prime factor p costs p operations a point.
func NewPlan(n int) *Plan {
	if n < 1 {
		panic("fft: length must be at least 1")
	}
	p := &Plan{n: n}
	rest := n
	for _, radix := range factor(n) {
		m := rest / radix
		ps := pass{radix: radix, m: m, twiddle: make([]float32, 2*m*(radix-1))}
		for k := range m {
			for j := 1; j < radix; j++ {
				ps.twiddle[2*(k*(radix-1)+j-1)], ps.twiddle[2*(k*(radix-1)+j-1)+1] = root(k*j, rest)
			}
		}
		if radix > 5 {
			ps.roots = make([]float32, 2*radix)
			for j := range radix {
				ps.roots[2*j], ps.roots[2*j+1] = root(j, radix)
			}
		}
		p.passes = append(p.passes, ps)
		rest = m
	}
	return p
}

// root returns exp(-2 pi i k/n), computed in float64 and rounded once.
func root(k, n int) (re, im float32) {
	const tau = 6.283185307179586
	s, c := fmath.Sincos(-tau * float64(k%n) / float64(n))
	return float32(c), float32(s)
}

// factor splits n into radices: 5, 3 and other odd primes first, then 4 and 2.
func factor(n int) (radices []int) {
	twos := 0
	for ; n%2 == 0; n /= 2 {
		twos++
	}
	for p := 3; n > 1; p += 2 {
		for ; n%p == 0; n /= p {
			radices = append(radices, p)
		}
	}
	for ; twos >= 2; twos -= 2 {
		radices = append(radices, 4)
	}
	if twos == 1 {
		radices = append(radices, 2)
	}
	return radices
}

// Len is the length of a line.
func (p *Plan) Len() int { return p.n }

// Forward computes X[k] = sum_j x[j] exp(-2 pi i j k/N) for each of the lines in
// x, without scaling. x and work have 2*N*lines numbers; both are overwritten,
// and the one that holds the result is returned.
//
// The inverse transform is the same sum read backwards: x[j] is 1/N times
// element (N-j) mod N of Forward(X). The adjoint of Forward is N times the
// inverse.
func (p *Plan) Forward(x, work []float32, lines int) []float32 {
	size := 2 * p.n * lines
	x, work = x[:size], work[:size]
	s := 2 * lines // float32 between neighbours of one sub-transform
	for i := range p.passes {
		ps := &p.passes[i]
		switch ps.radix {
		case 2:
			ps.radix2(work, x, s)
		case 3:
			ps.radix3(work, x, s)
		case 4:
			ps.radix4(work, x, s)
		case 5:
			ps.radix5(work, x, s)
		default:
			ps.general(work, x, s)
		}
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
