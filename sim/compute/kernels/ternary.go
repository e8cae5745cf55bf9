package kernels

import "talbot/sim/compute"

// Ternary turns rows of numbers into patterns of -1, 0 and 1, and a size for each row:
//
//	chance   p = sign(x) with probability |x|/size, else 0;  size = max |x|      size p is x on average
//	else     p = sign(x) where |x| > Threshold (max |x|, if Relative), else 0;   size = 1, or max |x|
//
// A display of mirrors shows what is 1 and what is -1 one after the other, as in ternary optical
// training (Launay et al., arXiv 2006.01475). A pattern of zeros has size 0: nothing is shown, and what a camera reads of the dark is no answer.
//
//	x        [Rows][N]
//	number   [1]            of the sample
//	control  [Controls]     with Chance; else any buffer
//	p        [Rows][N]      written; with Mirrors [Rows][2][N]: 1 where p is 1, and 1 where it is -1
//	size     [Rows]         written
type Ternary struct {
	Rows, N   int
	Chance    bool
	Threshold float64
	Relative  bool
	Mirrors   bool
	Stream    uint32 // see package rng
}

// Kernel makes the kernel.
func (q Ternary) Kernel() compute.Kernel {
	rows, n := q.Rows, q.N
	quads := (n + 3) / 4
	relative := q.Chance || q.Relative
	k := compute.Kernel{Name: "ternary", Each: func(args [][]float32, _ []float32) {
		x, p, size := args[0], args[3], args[4]
		var d draw
		if q.Chance {
			d = Levels{Stream: q.Stream}.draw(args[2])
		}
		for r := range rows {
			x, to := x[r*n:][:n], p[r*n:]
			if q.Mirrors {
				to = p[2*r*n:]
			}
			most := float32(0)
			for _, v := range x {
				most = max(most, v, -v)
			}
			size[r] = 1
			if relative {
				size[r] = most
			}
			var bits [4]uint32
			lit := float32(0)
			for i, v := range x {
				if q.Chance && i%4 == 0 {
					bits = d.stream.Block(d.step, (uint32(args[1][0])*uint32(rows)+uint32(r))*uint32(quads)+uint32(i/4))
				}
				a, shown := max(v, -v), float32(0)
				switch {
				case q.Chance && a > float32(most*(float32(bits[i%4]>>8)*(1.0/(1<<24)))), !q.Chance && a > float32(size[r]*float32(q.Threshold)):
					shown, lit = 1, 1
				}
				switch {
				case q.Mirrors && v < 0:
					to[i], to[n+i] = 0, shown
				case q.Mirrors:
					to[i], to[n+i] = shown, 0
				case v < 0:
					to[i] = -shown
				default:
					to[i] = shown
				}
			}
			size[r] *= lit
		}
	}}
	if compute.WithGPU {
		k.GPU = q.gpu(relative, quads)
	}
	return k
}

func (q Ternary) gpu(relative bool, quads int) compute.GPU {
	text, size := "", "1.0f"
	if relative {
		size = "most"
	}
	bound := size + " * " + f32(q.Threshold)
	functions := ""
	if q.Chance {
		functions = levelsWGSL
		text = drawWGSL("$2", q.Stream)
		bound = "most * (f32(bits[k % 4u] >> 8u) * 5.9604644775390625e-8f)"
	}
	text += "const n = " + u32(q.N) + `;
var most = 0.0f; var lit = 0.0f;
for (var k = 0u; k < n; k++) { most = max(most, abs($0[i * n + k])); }
`
	if q.Chance {
		text += "var bits = vec4u();\n"
	}
	text += "for (var k = 0u; k < n; k++) {\n"
	if q.Chance {
		text += "if (k % 4u == 0u) { bits = levelsBits(vec4u((u32($1[0]) * " + u32(q.Rows) + " + i) * " + u32(quads) + " + k / 4u, step, stream, 0u), seed); }\n"
	}
	text += "let v = $0[i * n + k]; let shown = select(0.0f, 1.0f, abs(v) > " + bound + "); lit = max(lit, shown);\n"
	if q.Mirrors {
		text += "$3[2u * i * n + k] = select(shown, 0.0f, v < 0.0f); $3[(2u * i + 1u) * n + k] = select(0.0f, shown, v < 0.0f);\n}"
	} else {
		text += "$3[i * n + k] = select(shown, -shown, v < 0.0f);\n}"
	}
	text += "\n$4[i] = " + size + " * lit;"
	return &compute.Map{N: q.Rows, Code: compute.Code{Text: text, Functions: functions, Writes: []int{3, 4}}}
}

// RowSizes is y_rk = factor size_r x_rk.
//
//	x     [rows][n]
//	size  [rows]
//	y     [rows][n]  written; may be x
func RowSizes(rows, n int, factor float64) compute.Kernel {
	f := float32(factor)
	k := compute.Kernel{Name: "row-sizes", Each: func(args [][]float32, _ []float32) {
		x, y := args[0], args[2]
		for r, s := range args[1] {
			s *= f
			for i, v := range x[r*n : (r+1)*n] {
				y[r*n+i] = s * v
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: rows * n, Code: compute.Code{Text: "$2[i] = " + f32(factor) + " * $1[i / " + u32(n) + "] * $0[i];", Writes: []int{2}}}
	}
	return k
}
