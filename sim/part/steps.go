package part

import "slices"

// outside is the level of what is beyond the plane: the bottom.
const outside = -1

// steps is the surface of a solid of upright pixels. A wall has corners at all heights at
// which those around its ends have theirs, so that facets meet edge to edge. Where
// two pixels touch in a corner alone, four facets share an edge; their order in the
// file makes pairs of it that belong together.
func (b *body) steps(put facets) {
	n := b.Side()
	row := make([]uint16, n)
	above, here, below := make([]int, n+2), make([]int, n+2), make([]int, n+2)
	read := func(y int, to []int) {
		for i := range to {
			to[i] = outside
		}
		if y < n {
			b.Row(y, row)
			for i, k := range row {
				to[i+1] = int(k)
			}
		}
	}
	read(n, above)
	read(0, here)
	for j := 0; j <= n; j++ {
		read(j+1, below)
		if j == n {
			for i := range here {
				here[i] = outside
			}
		}
		for i := range n { // walls along x, between this row and the one above
			north, south := above[i+1], here[i+1]
			left, right := around(above, here, i), around(above, here, i+1)
			if north > south {
				b.wall(i, j, left, i+1, j, right, south, north, put)
			} else if south > north {
				b.wall(i+1, j, right, i, j, left, north, south, put)
			}
		}
		if j == n {
			break
		}
		for i := range n { // tops
			k := here[i+1]
			sw, se, ne, nw := b.at(i, j+1, k), b.at(i+1, j+1, k), b.at(i+1, j, k), b.at(i, j, k)
			put(sw, se, ne)
			put(sw, ne, nw)
		}
		for i := range n + 1 { // walls along y
			west, east := here[i], here[i+1]
			up, down := around(above, here, i), around(here, below, i)
			if west > east {
				b.wall(i, j+1, down, i, j, up, east, west, put)
			} else if east > west {
				b.wall(i, j, up, i, j+1, down, west, east, put)
			}
		}
		above, here, below = here, below, above
	}
	at := make([]float32, n+1)
	for i := range at {
		at[i] = b.mm(float64(i))
	}
	b.bottom(b.outline(at), put)
}

// around are the levels of the four pixels at the vertex of column i between two rows, sorted.
func around(north, south []int, i int) [4]int {
	v := [4]int{north[i], north[i+1], south[i], south[i+1]}
	slices.Sort(v[:])
	return v
}

// wall is an upright rectangle between two vertices, left and right as seen from outside, from
// level low to high, with corners at the levels around.
func (b *body) wall(i, j int, left [4]int, k, l int, right [4]int, low, high int, put facets) {
	p, q := b.at(i, j, low), b.at(k, l, low)
	at, to := low, low // of the left and the right edge
	for at < high || to < high {
		a, c := above(left, at, high), above(right, to, high)
		if at < high && (to == high || a <= c) {
			next := b.at(i, j, a)
			put(p, q, next)
			p, at = next, a
		} else {
			next := b.at(k, l, c)
			put(p, q, next)
			q, to = next, c
		}
	}
}

// above is the next level of a vertex above one, at most high.
func above(levels [4]int, level, high int) int {
	for _, k := range levels {
		if k > level {
			return min(k, high)
		}
	}
	return high
}
