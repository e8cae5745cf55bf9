package kernels

import "talbot/sim/compute"

// Place multiplies a plane by a transmission and puts it into a plane of another
// size, axis on axis:
//
//	out(x) = t(x) in(x) where both planes are, 0 elsewhere
//
//	in   [InY][InX] complex
//	t    [min(InY, OutY)][min(InX, OutX)] complex
//	out  [OutY][OutX] complex   written; may be in when the sizes are the same
//
// The axis of a line of n samples is its sample n/2, with integer division.
func Place(inX, inY, outX, outY int) compute.Kernel {
	return place("place", inX, inY, outX, outY, 1)
}

// PlaceAdjoint is the adjoint of Place(inX, inY, outX, outY): it takes a plane of
// [OutY][OutX] to one of [InY][InX] through conj(t).
//
//	g   [OutY][OutX] complex
//	t   [min(InY, OutY)][min(InX, OutX)] complex
//	gi  [InY][InX] complex   written; may be g when the sizes are the same
func PlaceAdjoint(inX, inY, outX, outY int) compute.Kernel {
	return place("place-adjoint", outX, outY, inX, inY, -1)
}

// place is Place, with conj(t) for sign -1.
func place(name string, inX, inY, outX, outY int, sign float32) compute.Kernel {
	tx, ty := min(inX, outX), min(inY, outY)
	if tx < 1 || ty < 1 {
		panic("kernels: place needs planes of at least 1 x 1 samples")
	}
	// The first sample of the overlap in each plane.
	ix, iy := inX/2-tx/2, inY/2-ty/2
	ox, oy := outX/2-tx/2, outY/2-ty/2
	return compute.Kernel{Name: name, Whole: []int{2}, GPU: placeGPU(inX, inY, outX, outY, sign), Each: func(args [][]float32, _ []float32) {
		in, t, out := args[0], args[1], args[2]
		for y := range outY {
			row := out[2*y*outX : 2*(y+1)*outX]
			if y < oy || y >= oy+ty {
				clear(row)
				continue
			}
			clear(row[:2*ox])
			clear(row[2*(ox+tx):])
			dst := row[2*ox:][:2*tx]
			src := in[2*((y-oy+iy)*inX+ix):][:len(dst)]
			w := t[2*(y-oy)*tx:][:len(dst)]
			for i := 0; i+1 < len(dst); i += 2 {
				re, im, tr, ti := src[i], src[i+1], w[i], sign*w[i+1]
				dst[i] = float32(re*tr) - float32(im*ti)
				dst[i+1] = float32(re*ti) + float32(im*tr)
			}
		}
	}}
}
