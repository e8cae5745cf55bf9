package webgpu

import (
	"strconv"

	"talbot/sim/compute"
)

// A workgroup of 64 threads makes a tile of 64 x 64 elements, each thread 8 x 8 of them
// in registers: rows 4 ty to 4 ty + 3 and 32 more, and columns likewise. It goes along the
// depth in steps of 16, with that much of both factors in workgroup memory as vectors of
// four rows or columns; one vector more in each line keeps threads off each other's banks.
// The next step is read into registers while this one is worked on.
//
// A GPU that is a program takes minutes to compile so much code, so there a thread has 4 x 4
// elements and a tile 32 x 32.
const (
	productDeep    = 16
	productThreads = 64
)

// tiling is how a product is cut.
type tiling struct {
	vectors int // of rows and of columns that a thread has
	tile    int // rows and columns of a tile
	pitch   int // vectors of a line of workgroup memory
	loads   int // vectors that a thread reads of each factor for a step
}

func (d *Device) tiling() tiling {
	v := 2
	if d.info.Software {
		v = 1
	}
	return tiling{v, 32 * v, 8*v + 1, 8 * v * productDeep / productThreads}
}

// splits is how many workgroups share the depth of a product, each leaving a partial
// sum: more than one where there are few tiles and the depth is large.
func (t tiling) splits(f *compute.Product, batch int) int {
	tiles := t.tiles(f, batch)
	const enough, least = 512, 256 // workgroups that fill a GPU; depth that is worth one
	return max(1, min(64, enough/max(1, tiles), f.Depth.Of(batch)/least))
}

// tiles is how many tiles there are for a batch.
func (t tiling) tiles(f *compute.Product, batch int) int {
	up := func(n int) int { return (n + t.tile - 1) / t.tile }
	return up(f.Rows.Of(batch)) * up(f.Cols.Of(batch))
}

// product writes the pass of a product; with parts above 1 it leaves partial sums of its
// result.
func (q tiling) pass(o *op, parts int) (*pass, error) {
	f := o.form.(*compute.Product)
	p := newPass([]*op{o})
	p.once, p.whole, p.parts, p.product = true, true, parts, f
	p.size = [2]int{productThreads, 1}
	p.tiles = func(batch int) int { return q.tiles(f, batch) * parts }
	g, w := &p.globals, &p.body
	p.functions(o.code.Functions)
	size := strconv.Itoa(productDeep * q.pitch)
	g.Line("var<workgroup> left: array<vec4f, ", size, ">; var<workgroup> right: array<vec4f, ", size, ">;")
	g.Line("fn rows() -> u32 { return ", countWGSL(f.Rows), "; }")
	g.Line("fn cols() -> u32 { return ", countWGSL(f.Cols), "; }")
	g.Line("fn depth() -> u32 { return ", countWGSL(f.Depth), "; }")
	// Four neighbours, one at a time or together.
	four := func(name, i, quad string) string {
		if quad != "" {
			return name + "(" + i + ", k, end)"
		}
		return "vec4f(" + name + "(" + i + ", k, end), " + name + "(" + i + " + 1u, k, end), " + name + "(" + i + " + 2u, k, end), " + name + "(" + i + " + 3u, k, end))"
	}
	for _, side := range []struct{ name, args, inside, text, quad string }{
		{"elementA", "i: u32, k: u32, end: u32", "i < rows() && k < end", f.A, f.QuadA},
		{"elementB", "j: u32, k: u32, end: u32", "j < cols() && k < end", f.B, f.QuadB},
	} {
		kind, zero := "f32", "0.0f"
		if side.quad != "" {
			kind, zero, side.text = "vec4f", "vec4f()", side.quad
		}
		text, err := p.expand(side.text, o.code, o.args, nil)
		if err != nil {
			return nil, err
		}
		g.Line("fn ", side.name, "(", side.args, ") -> ", kind, " { var v = ", zero, "; if (", side.inside, ") { ", text, " } return v; }")
	}
	// Threads read neighbours in memory: along the depth, or along the tile.
	place := func(name string, deep bool) {
		if deep {
			g.Line("fn ", name, "(t: u32, n: u32) -> vec2u { return vec2u(t / ", u(productDeep), " + n * ", u(productThreads/productDeep), ", t % ", u(productDeep), "); }")
		} else {
			g.Line("fn ", name, "(t: u32, n: u32) -> vec2u { return vec2u(t % ", u(q.tile/4), ", t / ", u(q.tile/4), " + n * ", u(4*productThreads/q.tile), "); }")
		}
	}
	place("placeA", f.DeepA)
	place("placeB", !f.WideB)
	w.Line("let t = l.x; let number = g.y * ", u(maxGroups), " + g.x;")
	w.Line("let across = (cols() + ", u(q.tile-1), ") / ", u(q.tile), ";")
	w.Line("let tiles = across * ((rows() + ", u(q.tile-1), ") / ", u(q.tile), ");")
	w.Line("let tile = number % max(tiles, 1u); let part = number / max(tiles, 1u);")
	w.Line("if (part >= ", u(parts), " || tiles == 0u) { return; }")
	w.Line("let top = tile / across * ", u(q.tile), "; let side = tile % across * ", u(q.tile), ";")
	w.Line("let share = (depth() + ", u(parts*productDeep-1), ") / ", u(parts*productDeep), " * ", u(productDeep), ";")
	w.Line("let start = min(depth(), part * share); let end = min(depth(), start + share);")
	w.Line("let ty = t / 8u; let tx = t % 8u;")
	load := func(n int) {
		s := strconv.Itoa(n)
		w.Line("{ let q = placeA(t, ", u(n), "); let i = top + 4u * q.x; let k = next + q.y; fa", s, " = ", four("elementA", "i", f.QuadA), "; }")
		w.Line("{ let q = placeB(t, ", u(n), "); let j = side + 4u * q.x; let k = next + q.y; fb", s, " = ", four("elementB", "j", f.QuadB), "; }")
	}
	for n := range q.loads {
		w.Line("var fa", strconv.Itoa(n), ": vec4f; var fb", strconv.Itoa(n), ": vec4f;")
	}
	name := func(i, j int) string { return "c" + strconv.Itoa(i) + "_" + strconv.Itoa(j) }
	for i := range 4 * q.vectors {
		for j := range q.vectors {
			w.Line("var ", name(i, j), " = vec4f();")
		}
	}
	w.Line("{ let next = start;")
	for n := range q.loads {
		load(n)
	}
	w.Line("}")
	w.Line("for (var at = start; at < end; at += ", u(productDeep), ") {")
	for n := range q.loads {
		s := strconv.Itoa(n)
		w.Line("{ let q = placeA(t, ", u(n), "); left[q.y * ", u(q.pitch), " + q.x] = fa", s, "; }")
		w.Line("{ let q = placeB(t, ", u(n), "); right[q.y * ", u(q.pitch), " + q.x] = fb", s, "; }")
	}
	w.Line("workgroupBarrier();")
	w.Line("let next = at + ", u(productDeep), ";")
	w.Line("if (next < end) {")
	for n := range q.loads {
		load(n)
	}
	w.Line("}")
	w.Line("for (var k = 0u; k < ", u(productDeep), "; k++) {")
	for v := range q.vectors {
		w.Line("let p", strconv.Itoa(v), " = left[k * ", u(q.pitch), " + ty + ", u(8*v), "]; let r", strconv.Itoa(v), " = right[k * ", u(q.pitch), " + tx + ", u(8*v), "];")
	}
	for i := range 4 * q.vectors {
		for j := range q.vectors {
			w.Line(name(i, j), " = fma(vec4f(p", strconv.Itoa(i/4), ".", string("xyzw"[i%4]), "), r", strconv.Itoa(j), ", ", name(i, j), ");")
		}
	}
	w.Line("}")
	w.Line("workgroupBarrier();")
	w.Line("}")
	store, err := p.productStore(o, f, parts)
	if err != nil {
		return nil, err
	}
	for i := range 4 * q.vectors {
		for j := range 4 * q.vectors {
			w.Line("{ let i = top + 4u * ty + ", u(i/4*32+i%4), "; let j = side + 4u * tx + ", u(j/4*32+j%4), "; let v = ", name(i, j/4), ".", string("xyzw"[j%4]), "; if (i < rows() && j < cols()) { ", store, " } }")
		}
	}
	return p, nil
}

// productStore are the statements that write v as element (i, j).
func (p *pass) productStore(o *op, f *compute.Product, parts int) (string, error) {
	c := o.args[2].(*buffer)
	if parts > 1 {
		name, err := p.use(bind{buf: c, source: partial, write: true})
		return name + "[part * " + u(c.spec.Len) + " + " + f.C + "] = v;", err
	}
	name, err := p.use(bind{buf: c, write: true})
	if f.Add {
		return name + "[" + f.C + "] += v;", err
	}
	return name + "[" + f.C + "] = v;", err
}

func countWGSL(c compute.Count) string {
	if c.Each == 0 {
		return u(c.Fixed)
	}
	return u(c.Fixed) + " + " + u(c.Each) + " * run.count"
}
