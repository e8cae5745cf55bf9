package kernels

import "talbot/sim/compute"

// MeanRows is the mean of rows, y_k = sum_r x_rk/rows.
//
//	x  [rows][n]
//	y  [n]        written
func MeanRows(rows, n int) compute.Kernel {
	part := 1 / float32(rows)
	k := compute.Kernel{Name: "mean-rows", Each: func(args [][]float32, _ []float32) {
		x, y := args[0], args[1]
		clear(y)
		for r := range rows {
			for i, v := range x[r*n : (r+1)*n] {
				y[i] += v
			}
		}
		for i := range y {
			y[i] *= part
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Writes: []int{1},
			Text: "var sum = 0.0f; for (var r = 0u; r < " + u32(rows) + "; r++) { sum += $0[r * " + u32(n) + " + i]; } $1[i] = sum * " + f32(float64(part)) + ";"}}
	}
	return k
}

// MeanRowsAdjoint is dx_rk = g_k/rows.
//
//	g   [n]
//	dx  [rows][n]  written
func MeanRowsAdjoint(rows, n int) compute.Kernel {
	part := 1 / float32(rows)
	k := compute.Kernel{Name: "mean-rows-adjoint", Each: func(args [][]float32, _ []float32) {
		for i := range args[1] {
			args[1][i] = part * args[0][i%n]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: rows * n, Code: compute.Code{Writes: []int{1}, Text: "$1[i] = " + f32(float64(part)) + " * $0[i % " + u32(n) + "];"}}
	}
	return k
}
