package kernels

import "talbot/sim/compute"

// Layer normalisation (Ba et al., "Layer normalization", arXiv 1607.06450): each row is moved and stretched to mean 0
// and variance 1, and then by numbers that are trained,
//
//	y_rc = gain_c xhat_rc + shift_c,   xhat_rc = (x_rc - mean_r)/sqrt(variance_r + eps).

// rowThreads is how many threads of a GPU share row i of n numbers, and the text that says so.
func rowThreads(n int) (threads int, text string) {
	for threads = 32; threads < 256 && 4*threads < n; threads *= 2 {
	}
	return threads, "const n = " + u32(n) + "; const threads = " + u32(threads) + "; let at = i * n;"
}

// NormaliseRows is the way forward.
//
//	x      [rows][n]
//	gain   [n]
//	shift  [n]
//	s      [rows][2]  written: mean_r and 1/sqrt(variance_r + eps)
//	y      [rows][n]  written; may be x
func NormaliseRows(rows, n int, eps float64) compute.Kernel {
	k := compute.Kernel{Name: "normalise-rows", Each: func(args [][]float32, _ []float32) {
		gain, shift := args[1][:n], args[2][:n]
		for r := range rows {
			x, y := args[0][r*n:][:n], args[4][r*n:][:n]
			mean, squares := 0.0, 0.0
			for _, v := range x {
				mean += float64(v)
			}
			mean /= float64(n)
			for _, v := range x {
				d := float64(v) - mean
				squares += float64(d * d)
			}
			m, f := float32(mean), 1/sqrt(float32(squares/float64(n)+eps))
			args[3][2*r], args[3][2*r+1] = m, f
			for c, v := range x {
				y[c] = float32(gain[c]*float32(f*(v-m))) + shift[c]
			}
		}
	}}
	if compute.WithGPU {
		threads, all := rowThreads(n)
		k.GPU = &compute.Group{Threads: threads, N: rows, Code: compute.Code{Writes: []int{3, 4}, Text: all + `
var mean = 0.0f;
for (var c = lid; c < n; c += threads) { mean += $0[at + c]; }
mean = total(lid, mean) / f32(n);
var squares = 0.0f;
for (var c = lid; c < n; c += threads) { let d = $0[at + c] - mean; squares += d * d; }
let f = 1.0f / sqrt(total(lid, squares) / f32(n) + ` + f32(eps) + `);
if (lid == 0u) { $3[2u * i] = mean; $3[2u * i + 1u] = f; }
for (var c = lid; c < n; c += threads) { $4[at + c] = $1[c] * f * ($0[at + c] - mean) + $2[c]; }`}}
	}
	return k
}

// NormaliseRowsGradient has the gradients with respect to gain and shift, g that with respect to y.
//
//	x       [rows][n]  that NormaliseRows was given
//	s       [rows][2]
//	g       [rows][n]
//	dgain   [n]        added to
//	dshift  [n]        added to
func NormaliseRowsGradient(rows, n int) compute.Kernel {
	k := compute.Kernel{Name: "normalise-rows-gradient", Each: func(args [][]float32, _ []float32) {
		dgain, dshift := args[3][:n], args[4][:n]
		for r := range rows {
			x, g := args[0][r*n:][:n], args[2][r*n:][:n]
			m, f := args[1][2*r], args[1][2*r+1]
			for c, v := range g {
				dgain[c] += float32(v * float32(f*(x[c]-m)))
				dshift[c] += v
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: `const n = ` + u32(n) + `;
var along = 0.0f; var sum = 0.0f;
for (var r = 0u; r < ` + u32(rows) + `; r++) { let g = $2[r * n + i]; sum += g; along += g * $1[2u * r + 1u] * ($0[r * n + i] - $1[2u * r]); }
$3[i] += along; $4[i] += sum;`}}
	}
	return k
}

// NormaliseRowsAdjoint is the way back,
//
//	dx = (gain g - mean(gain g) - xhat mean(gain g xhat))/sqrt(variance + eps).
//
//	x     [rows][n]  that NormaliseRows was given
//	s     [rows][2]
//	gain  [n]
//	g     [rows][n]
//	dx    [rows][n]  written; may be g
func NormaliseRowsAdjoint(rows, n int) compute.Kernel {
	k := compute.Kernel{Name: "normalise-rows-adjoint", Each: func(args [][]float32, _ []float32) {
		gain := args[2][:n]
		for r := range rows {
			x, g, dx := args[0][r*n:][:n], args[3][r*n:][:n], args[4][r*n:][:n]
			m, f := args[1][2*r], args[1][2*r+1]
			sum, along := 0.0, 0.0
			for c, v := range g {
				v *= gain[c]
				sum += float64(v)
				along += float64(float64(v) * float64(f*(x[c]-m)))
			}
			mean, slope := float32(sum/float64(n)), float32(along/float64(n))
			for c, v := range g {
				dx[c] = f * (float32(gain[c]*v) - mean - float32(float32(f*(x[c]-m))*slope))
			}
		}
	}}
	if compute.WithGPU {
		threads, all := rowThreads(n)
		k.GPU = &compute.Group{Threads: threads, N: rows, Code: compute.Code{Writes: []int{4}, Text: all + `
let m = $1[2u * i]; let f = $1[2u * i + 1u];
var sum = 0.0f; var along = 0.0f;
for (var c = lid; c < n; c += threads) { let v = $2[c] * $3[at + c]; sum += v; along += v * f * ($0[at + c] - m); }
sum = total(lid, sum) / f32(n); along = total(lid, along) / f32(n);
for (var c = lid; c < n; c += threads) { $4[at + c] = f * ($2[c] * $3[at + c] - sum - f * ($0[at + c] - m) * along); }`}}
	}
	return k
}

// RowBias adds the same numbers to each row: y_rc += b_c.
//
//	b  [n]
//	y  [rows][n]  added to
func RowBias(rows, n int) compute.Kernel {
	k := compute.Kernel{Name: "row-bias", Each: func(args [][]float32, _ []float32) {
		for r := range rows {
			y := args[1][r*n:][:n]
			for c, b := range args[0] {
				y[c] += b
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: rows * n, Code: compute.Code{Writes: []int{1}, Text: "$1[i] += $0[i % " + u32(n) + "];"}}
	}
	return k
}

// RowBiasAdjoint is db_c += sum_r g_rc.
//
//	g   [rows][n]
//	db  [n]        added to
func RowBiasAdjoint(rows, n int) compute.Kernel {
	k := compute.Kernel{Name: "row-bias-adjoint", Each: func(args [][]float32, _ []float32) {
		for r := range rows {
			for c, g := range args[0][r*n:][:n] {
				args[1][c] += g
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{
			Text: "var sum = 0.0f; for (var r = 0u; r < " + u32(rows) + "; r++) { sum += $0[r * " + u32(n) + " + i]; } $1[i] += sum;"}}
	}
	return k
}
