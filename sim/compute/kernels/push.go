package kernels

import "talbot/sim/compute"

// Push puts n numbers on a stack that keeps the last of them: what was there moves one down, and the oldest is lost. So
// the host can read at once what many runs of a program gave.
//
//	x      [n or more], of the one sample that there is
//	stack  [depth][n]  x first, then what came before
func Push(n, depth int) compute.Kernel {
	k := compute.Kernel{Name: "push", Grain: functionGrain, Elements: func(int) int { return n }, Batch: func(args [][]float32, _ []float32, _, from, to int) {
		x, stack := args[0], args[1]
		for d := depth - 1; d > 0; d-- {
			copy(stack[d*n+from:d*n+to], stack[(d-1)*n+from:])
		}
		copy(stack[from:to], x[from:to])
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Writes: []int{1},
			Text: "for (var d = " + u32(depth-1) + "; d > 0u; d--) { $1[d * " + u32(n) + " + i] = $1[(d - 1u) * " + u32(n) + " + i]; } $1[i] = $0[i];"}}
	}
	return k
}
