package webgpu

import (
	"strconv"

	"talbot/sim/errs"
	"talbot/sim/fft/wgsl"
)

// columns writes the pass over the columns of a hop's spectrum: transform, product
// with the transfer function, transform back, for the rows of the aperture.
func (d *Device) columns(o *op) (*pass, error) {
	h := o.hop
	p := newPass([]*op{o})
	line, ok := wgsl.New(h.My)
	if !ok {
		return nil, errs.New("webgpu: a window of ", h.My, " samples has too large a prime factor for a GPU; change the padding or the samples, or use the cpu device")
	}
	if tuned, ok := d.tune.lines[h.My]; ok {
		line = tuned
	}
	wide, split := d.columnsAtOnce(line, h.Mx)
	p.size = [2]int{wide, line.Threads}
	p.x = (h.Mx + wide - 1) / wide
	pitch := wide
	if d.tune.columnPad && wide > 1 {
		pitch++
	}
	mem, err := d.memory(p, h.My, h.My*pitch, split, func(i string) string { return "sh[(" + i + ") * " + u(pitch) + " + l.x]" })
	if err != nil {
		return nil, err
	}
	w := &p.body
	w.Line("let t = l.y; let s = g.y;")
	w.Line("let x = g.x * ", u(wide), " + l.x;")
	inside := "true"
	if h.Mx%wide != 0 {
		w.Line("let ok = x < ", u(h.Mx), ";")
		inside = "ok"
	}
	line.Declare(w, mem)
	sp, err := p.use(bind{source: spectrum, floats: 2 * h.Ny * h.Mx, pairs: true, write: true})
	if err != nil {
		return nil, err
	}
	tr, err := p.argument(o.args[1].(*buffer), "("+"ky) * "+u(h.Mx)+" + x", true, false)
	if err != nil {
		return nil, err
	}
	pad := (h.My - h.Ny) / 2
	// slot writes f for the registers that hold rows of the aperture, other for the rest.
	slot := func(q wgsl.Slot, f string, other string) {
		if q.Offset >= pad+h.Ny || q.Offset+q.Threads <= pad {
			w.Line(other)
			return
		}
		cond := inside
		if q.Threads < line.Threads {
			cond += " && t < " + u(q.Threads)
		}
		if q.Offset < pad {
			cond += " && t >= " + u(pad-q.Offset)
		}
		if q.Offset+q.Threads > pad+h.Ny {
			cond += " && t < " + u(pad+h.Ny-q.Offset)
		}
		at := sp + "[(s * " + u(h.Ny) + " + t + " + u(q.Offset) + " - " + u(pad) + ") * " + u(h.Mx) + " + x]"
		switch {
		case cond == "true" && other == "":
			w.Line(at, " = ", f, ";")
		case cond == "true":
			w.Line(f, " = ", at, ";")
		case other == "":
			w.Line("if (", cond, ") { ", at, " = ", f, "; }")
		default:
			w.Line("if (", cond, ") { ", f, " = ", at, "; } else { ", other, " }")
		}
	}
	for _, q := range line.First() {
		v := "v" + strconv.Itoa(q.Register)
		slot(q, v, v+" = vec2f();")
	}
	line.Transform(w, mem, false)
	product := "cmul("
	if h.Conj {
		product = "cmul(conj("
	}
	for _, q := range line.Last() {
		v := "v" + strconv.Itoa(q.Register)
		cond := inside
		if q.Threads < line.Threads {
			cond += " && t < " + u(q.Threads)
		}
		if cond != "true" {
			w.Line("if (", cond, ")")
		}
		w.Line("{ let ky = t + ", u(q.Offset), "; ", v, " = ", product, tr, closing(h.Conj), ", ", v, "); }")
	}
	back := line.Reverse()
	back.Transform(w, mem, true)
	for _, q := range back.Last() {
		slot(q, "v"+strconv.Itoa(q.Register), "")
	}
	return p, nil
}

func closing(conj bool) string {
	if conj {
		return ")"
	}
	return ""
}
