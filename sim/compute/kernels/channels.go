package kernels

import "talbot/sim/compute"

// A channel of complex numbers can lie as two channels of real ones, first the real parts
// and then the imaginary ones: [channels][2][places]. So convolutions and all that works
// channel by channel do for it what they do for real pictures.

// PhaseCode writes numbers as phases of light of amplitude 1:
//
//	y = exp(i phi),   phi = most/(1 + exp(-x)).
//
//	x  [channels][places]
//	y  [channels][2][places]  written
func PhaseCode(channels, places int, most float64) compute.Kernel {
	top := float32(most)
	k := compute.Kernel{Name: "phase-code", Each: func(args [][]float32, _ []float32) {
		x, y := args[0], args[1]
		for c := range channels {
			re, im := y[2*c*places:][:places], y[(2*c+1)*places:][:places]
			for p, v := range x[c*places : (c+1)*places] {
				im[p], re[p] = sincos32(top / (1 + exp32(-v)))
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * places, Code: compute.Code{Writes: []int{1}, Functions: levelsWGSL,
			Text: "let v = cisWGSL(" + f32(most) + " / (1.0f + levelsExp(-$0[i]))); let at = i + i / " + u32(places) + " * " + u32(places) + "; $1[at] = v.x; $1[at + " + u32(places) + "] = v.y;"}}
	}
	return k
}

// PhaseCodeAdjoint is the way back through PhaseCode: with s = 1/(1 + exp(-x)),
//
//	dx = most s (1 - s) (g_im y_re - g_re y_im).
//
//	x   [channels][places]
//	y   [channels][2][places]
//	g   [channels][2][places]
//	dx  [channels][places]     written
func PhaseCodeAdjoint(channels, places int, most float64) compute.Kernel {
	top := float32(most)
	k := compute.Kernel{Name: "phase-code-adjoint", Each: func(args [][]float32, _ []float32) {
		for c := range channels {
			at := 2 * c * places
			re, im := args[1][at:][:places], args[1][at+places:][:places]
			gr, gi := args[2][at:][:places], args[2][at+places:][:places]
			dx := args[3][c*places : (c+1)*places]
			for p, v := range args[0][c*places : (c+1)*places] {
				s := 1 / (1 + exp32(-v))
				dx[p] = top * float32(s*(1-s)) * (float32(gi[p]*re[p]) - float32(gr[p]*im[p]))
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * places, Code: compute.Code{Writes: []int{3}, Functions: levelsWGSL,
			Text: "let q = 1.0f / (1.0f + levelsExp(-$0[i])); let at = i + i / " + u32(places) + " * " + u32(places) + "; let b = at + " + u32(places) +
				"; $3[i] = " + f32(most) + " * (q * (1.0f - q)) * ($2[b] * $1[at] - $2[at] * $1[b]);"}}
	}
	return k
}

// Intensity is what a camera sees, |x|^2.
//
//	x  [channels][2][places]
//	y  [channels][places]     written
func Intensity(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "intensity", Each: func(args [][]float32, _ []float32) {
		for c := range channels {
			re, im := args[0][2*c*places:][:places], args[0][(2*c+1)*places:][:places]
			y := args[1][c*places : (c+1)*places]
			for p := range y {
				y[p] = float32(re[p]*re[p]) + float32(im[p]*im[p])
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * places, Code: compute.Code{Writes: []int{1},
			Text: "let at = i + i / " + u32(places) + " * " + u32(places) + "; let re = $0[at]; let im = $0[at + " + u32(places) + "]; $1[i] = re * re + im * im;"}}
	}
	return k
}

// IntensityAdjoint is the way back through Intensity: dx = 2 dy x.
//
//	x   [channels][2][places]
//	dy  [channels][places]
//	dx  [channels][2][places]  written; may be x
func IntensityAdjoint(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "intensity-adjoint", Each: func(args [][]float32, _ []float32) {
		for c := range 2 * channels {
			x, dx := args[0][c*places:(c+1)*places], args[2][c*places:(c+1)*places]
			for p, g := range args[1][c/2*places:][:places] {
				dx[p] = 2 * float32(g*x[p])
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: 2 * channels * places, Code: compute.Code{Writes: []int{2},
			Text: "$2[i] = 2.0f * ($1[i / " + u32(2*places) + " * " + u32(places) + " + i % " + u32(places) + "] * $0[i]);"}}
	}
	return k
}

// ComplexWeights makes real weights of complex ones, for channels of real and imaginary
// parts, once: re, im of an output are of re, im of an input
//
//	re  -im
//	im   re
//
//	k  [out][in][taps] complex
//	w  [out][2][in][2][taps]   written
func ComplexWeights(out, in, taps int) compute.Kernel {
	n := out * in * taps
	k := compute.Kernel{Name: "complex-weights", N: n, Grain: updateGrain, Once: func(args [][]float32, _ []float32, from, to int) {
		v, w := args[0], args[1]
		for i := from; i < to; i++ {
			at, row := complexAt(i, in, taps)
			re, im := v[2*i], v[2*i+1]
			w[at], w[at+taps], w[at+row], w[at+row+taps] = re, -im, im, re
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{0}, Writes: []int{1},
			Text: complexAtWGSL(in, taps) + "let v = $0[i]; $1[at] = v.x; $1[at + taps] = -v.y; $1[at + row] = v.y; $1[at + row + taps] = v.x;"}}
	}
	return k
}

// ComplexWeightsAdjoint is the gradient of complex weights by that of the real ones, once.
//
//	dw  [out][2][in][2][taps]
//	dk  [out][in][taps] complex  written
func ComplexWeightsAdjoint(out, in, taps int) compute.Kernel {
	n := out * in * taps
	k := compute.Kernel{Name: "complex-weights-adjoint", N: n, Grain: updateGrain, Once: func(args [][]float32, _ []float32, from, to int) {
		d, v := args[0], args[1]
		for i := from; i < to; i++ {
			at, row := complexAt(i, in, taps)
			v[2*i], v[2*i+1] = d[at]+d[at+row+taps], d[at+row]-d[at+taps]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{1}, Writes: []int{1},
			Text: complexAtWGSL(in, taps) + "$1[i] = vec2f($0[at] + $0[at + row + taps], $0[at + row] - $0[at + taps]);"}}
	}
	return k
}

// complexAt is where the first real weight of complex weight i lies, and how far the
// imaginary part of the output lies behind it.
func complexAt(i, in, taps int) (at, row int) {
	row = 2 * in * taps
	o, c, tap := i/(in*taps), i/taps%in, i%taps
	return 2*o*row + 2*c*taps + tap, row
}

func complexAtWGSL(in, taps int) string {
	return "const taps = " + u32(taps) + "; const row = " + u32(2*in*taps) + "; let at = 2u * (i / " + u32(in*taps) + " * row + i / taps % " + u32(in) + " * taps) + i % taps;\n"
}
