package kernels

import (
	"strconv"

	"talbot/sim/compute"
)

// DotParts is the sum of products of two arrays in parts, with a stride as Fold has:
//
//	part_i = x_i y_i + x_(i+parts) y_(i+parts) + ...
//
//	x, y  [n]
//	part  [parts]  written
func DotParts(n, parts int) compute.Kernel {
	k := compute.Kernel{Name: "dot-parts", Each: func(args [][]float32, _ []float32) { dotParts(args[0], args[1], args[2], n) }}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: parts, Code: compute.Code{Writes: []int{2},
			Text: "var sum = 0.0f; for (var k = i; k < " + u32(n) + "; k += " + u32(parts) + ") { sum += $0[k] * $1[k]; } $2[i] = sum;"}}
	}
	return k
}

func dotParts(x, y, part []float32, n int) {
	clear(part)
	for from := 0; from < n; from += len(part) {
		a, b := x[from:min(from+len(part), n)], y[from:min(from+len(part), n)]
		for i, v := range a {
			part[i] += float32(v * b[i])
		}
	}
}

// totalThreads share a sample on a GPU.
const totalThreads = 256

// Total adds up the parts of several sums.
//
//	part  [sums][parts]
//	m     [sums]         written
func Total(sums, parts int) compute.Kernel {
	k := compute.Kernel{Name: "total", Each: func(args [][]float32, _ []float32) {
		for s := range sums {
			sum := 0.0
			for _, v := range args[0][s*parts : (s+1)*parts] {
				sum += float64(v)
			}
			args[1][s] = float32(sum)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Group{Threads: totalThreads, Code: compute.Code{Writes: []int{1}, Text: `for (var q = 0u; q < ` + u32(sums) + `; q++) {
var sum = 0.0f;
for (var p = lid; p < ` + u32(parts) + `; p += ` + u32(totalThreads) + `) { sum += $0[q * ` + u32(parts) + ` + p]; }
sum = total(lid, sum);
if (lid == 0u) { $1[q] = sum; }
}`}}
	}
	return k
}

// SumSamples adds a number of each sample to one of all: the gradient of a number that all
// share.
//
//	m   [batch][1]
//	dw  [1]         added to
func SumSamples() compute.Kernel {
	k := compute.Kernel{Name: "sum-samples", Grain: 1, Elements: func(int) int { return 1 },
		Batch: func(args [][]float32, _ []float32, batch, _, _ int) {
			sum := 0.0
			for _, v := range args[0][:batch] {
				sum += float64(v)
			}
			args[1][0] += float32(sum)
		}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: 1, Code: compute.Code{Writes: []int{1},
			Text: "var sum = 0.0f; for (var b = 0u; b < run.count; b++) { sum += $0[b]; } $1[i] += sum;"}}
	}
	return k
}

// Scaled is y = w x, with w a number on the device.
//
//	x  [n]
//	w  [1]
//	y  [n]  written; may be x
func Scaled(n int) compute.Kernel {
	k := compute.Kernel{Name: "scaled", Widths: []int{1, 0, 1}, Each: func(args [][]float32, _ []float32) {
		w, y := args[1][0], args[2]
		for i, v := range args[0] {
			y[i] = w * v
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: "$2[i] = $1[0] * $0[i];", Writes: []int{2}}}
	}
	return k
}

// MatchParts has, in parts, what the best factor w of a field u for a target v is made of,
// w = Re<u, v>/<u, u>; Total adds them up.
//
//	u     [n] complex
//	v     [n] complex
//	part  [2][parts]   written: of Re<u, v> and of <u, u>
func MatchParts(n, parts int) compute.Kernel {
	k := compute.Kernel{Name: "match-parts", Each: func(args [][]float32, _ []float32) {
		dotParts(args[0], args[1], args[2][:parts], 2*n)
		dotParts(args[0], args[0], args[2][parts:2*parts], 2*n)
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: parts, Code: compute.Code{Writes: []int{2},
			Text: "var a = 0.0f; var b = 0.0f; for (var k = i; k < " + u32(2*n) + "; k += " + u32(parts) + ") { let u = $0[k]; a += u * $1[k]; b += u * u; } $2[i] = a; $2[i + " + u32(parts) + "] = b;"}}
	}
	return k
}

// Matched is w = m_0/m_1, as MatchParts and Total leave it, or most with its sign where that is
// less.
func Matched(m []float32, most float32) float32 {
	w := m[0] / m[1]
	return min(max(w, -most), most)
}

// matchedWGSL is Matched of argument m.
func matchedWGSL(m int, most float64) string {
	a := "$" + strconv.Itoa(m)
	return "clamp(" + a + "[0] / " + a + "[1], " + f32(-most) + ", " + f32(most) + ")"
}

// MatchedError is SquaredError of w u, with w, Matched of m, held while u changes: for the loss
// L = scale sum |w u - v|^2,
//
//	error = scale |w u - v|^2,   g = dL/du = 2 scale w (w u - v).
//
//	u      [n] complex
//	v      [n] complex
//	m      [2]
//	error  [n]          written
//	g      [n] complex  written; may be u
func MatchedError(n int, scale, most float64) compute.Kernel {
	s, top := float32(scale), float32(most)
	k := compute.Kernel{Name: "matched-error", Widths: []int{2, 2, 0, 1, 2}, Each: func(args [][]float32, _ []float32) {
		u, v, e, g := args[0], args[1], args[3], args[4]
		w := Matched(args[2], top)
		f := 2 * float32(s*w)
		for i := range e {
			re, im := float32(w*u[2*i])-v[2*i], float32(w*u[2*i+1])-v[2*i+1]
			e[i] = s * (float32(re*re) + float32(im*im))
			g[2*i], g[2*i+1] = float32(f*re), float32(f*im)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: 0, Out: 4, Code: compute.Code{Pairs: []int{0, 1, 4}, Writes: []int{3, 4},
			Text: "let w = " + matchedWGSL(2, most) + "; let d = w * v - $1[p]; $3[p] = " + f32(scale) + " * dot(d, d); v = " + f32(2*scale) + " * w * d;"}}
	}
	return k
}
