package fft

import (
	"slices"
	"testing"
)

// Moves between rows and blocks are what their formulas say, for as many lines as they are made for and for others,
// and touch nothing else.
func TestMoves(t *testing.T) {
	for _, lines := range []int{1, 5, Columns} {
		for _, c := range [][3]int{{1, 1, 0}, {7, 7, 0}, {6, 10, 3}, {10, 10, 9}, {6, 10, 12}, {3, 9, 8}} {
			n, m, first := c[0], c[1], c[2]
			rows, w := random(2*lines*n+2, 1), 2*lines
			block := random(w*m+2, 2)
			pair := func(x []float32, i int) [2]float32 { return [2]float32(x[2*i:]) }

			got, want := slices.Clone(block), slices.Clone(block)
			Gather(got, rows, lines, n)
			for l := range lines {
				for j := range n {
					copy(want[2*(j*lines+l):], rows[2*(l*n+j):][:2])
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("Gather of %d lines of %d: %v, want %v", lines, n, got, want)
			}

			back := random(len(rows), 3)
			last := pair(back, lines*n)
			Scatter(back, got, lines, n)
			if !slices.Equal(back[:w*n], rows[:w*n]) || pair(back, lines*n) != last {
				t.Errorf("Scatter of %d lines of %d is not the opposite of Gather", lines, n)
			}

			back = random(len(rows), 4)
			last = pair(back, lines*n)
			ScatterBack(back, block, lines, n, m, first)
			for l := range lines {
				for x := range n {
					if g, v := pair(back, l*n+x), pair(block, ((first-x)%m+m)%m*lines+l); g != v {
						t.Errorf("ScatterBack of %d lines, %d of %d from %d: line %d has %v at %d, want %v", lines, n, m, first, l, g, x, v)
					}
				}
			}
			if pair(back, lines*n) != last {
				t.Errorf("ScatterBack of %d lines of %d writes behind them", lines, n)
			}

			dst, src := random(w+2, 5), random(w, 6)
			last = pair(dst, lines)
			Move(dst, src, w)
			if !slices.Equal(dst[:w], src) || pair(dst, lines) != last {
				t.Errorf("Move of %d numbers: %v, want %v", w, dst[:w], src)
			}
		}
	}
}
