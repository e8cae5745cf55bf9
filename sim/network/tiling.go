package network

import (
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Tiling is how channels lie side by side on the planes of one 4-f layer, so that its single
// impulse response is a convolution of many channels with many kernels (Yuan et al., Nature
// Communications 14, 7110 (2023)). All is square, and row after row:
//
//	cell         Side + 2 Pad samples: a channel with darkness around it, or a kernel
//	block        ceil(sqrt In) x ceil(sqrt In) cells: the light that comes, in the middle of the input
//	super-cell   a block of kernels: those of one output channel
//	impulse response   ceil(sqrt Out) x ceil(sqrt Out) super-cells, in the middle of the output
//
// Light of a channel meets each of its kernels in the output, upside down, and what other
// channels of the block add there lies beside what is read: so the layer is exactly the
// convolution, if its impulse response is what Kernels says within Region, wherever the rest of the
// light goes.
type Tiling struct {
	In, Out   int // channels
	Side, Pad int // of a channel, and darkness on each of its sides
	Kernel    int // side
}

// Check says what is wrong with the tiling.
func (t Tiling) Check() error {
	if t.In < 1 || t.Out < 1 || t.Side < 1 || t.Pad < 0 || t.Kernel < 1 || t.Kernel > t.Cell() {
		return errs.New("network: cannot tile ", t.In, " channels of ", t.Side, " x ", t.Side, " with padding ", t.Pad, " for ", t.Out,
			" channels by kernels of ", t.Kernel, " x ", t.Kernel, "; want 1 or more of each, and kernels no larger than a padded channel")
	}
	return nil
}

// root is the least side of a square that holds n.
func root(n int) int {
	r := 0
	for r*r < n {
		r++
	}
	return r
}

// Cell, Block, Response and Region are sides in samples: of a cell, of the input, of the impulse
// response, and of the part of the output that it must be right in, which is larger by half a block on each side, as
// light reaches what is read from there too.
func (t Tiling) Cell() int     { return t.Side + 2*t.Pad }
func (t Tiling) Block() int    { return root(t.In) * t.Cell() }
func (t Tiling) Response() int { return root(t.Out) * t.Block() }
func (t Tiling) Region() int   { return t.Response() + t.Block() }

// Valid is the side of an output channel.
func (t Tiling) Valid() int { return t.Cell() - t.Kernel + 1 }

// Input is the sample of the block that place (y, x) of channel c is on.
func (t Tiling) Input(c, y, x int) int {
	across := root(t.In)
	return (c/across*t.Cell()+t.Pad+y)*t.Block() + c%across*t.Cell() + t.Pad + x
}

// corner is the first sample, along one axis, of the super-cell that has number i along it.
func (t Tiling) corner(i int) int { return i * t.Block() }

// Output is the sample of the response that place (y, x) of output channel o is read from:
// upside down.
func (t Tiling) Output(o, y, x int) int {
	across := root(t.Out)
	first := t.Block()/2 + (t.Cell()-t.Kernel)/2
	return (t.corner(o/across)+first-y)*t.Response() + t.corner(o%across) + first - x
}

// tile is the block of Fields that come.
func (t Tiling) tile() *Arrange {
	a := &Arrange{Title: "tiles", In: Fields(t.In, t.Side, t.Side), Out: Shape{Channels: 1, Ny: t.Block(), Nx: t.Block(), Complex: true}}
	a.Index = make([]int32, a.Out.Len())
	for i := range a.Index {
		a.Index[i] = kernels.None
	}
	size := t.Side * t.Side
	for c := range t.In {
		for p := range size {
			at := t.Input(c, p/t.Side, p%t.Side)
			a.Index[2*at], a.Index[2*at+1] = int32(2*c*size+p), int32((2*c+1)*size+p)
		}
	}
	return a
}

// read is the Fields of the output.
func (t Tiling) read() *Arrange {
	a := &Arrange{Title: "crops", In: Shape{Channels: 1, Ny: t.Response(), Nx: t.Response(), Complex: true}, Out: Fields(t.Out, t.Valid(), t.Valid())}
	size := t.Valid() * t.Valid()
	a.Index = make([]int32, a.Out.Len())
	for o := range t.Out {
		for p := range size {
			at := t.Output(o, p/t.Valid(), p%t.Valid())
			a.Index[2*o*size+p], a.Index[(2*o+1)*size+p] = int32(2*at), int32(2*at+1)
		}
	}
	return a
}

// Kernels is the impulse response, [Region][Region] pairs, that does the convolution with
// kernels k, [Out][In][Kernel][Kernel] pairs. It is not turned: the 4-f layer does that.
func (t Tiling) Kernels(k []float32) []float32 {
	n, within := t.Region(), root(t.In)
	edge := n/2 - t.Response()/2 + (t.Cell()-t.Kernel)/2
	v := make([]float32, 2*n*n)
	for i := range len(k) / 2 {
		x, y := i%t.Kernel, i/t.Kernel%t.Kernel
		c, o := i/(t.Kernel*t.Kernel)%t.In, i/(t.Kernel*t.Kernel*t.In)
		row := edge + t.corner(o/root(t.Out)) + c/within*t.Cell() + y
		col := edge + t.corner(o%root(t.Out)) + c%within*t.Cell() + x
		v[2*(row*n+col)], v[2*(row*n+col)+1] = k[2*i], k[2*i+1]
	}
	return v
}

// SuperCell is the square of Region's samples, from the returned row and column on and of side Block, that
// belongs to output channel o.
func (t Tiling) SuperCell(o int) (row, col int) {
	edge, across := t.Region()/2-t.Response()/2, root(t.Out)
	return edge + t.corner(o/across), edge + t.corner(o%across)
}
