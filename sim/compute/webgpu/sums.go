package webgpu

import (
	"strconv"
)

// acc is a sum over samples that a thread keeps for each of its elements.
type acc struct {
	op    *op
	arg   int
	pairs bool
	name  string
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
		if p.outside(q) {
			continue
		}
		w.Line(p.when(q, p.inside(q)...), "let p = y * ", u(p.nx), " + ", p.t, " + ", u(q.Offset), " - ", u(p.pad), ";")
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
		from := partial
		if p.alone[b] {
			from = data
		}
		name, err := p.use(bind{buf: b, source: from, pairs: a.pairs, write: true})
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
