package kernels

import "talbot/sim/compute"

// MirrorConj is the complex conjugate of a field, with right and left exchanged if flipX is set, and top and bottom if
// flipY is: the sample 0 of an axis changes place with the last one. Done twice it changes nothing.
//
//	in   [ny][nx] complex
//	out  [ny][nx] complex  written; must not be in
func MirrorConj(nx, ny int, flipX, flipY bool) compute.Kernel {
	k := compute.Kernel{Name: "mirror-conj", Each: func(args [][]float32, _ []float32) {
		in, out := args[0], args[1]
		for y := range ny {
			for x := range nx {
				c, r := x, y
				if flipX {
					c = nx - 1 - x
				}
				if flipY {
					r = ny - 1 - y
				}
				i, j := 2*(y*nx+x), 2*(r*nx+c)
				out[i], out[i+1] = in[j], -in[j+1]
			}
		}
	}}
	if compute.WithGPU {
		text := "var x = i % " + u32(nx) + "; var y = i / " + u32(nx) + ";\n"
		if flipX {
			text += "x = " + u32(nx-1) + " - x;\n"
		}
		if flipY {
			text += "y = " + u32(ny-1) + " - y;\n"
		}
		k.GPU = &compute.Map{N: nx * ny, Code: compute.Code{Pairs: []int{0, 1}, Writes: []int{1}, Text: text + "$1[i] = conj($0[y * " + u32(nx) + " + x]);"}}
	}
	return k
}

// PhaseGradient is the gradient of a phase mask for one sample, d = Im(g conj E'), of the field E' behind the mask and
// the gradient g with respect to it, which is not changed.
//
//	g       [n] complex
//	behind  [n] complex  E'
//	d       [n]          written
func PhaseGradient(n int) compute.Kernel {
	k := compute.Kernel{Name: "phase-gradient", Widths: []int{2, 2, 1}, Each: func(args [][]float32, _ []float32) {
		g, e, d := args[0], args[1], args[2]
		for i := range d {
			d[i] = float32(g[2*i+1]*e[2*i]) - float32(g[2*i]*e[2*i+1])
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{0, 1}, Writes: []int{2}, Text: "let g = $0[i]; let e = $1[i]; $2[i] = g.y * e.x - g.x * e.y;"}}
	}
	return k
}

// LargestOf is the largest magnitude of each of some parts of an array.
//
//	x     [n]
//	most  [parts]  written
func LargestOf(n, parts int) compute.Kernel {
	k := compute.Kernel{Name: "largest-of", Each: func(args [][]float32, _ []float32) {
		x, most := args[0], args[1]
		clear(most)
		for i, v := range x {
			most[i%parts] = max(most[i%parts], v, -v)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: parts, Code: compute.Code{Writes: []int{1}, Text: "var most = 0.0f;\n" +
			"for (var p = i; p < " + u32(n) + "; p += " + u32(parts) + ") { most = max(most, abs($0[p])); }\n$1[i] = most;"}}
	}
	return k
}

// AddEvened adds an array so that its largest magnitude is size; one of zeros adds nothing. A size of 0 adds it as it is.
//
//	x     [n]
//	most  [parts]  of LargestOf
//	sum   [n]      added to
func AddEvened(n, parts int, size float64) compute.Kernel {
	want := float32(size)
	k := compute.Kernel{Name: "add-evened", Each: func(args [][]float32, _ []float32) {
		top := float32(0)
		for _, v := range args[1] {
			top = max(top, v)
		}
		scale := float32(1)
		if want > 0 && top > 0 {
			scale = want / top
		}
		for i, v := range args[0] {
			args[2][i] += scale * v
		}
	}}
	if compute.WithGPU {
		text := "$2[i] += $0[i];"
		if size > 0 {
			text = "var top = 0.0f;\nfor (var k = 0u; k < " + u32(parts) + "; k++) { top = max(top, $1[k]); }\n" +
				"var scale = 1.0f;\nif (top > 0.0f) { scale = " + f32(float64(want)) + " / top; }\n$2[i] += scale * $0[i];"
		}
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: text}}
	}
	return k
}

// ModulateConj takes a gradient back through a mask, in place: g = conj(t) g.
//
//	g  [n] complex  in and out
//	t  [n] complex
func ModulateConj(n int) compute.Kernel {
	k := compute.Kernel{Name: "modulate-conj", Widths: []int{2, 2}, Each: func(args [][]float32, _ []float32) {
		g, t := args[0], args[1]
		for i := 0; i+1 < len(g); i += 2 {
			g[i], g[i+1] = mulConj(g[i], g[i+1], t[i], t[i+1])
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{0, 1}, Writes: []int{0}, Text: "$0[i] = cmul($0[i], conj($1[i]));"}}
	}
	return k
}
