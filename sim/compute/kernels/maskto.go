package kernels

import "talbot/sim/compute"

// ModulateTo is Modulate with the field kept: out = t in.
//
//	in   [n] complex
//	t    [n] complex
//	out  [n] complex  written; must not be in
func ModulateTo() compute.Kernel {
	k := compute.Kernel{Name: "modulate-to", Widths: []int{2, 2, 2}, GPU: modulateToGPU(), Each: func(args [][]float32, _ []float32) { modulateTo(args[0], args[1], args[2]) }}
	if vectorModulateTo != nil {
		k.Vector = func(args [][]float32, _ []float32) { vectorModulateTo(args[0], args[1], args[2]) }
	}
	return k
}

func modulateTo(in, t, out []float32) {
	t, out = t[:len(in)], out[:len(in)]
	for i := 0; i+1 < len(in); i += 2 {
		re, im, tr, ti := in[i], in[i+1], t[i], t[i+1]
		out[i] = float32(re*tr) - float32(im*ti)
		out[i+1] = float32(re*ti) + float32(im*tr)
	}
}

// ModulateToAdjoint takes the gradient back through ModulateTo, from the field in
// front of the mask, so that the mask may be dark:
//
//	dL/dt += g conj E,   g = conj(t) g.
//
//	g   [n] complex  in: with respect to out, out: with respect to in
//	in  [n] complex  E
//	t   [n] complex
//	dt  [n] complex  added to
func ModulateToAdjoint() compute.Kernel {
	k := compute.Kernel{Name: "modulate-to-adjoint", Widths: []int{2, 2, 2, 2}, GPU: modulateToAdjointGPU(), Each: func(args [][]float32, _ []float32) {
		modulateToAdjoint(args[0], args[1], args[2], args[3])
	}}
	if vectorModulateToAdjoint != nil {
		k.Vector = func(args [][]float32, _ []float32) { vectorModulateToAdjoint(args[0], args[1], args[2], args[3]) }
	}
	return k
}

func modulateToAdjoint(g, e, t, d []float32) {
	e, t, d = e[:len(g)], t[:len(g)], d[:len(g)]
	for i := 0; i+1 < len(g); i += 2 {
		re, im := mulConj(g[i], g[i+1], e[i], e[i+1])
		d[i] += re
		d[i+1] += im
		g[i], g[i+1] = mulConj(g[i], g[i+1], t[i], t[i+1])
	}
}

func modulateToGPU() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Plane{In: 0, Out: 2, Code: compute.Code{Text: "v = cmul(v, $1[p]);", Pairs: []int{0, 1, 2}, Writes: []int{2}}}
}

func modulateToAdjointGPU() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Plane{In: 0, Out: 0, Code: compute.Code{
		Text:  "let e = $1[p]; let t = $2[p]; $3 += cmul(v, conj(e)); v = cmul(v, conj(t));",
		Pairs: []int{0, 1, 2, 3}, Writes: []int{0}}}
}
