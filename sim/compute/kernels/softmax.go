package kernels

import "talbot/sim/compute"

// SoftmaxRows is y_k = exp(x_k)/sum_j exp(x_j) along each row.
//
//	x  [rows][n]
//	y  [rows][n]  written; may be x
func SoftmaxRows(rows, n int) compute.Kernel {
	k := compute.Kernel{Name: "softmax", Each: func(args [][]float32, _ []float32) {
		for r := range rows {
			softmax(args[0][r*n:(r+1)*n], args[1][r*n:(r+1)*n])
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: rows, Code: compute.Code{Writes: []int{1}, Text: `const n = ` + u32(n) + `; let at = i * n;
var top = $0[at];
for (var k = 1u; k < n; k++) { top = max(top, $0[at + k]); }
var total = 0.0f;
for (var k = 0u; k < n; k++) { let e = exp($0[at + k] - top); total += e; $1[at + k] = e; }
for (var k = 0u; k < n; k++) { $1[at + k] /= total; }`}}
	}
	return k
}

// SoftmaxRowsAdjoint is dx_k = y_k (g_k - sum_j y_j g_j) along each row, by what
// SoftmaxRows gave.
//
//	y   [rows][n]
//	g   [rows][n]
//	dx  [rows][n]  written; may be g
func SoftmaxRowsAdjoint(rows, n int) compute.Kernel {
	k := compute.Kernel{Name: "softmax-adjoint", Each: func(args [][]float32, _ []float32) {
		for r := range rows {
			y, g, dx := args[0][r*n:(r+1)*n], args[1][r*n:(r+1)*n], args[2][r*n:(r+1)*n]
			mean := 0.0
			for k, v := range y {
				mean += float64(float64(v) * float64(g[k]))
			}
			for k, v := range y {
				dx[k] = float32(float64(v) * (float64(g[k]) - mean))
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: rows, Code: compute.Code{Writes: []int{2}, Text: `const n = ` + u32(n) + `; let at = i * n;
var mean = 0.0f;
for (var k = 0u; k < n; k++) { mean += $0[at + k] * $1[at + k]; }
for (var k = 0u; k < n; k++) { $2[at + k] = $0[at + k] * ($1[at + k] - mean); }`}}
	}
	return k
}
