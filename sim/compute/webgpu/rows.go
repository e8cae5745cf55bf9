package webgpu

import (
	"strconv"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/fft/wgsl"
)

// rowPass writes a pass over the rows of planes: from the spectrum (transform back)
// or a field or nothing, through what happens at every sample, to the spectrum
// (transform) or nowhere.
type rowPass struct {
	*pass
	run    []*op
	nx, ny int
	pad    int
	slots  []wgsl.Slot
	t      string // expression: the thread on its line
	n      int    // samples of the plane
	back   *compute.Hop
	into   *compute.Hop
	accs   []acc
}

// acc is a sum over samples that a thread keeps for each of its elements.
type acc struct {
	op    *op
	arg   int
	pairs bool
	name  string
}

func (d *Device) rows(run []*op, parts int) (*pass, error) {
	p := &rowPass{pass: newPass(run), run: run}
	p.parts = parts
	p.nx, p.ny = dims(run)
	first, last := run[0], run[len(run)-1]
	if first.kind == rowsOut {
		p.back = first.hop
	}
	if last.kind == rowsIn {
		p.into = last.hop
	}
	for _, o := range run {
		for i, a := range o.args {
			if a.Spec().Scope == compute.Sum && o.kind == plane {
				p.sum = true
				p.accs = append(p.accs, acc{o, i, has(o.code.Pairs, i), "sum" + strconv.Itoa(len(p.accs))})
			}
		}
	}
	hop := p.back
	if hop == nil {
		hop = p.into
	}
	if hop == nil {
		return p.pass, p.flat()
	}
	p.n = p.nx * p.ny
	p.pad = (hop.Mx - hop.Nx) / 2
	line, ok := wgsl.New(hop.Mx)
	if !ok {
		return nil, errs.New("webgpu: a window of ", hop.Mx, " samples has too large a prime factor for a GPU; change the padding or the samples, or use the cpu device")
	}
	if tuned, ok := d.tune.lines[hop.Mx]; ok {
		line = tuned
	}
	p.slots = line.First()
	rows := d.rowsAtOnce(line)
	p.size = [2]int{line.Threads, rows}
	p.x = (p.ny + rows - 1) / rows
	p.t = "t"
	split := d.info.Limits.SharedBytes < 8*hop.Mx
	pitch := hop.Mx + 1
	mem, err := d.memory(p.pass, hop.Mx, rows*pitch, split, func(i string) string { return "sh[l.y * " + u(pitch) + " + " + i + "]" })
	if err != nil {
		return nil, err
	}
	w := &p.body
	w.Line("let t = l.x; let y = g.x * ", u(rows), " + l.y;")
	w.Line("let ok = y < ", u(p.ny), ";")
	line.Declare(w, mem)
	p.openSums(len(p.slots))
	var s string
	if p.back != nil || p.into != nil {
		if s, err = p.use(bind{source: spectrum, floats: 2 * p.ny * hop.Mx, pairs: true, write: p.into != nil}); err != nil {
			return nil, err
		}
	}
	row := s + "[(s * " + u(p.ny) + " + y) * " + u(hop.Mx) + " + "
	if p.back != nil {
		back := line.Reverse()
		for _, q := range back.First() {
			w.Line(p.when(q, "ok"), "v", strconv.Itoa(q.Register), " = ", row, p.t, " + ", u(q.Offset), "]; }")
		}
		back.Transform(w, mem, true)
	}
	for i, q := range p.slots {
		if err := p.at(i, q); err != nil {
			return nil, err
		}
	}
	if p.into != nil {
		line.Transform(w, mem, false)
		for _, q := range line.Last() {
			w.Line(p.when(q, "ok"), row, p.t, " + ", u(q.Offset), "] = v", strconv.Itoa(q.Register), "; }")
		}
	}
	return p.pass, p.closeSums()
}

// when opens an if for the threads that hold the slot.
func (p *rowPass) when(q wgsl.Slot, more string) string {
	if q.Threads < p.size[0] {
		more += " && " + p.t + " < " + u(q.Threads)
	}
	return "if (" + more + ") { "
}

// at writes what happens at one register's element.
func (p *rowPass) at(i int, q wgsl.Slot) error {
	w := &p.body
	v := "v" + strconv.Itoa(q.Register)
	if q.Offset >= p.pad+p.nx || q.Offset+q.Threads <= p.pad {
		w.Line(v, " = vec2f();")
		return nil
	}
	cond := "ok"
	if q.Offset < p.pad {
		cond += " && l.x >= " + u(p.pad-q.Offset)
	}
	if q.Offset+q.Threads > p.pad+p.nx {
		cond += " && l.x < " + u(p.pad+p.nx-q.Offset)
	}
	w.Line(p.when(q, cond))
	if q.Offset >= p.pad {
		w.Line("let x = l.x + ", u(q.Offset-p.pad), ";")
	} else {
		w.Line("let x = l.x - ", u(p.pad-q.Offset), ";")
	}
	w.Line("let p = y * ", u(p.nx), " + x;")
	if p.back != nil {
		w.Line("var v = ", v, ";")
	} else {
		w.Line("var v = vec2f();")
	}
	if err := p.steps(i); err != nil {
		return err
	}
	if p.into != nil {
		w.Line(v, " = v;")
		w.Line("} else { ", v, " = vec2f();")
	}
	w.Line("}")
	return nil
}

// steps writes the ops for element p of sample s, whose field is v, at slot i.
func (p *rowPass) steps(i int) error {
	w := &p.body
	for k, o := range p.run {
		if o.kind == rowsIn || o.kind == plane {
			if b := o.in(); b != nil && k == 0 {
				name, err := p.argument(b, "p", true, false)
				if err != nil {
					return err
				}
				w.Line("v = ", name, ";")
			}
		}
		if o.kind == plane {
			sums := map[int]string{}
			for _, a := range p.accs {
				if a.op == o {
					sums[a.arg] = a.name + "_" + strconv.Itoa(i)
				}
			}
			text, err := p.expand(o.code.Text, o.code, o.args, sums)
			if err != nil {
				return err
			}
			w.Line("{ ", text, " }")
			p.functions(o.code.Functions)
		}
		if o.stored {
			name, err := p.argument(o.out(), "p", true, true)
			if err != nil {
				return err
			}
			if o.rows != nil && p.ny > 0 {
				w.Line("if (", p.rowMask(o.rows), ") { ", name, " = v; }")
			} else {
				w.Line(name, " = v;")
			}
		}
	}
	return nil
}

// rowMask is a condition that is true in the given rows: a comparison for each run of
// them.
func (p *rowPass) rowMask(rows []bool) string {
	cond := "false"
	for y := 0; y < len(rows); y++ {
		if !rows[y] {
			continue
		}
		from := y
		for y < len(rows) && rows[y] {
			y++
		}
		cond += " || (y >= " + u(from) + " && y < " + u(y) + ")"
	}
	return cond
}

func (p *pass) functions(text string) {
	if text != "" && !strings.Contains(string(p.globals.Text), text) {
		p.globals.Line(text)
	}
}

// openSums begins the part that is done for each sample.
func (p *rowPass) openSums(slots int) {
	w := &p.body
	if !p.sum {
		w.Line("let s = g.y;")
		return
	}
	for _, a := range p.accs {
		for i := range slots {
			w.Line("var ", a.name, "_", strconv.Itoa(i), " = ", zero(a.pairs), ";")
		}
	}
	w.Line("for (var s = g.y; s < run.count; s += ", u(p.parts), ") {")
}

func zero(pairs bool) string {
	if pairs {
		return "vec2f()"
	}
	return "0.0f"
}

// closeSums ends it and writes the sums of this group of samples.
func (p *rowPass) closeSums() error {
	if !p.sum {
		return nil
	}
	w := &p.body
	w.Line("}")
	for i, q := range p.slots {
		if q.Offset >= p.pad+p.nx || q.Offset+q.Threads <= p.pad {
			continue
		}
		cond := p.when(q, "ok && "+p.t+" + "+u(q.Offset)+" >= "+u(p.pad)+" && "+p.t+" + "+u(q.Offset)+" < "+u(p.pad+p.nx))
		w.Line(cond, "let p = y * ", u(p.nx), " + ", p.t, " + ", u(q.Offset), " - ", u(p.pad), ";")
		if err := p.writeSums(i, "p"); err != nil {
			return err
		}
		w.Line("}")
	}
	return nil
}

func (p *rowPass) writeSums(i int, index string) error {
	for _, a := range p.accs {
		b := a.op.args[a.arg].(*buffer)
		name, err := p.use(bind{buf: b, source: partial, pairs: a.pairs, write: true})
		if err != nil {
			return err
		}
		n := b.spec.Len
		if a.pairs {
			n /= 2
		}
		p.body.Line("{ let k = g.y * ", u(n), " + ", index, "; let d = ", a.name, "_", strconv.Itoa(i), ";")
		p.body.Line("if (run.chunk == 0u) { ", name, "[k] = d; } else { ", name, "[k] += d; } }")
	}
	return nil
}

// memory declares workgroup memory of some elements for lines of n, and the twiddles.
func (d *Device) memory(p *pass, n, elements int, split bool, at func(string) string) (wgsl.Memory, error) {
	element := "vec2f"
	if split {
		element = "f32"
	}
	p.globals.Line("var<workgroup> sh: array<", element, ", ", strconv.Itoa(elements), ">;")
	tw, err := p.use(bind{table: d.twiddles(n), pairs: true})
	return wgsl.Memory{Thread: "t", At: at, Split: split, Twiddle: func(i string) string { return tw + "[" + i + "]" }}, err
}
