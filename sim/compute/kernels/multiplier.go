package kernels

import (
	"math"

	"talbot/sim/compute"
)

// ShownWeights are a matrix as an optical multiplier has it, once for the whole batch: the
// nearest weights of 2^bits - 1 between -most and most, for bits above 0, times the errors of
// the blocks, and of each row the share cross with its neighbours. Package multiplier has
// the same in float64.
//
//	w      [rows][cols]
//	error  [rows][cols]  factors
//	shown  [rows][cols]  written
func ShownWeights(rows, cols int, cross float64, bits int, most float64) compute.Kernel {
	c, m, top := float32(cross), float32(most), float32(0)
	if bits > 0 {
		top = float32(int(1)<<(bits-1) - 1)
	}
	block := func(w, e []float32, k int) float32 {
		v := w[k]
		if top > 0 {
			v = float32(math.Floor(float64(float32(min(max(v/m, -1), 1)*top)+0.5))) / top * m
		}
		return v * e[k]
	}
	k := compute.Kernel{Name: "shown-weights", N: rows * cols, Grain: functionGrain, Once: func(args [][]float32, _ []float32, from, to int) {
		w, e, shown := args[0], args[1], args[2]
		for k := from; k < to; k++ {
			v := block(w, e, k)
			if c > 0 {
				near := float32(0)
				if k >= cols {
					near += block(w, e, k-cols)
				}
				if k+cols < rows*cols {
					near += block(w, e, k+cols)
				}
				v += float32(c * near)
			}
			shown[k] = v
		}
	}}
	if compute.WithGPU {
		read := func(at string) string {
			if bits == 0 {
				return "$0[" + at + "] * $1[" + at + "]"
			}
			t := f32(float64(top))
			return "floor(clamp($0[" + at + "] / " + f32(most) + ", -1.0f, 1.0f) * " + t + " + 0.5f) / " + t + " * " + f32(most) + " * $1[" + at + "]"
		}
		text := "var v = " + read("i") + ";\n"
		if c > 0 {
			text += "var near = 0.0f;\nif (i >= " + u32(cols) + ") { near += " + read("i - "+u32(cols)) + "; }\n" +
				"if (i + " + u32(cols) + " < " + u32(rows*cols) + ") { near += " + read("i + "+u32(cols)) + "; }\nv += " + f32(cross) + " * near;\n"
		}
		k.GPU = &compute.Map{N: rows * cols, Code: compute.Code{Text: text + "$2[i] = v;", Writes: []int{2}}}
	}
	return k
}

// ReadoutNoise adds noise to what a multiplier shows, in place: normal, with the standard
// deviation share of the sample's largest number.
//
//	x        [n]
//	number   [1]         which sample of the batch this is, less than 65536
//	control  [Controls]  of which ControlStep and ControlSeed are read
func ReadoutNoise(n int, share float64, stream uint32) compute.Kernel {
	f := float32(share)
	k := compute.Kernel{Name: "readout-noise", Each: func(args [][]float32, _ []float32) {
		x, d := args[0], Levels{Stream: stream}.draw(args[2])
		scale, first := f*sqrt(meanSquare(x)), uint32(args[1][0])*uint32((n+3)/4)
		var noise [4]float32
		for i := 0; i < n; i += 4 {
			bits := d.stream.Block(d.step, first+uint32(i/4))
			normal4(&noise, bits, scale)
			for j := i; j < min(i+4, n); j++ {
				x[j] += noise[j-i]
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Group{Threads: signalThreads, Code: compute.Code{Functions: randomWGSL, Writes: []int{0}, Text: `var own = 0.0f;
for (var i = lid; i < ` + u32(n) + `; i += ` + u32(signalThreads) + `) { own += $0[i] * $0[i]; }
let mean = total(lid, own) / ` + f32(float64(n)) + `;
let scale = select(0.0f, ` + f32(share) + ` * sqrt(mean), mean > ` + f32(darkest) + `);
` + drawWGSL("$2", stream) + `let first = u32($1[0]) * ` + u32((n+3)/4) + `;
for (var i = lid; i < ` + u32(n) + `; i += ` + u32(signalThreads) + `) {
$0[i] += scale * randomOf(levelsBits(vec4u(first + i / 4u, step, stream, 0u), seed), i);
}`}}
	}
	return k
}

// drawWGSL declares step, stream and seed of the control in argument arg.
func drawWGSL(arg string, stream uint32) string {
	half := func(at int) string {
		return "(u32(" + arg + "[" + u32(at) + "]) | (u32(" + arg + "[" + u32(at+1) + "]) << 16u))"
	}
	return "let step = " + half(ControlStep) + ";\nlet stream = " + u32(int(stream)) + ";\nlet seed = vec2u(" + half(ControlSeed) + ", " + half(ControlSeed+2) + ");\n"
}

// Dropout leaves out a share of the numbers, chosen anew for each sample and step, and
// makes the others larger by 1/(1-share) (Srivastava et al., Journal of Machine Learning
// Research 15, 1929 (2014)). The way back is the same kernel on the gradient.
//
//	x        [n]
//	y        [n]         written; may be x
//	number   [1]         which sample of the batch this is, less than 65536
//	control  [Controls]  of which ControlStep and ControlSeed are read
func Dropout(n int, share float64, stream uint32) compute.Kernel {
	keep := 1 / float32(1-share)
	limit := uint32(share * (1 << 24))
	k := compute.Kernel{Name: "dropout", Each: func(args [][]float32, _ []float32) {
		x, y, d := args[0], args[1], Levels{Stream: stream}.draw(args[3])
		first := uint32(args[2][0]) * uint32((n+3)/4)
		var bits [4]uint32
		for i, v := range x {
			if i%4 == 0 {
				bits = d.stream.Block(d.step, first+uint32(i/4))
			}
			if bits[i%4]>>8 >= limit {
				y[i] = keep * v
			} else {
				y[i] = 0
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Functions: levelsWGSL, Writes: []int{1},
			Text: drawWGSL("$3", stream) + `let b = levelsBits(vec4u(u32($2[0]) * ` + u32((n+3)/4) + ` + i / 4u, step, stream, 0u), seed);
$1[i] = select(0.0f, ` + f32(float64(keep)) + ` * $0[i], (b[i % 4u] >> 8u) >= ` + u32(int(limit)) + `);`}}
	}
	return k
}
