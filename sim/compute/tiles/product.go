package tiles

import (
	"strconv"

	"talbot/sim/compute"
)

// A workgroup makes a tile of a product, each thread some rows and columns of it in registers. It goes along the
// depth in steps of deep, with that much of both factors in workgroup memory as vectors of
// four rows or columns; one vector more in each line keeps threads off each other's banks.
// The next step is read into registers while this one is worked on.

// factor is one side of a product while its pass is written.
type factor struct {
	name   string // A or B
	form   *compute.Factor
	quad   bool
	deep   bool // neighbours in memory, which threads read, are along the depth, else along the tile
	spread bool // the four of a vector lie a quarter of the tile apart, so that threads read neighbours
	tile   int  // its rows, or columns
	pitch  int
	loads  int
	lines  int
}

func newFactor(q compute.Cut, name string, form *compute.Factor, quad string, along bool, tile int) *factor {
	f := &factor{name: name, form: form, quad: quad != "", deep: along, spread: form != nil && !along, tile: tile, pitch: tile/4 + 1}
	f.loads, f.lines = loads(q, tile, along)
	return f
}

// at is the text of where component c of vector x lies in the tile.
func (f *factor) at(x string, c int) string {
	if f.spread {
		return x + " + " + u(f.tile/4*c)
	}
	return "4u * (" + x + ") + " + u(c)
}

// shader is one that is being written.
type shader struct{ globals, body text }

// text is lines.
type text []byte

// Line adds one.
func (t *text) Line(parts ...string) {
	for _, p := range parts {
		*t = append(*t, p...)
	}
	*t = append(*t, '\n')
}

func (p *shader) texts() (declarations, statements string) {
	return string(p.globals), string(p.body)
}

// Write writes the shader of a product.
func (Tiler) Write(f *compute.Product, q compute.Cut, arrays compute.Arrays) (declarations, statements string, err error) {
	p := new(shader)
	w := &p.body
	a, b := newFactor(q, "A", f.FactorA, f.QuadA, f.DeepA, q.Rows()), newFactor(q, "B", f.FactorB, f.QuadB, !f.WideB, q.Cols())
	p.counts(f)
	p.globals.Line("fn depth() -> u32 { return ", countWGSL(f.Depth), "; }")
	if err := p.reads(a, arrays, f.A, f.QuadA, "i: u32, k: u32", "rows()"); err != nil {
		return "", "", err
	}
	if err := p.reads(b, arrays, f.B, f.QuadB, "j: u32, k: u32", "cols()"); err != nil {
		return "", "", err
	}
	w.Line("let t = l.x; let number = g.y * ", u(compute.MostGroups), " + g.x;")
	w.Line("let across = (cols() + ", u(q.Cols()-1), ") / ", u(q.Cols()), ";")
	w.Line("let tiles = across * ((rows() + ", u(q.Rows()-1), ") / ", u(q.Rows()), ");")
	w.Line("let tile = number % max(tiles, 1u); let part = number / max(tiles, 1u);")
	w.Line("if (part >= ", u(q.Parts), " || tiles == 0u) { return; }")
	w.Line("let beginA = tile / across * ", u(q.Rows()), "; let beginB = tile % across * ", u(q.Cols()), ";")
	w.Line("let share = (depth() + ", u(q.Parts*deep-1), ") / ", u(q.Parts*deep), " * ", u(deep), ";")
	w.Line("let start = min(depth(), part * share); let end = min(depth(), start + share);")
	// Threads whose numbers follow each other write neighbours.
	if f.TallC {
		w.Line("let ty = t % ", u(q.Down), "; let tx = t / ", u(q.Down), ";")
	} else {
		w.Line("let ty = t / ", u(q.Across), "; let tx = t % ", u(q.Across), ";")
	}
	for _, s := range []*factor{a, b} {
		p.begin(s, q.Threads())
	}
	w.Line("workgroupBarrier();")
	name := func(i, j int) string { return "c" + strconv.Itoa(i) + "_" + strconv.Itoa(j) }
	for i := range 4 * q.High {
		for j := range q.Wide {
			w.Line("var ", name(i, j), " = vec4f();")
		}
	}
	read := func() {
		p.read(a, q.Threads())
		p.read(b, q.Threads())
	}
	w.Line("{ let next = start;")
	read()
	w.Line("}")
	w.Line("for (var at = start; at < end; at += ", u(deep), ") {")
	p.keep(a, q.Threads())
	p.keep(b, q.Threads())
	w.Line("workgroupBarrier();")
	w.Line("let next = at + ", u(deep), ";")
	w.Line("if (next < end) {")
	read()
	w.Line("}")
	w.Line("for (var k = 0u; k < ", u(deep), "; k++) {")
	for v := range q.High {
		w.Line("let p", strconv.Itoa(v), " = keptA[k * ", u(a.pitch), " + ty + ", u(q.Down*v), "];")
	}
	for v := range q.Wide {
		w.Line("let r", strconv.Itoa(v), " = keptB[k * ", u(b.pitch), " + tx + ", u(q.Across*v), "];")
	}
	for i := range 4 * q.High {
		for j := range q.Wide {
			w.Line(name(i, j), " = fma(vec4f(p", strconv.Itoa(i/4), ".", string("xyzw"[i%4]), "), r", strconv.Itoa(j), ", ", name(i, j), ");")
		}
	}
	w.Line("}")
	w.Line("workgroupBarrier();")
	w.Line("}")
	end, err := store(f, arrays, q.Parts)
	if err != nil {
		return "", "", err
	}
	for i := range 4 * q.High {
		for j := range 4 * q.Wide {
			w.Line("{ let i = beginA + ", a.at("ty + "+u(i/4*q.Down), i%4), "; let j = beginB + ", b.at("tx + "+u(j/4*q.Across), j%4),
				"; let v = ", name(i, j/4), ".", string("xyzw"[j%4]), "; if (i < rows() && j < cols()) { ", end, " } }")
		}
	}
	declarations, statements = p.texts()
	return declarations, statements, nil
}

// counts declares the sizes of what a product gives.
func (p *shader) counts(f *compute.Product) {
	p.globals.Line("fn rows() -> u32 { return ", countWGSL(f.Rows), "; }")
	p.globals.Line("fn cols() -> u32 { return ", countWGSL(f.Cols), "; }")
}

// reads declares how elements of a factor are read: by its two halves, or by text or quad, with these arguments. Rows behind the
// last are read as that: what comes of them is not written.
func (p *shader) reads(s *factor, arrays compute.Arrays, text, quad, args, count string) error {
	g := &p.globals
	g.Line("var<workgroup> kept", s.name, ": array<vec4f, ", strconv.Itoa(deep*s.pitch), ">;")
	if s.form == nil {
		kind := "f32"
		if s.quad {
			kind, text = "vec4f", quad
		}
		text, err := arrays.Expand(text)
		g.Line("fn element", s.name, "(", args, ") -> ", kind, " { var v = ", kind, "(); if (", args[:1], " < ", count, ") { ", text, " } return v; }")
		return err
	}
	load, err := arrays.Expand(s.form.Load)
	kind := s.kind()
	g.Line("fn tile", s.name, "(number: u32) -> ", kind, " { let i = min(number, ", count, " - 1u); var at = ", kind, "(); ", s.form.Tile, " return at; }")
	g.Line("fn deep", s.name, "(i: u32) -> ", kind, " { var at = ", kind, "(); ", s.form.Deep, " return at; }")
	g.Line("fn element", s.name, "(at: ", kind, ") -> f32 { var v = 0.0f; ", load, " return v; }")
	if s.deep {
		g.Line("var<workgroup> tiles", s.name, ": array<", kind, ", ", strconv.Itoa(s.tile), ">;")
	}
	return err
}

func (f *factor) kind() string {
	if f.form.Flat {
		return "i32"
	}
	return "vec3i"
}

// begin finds the vectors that a thread reads, and where their rows begin, which is the same at all depths.
func (p *shader) begin(s *factor, threads int) {
	w := &p.body
	for n := range s.loads {
		w.Line("var f", s.name, strconv.Itoa(n), ": vec4f;")
	}
	switch {
	case s.form == nil:
	case s.deep:
		w.Line("for (var i = t; i < ", u(s.tile), "; i += ", u(threads), ") { tiles", s.name, "[i] = tile", s.name, "(begin", s.name, " + i); }")
	default:
		for c := range 4 {
			w.Line("let at", s.name, strconv.Itoa(c), " = tile", s.name, "(begin", s.name, " + ", s.at("t % "+u(s.tile/4), c), ");")
		}
	}
}

// vectors writes what is done for each vector that a thread reads, x of the tile and y of the depth.
func (p *shader) vectors(s *factor, threads int, do func(n string)) {
	for n := range s.loads {
		x, y, ok := "t % "+u(s.tile/4), "t / "+u(s.tile/4)+" + "+u(n*s.lines), "true"
		all, have := s.lines*s.tile/4, deep
		if s.deep {
			x, y = "t / "+u(deep)+" + "+u(n*s.lines), "t % "+u(deep)
			all, have = s.lines*deep, s.tile/4
		}
		if all < threads {
			ok = "t < " + u(all)
		}
		if (n+1)*s.lines > have {
			ok += " && " + map[bool]string{true: "x", false: "y"}[s.deep] + " < " + u(have)
		}
		p.body.Line("{ let x = ", x, "; let y = ", y, "; if (", ok, ") {")
		do("f" + s.name + strconv.Itoa(n))
		p.body.Line("} }")
	}
}

// read takes the next step from memory to registers, zeros behind the end, and keep from there to workgroup memory.
func (p *shader) read(s *factor, threads int) {
	p.vectors(s, threads, func(to string) {
		element := func(c int) string {
			switch {
			case s.form == nil:
				return "element" + s.name + "(at + " + u(c) + ", k)"
			case s.deep:
				return "element" + s.name + "(tiles" + s.name + "[4u * x + " + u(c) + "] + d)"
			}
			return "element" + s.name + "(at" + s.name + strconv.Itoa(c) + " + d)"
		}
		four := "vec4f(" + element(0) + ", " + element(1) + ", " + element(2) + ", " + element(3) + ")"
		begin := "let d = deep" + s.name + "(k);"
		if s.form == nil {
			begin = "let at = begin" + s.name + " + 4u * x;"
		}
		if s.quad && s.form == nil {
			four = "element" + s.name + "(at, k)"
		}
		p.body.Line("let k = next + y; ", to, " = vec4f(); if (k < end) { ", begin, " ", to, " = ", four, "; }")
	})
}

func (p *shader) keep(s *factor, threads int) {
	p.vectors(s, threads, func(from string) {
		p.body.Line("kept", s.name, "[y * ", u(s.pitch), " + x] = ", from, ";")
	})
}

// store are the statements that write v as element (i, j), or as that of a partial sum.
func store(f *compute.Product, arrays compute.Arrays, parts int) (string, error) {
	if parts > 1 {
		name, err := arrays.Sums()
		return name + "[part * rows() * cols() + " + cell(f) + "] = v;", err
	}
	name, err := arrays.Result()
	if f.Add {
		return name + "[" + f.C + "] += v;", err
	}
	return name + "[" + f.C + "] = v;", err
}

// cell is the number of element (i, j), so that threads that follow each other write neighbours.
func cell(f *compute.Product) string {
	if f.TallC {
		return "j * rows() + i"
	}
	return "i * cols() + j"
}

// Sum writes the shader that adds up the partial sums of a product, in their order; a workgroup has SumThreads threads, one for
// each element.
func (Tiler) Sum(f *compute.Product, q compute.Cut, arrays compute.Arrays) (declarations, statements string, err error) {
	p := new(shader)
	p.counts(f)
	from, err := arrays.Sums()
	if err != nil {
		return "", "", err
	}
	end, err := store(f, arrays, 1)
	w := &p.body
	w.Line("let n = (g.y * ", u(compute.MostGroups), " + g.x) * ", u(compute.SumThreads), " + l.x; let all = rows() * cols();")
	w.Line("if (n >= all) { return; }")
	if f.TallC {
		w.Line("let i = n % rows(); let j = n / rows();")
	} else {
		w.Line("let i = n / cols(); let j = n % cols();")
	}
	w.Line("var v = 0.0f;")
	w.Line("for (var k = 0u; k < ", u(q.Parts), "; k++) { v += ", from, "[k * all + n]; }")
	w.Line(end)
	declarations, statements = p.texts()
	return declarations, statements, err
}

func countWGSL(c compute.Count) string {
	if c.Each == 0 {
		return u(c.Fixed)
	}
	return u(c.Fixed) + " + " + u(c.Each) + " * run.count"
}

func u(i int) string { return strconv.Itoa(i) + "u" }
