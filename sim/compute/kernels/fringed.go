package kernels

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// Fringed is how the light behind a mask changes with the phases of its pixels where those run into each other along x: a pixel at
// part q of its width has the phase sum_j Fringe_qj P_j, so that
//
//	dL/dP = sum_q Fringe_q^T s_q,  s_q = |m|/parts Im(g exp(-i sum_j Fringe_qj P_j)),  P = arg m of 0 to 2 pi,
//
// m the field that the mask is to make and g the gradient with respect to it. A P above Top, as far as the panel goes, is shown as Top or
// 0, whichever is nearer. See Panel.Transmission, of which this is the derivative.
//
// A field that is read by steps of the panel itself is a sum of what it shows in each, m in the mean: its phases step over a turn at other places in each,
// and
//
//	s_q = |m|/parts sum_k Im(g conj(Share_k) exp(-i sum_j Fringe_qj P_kj)),  P_k = arg m - Late_k of 0 to 2 pi
type Fringed struct {
	Nx, Ny int
	Fringe [][]float32 // [part][2 Reach + 1]: see Fringes
	Reach  int
	Top    float64 // rad
	Steps  []Step  // none for a field that is read as it is shown
}

// Step is one of those by which a field is read: the panel turns the light back by Late, rad, and what is seen counts by Share, which has that turn. The sum
// of Share exp(-i Late) over all steps is 1.
type Step struct {
	Late  float64
	Share complex128
}

// steps are the field's steps.
func (f Fringed) steps() []Step {
	if len(f.Steps) == 0 {
		return []Step{{Share: 1}}
	}
	return f.Steps
}

// shown is the phase, rad, that is shown for one of -3 pi to pi.
func (f Fringed) shown(phase float32) float32 {
	for phase < 0 {
		phase += 2 * math.Pi
	}
	if top := float32(f.Top); phase > top {
		if phase > 0.5*top+math.Pi {
			return 0
		}
		return top
	}
	return phase
}

// Slopes are those of each part of each pixel.
//
//	g  [Ny][Nx] complex
//	m  [Ny][Nx] complex
//	s  [Ny][Nx][parts]   written
func (f Fringed) Slopes() compute.Kernel {
	nx, reach, parts := f.Nx, f.Reach, len(f.Fringe)
	k := compute.Kernel{Name: "fringed-slopes", Each: func(args [][]float32, _ []float32) {
		g, m, s := args[0], args[1], args[2]
		row := make([]float32, nx)
		clear(s)
		for i := 0; i < len(m)/2; i += nx {
			for _, step := range f.steps() {
				late, re, im := float32(step.Late), float32(real(step.Share)), float32(imag(step.Share))
				for x := range row {
					row[x] = f.shown(arg32(m[2*(i+x)], m[2*(i+x)+1]) - late)
				}
				for x := range row {
					p := i + x
					size := sqrt(float32(m[2*p]*m[2*p])+float32(m[2*p+1]*m[2*p+1])) / float32(parts)
					gr, gi := float32(g[2*p]*re)+float32(g[2*p+1]*im), float32(g[2*p+1]*re)-float32(g[2*p]*im)
					for q, w := range f.Fringe {
						phase := float32(0)
						for j, a := range w {
							phase += float32(a * row[max(0, min(x+j-reach, nx-1))])
						}
						sin, cos := fmath.Sincos(float64(phase))
						s[p*parts+q] += size * (float32(gi*float32(cos)) - float32(gr*float32(sin)))
					}
				}
			}
		}
	}}
	if compute.WithGPU {
		text := "const nx = " + i32(nx) + ";\nlet x = i32(i) % nx; let row = i32(i) - x;\n" +
			"var angles: array<f32, " + u32(2*reach+1) + ">;\nvar phases: array<f32, " + u32(2*reach+1) + ">;\n" +
			"for (var j = 0; j <= " + i32(2*reach) + "; j++) { let v = $1[u32(row + clamp(x + j - " + i32(reach) + ", 0, nx - 1))];\n" +
			"angles[j] = retrieveArg(v.x, v.y); }\n" +
			"let size = length($1[i]) / " + f32(float64(parts)) + "; var phase = 0.0f; var turn = vec2f(0.0f, 0.0f); var g = $0[i];\n" +
			"var sum: array<f32, " + u32(parts) + ">;\n"
		for _, step := range f.steps() {
			re, im := f32(real(step.Share)), f32(imag(step.Share))
			text += "for (var j = 0; j <= " + i32(2*reach) + "; j++) { var a = angles[j] - " + f32(step.Late) + ";\n" +
				"if (a < 0) { a += 6.2831853f; }\nif (a < 0) { a += 6.2831853f; }\n" +
				"if (a > " + f32(f.Top) + ") { a = select(" + f32(f.Top) + ", 0.0f, a > " + f32(0.5*f.Top+math.Pi) + "); }\nphases[j] = a; }\n" +
				"g = vec2f($0[i].x * " + re + " + $0[i].y * " + im + ", $0[i].y * " + re + " - $0[i].x * " + im + ");\n"
			for q, w := range f.Fringe {
				text += "phase = 0.0f;\n"
				for j, a := range w {
					text += "phase += " + f32(float64(a)) + " * phases[" + u32(j) + "];\n"
				}
				text += "turn = cisWGSL(phase);\nsum[" + u32(q) + "] += size * (g.y * turn.x - g.x * turn.y);\n"
			}
		}
		text += "for (var q = 0u; q < " + u32(parts) + "; q++) { $2[i * " + u32(parts) + " + q] = sum[q]; }\n"
		k.GPU = &compute.Map{N: f.Nx * f.Ny, Code: compute.Code{Functions: sincosWGSL + retrieveWGSL, Pairs: []int{0, 1}, Writes: []int{2}, Text: text}}
	}
	return k
}

// Back takes slopes of parts back to the phases that they are mixtures of; those beside a row are that at its end.
//
//	s  [Ny][Nx][parts]
//	d  [Ny][Nx]         written
func (f Fringed) Back() compute.Kernel {
	nx, reach, parts := f.Nx, f.Reach, len(f.Fringe)
	k := compute.Kernel{Name: "fringed-back", Each: func(args [][]float32, _ []float32) {
		s, d := args[0], args[1]
		clear(d)
		for i := range d {
			x, row := i%nx, i-i%nx
			for q, w := range f.Fringe {
				v := s[i*parts+q]
				for j, a := range w {
					d[row+max(0, min(x+j-reach, nx-1))] += float32(a * v)
				}
			}
		}
	}}
	if compute.WithGPU {
		table := make([]float32, 0, parts*(2*reach+1))
		for _, w := range f.Fringe {
			table = append(table, w...)
		}
		k.GPU = &compute.Map{N: f.Nx * f.Ny, Code: compute.Code{Tables: [][]float32{table}, Writes: []int{1}, Text: "const nx = " + i32(nx) + "; const reach = " + i32(reach) + ";\n" +
			"let x = i32(i) % nx; let row = i32(i) - x;\nvar sum = 0.0f;\n" +
			"for (var k = max(0, x - reach); k <= min(nx - 1, x + reach); k++) {\n" +
			"var low = x - k + reach; var high = low;\n" +
			"if (x == 0) { low = 0; }\nif (x == nx - 1) { high = 2 * reach; }\n" +
			"for (var q = 0; q < " + i32(parts) + "; q++) {\nlet v = $0[u32((row + k) * " + i32(parts) + " + q)];\n" +
			"for (var j = low; j <= high; j++) { sum += $t0[u32(q * (2 * reach + 1) + j)] * v; }\n}\n}\n$1[i] = sum;"}}
	}
	return k
}
