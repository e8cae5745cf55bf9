package rig

import "math"

// Tag is a strip of a panel that shows the number of each picture: TagCells cells side by side, a
// fine grating for 1 and no grating for 0, whose first order the optics take to a spot of
// the camera. The first cell is always bright and the second always dark, so that no threshold need be
// known; the other TagBits show the number's lowest bits. The zero Tag is none.
type Tag struct {
	Strip Rect // on the panel
	Spots Rect // on the camera: as many cells side by side
}

// Rect is columns X to X+Nx-1 of rows Y to Y+Ny-1.
type Rect struct{ X, Y, Nx, Ny int }

const (
	TagBits   = 8
	TagCells  = TagBits + 2
	TagPeriod = 4 // pixels of the grating
)

// TagCell is the cell of column x of a strip of nx columns, or of its spots, -1 behind the last: cells are as
// wide as whole periods of the grating can be.
func TagCell(x, nx int) int {
	width := nx / TagCells / TagPeriod * TagPeriod
	if width == 0 || x >= TagCells*width {
		return -1
	}
	return x / width
}

// bright tells whether a cell shows a grating.
func bright(cell int, seq uint64) bool { return cell == 0 || cell > 1 && seq>>(cell-2)&1 == 1 }

// Write puts a number into levels of a panel, [Ny][nx], of a kind and a number of levels.
func (t Tag) Write(levels []uint16, nx, count int, kind Kind, seq uint64) {
	for y := t.Strip.Y; y < t.Strip.Y+t.Strip.Ny; y++ {
		for x := range t.Strip.Nx {
			level := 0
			if bright(TagCell(x, t.Strip.Nx), seq) {
				if step := x % TagPeriod; kind == Phase {
					level = step * count / TagPeriod
				} else if step >= TagPeriod/2 {
					level = count - 1
				}
			}
			levels[y*nx+t.Strip.X+x] = uint16(level)
		}
	}
}

// Read is the number in a frame whose rows have nx counts, modulo 2^TagBits. It is false when a spot is
// neither bright nor dark: the panel was on its way from one picture to the next, or
// there is other light.
func (t Tag) Read(counts []float32, nx int) (seq uint64, ok bool) {
	var mean [TagCells]float64
	var pixels [TagCells]float64
	for y := t.Spots.Y; y < t.Spots.Y+t.Spots.Ny; y++ {
		for x := range t.Spots.Nx {
			c := TagCell(x, t.Spots.Nx)
			if c < 0 {
				continue
			}
			mean[c] += float64(counts[y*nx+t.Spots.X+x])
			pixels[c]++
		}
	}
	for c := range mean {
		mean[c] /= math.Max(pixels[c], 1)
	}
	high, low := mean[0], mean[1]
	if !(high > low) {
		return 0, false
	}
	for c := 2; c < TagCells; c++ {
		switch share := (mean[c] - low) / (high - low); {
		case share > 0.75 && share < 1.25:
			seq |= 1 << (c - 2)
		case !(math.Abs(share) < 0.25):
			return 0, false
		}
	}
	return seq, true
}
