package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// WindowPhase turns a phase mask of w x w samples in the middle of a plane of n x n
// into the plane's transmission, t = exp(i phi), once for the whole batch: what an SLM
// does that is smaller than the plane.
//
//	phi  [w][w]          phase, rad
//	t    [n][n] complex  written in the window alone; it must be 0 outside, as it is
//	                     in a new buffer
//
// The window begins at sample (n-w)/2, with integer division.
func WindowPhase(n, w int) compute.Kernel {
	start := windowStart(n, w)
	return compute.Kernel{Name: "window-phase", N: w * w, Grain: functionGrain / 2, GPU: windowPhaseGPU(n, w), Once: func(args [][]float32, _ []float32, from, to int) {
		phi, t := args[0], args[1]
		for i := from; i < to; i++ {
			s, c := fmath.Sincos(float64(phi[i]))
			k := 2 * ((i/w+start)*n + i%w + start)
			t[k], t[k+1] = float32(c), float32(s)
		}
	}}
}

// WindowPhaseAdjoint gives the gradient with respect to the mask of WindowPhase. With
// E' the field behind the mask and g its gradient, in the window,
//
//	dL/dphi += Im(g conj E').
//
//	g       [n][n] complex
//	behind  [n][n] complex  E'
//	dphi    [w][w]          added to
func WindowPhaseAdjoint(n, w int) compute.Kernel {
	from := windowStart(n, w)
	return compute.Kernel{Name: "window-phase-adjoint", GPU: windowAdjointGPU(n, w), Each: func(args [][]float32, _ []float32) {
		g, e, d := args[0], args[1], args[2]
		for i := range d {
			k := 2 * ((i/w+from)*n + i%w + from)
			d[i] += float32(g[k+1]*e[k]) - float32(g[k]*e[k+1])
		}
	}}
}

func windowStart(n, w int) int {
	if w < 1 || w > n {
		panic("kernels: a window must not be larger than its plane")
	}
	return (n - w) / 2
}

// windowAt is the sample of the plane that number i of the window is.
func windowAt(n, w int) string {
	from := u32(windowStart(n, w))
	return "(i / " + u32(w) + " + " + from + ") * " + u32(n) + " + i % " + u32(w) + " + " + from
}

func windowPhaseGPU(n, w int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Map{N: w * w, Code: compute.Code{Text: "$1[" + windowAt(n, w) + "] = cisWGSL($0[i]);",
		Functions: sincosWGSL, Pairs: []int{1}, Writes: []int{1}}}
}

func windowAdjointGPU(n, w int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	rows := make([]bool, n)
	for y := range w {
		rows[windowStart(n, w)+y] = true
	}
	return &compute.Map{N: w * w, Code: compute.Code{
		Text:  "let k = " + windowAt(n, w) + "; let g = $0[k]; let e = $1[k]; $2[i] += g.y * e.x - g.x * e.y;",
		Pairs: []int{0, 1}, Partly: 1, Rows: rows}}
}
