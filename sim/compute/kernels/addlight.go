package kernels

import "talbot/sim/compute"

// AddReference adds a beam to the light: u += (re + i im) r, by the frame's FrameReference.
//
//	r      [n] complex
//	frame  [FrameNumbers]
//	u      [n] complex   added to
func AddReference() compute.Kernel {
	k := compute.Kernel{Name: "add-reference", Each: func(args [][]float32, _ []float32) {
		r, u := args[0], args[2][:len(args[0])]
		re, im := args[1][FrameReference], args[1][FrameReference+1]
		for i := 0; i+1 < len(r); i += 2 {
			u[i] += float32(re*r[i]) - float32(im*r[i+1])
			u[i+1] += float32(re*r[i+1]) + float32(im*r[i])
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: 2, Out: 2, Code: compute.Code{Pairs: []int{0, 2}, Writes: []int{2},
			Text: "v += cmul(vec2f($1[" + u32(FrameReference) + "], $1[" + u32(FrameReference+1) + "]), $0[p]);"}}
	}
	return k
}

// AddProduct adds light through a transmission: y += t x.
//
//	x  [n] complex
//	t  [n] complex
//	y  [n] complex  added to
func AddProduct() compute.Kernel { return addProduct("add-product", 1) }

// AddProductAdjoint takes a gradient back: x += conj(t) y, arguments y, t, x.
func AddProductAdjoint() compute.Kernel { return addProduct("add-product-adjoint", -1) }

func addProduct(name string, sign float32) compute.Kernel {
	k := compute.Kernel{Name: name, Each: func(args [][]float32, _ []float32) {
		x, t, y := args[0], args[1], args[2]
		for i := 0; i+1 < len(x); i += 2 {
			re, im := t[i], sign*t[i+1]
			y[i] += float32(re*x[i]) - float32(im*x[i+1])
			y[i+1] += float32(re*x[i+1]) + float32(im*x[i])
		}
	}}
	if compute.WithGPU {
		factor := "$1[p]"
		if sign < 0 {
			factor = "conj($1[p])"
		}
		k.GPU = &compute.Plane{In: 2, Out: 2, Code: compute.Code{Pairs: []int{0, 1, 2}, Writes: []int{2}, Text: "v += cmul($0[p], " + factor + ");"}}
	}
	return k
}
