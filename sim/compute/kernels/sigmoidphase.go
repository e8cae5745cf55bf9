package kernels

import "talbot/sim/compute"

// SigmoidPhase makes phases between 0 and most of numbers without bounds, once.
//
//	phi = most/(1 + exp(-x))
//
//	x    [n]
//	phi  [n]  written
func SigmoidPhase(n int, most float64) compute.Kernel {
	top := float32(most)
	k := compute.Kernel{Name: "sigmoid-phase", N: n, Grain: functionGrain, Once: func(args [][]float32, _ []float32, from, to int) {
		for i := from; i < to; i++ {
			args[1][i] = top / (1 + exp32(-args[0][i]))
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Writes: []int{1}, Functions: levelsWGSL, Text: "$1[i] = " + f32(most) + " / (1.0f + levelsExp(-$0[i]));"}}
	}
	return k
}

// SigmoidPhaseAdjoint is the way back, once: dx = dphi phi (1 - phi/most).
//
//	phi   [n]
//	dphi  [n]
//	dx    [n]  written
func SigmoidPhaseAdjoint(n int, most float64) compute.Kernel {
	inverse := float32(1 / most)
	k := compute.Kernel{Name: "sigmoid-phase-adjoint", N: n, Grain: updateGrain, Once: func(args [][]float32, _ []float32, from, to int) {
		for i := from; i < to; i++ {
			phi := args[0][i]
			args[2][i] = args[1][i] * phi * (1 - float32(phi*inverse))
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Writes: []int{2}, Text: "$2[i] = $1[i] * $0[i] * (1.0f - $0[i] * " + f32(1/most) + ");"}}
	}
	return k
}
