package train

import (
	"talbot/sim/data"
	"talbot/sim/rng"
)

// Augment changes training pictures at random, anew for every update: a cheap way to
// have more of them. It works on the host and by a picture's number in its set, so that a
// run is the same in any number of shares; network.Vary, which does more, is a layer, and
// works where the network does.
type Augment struct {
	Shift int  // pixels by which a picture is moved at most along each axis; what moves in is dark
	Flip  bool // half of the pictures are mirrored, left to right
	Seed  uint64
}

// Any tells whether it changes anything.
func (a Augment) Any() bool { return a.Shift > 0 || a.Flip }

// Of are examples as update t has them, for a gradient that reads them by itself.
func (a Augment) Of(ex data.Examples, t int) data.Examples {
	if !a.Any() {
		return ex
	}
	return &augmented{ex, a, t, nil}
}

// augmented are examples of an update.
type augmented struct {
	data.Examples
	by      Augment
	t       int
	picture []float32 // one before it is changed
}

func (e *augmented) Read(i int, dst []float32) {
	channels, height, width := e.Shape()
	n := channels * height * width
	if e.picture == nil {
		e.picture = make([]float32, n)
	}
	e.Examples.Read(i, e.picture)
	e.by.apply(dst[:n], e.picture, channels, width, e.t, int32(i))
}

// apply writes what becomes of picture number k of the set, [channels][height][width], in
// update t to dst.
func (a Augment) apply(dst, image []float32, channels, width int, t int, k int32) {
	b := rng.Stream{Seed: a.Seed, Stream: rng.Augment}.Block(uint32(t), uint32(k))
	span := uint32(2*a.Shift + 1)
	dx, dy := int(b[0]%span)-a.Shift, int(b[1]%span)-a.Shift
	flip := a.Flip && b[2]&1 == 1
	height := len(image) / channels / width
	for y := range channels * height {
		row := dst[y*width : (y+1)*width]
		if y%height < dy || y%height-dy >= height {
			clear(row)
			continue
		}
		from := image[(y-dy)*width : (y-dy+1)*width]
		for x := range row {
			at := x - dx
			if flip {
				at = width - 1 - at
			}
			row[x] = 0
			if at >= 0 && at < width {
				row[x] = from[at]
			}
		}
	}
}
