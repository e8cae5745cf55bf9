package part

import "math"

// Plane is a mask with what stands around it, as a file shows it: levels in rows, row 0 on
// top, seen from the side of the relief.
type Plane struct {
	*Process
	N int // pixels along a side of the mask
	// Mask reads row y of the mask, seen along the light.
	Mask func(y int, to []uint16)
	unit int // pixels of the smallest square of a mark
}

// NewPlane is the plane of n x n levels, [y][x].
func NewPlane(p *Process, levels []uint16, n int) *Plane {
	return PlaneOf(p, n, func(y int, to []uint16) { copy(to, levels[y*n:(y+1)*n]) })
}

// PlaneOf is the plane of a mask that is read row by row, maybe more than once.
func PlaneOf(p *Process, n int, mask func(y int, to []uint16)) *Plane {
	return &Plane{Process: p, N: n, Mask: mask, unit: unit(n)}
}

// unit is the unit of the margin of a mask of n x n pixels.
func unit(n int) int { return max(1, n/100) }

// The margin in units: from the outside a rim, a gap, marks, a gap.
const (
	rimUnits    = 2
	markAt      = rimUnits + 1
	markUnits   = 5
	marginUnits = markAt + markUnits + 2
)

// Margin is the pixels between the plane's edge and the mask.
func (p *Plane) Margin() int { return marginUnits * p.unit }

// Rim is the pixels of the margin that are the rim. Openings have none.
func (p *Plane) Rim() int {
	if p.Openings {
		return 0
	}
	return rimUnits * p.unit
}

// Side is the pixels along a side of the plane.
func (p *Plane) Side() int { return p.N + 2*p.Margin() }

// letter is an F, which looks like itself in no mirror and no other position.
var letter = [markUnits]string{"###", "#..", "##.", "#..", "#.."}

// Row gives the levels of row y of the plane to to, of length Side.
func (p *Plane) Row(y int, to []uint16) {
	m, last := p.Margin(), uint16(p.Levels-1)
	clear(to)
	if y >= m && y < m+p.N {
		p.Mask(y-m, to[m:m+p.N])
	}
	u := p.unit
	if r := p.Rim(); y < r || y >= len(to)-r {
		for x := range to {
			to[x] = last
		}
	} else {
		for x := range r {
			to[x], to[len(to)-1-x] = last, last
		}
	}
	if j := y/u - markAt; j >= 0 && j < markUnits { // marks at row 0
		for i := range 3 * u {
			if j < 3 {
				to[markAt*u+i] = last // the corner of row 0 and column 0
			}
			if letter[j][i/u] == '#' {
				to[(markAt+5)*u+i] = last
			}
		}
	}
	if j := (len(to) - 1 - y) / u; j >= markAt && j < markAt+markUnits { // the wedge, beyond the last row
		for x := range p.N {
			to[m+x] = p.Wedge(x)
		}
	}
	if p.Away {
		for a, b := 0, len(to)-1; a < b; a, b = a+1, b-1 {
			to[a], to[b] = to[b], to[a]
		}
	}
}

// Wedge is the level of the test wedge below column x of the mask: from 0 to the last, equally
// spaced.
func (p *Plane) Wedge(x int) uint16 { return uint16((2*x*(p.Levels-1) + p.N - 1) / max(1, 2*(p.N-1))) }

// grid is the unit of GDSII and OASIS files, in metres.
const grid = 1e-9

// edge is where column or row i begins, counted in grid from the mask's corner, to the nearest
// whole number.
func (p *Plane) edge(i int) int { return int(math.Round(float64(i-p.Margin()) * p.Pitch / grid)) }

// EdgeError is how far the plane's edges between pixels lie beside whole nanometres, at most.
func (p *Plane) EdgeError() float64 {
	most := 0.0
	for i := range p.Side() + 1 {
		at := float64(i-p.Margin()) * p.Pitch
		most = math.Max(most, math.Abs(at-float64(p.edge(i))*grid))
	}
	if most < 1e-15 { // rounding of float64
		return 0
	}
	return most
}
