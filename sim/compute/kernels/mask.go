package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// PhaseTransmission turns a phase mask into its transmission, t = gain exp(i phi),
// once for the whole batch.
//
//	phi  [n]          phase, rad
//	t    [n] complex  written
func PhaseTransmission(n int, gain float64) compute.Kernel {
	rest := func(args [][]float32, _ []float32, from, to int) {
		phi, t := args[0], args[1]
		for i := from; i < to; i++ {
			s, c := fmath.Sincos(float64(phi[i]))
			t[2*i], t[2*i+1] = float32(gain*c), float32(gain*s)
		}
	}
	k := compute.Kernel{Name: "phase-transmission", N: n, Grain: functionGrain, GPU: transmissionGPU(n, phaseWGSL(gain)), Once: rest}
	if vectorTransmission != nil {
		k.VectorOnce = func(args [][]float32, work []float32, from, to int) {
			done := vectorTransmission(args[0][from:to], args[1][2*from:], gain)
			rest(args, work, from+done, to)
		}
	}
	return k
}

// AmplitudeTransmission turns an unbounded array into an amplitude mask,
// t = gain a, a = 1/(1 + exp(-v)), once for the whole batch.
//
//	v  [n]          trainable value
//	t  [n] complex  written
func AmplitudeTransmission(n int, gain float64) compute.Kernel {
	return compute.Kernel{Name: "amplitude-transmission", N: n, Grain: functionGrain / 8, GPU: transmissionGPU(n, "$1[i] = vec2f("+f32(gain)+" / (1.0f + exp(-$0[i])), 0.0f);"), Once: func(args [][]float32, _ []float32, from, to int) {
		v, t := args[0], args[1]
		for i := from; i < to; i++ {
			t[2*i], t[2*i+1] = float32(gain*Logistic(float64(v[i]))), 0
		}
	}}
}

// Logistic is 1/(1 + exp(-x)).
func Logistic(x float64) float64 { return 1 / (1 + fmath.Exp(-x)) }

// Modulate multiplies a field by a transmission, in place: E' = t E.
//
//	field  [n] complex  in: E, out: E'
//	t      [n] complex
func Modulate() compute.Kernel {
	k := compute.Kernel{Name: "modulate", Widths: []int{2, 2}, GPU: modulateGPU(), Each: func(args [][]float32, _ []float32) { modulate(args[0], args[1]) }}
	if vectorModulate != nil {
		k.Vector = func(args [][]float32, _ []float32) { vectorModulate(args[0], args[1]) }
	}
	return k
}

func modulate(field, t []float32) {
	t = t[:len(field)]
	for i := 0; i+1 < len(field); i += 2 {
		re, im, tr, ti := field[i], field[i+1], t[i], t[i+1]
		field[i] = float32(re*tr) - float32(im*ti)
		field[i+1] = float32(re*ti) + float32(im*tr)
	}
}

// ModulatePhaseAdjoint takes the gradient back through a phase mask. With E' the
// field behind the mask and g its gradient,
//
//	dL/dphi += Im(g conj E'),   g = conj(t) g.
//
//	g      [n] complex  in: with respect to E', out: with respect to E
//	behind [n] complex  E'
//	t      [n] complex
//	dphi   [n]          added to
func ModulatePhaseAdjoint() compute.Kernel {
	k := compute.Kernel{Name: "modulate-phase-adjoint", Widths: []int{2, 2, 2, 1}, GPU: adjointGPU("$3 += v.y * e.x - v.x * e.y;"), Each: func(args [][]float32, _ []float32) {
		phaseAdjoint(args[0], args[1], args[2], args[3])
	}}
	if vectorPhaseAdjoint != nil {
		k.Vector = func(args [][]float32, _ []float32) { vectorPhaseAdjoint(args[0], args[1], args[2], args[3]) }
	}
	return k
}

func phaseAdjoint(g, e, t, d []float32) {
	e, t = e[:len(g)], t[:len(g)]
	for i := range d {
		gr, gi, er, ei := g[2*i], g[2*i+1], e[2*i], e[2*i+1]
		d[i] += float32(gi*er) - float32(gr*ei)
		g[2*i], g[2*i+1] = mulConj(gr, gi, t[2*i], t[2*i+1])
	}
}

// ModulateAmplitudeAdjoint takes the gradient back through an amplitude mask of
// the given gain: with t = gain a(v),
//
//	dL/dv += Re(g conj E') (1 - a),   g = conj(t) g.
//
// Arguments as ModulatePhaseAdjoint.
func ModulateAmplitudeAdjoint(gain float64) compute.Kernel {
	return compute.Kernel{Name: "modulate-amplitude-adjoint", Widths: []int{2, 2, 2, 1}, GPU: adjointGPU("$3 += (1.0f - t.x * " + f32(1/gain) + ") * dot(v, e);"), Each: func(args [][]float32, _ []float32) {
		g := args[0]
		e, t, d := args[1][:len(g)], args[2][:len(g)], args[3]
		for i := range d {
			gr, gi, er, ei := g[2*i], g[2*i+1], e[2*i], e[2*i+1]
			slope := 1 - t[2*i]/float32(gain)
			d[i] += float32(slope * (float32(gr*er) + float32(gi*ei)))
			g[2*i], g[2*i+1] = mulConj(gr, gi, t[2*i], t[2*i+1])
		}
	}}
}

// mulConj is a conj(b).
func mulConj(ar, ai, br, bi float32) (re, im float32) {
	return float32(ar*br) + float32(ai*bi), float32(ai*br) - float32(ar*bi)
}
