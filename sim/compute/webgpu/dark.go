package webgpu

import (
	"strings"

	"talbot/sim/compute"
)

// darken finds the hops that need not take all rows of their plane: those behind which only some
// are read, as detectors do, and those in front of which only some are lit, as their adjoints
// have it. The rows' passes leave out the others, and the columns' pass neither reads nor
// writes them. Of five masks of 200 x 200 with ten detectors a step moves 5 % fewer bytes.
func (d *Device) darken(runs [][]*op) {
	if d.tune.Whole {
		return
	}
	for i, run := range runs {
		c := run[0]
		if c.kind != columns {
			continue
		}
		if i > 0 && len(runs[i-1]) == 2 {
			light, rows := runs[i-1][0], runs[i-1][1]
			if rows.kind == rowsIn && rows.hop == c.hop && light.kind == plane && !light.stored && !light.sums() {
				rows.only = some(light.code.Lit, rows.ny)
				c.lit = rows.only
			}
		}
		if i+1 < len(runs) && len(runs[i+1]) == 1 && c.hop.Count() == 1 {
			if rows := runs[i+1][0]; rows.kind == rowsOut && rows.hop == c.hop && rows.stored {
				rows.only = some(rows.rows, rows.ny)
				c.wanted = rows.only
			}
		}
	}
}

// sums tells whether the op adds to sums over the batch, or writes beside its field.
func (o *op) sums() bool {
	for i, a := range o.args {
		if a.(*buffer).spec.Scope == compute.Sum || i != o.plane.Out && has(o.code.Writes, i) {
			return true
		}
	}
	return false
}

// some is rows, or nil unless that is some of n and not all.
func some(rows []bool, n int) []bool {
	if len(rows) != n || countOf(rows) == 0 || countOf(rows) == n {
		return nil
	}
	return rows
}

func countOf(rows []bool) (n int) {
	for _, r := range rows {
		if r {
			n++
		}
	}
	return n
}

// bands are the stretches of rows, from the first to behind the last.
func bands(rows []bool) (list [][2]int) {
	for y := 0; y < len(rows); y++ {
		if !rows[y] {
			continue
		}
		from := y
		for y < len(rows) && rows[y] {
			y++
		}
		list = append(list, [2]int{from, y})
	}
	return list
}

// rowOf is the number of the row that stands at place j among rows.
func rowOf(rows []bool, j string) string {
	text, before, shift := j, 0, 0
	for _, b := range bands(rows) {
		if more := b[0] - before - shift; before == 0 {
			text += " + " + u(more)
		} else {
			text += " + select(0u, " + u(more) + ", " + j + " >= " + u(before) + ")"
		}
		shift = b[0] - before
		before += b[1] - b[0]
	}
	return text
}

// among is the condition for thread t of some to have one of rows, that of thread 0 being row
// first: "" if all have; false if none has.
func among(rows []bool, first, threads int) (cond string, any bool) {
	has := make([]bool, threads)
	for t := range has {
		y := first + t
		has[t] = y >= 0 && y < len(rows) && rows[y]
	}
	var list []string
	for _, b := range bands(has) {
		switch {
		case b[0] == 0 && b[1] == threads:
			return "", true
		case b[0] == 0:
			list = append(list, "t < "+u(b[1]))
		case b[1] == threads:
			list = append(list, "t >= "+u(b[0]))
		default:
			list = append(list, "t >= "+u(b[0])+" && t < "+u(b[1]))
		}
	}
	if len(list) == 1 {
		return list[0], true
	}
	return "((" + strings.Join(list, ") || (") + "))", len(list) > 0
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
