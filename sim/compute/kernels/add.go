package kernels

import "talbot/sim/compute"

// AddTo adds one array to another: y += x.
//
//	x  [n]
//	y  [n]  added to
func AddTo(n int) compute.Kernel {
	k := compute.Kernel{Name: "add-to", Widths: []int{1, 1}, Each: func(args [][]float32, _ []float32) {
		x, y := args[0], args[1]
		for i, v := range x {
			y[i] += v
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: "$1[i] += $0[i];", Writes: []int{1}}}
	}
	return k
}

// Bias adds a number to each channel: y_cp += b_c.
//
//	b  [channels]
//	y  [channels][places]  added to
func Bias(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "bias", Each: func(args [][]float32, _ []float32) {
		for c, b := range args[0] {
			row := args[1][c*places : (c+1)*places]
			for i := range row {
				row[i] += b
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * places, Code: compute.Code{Text: "$1[i] += $0[i / " + u32(places) + "];", Writes: []int{1}}}
	}
	return k
}

// BiasAdjoint gives the gradient with respect to the numbers of Bias: db_c += sum_p g_cp.
//
//	g   [channels][places]
//	db  [channels]  added to
func BiasAdjoint(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "bias-adjoint", Each: func(args [][]float32, _ []float32) {
		for c := range args[1] {
			sum := 0.0
			for _, g := range args[0][c*places : (c+1)*places] {
				sum += float64(g)
			}
			args[1][c] += float32(sum)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels, Code: compute.Code{
			Text: "var sum = 0.0f; for (var p = 0u; p < " + u32(places) + "; p++) { sum += $0[i * " + u32(places) + " + p]; } $1[i] += sum;"}}
	}
	return k
}
