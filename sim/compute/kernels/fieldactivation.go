package kernels

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// FieldActivation is what electronics do to a measured complex field before it is shown again, I = Scale |y|^2:
//
//	Kerr        y exp(i I)
//	Saturating  y exp(i pi I/(1+I))
//	Rectified   max(sqrt(I) - Threshold, 0), whose phase is 0
//
// The first two are those of the released program of Xue et al., Nature 632, 280 (2024).
type FieldActivation struct {
	N         int
	Law       FieldLaw
	Scale     float64
	Threshold float64
}

// FieldLaw is one of them.
type FieldLaw int

const (
	Kerr FieldLaw = iota
	Saturating
	Rectified
)

// FieldLaws are their names, in order.
var FieldLaws = []string{"kerr", "saturating", "rectified"}

// Forward takes a field through.
//
//	y  [n] complex
//	f  [n] complex  written; may be y
func (a FieldActivation) Forward() compute.Kernel {
	scale, low := float32(a.Scale), float32(a.Threshold)
	k := compute.Kernel{Name: "field-activation", Each: func(args [][]float32, _ []float32) {
		y, f := args[0], args[1]
		for i := range a.N {
			re, im := y[2*i], y[2*i+1]
			power := scale * (float32(re*re) + float32(im*im))
			if a.Law == Rectified {
				f[2*i], f[2*i+1] = max(sqrt(power)-low, 0), 0
				continue
			}
			phase, _ := a.phase(float64(power))
			s, c := fmath.Sincos(phase)
			f[2*i], f[2*i+1] = float32(float64(re)*c-float64(im)*s), float32(float64(re)*s+float64(im)*c)
		}
	}}
	if compute.WithGPU {
		text := "let y = $0[i]; let power = " + f32(float64(scale)) + " * dot(y, y);\n"
		switch a.Law {
		case Rectified:
			text += "$1[i] = vec2f(max(sqrt(power) - " + f32(float64(low)) + ", 0.0f), 0.0f);"
		case Kerr:
			text += "$1[i] = cmul(cisWGSL(power), y);"
		default:
			text += "$1[i] = cmul(cisWGSL(3.14159265f * power / (1.0f + power)), y);"
		}
		k.GPU = &compute.Map{N: a.N, Code: compute.Code{Functions: sincosWGSL, Pairs: []int{0, 1}, Writes: []int{1}, Text: text}}
	}
	return k
}

// phase is what the law turns at a power, and its slope times the power.
func (a FieldActivation) phase(power float64) (phase, slope float64) {
	if a.Law == Kerr {
		return power, power
	}
	return math.Pi * power / (1 + power), math.Pi * power / ((1 + power) * (1 + power))
}

// Adjoint takes a gradient back through it at the field that went in, g = conj(f_y) g + f_conj(y) conj(g).
//
//	y  [n] complex
//	g  [n] complex  in: with respect to f, out: with respect to y
func (a FieldActivation) Adjoint() compute.Kernel {
	scale, low := float32(a.Scale), float32(a.Threshold)
	k := compute.Kernel{Name: "field-activation-adjoint", Each: func(args [][]float32, _ []float32) {
		y, g := args[0], args[1]
		for i := range a.N {
			re, im := y[2*i], y[2*i+1]
			power := scale * (float32(re*re) + float32(im*im))
			if a.Law == Rectified {
				root := sqrt(power)
				slope := float32(0)
				if root > low {
					slope = g[2*i] * scale / root
				}
				g[2*i], g[2*i+1] = slope*re, slope*im
				continue
			}
			phase, slope := a.phase(float64(power))
			s, c := fmath.Sincos(phase)
			// The gradient before the turn; what turns more pulls along the light.
			gr, gi := float64(g[2*i])*c+float64(g[2*i+1])*s, float64(g[2*i+1])*c-float64(g[2*i])*s
			pull := 0.0
			if power > 0 {
				pull = 2 * slope * float64(scale) / float64(power) * (gi*float64(re) - gr*float64(im))
			}
			g[2*i], g[2*i+1] = float32(gr+pull*float64(re)), float32(gi+pull*float64(im))
		}
	}}
	if compute.WithGPU {
		text := "let y = $0[i]; let power = " + f32(float64(scale)) + " * dot(y, y);\n"
		turned := "let g = cmul(conj(cisWGSL(phase)), $1[i]);\n$1[i] = g + (slope * (g.y * y.x - g.x * y.y)) * y;"
		twice := f32(2 * float64(scale))
		switch a.Law {
		case Rectified:
			text += "let root = sqrt(power); var slope = 0.0f;\nif (root > " + f32(float64(low)) + ") { slope = $1[i].x * " + f32(float64(scale)) + " / root; }\n$1[i] = slope * y;"
		case Kerr:
			text += "let phase = power; let slope = " + twice + ";\n" + turned
		default:
			text += "let phase = 3.14159265f * power / (1.0f + power); let slope = " + twice + " * 3.14159265f / ((1.0f + power) * (1.0f + power));\n" + turned
		}
		k.GPU = &compute.Map{N: a.N, Code: compute.Code{Functions: sincosWGSL, Pairs: []int{0, 1}, Writes: []int{1}, Text: text}}
	}
	return k
}
