package webgpu

import (
	"strconv"

	"talbot/sim/fft/wgsl"
)

// columns writes the pass over the columns of a hop's spectrum: transform, product
// with the transfer function, transform back, for the rows of the aperture; of several fields
// the product and the way back for each, the first of them in place of the spectrum.
func (d *Device) columns(o *op) (*pass, error) {
	h := o.hop
	p := newPass([]*op{o})
	line, err := d.columnLine(h.My)
	if err != nil {
		return nil, err
	}
	count := h.Columns()
	wide, split := d.columnsAtOnce(line, count)
	p.size = [2]int{wide, line.Threads}
	p.x = (count + wide - 1) / wide
	turned, pitch := d.banks(wide, split, h.My)
	mem, err := d.memory(p, line, (h.My+3)/4*4*pitch, split)
	if err != nil {
		return nil, err
	}
	// inColumn is the memory for a transform that begins with radix r, whose twiddles begin at from. A warp of 32
	// threads holds 4 elements of 8 columns, which fill the 32 banks of workgroup memory
	// if the elements' numbers differ modulo 4; where r would make them equal, groups of
	// 4 are turned by one every so many elements.
	inColumn := func(r, from int) wgsl.Memory {
		mem.From = from
		every := map[int]int{0: r, 2: 2 * r}[r%4]
		mem.At = func(i string) string {
			if turned && every > 0 {
				return "sh[(((" + i + ") & 0xfffffffcu) | ((" + i + " + (" + i + ") / " + u(every) + ") & 3u)) * " + u(pitch) + " + l.x]"
			}
			return "sh[(" + i + ") * " + u(pitch) + " + l.x]"
		}
		return mem
	}
	_, behind := h.Behind()
	rows := spectrumRows(h)
	w := &p.body
	reuse := max(1, d.tune.Reuse)
	p.each = reuse
	w.Line("let t = l.y;")
	if reuse == 1 {
		w.Line("let s = g.y;")
	}
	w.Line("let x = g.x * ", u(wide), " + l.x;")
	inside := "true"
	if count%wide != 0 {
		w.Line("let ok = x < ", u(count), ";")
		inside = "ok"
	}
	column := "x" // of the transfer function
	if count < h.Mx {
		w.Line("let fx = select(x, x + ", u(h.Mx-count), ", x >= ", u(count/2), ");")
		column = "fx"
	}
	line.Declare(w, mem)
	sp, err := p.use(bind{source: spectrum, floats: 2 * rows * count * h.Count(), pairs: true, packed: d.tune.Half, write: true})
	if err != nil {
		return nil, err
	}
	at := "(ky) * " + u(h.Mx) + " + " + column
	if h.Even { // a quarter of the table, which may stay in a cache
		w.Line("let hx = min(", column, ", ", u(h.Mx), " - ", column, ");")
		at = "min(ky, " + u(h.My) + " - ky) * " + u(h.Mx) + " + hx"
	}
	var factors []string // of each field
	for _, table := range o.args[1 : 1+h.Count()] {
		tr, err := p.argument(table.(*buffer), at, true, false)
		if err != nil {
			return nil, err
		}
		factors = append(factors, tr)
	}
	several := len(factors) > 1
	// lastOf is the condition for a register to hold something after the transform.
	lastOf := func(q wgsl.Slot) string {
		cond := inside
		if q.Threads < line.Threads {
			cond += " && t < " + u(q.Threads)
		}
		if cond == "true" {
			return ""
		}
		return "if (" + cond + ") "
	}
	// slot writes f for the registers that hold rows of the aperture of n rows, and of some of them, other for the rest.
	slot := func(field, n int, some []bool, q wgsl.Slot, f string, other string) {
		pad := h.My/2 - n/2
		lit, any := "", q.Offset < pad+n && q.Offset+q.Threads > pad
		if any && some != nil {
			lit, any = among(some, q.Offset-pad, q.Threads)
		}
		if !any {
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
		if q.Offset+q.Threads > pad+n {
			cond += " && t < " + u(pad+n-q.Offset)
		}
		if lit != "" {
			cond += " && " + lit
		}
		place := sp + "[" + d.spectrumAt(h, field, "t + "+u(q.Offset)+" - "+u(pad), "x") + "]"
		at, to := unpacked(place, d.tune.Half), packed(f, d.tune.Half)
		switch {
		case cond == "true" && other == "":
			w.Line(place, " = ", to, ";")
		case cond == "true":
			w.Line(f, " = ", at, ";")
		case other == "":
			w.Line("if (", cond, ") { ", place, " = ", to, "; }")
		default:
			w.Line("if (", cond, ") { ", f, " = ", at, "; } else { ", other, " }")
		}
	}
	early := !several && (reuse > 1 || d.tune.Ahead || h.My >= 2000)
	if early {
		// The same columns of the transfer function for all samples.
		for _, q := range line.Last() {
			w.Line("var h", strconv.Itoa(q.Register), " = vec2f();")
			w.Line(lastOf(q), "{ let ky = t + ", u(q.Offset), "; h", strconv.Itoa(q.Register), " = ", factors[0], "; }")
		}
	}
	// next reads what field is multiplied by, if it is read ahead of the transform in front. A loop would keep too much at hand.
	ahead := several && d.tune.Ahead && reuse == 1
	next := func(field int) {
		for _, q := range line.Last() {
			if ahead && field < len(factors) {
				w.Line(lastOf(q), "{ let ky = t + ", u(q.Offset), "; h", strconv.Itoa(q.Register), " = ", factors[field], "; }")
			}
		}
	}
	if ahead {
		for _, q := range line.Last() {
			w.Line("var h", strconv.Itoa(q.Register), " = vec2f();")
		}
	}
	if reuse > 1 {
		w.Line("for (var s = g.y * ", u(reuse), "; s < min(g.y * ", u(reuse), " + ", u(reuse), ", run.count); s++) {")
	}
	for _, q := range line.First() {
		v := "v" + strconv.Itoa(q.Register)
		slot(0, h.Ny, o.lit, q, v, v+" = vec2f();")
	}
	next(0)
	line.Transform(w, inColumn(first1(line.Radices), 0), false)
	product := "cmul("
	if h.Conj {
		product = "cmul(conj("
	}
	if several {
		for _, q := range line.Last() {
			w.Line("let kept", strconv.Itoa(q.Register), " = v", strconv.Itoa(q.Register), ";")
		}
	}
	back := line.Reverse()
	for field, factor := range factors {
		for _, q := range line.Last() {
			v, from := "v"+strconv.Itoa(q.Register), "v"+strconv.Itoa(q.Register)
			if several {
				from = "kept" + strconv.Itoa(q.Register)
			}
			if early || ahead {
				factor = "h" + strconv.Itoa(q.Register)
			}
			w.Line(lastOf(q), "{ let ky = t + ", u(q.Offset), "; ", v, " = ", product, factor, closing(h.Conj), ", ", from, "); }")
		}
		next(field + 1)
		back.Transform(w, inColumn(first1(back.Radices), reversed(line)), true)
		for _, q := range back.Last() {
			slot(field, behind, o.wanted, q, "v"+strconv.Itoa(q.Register), "")
		}
	}
	if reuse > 1 {
		w.Line("}")
	}
	return p, nil
}

// banks is how wide columns of n lie in workgroup memory: in rows of pitch, turned or not.
func (d *Device) banks(wide int, split bool, n int) (turned bool, pitch int) {
	way := d.tune.Banks
	if way == Usual {
		way = Gap
		if n >= 300 && wide == 8 { // measured on an H200: at 400 it is 5 % faster than Turned, at 200 like a gap
			way = Straight
		}
	}
	turned = way == Turned && split && wide == 8
	if wide > 1 && !turned && way != Straight {
		return false, wide + 1
	}
	return turned, wide
}

func closing(conj bool) string {
	if conj {
		return ")"
	}
	return ""
}
