package kernels

import (
	"math"

	"talbot/sim/rng"
)

// Random is a matrix of independent normal numbers of mean 0 that is drawn wherever it is
// read, and so never stored: row i is what rng.Stream.Normal gives for step i, but for
// rounding, times Deviation. Scattering media are such matrices, of pairs.
type Random struct {
	Seed      uint64
	Stream    uint32  // see package rng
	Deviation float64 // of a number; of a pair's modulus it is sqrt(2) as much
	// Fixed is for the whole numbers of rng.Stream.Fixed instead, over rng.FixedUnit: with a Deviation
	// that is a power of 2, products with -1, 0 and 1 are exact, and the same on every device.
	Fixed bool
}

// Drawn is a matrix of rows x cols numbers of r; DrawnPairs of as many pairs. The argument that a
// product has for it is not read: it may be the other factor again.
func Drawn(rows, cols int, r Random) Matrix {
	return Matrix{Rows: Axis{N: rows}, Cols: Axis{N: cols}, Random: &r}
}

// DrawnPairs is Drawn for pairs re, im: two numbers of the row one after another.
func DrawnPairs(rows, cols int, r Random) Matrix { return Drawn(rows, cols, r) }

// drawnMost is how many numbers of a row are drawn at a time: the longer side of a packed
// block and what begins a block of four before it.
const drawnMost = max(blockDepth, blockColsMost, 2*blockRowsMost) + 4

// line draws numbers from to to-1 of a row and gives them in buf.
func (r *Random) line(buf *[drawnMost + 4]float32, row, from, to int) []float32 {
	s := rng.Stream{Seed: r.Seed, Stream: r.Stream}
	size := float32(r.Deviation)
	start := from &^ 3
	if r.Fixed {
		size /= rng.FixedUnit
		for i := start; i < to; i += 4 {
			b := s.Block(uint32(row), uint32(i/4))
			for j, w := range b {
				buf[i-start+j] = size * rng.FixedWord(w)
			}
		}
		return buf[from-start : to-start]
	}
	for i := start; i < to; i += 4 {
		normal4((*[4]float32)(buf[i-start:]), s.Block(uint32(row), uint32(i/4)), size)
	}
	return buf[from-start : to-start]
}

// normal4 are the four normal numbers of a block (Box and Muller), times size.
func normal4(out *[4]float32, bits [4]uint32, size float32) {
	for j := 0; j < 4; j += 2 {
		r := float32(size * sqrt(-2*logUnit(2*(bits[j]>>8)+1)))
		sin, cos := turn32(bits[j+1] >> 8)
		out[j], out[j+1] = r*cos, r*sin
	}
}

// logUnit is ln(t/2^25), t below 2^25 and odd. In float32 t/2^25 is a half of the last bit off where it
// is above a half, which counts near 1: d makes up for it.
func logUnit(t uint32) float32 {
	u, d := float32(t)*(1.0/(1<<25)), float32(0)
	if t > 1<<24 {
		d = 1 - u - float32(1<<25-t)*(1.0/(1<<25))
	}
	return log32(u) + float32(d*(2-u))
}

// turn32 is the sine and cosine of t/2^24 turns, t below 2^24, to 1e-7: exact to the
// nearest quarter, and from there by polynomials of the Cephes library, of sums and products alone.
func turn32(t uint32) (sin, cos float32) {
	q := (t + 1<<21) >> 22
	x := float32(int32(t-q<<22)) * (2 * math.Pi / (1 << 24))
	z := float32(x * x)
	s := float32(-1.9515295891e-4)
	s = float32(s*z) + 8.3321608736e-3
	s = float32(s*z) - 1.6666654611e-1
	s = float32(float32(s*z)*x) + x
	c := float32(2.443315711809948e-5)
	c = float32(c*z) - 1.388731625493765e-3
	c = float32(c*z) + 4.166664568298827e-2
	c = float32(float32(c*z)*z) - float32(0.5*z) + 1
	if q&1 == 1 {
		s, c = c, -s
	}
	if q&2 == 2 {
		return -s, -c
	}
	return s, c
}

// packRandom is pack, packLeft and packPairs for a matrix that is drawn, by rows of it.
func (m *Matrix) packRandom(dst []float32, cols bool, pairs Pairs, i0, i1, k0, k1, width int) {
	deep := k1 - k0
	clear(dst[:(i1-i0+width-1)/width*deep*width])
	var buf [drawnMost + 4]float32
	// put writes the number of line i and depth k; of a right factor of pairs it begins one.
	put := func(i, k int, v float32) { dst[((i-i0)/width*deep+k-k0)*width+(i-i0)%width] = v }
	sign := imaginary(pairs)
	quad := func(i, k int, re, im float32) {
		put(i, k, re)
		put(i+1, k, im)
		put(i, k+1, -im)
		put(i+1, k+1, re)
	}
	pair := pairs != Plain
	switch {
	case cols == m.Turned && pair && cols: // a pair of lines is a row
		for i := i0; i < i1; i += 2 {
			row := m.Random.line(&buf, i/2, k0, k1)
			for j := 0; j < deep; j += 2 {
				quad(i, k0+j, row[j], sign*row[j+1])
			}
		}
	case cols == m.Turned: // a line is a row
		for i := i0; i < i1; i++ {
			out := dst[(i-i0)/width*deep*width+(i-i0)%width:]
			for j, v := range m.Random.line(&buf, i, k0, k1) {
				if pair && j&1 == 1 {
					v *= sign
				}
				out[j*width] = v
			}
		}
	case pair && cols: // a pair of depths is a row
		for k := k0; k < k1; k += 2 {
			row := m.Random.line(&buf, k/2, i0, i1)
			for j := 0; j < i1-i0; j += 2 {
				quad(i0+j, k, row[j], sign*row[j+1])
			}
		}
	case pair:
		for k := k0; k < k1; k += 2 {
			row := m.Random.line(&buf, k/2, 2*i0, 2*i1)
			for i := i0; i < i1; i++ {
				put(i, k, row[2*(i-i0)])
				put(i, k+1, sign*row[2*(i-i0)+1])
			}
		}
	default: // a depth is a row
		for k := k0; k < k1; k++ {
			row := m.Random.line(&buf, k, i0, i1)
			for i := i0; i < i1; i += width {
				copy(dst[((i-i0)/width*deep+k-k0)*width:][:width], row[i-i0:])
			}
		}
	}
}
