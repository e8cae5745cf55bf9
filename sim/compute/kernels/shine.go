package kernels

import "talbot/sim/compute"

// Shine is Illuminate as a step of the light of each sample, which a device joins to the hop behind it.
//
//	phi    [n]          phase, rad
//	light               see Lit
//	out    [n] complex  written
func (l Lit) Shine() compute.Kernel {
	return l.step("shine", 2, func(args [][]float32, from, to int) {
		out := args[2]
		for ; from < to; from += litBlock {
			end := min(from+litBlock, to)
			cis(args[0][from:end], out[2*from:])
			for i := from; i < end; i++ {
				l.turn(args, i, out[2*i], out[2*i+1])
			}
		}
	}, &compute.Plane{Nx: l.Nx, In: -1, Out: 2, Code: compute.Code{
		Text: "let i = p; v = cmul(" + l.wgsl("1") + ", cisWGSL($0[i]));", Functions: sincosWGSL, Pairs: []int{1, 2}, Writes: []int{2}}})
}

// ShineAdjoint adds the gradient with respect to the phase: with g that with respect to the light behind the mask,
//
//	dphi += Im(g conj(light exp(i phi))).
//
//	g      [n] complex
//	phi    [n]
//	light
//	dphi   [n]          of scope Sum
func (l Lit) ShineAdjoint() compute.Kernel {
	return l.step("shine-adjoint", -1, func(args [][]float32, from, to int) {
		g, d := args[0], args[3]
		var t [2 * litBlock]float32
		for ; from < to; from += litBlock {
			end := min(from+litBlock, to)
			cis(args[1][from:end], t[:])
			for i := from; i < end; i++ {
				k := 2 * (i - from)
				re, im := l.at(args[2], i)
				er, ei := float32(re*t[k])-float32(im*t[k+1]), float32(re*t[k+1])+float32(im*t[k])
				d[i] += float32(g[2*i+1]*er) - float32(g[2*i]*ei)
			}
		}
	}, &compute.Plane{Nx: l.Nx, In: 0, Out: -1, Code: compute.Code{
		Text:      "let i = p; let e = cmul(" + l.wgsl("2") + ", cisWGSL($1[i])); $3[p] += v.y * e.x - v.x * e.y;",
		Functions: sincosWGSL, Pairs: []int{0, 2}}})
}

// step is a kernel for each sample, which threads share. It writes argument whole, unless that is below 0.
func (l Lit) step(name string, whole int, f func(args [][]float32, from, to int), g *compute.Plane) compute.Kernel {
	n := l.Nx * l.Ny
	k := compute.Kernel{Name: name, Each: func(args [][]float32, _ []float32) { f(args, 0, n) }}
	if whole >= 0 {
		k.Whole = []int{whole}
	}
	if compute.Threads {
		k.Parts = []compute.Part{{N: n, Grain: functionGrain, Run: func(args [][]float32, _, _ []float32, from, to int) { f(args, from, to) }}}
	}
	if compute.WithGPU {
		k.GPU = g
	}
	return k
}
