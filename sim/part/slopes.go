package part

// slopes is the surface of a solid whose height goes straight from the centre of one pixel to
// the next.
func (b *body) slopes(put facets) {
	n := b.Side()
	at := make([]float32, n+2)
	for i := range n {
		at[i+1] = b.mm(float64(i) + 0.5)
	}
	at[n+1] = b.mm(float64(n))
	row := make([]uint16, n)
	north, south := make([]float32, n+2), make([]float32, n+2)
	read := func(r int, to []float32) { // row r of the corners, counted from above
		b.Row(max(0, min(n-1, r-1)), row)
		for i := range to {
			to[i] = b.z[row[max(0, min(n-1, i-1))]+1]
		}
	}
	read(0, south)
	for r := range n + 1 {
		north, south = south, north
		read(r+1, south)
		top, low := at[n+1-r], at[n-r]
		// The upper edge, then cells from the left with the walls at their ends, then the lower edge.
		if r == 0 {
			for i := range n + 1 {
				b.side(point{at[i+1], top, north[i+1]}, point{at[i], top, north[i]}, put)
			}
		}
		b.side(point{at[0], top, north[0]}, point{at[0], low, south[0]}, put)
		for i := range n + 1 {
			sw, se := point{at[i], low, south[i]}, point{at[i+1], low, south[i+1]}
			nw, ne := point{at[i], top, north[i]}, point{at[i+1], top, north[i+1]}
			put(sw, se, ne)
			put(sw, ne, nw)
		}
		b.side(point{at[n+1], low, south[n+1]}, point{at[n+1], top, north[n+1]}, put)
		if r == n {
			for i := range n + 1 {
				b.side(point{at[i], low, south[i]}, point{at[i+1], low, south[i+1]}, put)
			}
		}
	}
	b.bottom(b.outline(at), put)
}

// side is the wall below an edge, whose ends are left and right as seen from outside.
func (b *body) side(left, right point, put facets) {
	l, r := left, right
	l[2], r[2] = 0, 0
	put(l, r, right)
	put(l, right, left)
}

// Volume is that of the solid as STL has it, in mm^3, from heights and not from facets.
func (p *Plane) Volume() float64 {
	row, sum := make([]uint16, p.Side()), 0.0
	for y := range p.Side() {
		p.Row(y, row)
		for _, k := range row {
			sum += p.Base + float64(k)*p.Step()
		}
	}
	return sum * p.Pitch * p.Pitch * 1e9
}
