package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/fft"
)

// PropagateBetween is Propagate between apertures of two sizes, both in the middle of the window, axis on axis
// as in Place: what lies around the first is dark, and light beside the second is dropped. Rows and columns of
// the dark are not transformed.
//
//	in   [InY][InX] complex
//	h    [My][Mx] complex     transfer function over Mx*My, in FFT order
//	out  [OutY][OutX] complex   written; must not be in
//
// The plans' lengths are the window. With even, h is the same at (i, j), (-i, j) and (i, -j), and a GPU reads a
// quarter of it.
func PropagateBetween(x, y *fft.Plan, inX, inY, outX, outY int, even bool) compute.Kernel {
	return between("propagate", x, y, inX, inY, outX, outY, even, 1)
}

// PropagateBetweenAdjoint is the adjoint of PropagateBetween of the same arguments: from [OutY][OutX] to [InY][InX],
// by conj(h).
func PropagateBetweenAdjoint(x, y *fft.Plan, inX, inY, outX, outY int, even bool) compute.Kernel {
	return between("propagate-adjoint", x, y, outX, outY, inX, inY, even, -1)
}

// between makes a hop of an aperture that holds both, on a processor.
func between(name string, x, y *fft.Plan, inX, inY, outX, outY int, even bool, sign float32) compute.Kernel {
	mx, my := x.Len(), y.Len()
	if min(inX, inY, outX, outY) < 1 || max(inX, outX) > mx || max(inY, outY) > my {
		panic("kernels: a propagation window must hold both planes, of at least 1 x 1 samples")
	}
	nx, ny := max(inX, outX), max(inY, outY)
	nx, ny = nx+(mx-nx)%2, ny+(my-ny)%2
	k := propagate(name, x, y, nx, ny, 0, sign)
	k.GPU = &compute.Hop{Nx: inX, Ny: inY, Ox: outX, Oy: outY, Mx: mx, My: my, Conj: sign < 0, Even: even}
	plane := 2 * nx * ny
	left := func(n int) int { return mx/2 - n/2 - (mx-nx)/2 }
	top := func(n int) int { return my/2 - n/2 - (my-ny)/2 }
	in := func(args [][]float32, work []float32, from, to int) {
		for j := from; j < to; j++ {
			row := work[2*j*nx:][:2*nx]
			clear(row)
			if y := j - top(inY); y >= 0 && y < inY {
				copy(row[2*left(inX):], args[0][2*y*inX:][:2*inX])
			}
		}
	}
	out := func(args [][]float32, work []float32, from, to int) {
		for y := from; y < to; y++ {
			copy(args[2][2*y*outX:][:2*outX], work[2*((y+top(outY))*nx+left(outX)):])
		}
	}
	each := func(hop func(args [][]float32, work []float32)) func(args [][]float32, work []float32) {
		return func(args [][]float32, work []float32) {
			in(args, work, 0, ny)
			hop([][]float32{work[:plane], args[1], work[:plane]}, work[plane:])
			out(args, work, 0, outY)
		}
	}
	parts := func(hop []compute.Part) []compute.Part {
		if hop == nil {
			return nil
		}
		all := []compute.Part{{N: ny, Grain: columns, Run: func(args [][]float32, work, _ []float32, from, to int) { in(args, work, from, to) }}}
		for _, p := range hop {
			run := p.Run
			p.Run = func(args [][]float32, work, own []float32, from, to int) {
				run([][]float32{work[:plane], args[1], work[:plane]}, work[plane:], own, from, to)
			}
			all = append(all, p)
		}
		return append(all, compute.Part{N: outY, Grain: columns, Run: func(args [][]float32, work, _ []float32, from, to int) { out(args, work, from, to) }})
	}
	k.Work, k.Each, k.Parts = plane+k.Work, each(k.Each), parts(k.Parts)
	if k.Vector != nil {
		k.VectorWork, k.Vector, k.VectorParts = plane+k.VectorWork, each(k.Vector), parts(k.VectorParts)
	}
	return k
}
