package fft

import "unsafe"

// Factors are what elements of a block are multiplied by, the same in all lanes, as Turns makes them.
type Factors struct {
	data []float32 // re, im, -im of each
	m    int
}

// TurnLen is the number of float32 that Turns needs for n factors.
func TurnLen(n int) int { return 3 * (n + 1) }

// Turns makes factors ready, in work, from a table of rows of m pairs. Those of the last row
// are in the order of a transform that is read backwards: factor (m-j) mod m belongs to element j, and that
// of 0 to element m too.
func Turns(work, table []float32, m int) Factors {
	n := len(table) / 2
	f := Factors{work[:TurnLen(n)], m}
	set := func(at, from int) {
		f.data[3*at], f.data[3*at+1], f.data[3*at+2] = table[2*from], table[2*from+1], -table[2*from+1]
	}
	last := n - m
	for i := range last {
		set(i, i)
	}
	for j := range m + 1 {
		set(last+j, last+(m-j)%m)
	}
	return f
}

// Part is row i.
func (f Factors) Part(i int) Factors { return Factors{f.data[3*i*f.m:], f.m} }

// Turn multiplies n elements of src from first on by the factors of the same numbers into dst.
func (p *VectorPlan) Turn(dst, src []float32, first int, f Factors, n int) {
	w := 2 * p.v.Lanes
	d, s, t := dst[first*w:(first+n)*w], src[first*w:(first+n)*w], f.data[3*first:3*(first+n)]
	p.v.turn(unsafe.Pointer(&d[0]), unsafe.Pointer(&s[0]), 4*w, unsafe.Pointer(&t[0]), n)
}

// TurnBack multiplies the line that src has backwards, its element 0 as element Len too (see Wrap), into dst.
func (p *VectorPlan) TurnBack(dst, src []float32, f Factors) {
	w, n := 2*p.v.Lanes, p.n
	d, s, t := dst[:n*w], src[:(n+1)*w], f.data[:3*n]
	p.v.turn(unsafe.Pointer(&d[0]), unsafe.Pointer(&s[n*w]), -4*w, unsafe.Pointer(&t[0]), n)
}
