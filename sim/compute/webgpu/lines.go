package webgpu

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/fft/wgsl"
)

// lines writes the pass of hops along lines: each stays in registers from its start to its end, and
// what is dark or not wanted is neither read nor written.
func (d *Device) lines(o *op) (*pass, error) {
	f := o.form.(*compute.Lines)
	p := newPass([]*op{o})
	var line wgsl.Line
	var split bool
	var err error
	at, w := "", &p.body
	pitch := pitchOf(f.M)
	if f.Columns {
		if line, err = d.columnLine(f.M); err != nil {
			return nil, err
		}
		line = d.thinner(line)
		var wide int
		wide, split = d.columnsAtOnce(line, f.Count)
		p.size, p.x = [2]int{wide, line.Threads}, (f.Count+wide-1)/wide
		if pitch = wide; wide > 1 {
			pitch++
		}
		w.Line("let t = l.y; let s = g.y; let q = g.x * ", u(wide), " + l.x;")
	} else {
		if line, split, err = d.rowLine(f.M); err != nil {
			return nil, err
		}
		if l := d.thinner(line); l.Threads != line.Threads {
			line, split = l, false
		}
		split = split || d.info.Limits.SharedBytes < 8*pitch
		rows := d.rowsAtOnce(line, f.Count, false)
		p.size, p.x = [2]int{line.Threads, rows}, (f.Count+rows-1)/rows
		w.Line("let t = l.x; let s = g.y; let q = g.x * ", u(rows), " + l.y;")
	}
	size := (f.M + 3) / 4 * 4 * pitch
	if !f.Columns {
		size = p.size[1] * pitch
	}
	mem, err := d.memory(p, line, size, split)
	if err != nil {
		return nil, err
	}
	shared := func(r, from int) wgsl.Memory {
		mem.From = from
		gap := 0
		if !f.Columns {
			gap = gapOf(r, split)
		}
		mem.At = func(i string) string {
			switch {
			case f.Columns:
				return "sh[(" + i + ") * " + u(pitch) + " + l.x]"
			case gap > 0:
				return "sh[l.y * " + u(pitch) + " + " + i + " + (" + i + ") / " + u(gap) + "]"
			}
			return "sh[l.y * " + u(pitch) + " + " + i + "]"
		}
		return mem
	}
	line.Declare(w, mem)
	w.Line("let ok = q < ", u(f.Count), ";")
	// field writes f with the memory's element for each register that holds one of n in the middle, other for the rest.
	field := func(arg, n int, slots []wgsl.Slot, write bool, text func(v, element, factor string) string, other func(v string) string) error {
		pad := f.M/2 - n/2
		for _, q := range slots {
			v := "v" + strconv.Itoa(q.Register)
			if q.Offset >= pad+n || q.Offset+q.Threads <= pad {
				w.Line(other(v))
				continue
			}
			cond := "ok"
			if q.Threads < line.Threads {
				cond += " && t < " + u(q.Threads)
			}
			if q.Offset < pad {
				cond += " && t >= " + u(pad-q.Offset)
			}
			if q.Offset+q.Threads > pad+n {
				cond += " && t < " + u(pad+n-q.Offset)
			}
			at = "q * " + u(n) + " + t + " + u(q.Offset) + " - " + u(pad)
			if f.Columns {
				at = "(t + " + u(q.Offset) + " - " + u(pad) + ") * " + u(f.Count) + " + q"
			}
			element, err := p.argument(o.args[arg].(*buffer), at, true, write)
			if err != nil {
				return err
			}
			row := 0
			if write {
				row = 2 * f.Hops
			}
			factor, err := p.argument(o.args[1].(*buffer), "t + "+u(q.Offset+row*f.M), true, false)
			if err != nil {
				return err
			}
			w.Line("if (", cond, ") { ", text(v, element, factor), " } else { ", other(v), " }")
		}
		return nil
	}
	dark := func(v string) string { return v + " = vec2f();" }
	err = field(0, f.In, line.First(), false, func(v, element, factor string) string {
		return v + " = cmul(" + element + ", " + factor + ");"
	}, dark)
	if err != nil {
		return nil, err
	}
	// factors multiplies the registers by a row of the table.
	factors := func(slots []wgsl.Slot, row int) error {
		for _, q := range slots {
			factor, err := p.argument(o.args[1].(*buffer), "t + "+u(q.Offset+row*f.M), true, false)
			if err != nil {
				return err
			}
			v, cond := "v"+strconv.Itoa(q.Register), ""
			if q.Threads < line.Threads {
				cond = "if (t < " + u(q.Threads) + ") "
			}
			w.Line(cond, "{ ", v, " = cmul(", factor, ", ", v, "); }")
		}
		return nil
	}
	back := line.Reverse()
	for k := range f.Hops {
		line.Transform(w, shared(first1(line.Radices), 0), false)
		if err := factors(line.Last(), 2*k+1); err != nil {
			return nil, err
		}
		back.Transform(w, shared(first1(back.Radices), reversed(line)), true)
		if k+1 < f.Hops {
			if err := factors(back.Last(), 2*k+2); err != nil {
				return nil, err
			}
		}
	}
	err = field(2, f.Out, back.Last(), true, func(v, element, factor string) string {
		return element + " = cmul(" + factor + ", " + v + ");"
	}, func(string) string { return "" })
	return p, err
}

// thinner is a line of fewer numbers a thread where one was measured to be faster for passes of single
// lines: at 2000 points on an H200, 135 us for 205 along rows and 84 for 119 along columns. Passes of
// whole planes, which read a transfer function too, are slower by it.
func (d *Device) thinner(l wgsl.Line) wgsl.Line {
	t, ok := wgsl.Thin[l.N]
	if !ok || l.N < 2000 || l.Registers() <= t.Registers() || d.info.Software || 2*t.Threads > d.info.Limits.Invocations {
		return l
	}
	return t
}

// busier is likewise for rows of whole planes: at 2000 points on an H200, 64 us for 69.
func (d *Device) busier(l wgsl.Line) wgsl.Line {
	t, ok := wgsl.Tens[l.N]
	if _, chosen := d.tune.RowLines[l.N]; !ok || chosen || d.info.Software || t.Threads > d.info.Limits.Invocations {
		return l
	}
	return t
}
