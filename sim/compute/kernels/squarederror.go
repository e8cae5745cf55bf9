package kernels

import "talbot/sim/compute"

// SquaredError compares a field u with a target v, sample by sample. For the loss
// L = scale sum |u - v|^2,
//
//	error = scale |u - v|^2,   g = dL/du = 2 scale (u - v).
//
//	field   [n] complex  u
//	target  [n] complex  v
//	error   [n]          written: what each sample adds to the loss, see Fold
//	g       [n] complex  written; may be field
func SquaredError(scale float64) compute.Kernel {
	s, twice := float32(scale), float32(2*scale)
	return compute.Kernel{Name: "squared-error", Widths: []int{2, 2, 1, 2}, GPU: squaredErrorGPU(scale), Each: func(args [][]float32, _ []float32) {
		u, v, e, g := args[0], args[1], args[2], args[3]
		for i := range e {
			re, im := u[2*i]-v[2*i], u[2*i+1]-v[2*i+1]
			e[i] = s * (float32(re*re) + float32(im*im))
			g[2*i], g[2*i+1] = twice*re, twice*im
		}
	}}
}

// Fold adds up numbers with a stride: part_i = x_i + x_(i+parts) + x_(i+2 parts) ...
// Two in a row make few numbers of a plane, in an order that is the same everywhere.
//
//	x     [n]
//	part  [parts]  written
func Fold(n, parts int) compute.Kernel {
	return compute.Kernel{Name: "fold", GPU: foldGPU(n, parts), Each: func(args [][]float32, _ []float32) {
		x, part := args[0], args[1]
		for i := range part {
			var sum float32
			for k := i; k < n; k += parts {
				sum += x[k]
			}
			part[i] = sum
		}
	}}
}

func squaredErrorGPU(scale float64) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Plane{In: 0, Out: 3, Code: compute.Code{
		Text:  "let d = v - $1[p]; $2[p] = " + f32(scale) + " * dot(d, d); v = " + f32(2*scale) + " * d;",
		Pairs: []int{0, 1, 3}, Writes: []int{2, 3}}}
}

func foldGPU(n, parts int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Map{N: parts, Code: compute.Code{
		Text:   "var sum = 0.0f; for (var k = i; k < " + u32(n) + "; k += " + u32(parts) + ") { sum += $0[k]; } $1[i] = sum;",
		Writes: []int{1}}}
}
