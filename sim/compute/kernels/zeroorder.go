package kernels

import "talbot/sim/compute"

// AddZeroOrder adds to a gradient g with respect to a field m that a phase panel is to make what comes of the light that the panel does not
// change, rho |m| beside m, which only the amplitude changes:
//
//	g += Re(conj(rho) g) m/|m|
//
//	g  [n] complex
//	m  [n] complex
func AddZeroOrder(n int, rho complex128) compute.Kernel {
	re, im := float32(real(rho)), float32(imag(rho))
	k := compute.Kernel{Name: "add-zero-order", Widths: []int{2, 2}, Each: func(args [][]float32, _ []float32) {
		g, m := args[0], args[1]
		for i := 0; i+1 < len(g); i += 2 {
			size := sqrt(float32(m[i]*m[i]) + float32(m[i+1]*m[i+1]))
			if size == 0 {
				continue
			}
			part := (float32(re*g[i]) + float32(im*g[i+1])) / size
			g[i] += float32(part * m[i])
			g[i+1] += float32(part * m[i+1])
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{0, 1}, Writes: []int{0}, Text: "let size = sqrt(dot($1[i], $1[i]));\n" +
			"if (size > 0.0f) { $0[i] += dot(vec2f(" + f32(float64(re)) + ", " + f32(float64(im)) + "), $0[i]) / size * $1[i]; }"}}
	}
	return k
}
