// Package wgsl writes transforms of lines as straight-line WGSL.
//
// Some threads share a line and hold its elements in registers. A stage transforms
// a few of them, by one radix; between two stages the threads exchange elements
// through workgroup memory. The stages are those of Stockham's algorithm, so
// elements come and leave in natural order.
//
// Registers hold pairs b*r+k for the first radix r: element j + k N/r with
// j = t + b Threads, t the thread. After the last stage they hold the same of the
// last radix. The inverse transform is the forward one of numbers whose real and
// imaginary parts are swapped, before and after; Reverse begins with the elements
// where its receiver ends, so a transform and an inverse need no exchange between
// them.
package wgsl

import (
	"math"

	"talbot/sim/fmath"
)

// Line is a transform of N points.
type Line struct {
	N       int
	Radices []int // of the stages, in order
	Threads int   // for each line
}

// New chooses stages and threads for n points: few stages, and as many registers as
// that takes. ok is false where n has a prime factor that is too large.
func New(n int) (l Line, ok bool) {
	return search(n, func(l *Line) (float64, bool) { return l.cost(), true })
}

// NewNarrow chooses three stages with few registers and odd first and last radices,
// whose elements lie in different banks of workgroup memory; ok is false where there is
// no such choice.
func NewNarrow(n int) (l Line, ok bool) {
	return search(n, func(l *Line) (float64, bool) {
		if len(l.Radices) != 3 || l.Radices[0]%2 == 0 || l.Radices[2]%2 == 0 {
			return 0, false
		}
		l.Threads = n / min(l.Radices[0], l.Radices[1], l.Radices[2])
		return l.cost(), l.Registers() <= 9 && l.Threads <= mostThreads
	})
}

// search is the cheapest line of n points among those that fit.
func search(n int, rank func(*Line) (cost float64, fits bool)) (l Line, ok bool) {
	best := 0.0
	var try func(rest int, radices []int)
	try = func(rest int, radices []int) {
		if rest == 1 {
			c := Line{N: n, Radices: append([]int(nil), radices...)}
			c.Threads = c.threads()
			if cost, fits := rank(&c); fits && (!ok || cost < best) {
				l, best, ok = c, cost, true
			}
			return
		}
		for r := 2; r <= largest && r <= rest; r++ {
			if rest%r == 0 && cheap(r) && len(radices) < 8 {
				try(rest/r, append(radices, r))
			}
		}
	}
	if n == 1 {
		return Line{N: 1, Threads: 1}, true
	}
	try(n, nil)
	return l, ok
}

// largest is the largest radix; beyond it a thread would need too many registers.
const largest = 31

// mostThreads is what WebGPU promises everywhere for a workgroup.
const mostThreads = 256

// cheap tells whether there is a good transform of r points: products of small
// primes up to 20, and primes, so that every length without large primes works.
func cheap(r int) bool {
	if r <= 10 || r == 12 || r == 14 || r == 15 || r == 16 || r == 18 || r == 20 {
		return true
	}
	for p := 2; p*p <= r; p++ {
		if r%p == 0 {
			return false
		}
	}
	return true
}

// threads is the largest number that keeps every thread busy in every stage, or,
// where that takes too many registers, one thread for each butterfly of the
// smallest radix.
func (l Line) threads() int {
	e := 1
	most := 1
	for _, r := range l.Radices {
		e = e / gcd(e, r) * r
		most = max(most, l.N/r)
	}
	for k := e; k <= 20; k += e {
		if l.N%k == 0 && k >= 8 && l.N/k <= mostThreads {
			return l.N / k
		}
	}
	if e <= 20 && l.N%e == 0 && l.N/e <= mostThreads {
		return l.N / e
	}
	parts := (most + mostThreads - 1) / mostThreads
	return (most + parts - 1) / parts
}

// cost ranks choices: an exchange costs as much as some arithmetic, idle threads and
// many registers cost too.
func (l Line) cost() float64 {
	work, busy := 0.0, 0.0
	for _, r := range l.Radices {
		b := l.butterflies(r)
		work += float64(b * r)
		busy += float64(l.N) / float64(l.Threads)
		if r > 10 && !smooth(r) {
			work += float64(b * r * r) // a prime has no fast transform
		}
	}
	cost := float64(len(l.Radices)) * work / busy
	if n := l.Registers(); n > 20 {
		cost *= float64(n) / 20
	}
	if l.N > 64 && l.Threads < 8 {
		cost *= 1.5
	}
	// Among equals, few operations, and small first radices.
	for i, r := range l.Radices {
		cost += 1e-3*float64(r) - 1e-6*float64(i*r)
	}
	return cost
}

func smooth(r int) bool {
	for _, p := range []int{2, 3, 5} {
		for r%p == 0 {
			r /= p
		}
	}
	return r == 1
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// butterflies is how many of radix r a thread has.
func (l Line) butterflies(r int) int { return (l.N/r + l.Threads - 1) / l.Threads }

// Registers is how many complex numbers a thread holds.
func (l Line) Registers() int {
	n := 1
	for _, r := range l.Radices {
		n = max(n, r*l.butterflies(r))
	}
	return n
}

// Reverse is the transform with its stages in reverse order.
func (l Line) Reverse() Line {
	r := Line{N: l.N, Threads: l.Threads}
	for i := len(l.Radices) - 1; i >= 0; i-- {
		r.Radices = append(r.Radices, l.Radices[i])
	}
	return r
}

// Slot is the element that a register holds: number t + Offset of thread t, if
// t < Threads.
type Slot struct {
	Register int
	Offset   int
	Threads  int // how many threads hold such an element
}

// First are the elements before the transform, Last those after it.
func (l Line) First() []Slot { return l.slots(0) }
func (l Line) Last() []Slot  { return l.slots(len(l.Radices) - 1) }

func (l Line) slots(stage int) []Slot {
	r := 1
	if len(l.Radices) > 0 {
		r = l.Radices[stage]
	}
	var s []Slot
	for b := range l.butterflies(r) {
		for k := range r {
			s = append(s, Slot{Register: b*r + k, Offset: b*l.Threads + k*l.N/r, Threads: min(l.Threads, l.N/r-b*l.Threads)})
		}
	}
	return s
}

// Twiddles is exp(-2 pi i k/n) for k = 0..n-1, in pairs, each rounded once.
func Twiddles(n int) []float32 {
	t := make([]float32, 2*n)
	for k := range n {
		s, c := fmath.Sincos(-2 * math.Pi * float64(k) / float64(n))
		t[2*k], t[2*k+1] = float32(c), float32(s)
	}
	return t
}

// Stages is the same for the line's stages in order, all but the first: of each, for k = 1..r-1 and
// q = 0..ns-1, exp(-2 pi i q k/(ns r)), where ns is the product of the radices before it.
func (l Line) Stages() []float32 {
	all, t, ns := Twiddles(l.N), []float32(nil), 1
	for _, r := range l.Radices {
		for k := 1; ns > 1 && k < r; k++ {
			for q := range ns {
				i := 2 * q * k * (l.N / (ns * r))
				t = append(t, all[i], all[i+1])
			}
		}
		ns *= r
	}
	return t
}
