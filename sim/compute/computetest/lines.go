package computetest

import (
	"math"
	"math/cmplx"
	"slices"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
)

// lineHops are ways along an axis and how many lines go them: windows even, odd and with a large prime factor, lines
// that grow and shrink.
var lineHops = []struct {
	kernels.LineHops
	count int
}{
	{kernels.LineHops{In: 5, Out: 5, M: 5, Hops: 1}, 7}, {kernels.LineHops{In: 6, Out: 3, M: 10, Hops: 1}, 9},
	{kernels.LineHops{In: 4, Out: 16, M: 16, Hops: 2}, 16}, {kernels.LineHops{In: 9, Out: 12, M: 15, Hops: 3}, 17},
	{kernels.LineHops{In: 1, Out: 20, M: 30, Hops: 2}, 1}, {kernels.LineHops{In: 7, Out: 2, M: 11, Hops: 1}, 33},
	{kernels.LineHops{In: 120, Out: 49, M: 200, Hops: 2}, 40},
}

// testLines compares with the definition, line by line, and checks the adjoint.
func testLines(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	for i, c := range lineHops {
		l := c.LineHops
		in, table, g := random(2*c.count*l.In, uint32(160+i)), random(2*(2*l.Hops+1)*l.M, uint32(170+i)), random(2*c.count*l.Out, uint32(180+i))
		for k := range table {
			table[k] *= 2 / float32(math.Sqrt(float64(l.M)))
		}
		for _, byColumns := range []bool{false, true} {
			at := func(line, i, n int) int {
				if byColumns {
					return i*c.count + line
				}
				return line*n + i
			}
			out := b.run(kernels.Lines(fft.NewPlan(l.M), l, c.count, byColumns), sample(in), shared(table), sample(random(len(g), 190)))[2]
			before, after, planes := complexes(in), complexes(out), complexes(table)
			var off, size float64
			for line := range c.count {
				u := make([]complex128, l.M)
				for i := range l.In {
					u[l.M/2-l.In/2+i] = before[at(line, i, l.In)]
				}
				u = directLine(u, planes, l.Hops)
				for i := range l.Out {
					v := u[l.M/2-l.Out/2+i]
					off += sq(cmplx.Abs(v - after[at(line, i, l.Out)]))
					size += sq(cmplx.Abs(v))
				}
			}
			near(t, "lines", math.Sqrt(off), 0, math.Sqrt(size), 2*tol.Linear)
			home := b.run(kernels.Lines(fft.NewPlan(l.M), l.Back(), c.count, byColumns), sample(g), shared(adjointTable(table, l.M)), sample(random(len(in), 191)))[2]
			near(t, "adjoint of lines", dot(out, g), dot(in, home), norm(out)*norm(g), tol.Linear)
		}
	}
}

// directLine sums the transforms of a line.
func directLine(u, table []complex128, hops int) []complex128 {
	m := len(u)
	wave := make([]complex128, m)
	for k := range wave {
		wave[k] = cmplx.Rect(1, 2*math.Pi*float64(k)/float64(m))
	}
	sum := func(u []complex128, sign int) []complex128 {
		v := make([]complex128, m)
		for k := range v {
			for j, x := range u {
				v[k] += x * wave[(j*k*sign%m+m)%m]
			}
		}
		return v
	}
	times := func(u []complex128, row int) {
		for i := range u {
			u[i] *= table[row*m+i]
		}
	}
	times(u, 0)
	for k := range hops {
		u = sum(u, -1)
		times(u, 2*k+1)
		u = sum(u, 1)
		times(u, 2*k+2)
	}
	return u
}

// adjointTable is that of the way back.
func adjointTable(table []float32, m int) []float32 {
	var back []float32
	for row := range slices.Backward(table) {
		if row%(2*m) == 0 {
			for i := range m {
				back = append(back, table[row+2*i], -table[row+2*i+1])
			}
		}
	}
	return back
}
