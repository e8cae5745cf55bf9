package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/compute/tiles"
	"talbot/sim/rng"
)

// gpu is the product's form in WGSL.
func (p *Product) gpu() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	f := &compute.Product{Add: p.Add, Tiler: tiles.Tiler{}, Code: compute.Code{Writes: []int{2}}}
	rowsA, colsA := p.A.counts()
	_, colsB := p.B.counts()
	f.Rows, f.Cols, f.Depth = rowsA, colsB, colsA
	f.DeepA, f.WideB, f.TallC = p.A.near(), p.B.near(), !p.C.near()
	switch p.Left {
	case Plain:
		f.A, f.B = p.A.loadWGSL("$0", "i", "k"), p.B.loadWGSL("$1", "k", "j")
		f.C = p.C.atWGSL("i", "j")
		f.FactorA, f.FactorB = p.A.factorWGSL("$0", false), p.B.factorWGSL("$1", true)
	default:
		f.Cols.Fixed, f.Cols.Each, f.Depth.Fixed, f.Depth.Each = 2*f.Cols.Fixed, 2*f.Cols.Each, 2*f.Depth.Fixed, 2*f.Depth.Each
		// Of A re, im; of B re, im in even rows and -im, re in odd ones.
		f.A = p.A.pairWGSL("$0", "i", "(k / 2u)", "k % 2u")
		if p.Left == Conjugate {
			f.A += " v = select(v, -v, k % 2u == 1u);"
		}
		f.B = p.B.pairWGSL("$1", "(k / 2u)", "(j / 2u)", "(j + k) % 2u")
		if p.Right == Conjugate {
			f.B += " v = select(v, -v, k % 2u == 0u && j % 2u == 1u);"
		} else {
			f.B += " v = select(v, -v, k % 2u == 1u && j % 2u == 0u);"
		}
		f.C = p.C.atWGSL("i", "(j / 2u)") + " + j % 2u"
	}
	for _, m := range []*Matrix{&p.A, &p.B} {
		if m.Random != nil {
			f.Functions = randomWGSL
		}
		if m.Random != nil && m.Random.Fixed {
			f.Tables = [][]float32{rng.FixedBytes[:]}
		}
	}
	if r := p.A.Random; r != nil && p.A.Turned && p.Left == Plain {
		f.QuadA = r.quadWGSL("k", "i")
	}
	if r := p.B.Random; r != nil && !p.B.Turned && p.Right == Plain {
		f.QuadB = r.quadWGSL("k", "j")
	}
	return f
}

// pairWGSL are the statements that set v to a part, 0 or 1, of a pair.
func (m *Matrix) pairWGSL(arg, row, col, part string) string {
	if m.Random == nil {
		return "v = " + arg + "[" + m.atWGSL(row, col) + " + " + part + "];"
	}
	if m.Turned {
		row, col = col, row
	}
	return m.Random.loadWGSL(row, "(2u * "+col+" + "+part+")")
}

// counts are the number of rows and columns.
func (m *Matrix) counts() (rows, cols compute.Count) {
	count := func(a *Axis) compute.Count {
		if a.Sample != 0 {
			return compute.Count{Each: a.N}
		}
		return compute.Count{Fixed: a.N}
	}
	if w := m.Window; w != nil {
		rows, cols = compute.Count{Each: w.OutHeight * w.OutWidth}, compute.Count{Fixed: w.Channels * w.KernelHeight * w.KernelWidth}
	} else {
		rows, cols = count(&m.Rows), count(&m.Cols)
	}
	if m.Turned {
		rows, cols = cols, rows
	}
	return rows, cols
}

// near tells whether neighbours along a row lie closest in memory.
func (m *Matrix) near() bool {
	if m.Random != nil {
		return !m.Turned
	}
	if m.Window != nil {
		return m.Turned
	}
	small := m.Cols.Sample == 0 && m.Cols.Stride >= -2 && m.Cols.Stride <= 2
	return small != m.Turned
}

// atWGSL is the text of an element's index, for axes.
func (m *Matrix) atWGSL(row, col string) string {
	if m.Turned {
		row, col = col, row
	}
	return "u32(" + i32(m.At) + m.Rows.atWGSL(row) + m.Cols.atWGSL(col) + ")"
}

// atWGSL is the text of how far element i lies, with a sign before it.
func (a *Axis) atWGSL(i string) string {
	text := ""
	within := i
	if a.Sample != 0 {
		text = " + i32(" + i + " / " + u32(a.N) + ") * " + i32(a.Sample)
		within = "(" + i + " % " + u32(a.N) + ")"
		if a.N == 1 {
			return " + i32(" + i + ") * " + i32(a.Sample)
		}
	}
	if a.Inner > 0 {
		return text + " + i32(" + within + " / " + u32(a.Inner) + ") * " + i32(a.Outer) + " + i32(" + within + " % " + u32(a.Inner) + ") * " + i32(a.Stride)
	}
	return text + " + i32(" + within + ") * " + i32(a.Stride)
}

// loadWGSL are the statements that set v to an element.
func (m *Matrix) loadWGSL(arg, row, col string) string {
	if m.Window == nil && m.Random == nil {
		return "v = " + arg + "[" + m.atWGSL(row, col) + "];"
	}
	if m.Turned {
		row, col = col, row
	}
	if m.Random != nil {
		return m.Random.loadWGSL(row, col)
	}
	w := m.Window
	places, kernel := u32(w.OutHeight*w.OutWidth), u32(w.KernelHeight*w.KernelWidth)
	return "let place = " + row + " % " + places + "; let tap = " + col + " % " + kernel + ";" +
		" let y = i32(place / " + u32(w.OutWidth) + ") * " + i32(w.Stride) + " + i32(tap / " + u32(w.KernelWidth) + ") - " + i32(w.Pad) + ";" +
		" let x = i32(place % " + u32(w.OutWidth) + ") * " + i32(w.Stride) + " + i32(tap % " + u32(w.KernelWidth) + ") - " + i32(w.Pad) + ";" +
		" v = 0.0f; if (y >= 0 && x >= 0 && y % " + i32(w.Spread) + " == 0 && x % " + i32(w.Spread) + " == 0 && y / " + i32(w.Spread) + " < " + i32(w.Height) + " && x / " + i32(w.Spread) + " < " + i32(w.Width) + ") {" +
		" v = " + arg + "[((" + row + " / " + places + " * " + u32(w.Channels) + " + " + col + " / " + kernel + ") * " + u32(w.Height) + " + u32(y / " + i32(w.Spread) + ")) * " + u32(w.Width) + " + u32(x / " + i32(w.Spread) + ")]; }"
}

// factorWGSL reads a matrix of real numbers by two halves, nil where that cannot be: the tile goes along its rows, or
// with turned along its columns.
func (m *Matrix) factorWGSL(arg string, turned bool) *compute.Factor {
	f := &compute.Factor{Flat: true, Load: "v = " + arg + "[u32(at)];"}
	switch w := m.Window; {
	case m.Random != nil || w != nil && w.Spread != 1:
		return nil
	case w == nil:
		f.Tile, f.Deep = "at = "+i32(m.At)+m.Rows.atWGSL("i")+";", "at = 0"+m.Cols.atWGSL("i")+";"
	default:
		f.Flat = w.Pad == 0 && (w.OutHeight-1)*w.Stride+w.KernelHeight <= w.Height && (w.OutWidth-1)*w.Stride+w.KernelWidth <= w.Width
		// half is where number i of all is, of so many in a row and in a picture of them.
		half := func(width, all, stride, pad, picture int) string {
			text := "let n = i32(i % " + u32(all) + "); let y = n / " + i32(width) + " * " + i32(stride) + " - " + i32(pad) + "; let x = n % " + i32(width) + " * " + i32(stride) + " - " + i32(pad) + ";"
			place := "i32(i / " + u32(all) + ") * " + i32(picture) + " + y * " + i32(w.Width) + " + x"
			if f.Flat {
				return text + " at = " + place + ";"
			}
			return text + " at = vec3i(" + place + ", y, x);"
		}
		f.Tile = half(w.OutWidth, w.OutWidth*w.OutHeight, w.Stride, w.Pad, w.Channels*w.Height*w.Width)
		f.Deep = half(w.KernelWidth, w.KernelWidth*w.KernelHeight, 1, 0, w.Height*w.Width)
		if !f.Flat {
			f.Load = "if (u32(at.y) < " + u32(w.Height) + " && u32(at.z) < " + u32(w.Width) + ") { v = " + arg + "[u32(at.x)]; }"
		}
	}
	if m.Turned != turned {
		f.Tile, f.Deep = f.Deep, f.Tile
	}
	return f
}
