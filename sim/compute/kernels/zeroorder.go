package kernels

import (
	"math"

	"talbot/sim/compute"
)

// CompensateZeroOrder makes of a field what a phase panel is to make so that the field comes out beside the light that the panel does not change,
// rho |m| beside m, |rho| below 1. Of u = a exp(i p) it leaves
//
//	m = u - rho a/s,  s = Re c + sqrt(1 - (Im c)^2),  c = rho exp(-i p),  so that  m + rho |m| = u
//
//	u  [n] complex
func CompensateZeroOrder(n int, rho complex128) compute.Kernel {
	re, im := float32(real(rho)), float32(imag(rho))
	k := compute.Kernel{Name: "compensate-zero-order", Widths: []int{2}, Each: func(args [][]float32, _ []float32) {
		u := args[0]
		for i := 0; i+1 < len(u); i += 2 {
			x, y := u[i], u[i+1]
			size := sqrt(float32(x*x) + float32(y*y))
			if size == 0 {
				continue
			}
			along, across := (float32(re*x)+float32(im*y))/size, (float32(im*x)-float32(re*y))/size
			part := size / (along + sqrt(1-float32(across*across)))
			u[i] = x - float32(re*part)
			u[i+1] = y - float32(im*part)
		}
	}}
	if compute.WithGPU {
		r := "vec2f(" + f32(float64(re)) + ", " + f32(float64(im)) + ")"
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{0}, Writes: []int{0}, Text: "let u = $0[i];\nlet size = sqrt(dot(u, u));\n" +
			"if (size > 0.0f) {\nlet r = " + r + ";\nlet across = (r.y * u.x - r.x * u.y) / size;\n" +
			"$0[i] = u - r * (size / (dot(r, u) / size + sqrt(1.0f - across * across)));\n}"}}
	}
	return k
}

// LeastZeroOrder and MostZeroOrder are the sizes of a zero order between which CompensateZeroOrder is of use: below, levels of a panel are coarser, and
// above, most of the light would be spent on it.
const LeastZeroOrder, MostZeroOrder = 1e-3, 0.9

// Compensable tells whether a zero order lies between them.
func Compensable(rho complex128) bool {
	size := math.Hypot(real(rho), imag(rho))
	return size >= LeastZeroOrder && size <= MostZeroOrder
}

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
