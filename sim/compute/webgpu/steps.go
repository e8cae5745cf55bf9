package webgpu

import (
	"strconv"
	"strings"

	"talbot/sim/fft/wgsl"
)

// at writes what happens at one register's element.
func (p *rowPass) at(i int, q wgsl.Slot) error {
	w := &p.body
	v := "v" + strconv.Itoa(q.Register)
	if p.outside(q) {
		w.Line(v, " = vec2f();")
		return nil
	}
	if !p.busy() {
		if cond := p.inside(q); p.into != nil && len(cond) > 0 {
			w.Line("if (!(", strings.Join(cond, " && "), ")) { ", v, " = vec2f(); }")
		}
		return nil
	}
	open := p.when(q, p.inside(q)...)
	w.Line(open)
	if q.Offset >= p.pad {
		w.Line("let x = l.x + ", u(q.Offset-p.pad), ";")
	} else {
		w.Line("let x = l.x - ", u(p.pad-q.Offset), ";")
	}
	w.Line("let p = y * ", u(p.nx), " + x;")
	w.Line("var v = ", v, ";")
	if err := p.steps(i); err != nil {
		return err
	}
	w.Line(v, " = v;")
	if p.into != nil {
		if open != "{ " {
			w.Line("} else { ", v, " = vec2f();")
		}
	}
	w.Line("}")
	return nil
}

// busy tells whether there is anything to do at a sample.
func (p *rowPass) busy() bool {
	for _, o := range p.run {
		if o.kind == plane || o.stored && o != p.lastField() {
			return true
		}
	}
	return false
}

// hops is how many transforms the pass has; it has rows only then.
func (p *rowPass) hops() int {
	n := 0
	for _, o := range p.run {
		if o.kind != plane {
			n++
		}
	}
	return n
}

// steps writes the ops for element p of sample s, whose field is v, at slot i.
func (p *rowPass) steps(i int) error {
	w := &p.body
	for _, o := range p.run {
		if o.kind == plane {
			sums := map[int]string{}
			for _, a := range p.accs {
				if a.op == o {
					sums[a.arg] = a.name + "_" + strconv.Itoa(i)
				}
			}
			for _, a := range p.aheads {
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
		if o.stored && (p.hops() == 0 || o != p.lastField()) {
			put, err := p.put(o.out(), "p", "v")
			if err != nil {
				return err
			}
			if o.rows != nil && p.ny > 0 {
				w.Line("if (", p.rowMask(o.rows), ") { ", put, " }")
			} else {
				w.Line(put)
			}
		}
	}
	return nil
}
