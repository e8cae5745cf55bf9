package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/compute/tiles"
)

// Embed has for each token its row of a table: y_t = E_{x_t}.
//
//	x  [tokens]               numbers of tokens, whole and below rows
//	e  [rows][width]
//	y  [tokens][width]        written
func Embed(tokens, rows, width int) compute.Kernel {
	k := compute.Kernel{Name: "embed", Each: func(args [][]float32, _ []float32) {
		for t, v := range args[0] {
			copy(args[2][t*width:][:width], args[1][int(v)*width:])
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: tokens * width, Code: compute.Code{Writes: []int{2},
			Text: "$2[i] = $1[u32($0[i / " + u32(width) + "]) * " + u32(width) + " + i % " + u32(width) + "];"}}
	}
	return k
}

// EmbedAdjoint has the gradient with respect to the table, over the batch: dE_k = sum of g_t where x_t is k; with
// add it is added to what is there.
//
//	x   [batch][tokens]
//	g   [batch][tokens][width]
//	de  [rows][width]           written, or added to
func EmbedAdjoint(tokens, rows, width int, add bool) compute.Kernel {
	k := compute.Kernel{Name: "embed-adjoint", Grain: 16, Elements: func(int) int { return width },
		Batch: func(args [][]float32, _ []float32, batch, from, to int) {
			if !add {
				for r := range rows {
					clear(args[2][r*width+from : r*width+to])
				}
			}
			for t, v := range args[0][:batch*tokens] {
				d := args[2][int(v)*width:][from:to]
				for c, g := range args[1][t*width:][from:to] {
					d[c] += g
				}
			}
		}}
	if compute.WithGPU {
		// A product of what is 1 where a token is that of a row, else 0, with the gradients.
		w := i32(width)
		k.GPU = &compute.Product{Rows: compute.Count{Fixed: rows}, Cols: compute.Count{Fixed: width}, Depth: compute.Count{Each: tokens}, Add: add,
			A: "v = select(0.0f, 1.0f, $0[k] == f32(i));", C: "i * " + u32(width) + " + j", DeepA: true, WideB: true, Tiler: tiles.Tiler{},
			FactorB: &compute.Factor{Tile: "at = i32(i);", Deep: "at = i32(i) * " + w + ";", Load: "v = $1[u32(at)];", Flat: true},
			Code:    compute.Code{Writes: []int{2}}}
	}
	return k
}
