package kernels

import (
	"math"

	"talbot/sim/compute"
)

// Speckle is what a camera reads of scattered light with and without a second beam A, and the number
// that is linear in the light made of it; of a pattern's two displays the difference:
//
//	Anchor   s = (|y+A|^2 - |y|^2 - |A|^2) / (2 max(|A|, Least))      A is known: it never changes
//	Stepped  s = (|y+A|^2 - |y-A|^2) / (4 |A|)                        A is a plane wave, two phases of it
//	Single   s = |y+A|^2                                              A is tilted: see opu.OffAxis for what follows
//
// Each exposure has shot noise, approximately normal, noise of reading, a full well and 2^Bits levels.
type Speckle struct {
	Rows, N   int
	Stepped   bool
	Single    bool
	Full      float64 // intensity that fills the well
	Electrons float64 // of a full well; 0 for no noise
	Read      float64 // standard deviation of the reading, electrons
	Bits      int     // 0 for any number
	Least     float64 // amplitude
	Stream    uint32  // see package rng
}

// Kernel makes the kernel.
//
//	y        [Rows][2][N] complex   light of what is 1, and of what is -1
//	a        [N] complex            the second beam
//	number   [1]                    of the sample
//	control  [Controls]
//	s        [Rows][N]              written
func (q Speckle) Kernel() compute.Kernel {
	rows, n := q.Rows, q.N
	k := compute.Kernel{Name: "speckle", Each: func(args [][]float32, _ []float32) {
		y, a, to := args[0], args[1], args[4]
		d := Levels{Stream: q.Stream}.draw(args[3])
		first := uint32(args[2][0]) * uint32(rows*n)
		var noise [4]float32
		for r := range rows {
			up, down := y[4*r*n:][:2*n], y[(4*r+2)*n:][:2*n]
			for j := range n {
				if q.Electrons > 0 {
					normal4(&noise, d.stream.Block(d.step, first+uint32(r*n+j)), 1)
				}
				re, im := a[2*j], a[2*j+1]
				to[r*n+j] = q.linear(up[2*j], up[2*j+1], re, im, noise[0], noise[1]) - q.linear(down[2*j], down[2*j+1], re, im, noise[2], noise[3])
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = q.gpu()
	}
	return k
}

// linear is the number of one display, from two exposures, or the one.
func (q *Speckle) linear(yr, yi, ar, ai, n0, n1 float32) float32 {
	together := q.exposed(power(yr+ar, yi+ai), n0)
	if q.Single {
		return together
	}
	if q.Stepped {
		return (together - q.exposed(power(yr-ar, yi-ai), n1)) / (4 * float32(math.Sqrt(float64(power(ar, ai)))))
	}
	anchor := power(ar, ai)
	return (together - q.exposed(power(yr, yi), n1) - anchor) / (2 * max(float32(math.Sqrt(float64(anchor))), float32(q.Least)))
}

func power(re, im float32) float32 { return float32(re*re) + float32(im*im) }

// exposed is what the camera makes of an intensity, in its units.
func (q *Speckle) exposed(i, noise float32) float32 {
	v := i / float32(q.Full)
	if q.Electrons > 0 {
		variance := v/float32(q.Electrons) + float32(q.Read*q.Read/(q.Electrons*q.Electrons))
		v += float32(float32(math.Sqrt(float64(variance))) * noise)
	}
	if q.Bits > 0 {
		levels := float32(int(1)<<q.Bits - 1)
		v = float32(math.Floor(float64(float32(max(0, min(1, v))*levels)+0.5))) / levels
	}
	return v * float32(q.Full)
}

func (q Speckle) gpu() compute.GPU {
	text := drawWGSL("$3", q.Stream) + "const n = " + u32(q.N) + "; let r = i / n; let j = i % n;\n"
	if q.Electrons > 0 {
		text += "let bits = levelsBits(vec4u(u32($2[0]) * " + u32(q.Rows*q.N) + " + i, step, stream, 0u), seed);\n"
	} else {
		text += "let bits = seed;\n"
	}
	noise := func(k string) string {
		if q.Electrons > 0 {
			return "randomOf(bits, " + k + ")"
		}
		return "0.0f"
	}
	exposed := func(light, k string) string {
		return "exposedOf(dot(" + light + ", " + light + ") / " + f32(q.Full) + ", " + noise(k) + ")"
	}
	linear := func(y, k0, k1 string) string {
		if q.Single {
			return exposed("("+y+" + a)", k0)
		}
		if q.Stepped {
			return "(" + exposed("("+y+" + a)", k0) + " - " + exposed("("+y+" - a)", k1) + ") / (4.0f * sqrt(anchor))"
		}
		return "(" + exposed("("+y+" + a)", k0) + " - " + exposed(y, k1) + " - anchor) / (2.0f * max(sqrt(anchor), " + f32(q.Least) + "))"
	}
	anchor := "let anchor = dot(a, a); "
	if q.Single {
		anchor = ""
	}
	text += "let a = $1[j]; " + anchor + "let up = $0[2u * r * n + j]; let down = $0[(2u * r + 1u) * n + j];\n" +
		"$4[i] = " + linear("up", "0u", "1u") + " - (" + linear("down", "2u", "3u") + ");"
	exposing := "fn exposedOf(i: f32, noise: f32) -> f32 {\nvar v = i;\n"
	if q.Electrons > 0 {
		exposing += "v += sqrt(v * " + f32(1/q.Electrons) + " + " + f32(q.Read*q.Read/(q.Electrons*q.Electrons)) + ") * noise;\n"
	}
	if q.Bits > 0 {
		levels := f32(float64(int(1)<<q.Bits - 1))
		exposing += "v = floor(clamp(v, 0.0f, 1.0f) * " + levels + " + 0.5f) / " + levels + ";\n"
	}
	exposing += "return v * " + f32(q.Full) + ";\n}\n"
	return &compute.Map{N: q.Rows * q.N, Code: compute.Code{Text: text, Functions: randomWGSL + exposing, Pairs: []int{0, 1}, Writes: []int{4}}}
}
