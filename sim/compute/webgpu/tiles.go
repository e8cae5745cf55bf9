package webgpu

import (
	"talbot/sim/compute"
	"talbot/sim/fft/wgsl"
)

// columnsOf is how many columns of mx lie together, if there is room: 8, as 64 bytes
// are what memory gives at a time, or else a number near it that divides mx.
func (d *Device) columnsOf(mx int) int {
	if d.tune.Columns > 0 {
		return d.dividing(d.tune.Columns, mx)
	}
	for _, w := range []int{8, 10, 9, 7, 6, 5} {
		if mx%w == 0 {
			return w
		}
	}
	return 8
}

// spectrumAt is the index of element (y, x) of sample s in one of the fields of a hop's spectrum, x counted among the columns that are kept:
// row by row, or in tiles of columns, each row by row.
func (d *Device) spectrumAt(h *compute.Hop, field int, y, x string) string {
	ny, mx, s := spectrumRows(h), h.Columns(), "s"
	if n := h.Count(); n > 1 {
		s = "(s * " + u(n) + " + " + u(field) + ")"
	}
	if t := d.columnsOf(mx); !d.tune.NoTiles && mx%t == 0 && (t == 2 || t%4 == 0) {
		return "((" + s + " * " + u(mx/t) + " + (" + x + ") / " + u(t) + ") * " + u(ny) + " + " + y + ") * " + u(t) + " + (" + x + ") % " + u(t)
	}
	return "(" + s + " * " + u(ny) + " + " + y + ") * " + u(mx) + " + " + x
}

// columnsAtOnce is how many columns a workgroup takes, and whether real and imaginary
// parts have to change places apart, to fit workgroup memory.
func (d *Device) columnsAtOnce(l wgsl.Line, mx int) (wide int, split bool) {
	const pad = 1 // see columns
	fits := func(w, bytes int) bool {
		if w == 1 {
			return bytes*l.N <= d.info.Limits.SharedBytes
		}
		return bytes*l.N*(w+pad) <= d.info.Limits.SharedBytes && w*l.Threads <= d.info.Limits.Invocations && w*l.Threads <= 512
	}
	w := d.columnsOf(mx)
	if d.tune.Wide > 0 {
		w = min(w, d.tune.Wide)
	}
	all, join := w, d.tune.ColumnJoin || d.joined(l)
	for ; w >= 1; w /= 2 {
		if join && fits(w, 8) && w >= min(4, all) {
			return w, false
		}
		if fits(w, 4) && (w >= 2 || !fits(1, 8)) {
			return w, true
		}
	}
	return 1, !fits(1, 8)
}
