package kernels

import (
	"math"
	"math/cmplx"

	"talbot/sim/compute"
)

// LookUp has for each level another one.
//
//	level  [n]       whole numbers
//	table  [levels]
//	out    [n]       written; may be level
func LookUp(n int) compute.Kernel {
	k := compute.Kernel{Name: "look-up", Each: func(args [][]float32, _ []float32) {
		for i, v := range args[0] {
			args[2][i] = args[1][int(v)]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Writes: []int{2}, Text: "$2[i] = $1[u32($0[i])];"}}
	}
	return k
}

// Placing puts levels of an amplitude panel where it has the places of a plane: amplitudes are joined by straight lines
// between four pixels, and the nearest level is taken.
//
//	level      [Ny][Nx]
//	at         [Ny][Nx][2]  column and row that a pixel has its amplitude from, in samples
//	amplitude  [levels]
//	nearest    [steps+1]    the level of k/steps of top
//	flat       [Ny][Nx]     by which a pixel's amplitude is multiplied
//	out        [Ny][Nx]     written; must not be level
func Placing(nx, ny, steps int, top float64) compute.Kernel {
	scale := float32(0)
	if top > 0 {
		scale = float32(float64(steps) / top)
	}
	k := compute.Kernel{Name: "placing", Each: func(args [][]float32, _ []float32) {
		level, at, amplitude, nearest, flat, out := args[0], args[1], args[2], args[3], args[4], args[5]
		for i := range out {
			u, v := at[2*i], at[2*i+1]
			x, y := float32(math.Floor(float64(u))), float32(math.Floor(float64(v)))
			a := float32(0)
			for j := range 2 {
				for k := range 2 {
					c, r := int(x)+k, int(y)+j
					if c < 0 || c >= nx || r < 0 || r >= ny {
						continue
					}
					wx, wy := u-x, v-y
					if k == 0 {
						wx = 1 - wx
					}
					if j == 0 {
						wy = 1 - wy
					}
					a += float32(float32(wx*wy) * amplitude[int(level[r*nx+c])])
				}
			}
			out[i] = nearest[int(max(0, min(float32(a*flat[i])*scale, float32(steps)))+0.5)]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: nx * ny, Code: compute.Code{Writes: []int{5}, Text: "const nx = " + i32(nx) + "; const ny = " + i32(ny) + ";\n" +
			`let u = $1[2u * i]; let v = $1[2u * i + 1u]; let x = floor(u); let y = floor(v);
var a = 0.0f;
for (var j = 0; j < 2; j++) { for (var k = 0; k < 2; k++) {
let c = i32(x) + k; let r = i32(y) + j;
if (c < 0 || c >= nx || r < 0 || r >= ny) { continue; }
a += select(1.0f - (u - x), u - x, k == 1) * select(1.0f - (v - y), v - y, j == 1) * $2[u32($0[u32(r * nx + c)])];
} }
$5[i] = $3[u32(clamp(a * $4[i] * ` + f32(float64(scale)) + `, 0.0f, ` + f32(float64(steps)) + `) + 0.5f)];`}}
	}
	return k
}

// Stepped adds a frame of a phase step to a field: u + (re + i im) light, light the counts less the dark ones, scaled. The
// first step of a field does not add.
//
//	counts  [n]
//	dark    [n]
//	scale   [1]
//	u       [n] complex  written, or added to
func Stepped(n int, re, im float64, first bool) compute.Kernel {
	a, b := float32(re), float32(im)
	k := compute.Kernel{Name: "stepped", Each: func(args [][]float32, _ []float32) {
		counts, dark, scale, u := args[0], args[1], args[2][0], args[3]
		for i, c := range counts {
			light := scale * (c - dark[i])
			if first {
				u[2*i], u[2*i+1] = float32(a*light), float32(b*light)
			} else {
				u[2*i] += float32(a * light)
				u[2*i+1] += float32(b * light)
			}
		}
	}}
	if compute.WithGPU {
		text := "let light = $2[0] * ($0[i] - $1[i]) * vec2f(" + f32(re) + ", " + f32(im) + ");\n$3[i] "
		if !first {
			text += "+"
		}
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{3}, Writes: []int{3}, Text: text + "= light;"}}
	}
	return k
}

// Looked looks at a plane at places of a table, by polynomials of the fifth degree along each axis; outside it is dark.
//
//	in   [Ny][Nx] complex
//	at   [Ny][Nx][2]       column and row, in samples
//	out  [Ny][Nx] complex  written; must not be in
func Looked(nx, ny int) compute.Kernel {
	k := compute.Kernel{Name: "looked", Each: func(args [][]float32, _ []float32) {
		in, at, out := args[0], args[1], args[2]
		for i := range nx * ny {
			x, y := float32(math.Floor(float64(at[2*i]))), float32(math.Floor(float64(at[2*i+1])))
			wx, wy := lagrange6(at[2*i]-x), lagrange6(at[2*i+1]-y)
			var re, im float32
			for j, b := range wy {
				r := int(y) + j - 2
				if r < 0 || r >= ny {
					continue
				}
				var lineRe, lineIm float32
				for k, a := range wx {
					if c := int(x) + k - 2; c >= 0 && c < nx {
						lineRe += float32(a * in[2*(r*nx+c)])
						lineIm += float32(a * in[2*(r*nx+c)+1])
					}
				}
				re += float32(b * lineRe)
				im += float32(b * lineIm)
			}
			out[2*i], out[2*i+1] = re, im
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: -1, Out: 2, Anywhere: []int{0}, Code: compute.Code{Functions: lagrangeWGSL, Pairs: []int{0, 1, 2}, Writes: []int{2}, Text: "let origin = $1[p];\n" + polynomialWGSL(nx, ny, 0, 0)}}
	}
	return k
}

// Added is of a field U the direction of U + U_0, with beats = 4 U conj(U_0): U (|U|^2 + conj(beats)/4).
//
//	beats  [n] complex
//	u      [n] complex  changed
func Added(n int) compute.Kernel {
	k := compute.Kernel{Name: "added", Each: func(args [][]float32, _ []float32) {
		beats, u := args[0], args[1]
		for i := range n {
			re, im := u[2*i], u[2*i+1]
			square := float32(re*re) + float32(im*im) + float32(0.25*beats[2*i])
			cross := -0.25 * beats[2*i+1]
			u[2*i], u[2*i+1] = float32(re*square)-float32(im*cross), float32(im*square)+float32(re*cross)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: 1, Out: 1, Code: compute.Code{Pairs: []int{0, 1}, Writes: []int{1},
			Text: "v = cmul(v, vec2f(dot(v, v), 0.0f) + 0.25f * conj($0[p]));"}}
	}
	return k
}

// Joined gives a field the amplitude whose square is that of another's real part, dark where that is less than 0, and turns
// it: sqrt(light) u/|u| turn.
//
//	light  [n] complex
//	u      [n] complex
//	turn   [n] complex
//	out    [n] complex  written
func Joined(n int) compute.Kernel {
	k := compute.Kernel{Name: "joined", Each: func(args [][]float32, _ []float32) {
		light, u, turn, out := args[0], args[1], args[2], args[3]
		for i := range n {
			re, im := u[2*i], u[2*i+1]
			size := sqrt(float32(re*re) + float32(im*im))
			if size == 0 {
				re, im, size = 1, 0, 1
			}
			a := sqrt(max(light[2*i], 0)) / size
			re, im = re*a, im*a
			c, s := turn[2*i], turn[2*i+1]
			out[2*i], out[2*i+1] = float32(re*c)-float32(im*s), float32(re*s)+float32(im*c)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: 1, Out: 3, Code: compute.Code{Pairs: []int{0, 1, 2, 3}, Writes: []int{3}, Text: `var size = length(v);
if (size == 0.0f) { v = vec2f(1.0f, 0.0f); size = 1.0f; }
v = cmul(v * (sqrt(max($0[p].x, 0.0f)) / size), $2[p]);`}}
	}
	return k
}

// Slipped turns a field by one number, another for each of a batch.
//
//	by   [1] complex
//	u    [n] complex
//	out  [n] complex  written; may be u
func Slipped(n int) compute.Kernel {
	k := compute.Kernel{Name: "slipped", Each: func(args [][]float32, _ []float32) {
		c, s, u, out := args[0][0], args[0][1], args[1], args[2]
		for i := range n {
			re, im := u[2*i], u[2*i+1]
			out[2*i], out[2*i+1] = float32(re*c)-float32(im*s), float32(re*s)+float32(im*c)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{0, 1, 2}, Writes: []int{2}, Text: "$2[i] = cmul($1[i], $0[0]);"}}
	}
	return k
}

// Overlap is the sum of the products of two fields, in so many parts: of every parts-th sample each.
//
//	u     [n] complex
//	with  [n] complex
//	sums  [2][parts]  written: of real and of imaginary parts
func Overlap(n, parts int) compute.Kernel {
	k := compute.Kernel{Name: "overlap", Each: func(args [][]float32, _ []float32) {
		u, with, sums := args[0], args[1], args[2]
		clear(sums)
		for i := range n {
			at := i % parts
			sums[at] += float32(u[2*i]*with[2*i]) - float32(u[2*i+1]*with[2*i+1])
			sums[parts+at] += float32(u[2*i]*with[2*i+1]) + float32(u[2*i+1]*with[2*i])
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: parts, Code: compute.Code{Pairs: []int{0, 1}, Writes: []int{2}, Text: "var sum = vec2f(0.0f);\n" +
			"for (var p = i; p < " + u32(n) + "; p += " + u32(parts) + ") { sum += cmul($0[p], $1[p]); }\n$2[i] = sum.x;\n$2[i + " + u32(parts) + "] = sum.y;"}}
	}
	return k
}

// Slips are the numbers that turn the fields of a batch back by a phase that has drifted: the last two of the batch are
// looks before and behind the others, and between them it goes along a straight line.
//
//	sum  [batch][1] complex  the products of looks with what was there before; of the others it is not read
//	by   [batch][1] complex  written, 0 for the looks
func Slips() compute.Kernel {
	k := compute.Kernel{Name: "slips", Grain: 1, Elements: func(int) int { return 1 }, Whole: []int{1}, Batch: func(args [][]float32, _ []float32, batch, _, _ int) {
		sum, by, n := args[0], args[1][:2*batch], batch-2
		clear(by)
		first, last := complex(float64(sum[2*n]), float64(sum[2*n+1])), complex(float64(sum[2*n+2]), float64(sum[2*n+3]))
		turn := cmplx.Phase(last * cmplx.Conj(first))
		for i := range n {
			s, c := math.Sincos(-cmplx.Phase(first) - turn*float64(i+1)/float64(n+1))
			by[2*i], by[2*i+1] = float32(c), float32(s)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: 1, Code: compute.Code{Functions: retrieveWGSL + sincosWGSL, Pairs: []int{0, 1}, Writes: []int{1}, Text: `let n = run.count - 2u;
let first = retrieveArg($0[n].x, $0[n].y);
let both = cmul($0[n + 1u], conj($0[n]));
let turn = retrieveArg(both.x, both.y) / f32(n + 1u);
for (var b = 0u; b < n; b++) { $1[b] = cisWGSL(-first - turn * f32(b + 1u)); }
$1[n] = vec2f(0.0f); $1[n + 1u] = vec2f(0.0f);`}}
	}
	return k
}
