package kernels

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// Showing is how a complex field becomes levels of an amplitude panel and of a phase panel, so large that its
// brightest place is Over times as bright as the panels can be.
//
// Panels that are never quite dark show what is darker yet by phases that turn to one side and the other, from row to row, so
// that the mean of two rows is right: the difference is too fine to come to a camera.
type Showing struct {
	N         int
	Steps     int     // amplitudes up to the brightest, and phases of a turn, in the tables
	Brightest float64 // amplitude that the panels can show
	Over      float64
	Darkest   float64 // amplitude below which the panels do not go
	Nx        int     // pixels of a row
	// Rest is the zero order that the field has been compensated for, see CompensateZeroOrder, and 0 where it has not: here what is made up for is that of
	// the amplitude that is shown, Darkest or more, turned as its level turns it.
	Rest complex128
}

// Largest is the largest squared magnitude of each of some parts of a field.
//
//	u     [n] complex
//	most  [parts]      written
func (s Showing) Largest(parts int) compute.Kernel {
	k := compute.Kernel{Name: "show-largest", Each: func(args [][]float32, _ []float32) {
		u, most := args[0], args[1]
		clear(most)
		for i := range s.N {
			most[i%parts] = max(most[i%parts], float32(u[2*i]*u[2*i])+float32(u[2*i+1]*u[2*i+1]))
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: parts, Code: compute.Code{Pairs: []int{0}, Writes: []int{1}, Text: "var most = 0.0f;\n" +
			"for (var p = i; p < " + u32(s.N) + "; p += " + u32(parts) + ") { most = max(most, dot($0[p], $0[p])); }\n$1[i] = most;"}}
	}
	return k
}

// Size is the amplitude of a field that is shown as 1: 1/(Over Brightest) for a field that is dark.
//
//	most  [parts]
//	size  [1]      written
func (s Showing) Size(parts int) compute.Kernel {
	scale := float32(1 / (s.Over * s.Brightest))
	k := compute.Kernel{Name: "show-size", Each: func(args [][]float32, _ []float32) {
		top := float32(0)
		for _, v := range args[0] {
			top = max(top, v)
		}
		if !(top > 0 && top <= math.MaxFloat32) {
			top = 1
		}
		args[1][0] = scale * sqrt(top)
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: 1, Code: compute.Code{Writes: []int{1}, Text: "var top = 0.0f;\n" +
			"for (var p = 0u; p < " + u32(parts) + "; p++) { top = max(top, $0[p]); }\n" +
			"if (!(top > 0.0f && top <= 3.4028234e38f)) { top = 1.0f; }\n$1[i] = " + f32(float64(scale)) + " * sqrt(top);"}}
	}
	return k
}

// Levels are those of a field, the nearest of each panel by tables.
//
//	u           [n] complex
//	size        [1]
//	amplitudes  [Steps+1][2]  the level of k/Steps of the brightest, and what it turns the phase, in turns
//	phases      [Steps]       the level of k/Steps of a turn
//	amplitude   [n]           written
//	phase       [n]           written
func (s Showing) Levels() compute.Kernel {
	steps, brightest, darkest := s.Steps, float32(s.Brightest), float32(s.Darkest)
	scale := float32(float64(steps) / s.Brightest)
	restRe, restIm := float32(real(s.Rest)), float32(imag(s.Rest))
	k := compute.Kernel{Name: "show-levels", Each: func(args [][]float32, _ []float32) {
		u, size, amplitudes, phases, amplitude, phase := args[0], 1/args[1][0], args[2], args[3], args[4], args[5]
		for i := range amplitude {
			re, im := size*u[2*i], size*u[2*i+1]
			a := min(sqrt(float32(re*re)+float32(im*im)), brightest)
			at := int(float32(a*scale) + 0.5)
			if s.Rest != 0 {
				sin, cos := fmath.Sincos(2 * math.Pi * float64(amplitudes[2*at+1]))
				x, y, shown := float32(cos), float32(sin), max(a, darkest)
				re += float32(restRe*a) - float32(shown*(float32(restRe*x)-float32(restIm*y)))
				im += float32(restIm*a) - float32(shown*(float32(restRe*y)+float32(restIm*x)))
				a = min(sqrt(float32(re*re)+float32(im*im)), brightest)
				at = int(float32(a*scale) + 0.5)
			}
			turn := float32(arg32(re, im)*(1/(2*math.Pi))) - amplitudes[2*at+1]
			if a < darkest {
				aside := float32(arg32(a, sqrt(darkest*darkest-float32(a*a))) * (1 / (2 * math.Pi)))
				if i/s.Nx%2 == 1 {
					aside = -aside
				}
				turn += aside
			}
			turn -= float32(math.Floor(float64(turn)))
			amplitude[i] = amplitudes[2*at]
			phase[i] = phases[int(float32(turn*float32(steps))+0.5)%steps]
		}
	}}
	if compute.WithGPU {
		dark, beside := "", ""
		if s.Rest != 0 {
			beside = "let aside = $2[2u * at + 1u] * 6.2831853f;\nlet rest = vec2f(" + f32(real(s.Rest)) + ", " + f32(imag(s.Rest)) + ");\n" +
				"v += a * rest - max(a, " + f32(s.Darkest) + ") * vec2f(rest.x * cos(aside) - rest.y * sin(aside), rest.x * sin(aside) + rest.y * cos(aside));\n" +
				"a = min(sqrt(dot(v, v)), " + f32(float64(brightest)) + ");\nat = u32(a * " + f32(float64(scale)) + " + 0.5f);\n"
		}
		if s.Darkest > 0 {
			dark = "if (a < " + f32(s.Darkest) + ") {\nlet aside = retrieveArg(a, sqrt(" + f32(s.Darkest*s.Darkest) + " - a * a)) * 0.15915494f;\n" +
				"turn += select(aside, -aside, i / " + u32(s.Nx) + " % 2u == 1u);\n}\n"
		}
		k.GPU = &compute.Map{N: s.N, Code: compute.Code{Functions: retrieveWGSL, Pairs: []int{0}, Writes: []int{4, 5},
			Text: "var v = (1.0f / $1[0]) * $0[i];\nvar a = min(sqrt(dot(v, v)), " + f32(float64(brightest)) + ");\n" +
				"var at = u32(a * " + f32(float64(scale)) + " + 0.5f);\n" + beside +
				"var turn = retrieveArg(v.x, v.y) * 0.15915494f - $2[2u * at + 1u];\n" + dark + "turn -= floor(turn);\n" +
				"$4[i] = $2[2u * at];\n$5[i] = $3[u32(turn * " + f32(float64(steps)) + " + 0.5f) % " + u32(steps) + "];"}}
	}
	return k
}

// Sized takes the size off what has been measured.
//
//	size  [1]
//	u     [n] complex  multiplied
func (s Showing) Sized() compute.Kernel {
	k := compute.Kernel{Name: "show-sized", Each: func(args [][]float32, _ []float32) {
		size := args[0][0]
		for i, v := range args[1] {
			args[1][i] = size * v
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: s.N, Code: compute.Code{Pairs: []int{1}, Writes: []int{1}, Text: "$1[i] = $0[0] * $1[i];"}}
	}
	return k
}
