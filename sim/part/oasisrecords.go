package part

import (
	"bytes"
	"fmt"
)

// readOASIS reads the rectangles, polygons and trapezoids of the cells of an OASIS file.
func readOASIS(b []byte) (map[string]*structure, error) {
	if !bytes.HasPrefix(b, []byte(oasMagic)) {
		return nil, fmt.Errorf("it is no OASIS: it does not begin with %%SEMI-OASIS")
	}
	o := &oasReader{b: b[len(oasMagic):], left: mostUnpacked, names: map[uint64]string{}, numbers: map[uint64]*structure{}, cells: map[string]*structure{}}
	if o.unsigned() != oasStart {
		o.fail("it is no OASIS: it has no first record")
	}
	o.text()
	o.unit = 1e-6 / o.real()
	if !(o.unit > 0 && o.unit < 1) {
		o.fail("its unit is %g m", o.unit)
	}
	if o.unsigned() == 0 {
		for range 12 {
			o.unsigned()
		}
	}
	for done := false; !done && o.err == nil; {
		if len(o.b) == 0 && o.outer != nil {
			o.b, o.outer = o.outer, nil
			continue
		}
		done = o.record(o.unsigned())
	}
	if o.err == nil {
		o.resolve()
	}
	return o.cells, o.err
}

// resolve gives cells and references that have numbers their names.
func (o *oasReader) resolve() {
	name := func(ref uint64) string {
		if n, ok := o.names[ref]; ok {
			return n
		}
		return fmt.Sprintf("number %d", ref)
	}
	for ref, c := range o.numbers {
		o.cells[name(ref)] = c
	}
	for _, p := range o.places {
		p.cell.places[p.index].name = name(p.ref)
	}
}

// record reads one; it tells whether it was the last.
func (o *oasReader) record(kind uint64) bool {
	switch kind {
	case oasPad, 29: // 29: the property of before again
	case oasEnd:
		return true
	case 3:
		o.names[o.implicit] = o.text()
		o.implicit++
	case 4:
		n := o.text()
		o.names[o.unsigned()] = n
	case 5, 7, 9: // names of other things
		o.text()
	case 6, 8, 10:
		o.text()
		o.unsigned()
	case 11, 12:
		o.text()
		for range 2 {
			switch o.unsigned() {
			case 1, 2, 3:
				o.unsigned()
			case 4:
				o.unsigned()
				o.unsigned()
			}
		}
	case 13:
		o.begin()
		o.numbers[o.unsigned()] = o.cell
	case oasCell:
		o.begin()
		o.cells[o.text()] = o.cell
	case 15, 16:
		o.relative = kind == 16
	case 17, 18:
		o.placement(kind == 18)
	case 19:
		o.skipText()
	case oasRectangle, 21, 23, 24, 25:
		o.shape(kind)
	case 22, 26, 27:
		o.fail("it has %s: make polygons of them", map[uint64]string{22: "paths", 26: "compact trapezoids", 27: "circles"}[kind])
	case 28:
		o.property()
	case 30:
		o.unsigned()
		o.text()
	case 31:
		o.unsigned()
		o.text()
		o.unsigned()
	case 32:
		o.unsigned()
		o.text()
	case oasBlock:
		o.block()
	default:
		o.fail("it has a record of a kind %d that talbot does not know", kind)
	}
	return false
}

// begin begins a cell.
func (o *oasReader) begin() {
	o.cell, o.state = &structure{}, state{}
}

// place reads a coordinate that is there if on.
func (o *oasReader) place(on bool, v *int64) {
	if !on {
		return
	}
	if d := o.signed(); o.relative {
		*v += d
	} else {
		*v = d
	}
}

func (o *oasReader) placement(free bool) {
	info := o.byte()
	if info&0x80 != 0 {
		if o.byRef = info&0x40 != 0; o.byRef {
			o.ref = o.unsigned()
		} else {
			o.name = o.text()
		}
	}
	size, turn := 1.0, 90*float64(info>>1&3)
	if free {
		turn = 0
		if info&4 != 0 {
			size = o.real()
		}
		if info&2 != 0 {
			turn = o.real()
		}
	}
	o.place(info&0x20 != 0, &o.px)
	o.place(info&0x10 != 0, &o.py)
	p := placed{name: o.name, at: once}
	if info&8 != 0 {
		p.at = o.repetition()
	}
	if o.cell == nil {
		o.fail("it has a reference outside of any cell")
	}
	if o.err != nil {
		return
	}
	p.turnedBy(size, turn, info&1 != 0)
	at := o.metres([2]int64{o.px, o.py})
	p.dx, p.dy = at[0], at[1]
	o.cell.places = append(o.cell.places, p)
	if o.byRef {
		o.places = append(o.places, numbered{o.cell, len(o.cell.places) - 1, o.ref})
	}
}

func (o *oasReader) skipText() {
	info := o.byte()
	if info&0x40 != 0 {
		if info&0x20 != 0 {
			o.unsigned()
		} else {
			o.text()
		}
	}
	for _, bit := range []byte{1, 2} {
		if info&bit != 0 {
			o.unsigned()
		}
	}
	for _, bit := range []byte{16, 8} {
		if info&bit != 0 {
			o.signed()
		}
	}
	if info&4 != 0 {
		o.repetition()
	}
}

func (o *oasReader) property() {
	info := o.byte()
	if info&4 != 0 {
		if info&2 != 0 {
			o.unsigned()
		} else {
			o.text()
		}
	}
	if info&8 != 0 { // the values of before
		return
	}
	n := uint64(info >> 4)
	if n == 15 {
		n = o.unsigned()
	}
	for ; n > 0 && o.err == nil; n-- {
		switch kind := o.unsigned(); kind {
		case 8, 13, 14, 15:
			o.unsigned()
		case 9:
			o.signed()
		case 10, 11, 12:
			o.text()
		default:
			o.realOf(kind)
		}
	}
}

// shape reads a rectangle (20), a polygon (21) or a trapezoid (23 to 25).
func (o *oasReader) shape(kind uint64) {
	info := o.byte()
	if info&1 != 0 {
		o.layer = o.unsigned()
	}
	if info&2 != 0 {
		o.unsigned() // the data type
	}
	var points [][2]int64
	if kind == 21 {
		if info&0x20 != 0 {
			o.points = o.pointList()
		}
		points = o.points
	} else {
		if info&0x40 != 0 {
			o.w = int64(o.unsigned())
		}
		if info&0x20 != 0 {
			o.h = int64(o.unsigned())
		}
		switch {
		case kind == oasRectangle:
			if info&0x80 != 0 { // a square
				o.h = o.w
			}
			points = [][2]int64{{0, 0}, {o.w, 0}, {o.w, o.h}, {0, o.h}}
		default:
			var a, b int64
			if kind != 25 {
				a = o.signed()
			}
			if kind != 24 {
				b = o.signed()
			}
			points = trapezoid(o.w, o.h, a, b, info&0x80 != 0)
		}
	}
	o.place(info&0x10 != 0, &o.x)
	o.place(info&8 != 0, &o.y)
	at := once
	if info&4 != 0 {
		at = o.repetition()
	}
	switch {
	case o.cell == nil:
		o.fail("it has a shape outside of any cell")
	case o.layer > MaxLayers:
		o.fail("it has layer %d: want 0 to %d", o.layer, MaxLayers-1)
	case len(points) < 3:
		o.fail("it has a polygon of %d points", len(points))
	}
	if o.err != nil {
		return
	}
	f := shape{layer: int(o.layer), at: at}
	for _, p := range points {
		f.points = append(f.points, o.metres([2]int64{o.x + p[0], o.y + p[1]}))
	}
	o.cell.shapes = append(o.cell.shapes, f)
}

// trapezoid has two sides along one axis, whose ends lie a and b aslant.
func trapezoid(w, h, a, b int64, vertical bool) [][2]int64 {
	if vertical {
		return [][2]int64{{0, max(0, a)}, {w, max(0, -a)}, {w, h - max(0, b)}, {0, h - max(0, -b)}}
	}
	return [][2]int64{{max(0, a), h}, {w - max(0, -b), h}, {w - max(0, b), 0}, {max(0, -a), 0}}
}

// pointList are a polygon's corners from the first, which is (0, 0).
func (o *oasReader) pointList() [][2]int64 {
	kind, n := o.unsigned(), o.unsigned()
	list := [][2]int64{{}}
	var at, step [2]int64
	for i := uint64(0); i < n && o.err == nil; i++ {
		var d [2]int64
		switch kind {
		case 0, 1: // along x and y in turn
			d[(kind+i)&1] = o.signed()
		case 2:
			v := o.unsigned()
			d = along(v&3, int64(v>>2))
		case 3:
			v := o.unsigned()
			d = along(v&7, int64(v>>3))
		case 4:
			d = o.delta()
		case 5: // differences of steps
			d = o.delta()
			step[0], step[1] = step[0]+d[0], step[1]+d[1]
			d = step
		default:
			o.fail("it has a list of points of an unknown kind %d", kind)
		}
		at[0], at[1] = at[0]+d[0], at[1]+d[1]
		list = append(list, at)
	}
	if kind < 2 { // the last corner goes without saying
		last := at
		last[kind] = 0
		list = append(list, last)
	}
	return list
}
