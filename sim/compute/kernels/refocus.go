package kernels

import (
	"math"

	"talbot/sim/compute"
)

// Shone is the light behind levels.
//
//	level   [n]                whole numbers
//	states  [levels] complex
//	out     [n] complex        written
func Shone(n int) compute.Kernel {
	k := compute.Kernel{Name: "shone", Each: func(args [][]float32, _ []float32) {
		level, states, out := args[0], args[1], args[2]
		for i, l := range level {
			out[2*i], out[2*i+1] = states[2*int(l)], states[2*int(l)+1]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{1, 2}, Writes: []int{2}, Text: "$2[i] = $1[u32($0[i])];"}}
	}
	return k
}

// Along folds each row, or each column, of a plane with a response of 2 reach + 1 samples; outside it is dark.
//
//	in        [Ny][Nx] complex
//	response  [2 reach + 1] complex
//	out       [Ny][Nx] complex  written; must not be in
func Along(nx, ny, reach int, columns bool) compute.Kernel {
	step, count := 1, nx
	if columns {
		step, count = nx, ny
	}
	k := compute.Kernel{Name: "along", Each: func(args [][]float32, _ []float32) {
		in, h, out := args[0], args[1], args[2]
		for i := range nx * ny {
			at := i / step % count
			var re, im float32
			for j := max(0, at-reach); j <= min(count-1, at+reach); j++ {
				p, q := i+(j-at)*step, at-j+reach
				a, b, c, d := in[2*p], in[2*p+1], h[2*q], h[2*q+1]
				re += float32(a*c) - float32(b*d)
				im += float32(a*d) + float32(b*c)
			}
			out[2*i], out[2*i+1] = re, im
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: -1, Out: 2, Anywhere: []int{0}, Code: compute.Code{Pairs: []int{0, 1, 2}, Writes: []int{2}, Text: "let at = i32(p / " + u32(step) + " % " + u32(count) + ");\n" +
			"const reach = " + i32(reach) + ";\nv = vec2f(0.0f, 0.0f);\n" +
			"for (var j = max(0, at - reach); j <= min(" + i32(count-1) + ", at + reach); j++) {\n" +
			"v += cmul($0[u32(i32(p) + (j - at) * " + i32(step) + ")], $1[u32(at - j + reach)]);\n}"}}
	}
	return k
}

// Sized gives a field the amplitude of another, and leaves it its phase; where it is dark it stays so.
//
//	want  [n] complex
//	u     [n] complex  changed
func Sized(n int) compute.Kernel {
	k := compute.Kernel{Name: "sized", Each: func(args [][]float32, _ []float32) {
		want, u := args[0], args[1]
		for i := range n {
			size := sqrt(float32(u[2*i]*u[2*i]) + float32(u[2*i+1]*u[2*i+1]))
			if size == 0 {
				continue
			}
			a := sqrt(float32(want[2*i]*want[2*i])+float32(want[2*i+1]*want[2*i+1])) / size
			u[2*i], u[2*i+1] = a*u[2*i], a*u[2*i+1]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: 1, Out: 1, Code: compute.Code{Pairs: []int{0, 1}, Writes: []int{1},
			Text: "let size = length(v);\nif (size > 0.0f) { v = (length($0[p]) / size) * v; }"}}
	}
	return k
}

// Relit are the levels of a panel nearest to the real part of a field where that is not negative, and the light behind them.
//
//	u        [n] complex  becomes the light
//	nearest  [steps+1]    the level of k/steps of top
//	states   [levels] complex
//	level    [n]          written
func Relit(n, steps int, top float64) compute.Kernel {
	scale := float32(0)
	if top > 0 {
		scale = float32(float64(steps) / top)
	}
	k := compute.Kernel{Name: "relit", Each: func(args [][]float32, _ []float32) {
		u, nearest, states, level := args[0], args[1], args[2], args[3]
		for i := range n {
			l := nearest[int(max(0, min(u[2*i]*scale, float32(steps)))+0.5)]
			level[i], u[2*i], u[2*i+1] = l, states[2*int(l)], states[2*int(l)+1]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: 0, Out: 0, Code: compute.Code{Pairs: []int{0, 2}, Writes: []int{0, 3},
			Text: "let level = $1[u32(clamp(v.x * " + f32(float64(scale)) + ", 0.0f, " + f32(float64(steps)) + ") + 0.5f)];\n$3[p] = level; v = $2[u32(level)];"}}
	}
	return k
}

// Refocused are levels of a phase panel that take off the phase of light that comes to it, but for that which the levels of the
// light's own panel turn; the dark, below a thousandth, has none. Phases are in turns.
//
//	light   [n] complex
//	level   [n]        of its panel
//	own     [levels]   their phases
//	phase   [n]        levels of the phase panel
//	phases  [levels]   their phases
//	table   [steps]    the level of k/steps of a turn
//	out     [n]        written
func Refocused(n, steps int) compute.Kernel {
	k := compute.Kernel{Name: "refocused", Each: func(args [][]float32, _ []float32) {
		light, level, own, phase, phases, table, out := args[0], args[1], args[2], args[3], args[4], args[5], args[6]
		for i := range out {
			re, im := light[2*i], light[2*i+1]
			if float32(re*re)+float32(im*im) < 1e-6 {
				out[i] = phase[i]
				continue
			}
			turn := phases[int(phase[i])] + own[int(level[i])] - float32(arg32(re, im)*(1/(2*math.Pi)))
			turn -= float32(math.Floor(float64(turn)))
			out[i] = table[int(float32(turn*float32(steps))+0.5)%steps]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Functions: retrieveWGSL, Pairs: []int{0}, Writes: []int{6},
			Text: "if (dot($0[i], $0[i]) < 1e-6f) { $6[i] = $3[i]; } else {\n" +
				"var turn = $4[u32($3[i])] + $2[u32($1[i])] - retrieveArg($0[i].x, $0[i].y) * 0.15915494f;\nturn -= floor(turn);\n" +
				"$6[i] = $5[u32(turn * " + f32(float64(steps)) + " + 0.5f) % " + u32(steps) + "];\n}"}}
	}
	return k
}
