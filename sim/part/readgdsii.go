package part

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// element is what a GDSII file is describing.
type element struct {
	kind       uint16 // gdsBoundary, gdsBox, gdsSRef or gdsARef; 0 for others
	layer      int
	name       string
	xy         [][2]float64
	mirror     bool
	size, turn float64
	cols, rows int
}

// readGDSII reads the polygons and boxes of the cells of a GDSII file.
func readGDSII(b []byte) (map[string]*structure, error) {
	cells := map[string]*structure{}
	var cell *structure
	var e element
	unit, done := grid, false
	for at := 0; !done; {
		if at+4 > len(b) {
			return nil, fmt.Errorf("it ends before its last record: it was cut off, or is no GDSII")
		}
		n, record := int(binary.BigEndian.Uint16(b[at:])), binary.BigEndian.Uint16(b[at+2:])
		if n < 4 || n%2 == 1 || at+n > len(b) || at == 0 && record != gdsHeader {
			return nil, fmt.Errorf("it is no GDSII: byte %d begins no record", at)
		}
		v := b[at+4 : at+n]
		at += n
		short := func() int {
			if len(v) < 2 {
				return 0
			}
			return int(binary.BigEndian.Uint16(v))
		}
		text := strings.TrimRight(string(v), "\x00")
		switch record {
		case gdsUnits:
			if len(v) == 16 {
				unit = gdsReal(v[8:])
			}
			if !(unit > 0 && unit < 1) {
				return nil, fmt.Errorf("its unit is %g m", unit)
			}
		case gdsStrName:
			cell = &structure{}
			cells[text] = cell
		case gdsBoundary, gdsBox, gdsSRef, gdsARef, gdsPath, gdsText, gdsNode:
			if cell == nil {
				return nil, fmt.Errorf("it has a shape outside of any cell")
			}
			if e = (element{kind: record, size: 1}); record == gdsPath {
				return nil, fmt.Errorf("it has paths: make polygons of them")
			}
		case gdsLayer:
			e.layer = short()
		case gdsSName:
			e.name = text
		case gdsSTrans:
			e.mirror = short()&0x8000 != 0
		case gdsMag, gdsAngle:
			if len(v) != 8 {
				return nil, fmt.Errorf("it has a record of %d bytes that wants 8", len(v))
			}
			if record == gdsMag {
				e.size = gdsReal(v)
			} else {
				e.turn = gdsReal(v)
			}
		case gdsColRow:
			if len(v) == 4 {
				e.cols, e.rows = short(), int(binary.BigEndian.Uint16(v[2:]))
			}
		case gdsXY:
			for i := 0; i+8 <= len(v); i += 8 {
				e.xy = append(e.xy, [2]float64{unit * float64(int32(binary.BigEndian.Uint32(v[i:]))), unit * float64(int32(binary.BigEndian.Uint32(v[i+4:])))})
			}
		case gdsEndEl:
			if err := cell.add(&e); err != nil {
				return nil, err
			}
		case gdsEndLib:
			done = true
		}
	}
	return cells, nil
}

// add adds an element that is complete.
func (c *structure) add(e *element) error {
	switch e.kind {
	case gdsBoundary, gdsBox:
		if len(e.xy) < 4 {
			return fmt.Errorf("it has a polygon of %d points", len(e.xy))
		}
		c.shapes = append(c.shapes, shape{e.layer, e.xy[:len(e.xy)-1], once}) // the last is the first again
	case gdsSRef, gdsARef:
		p := placed{name: e.name, at: once}
		p.turnedBy(e.size, e.turn, e.mirror)
		if len(e.xy) > 0 {
			p.dx, p.dy = e.xy[0][0], e.xy[0][1]
		}
		switch {
		case e.kind == gdsSRef && len(e.xy) == 1:
		case e.kind == gdsARef && len(e.xy) == 3 && e.cols > 0 && e.rows > 0:
			n, m := float64(e.cols), float64(e.rows)
			p.at = copies{n: e.cols, m: e.rows, u: [2]float64{(e.xy[1][0] - p.dx) / n, (e.xy[1][1] - p.dy) / n}, v: [2]float64{(e.xy[2][0] - p.dx) / m, (e.xy[2][1] - p.dy) / m}}
		default:
			return fmt.Errorf("it has a reference to %q at %d places, of %d x %d", e.name, len(e.xy), e.cols, e.rows)
		}
		c.places = append(c.places, p)
	}
	return nil
}

// gdsReal is a number of eight bytes: a sign, an exponent of 16 from 64 on, 56 bits behind
// the point.
func gdsReal(b []byte) float64 {
	u := binary.BigEndian.Uint64(b)
	v := math.Ldexp(float64(u&(1<<56-1)), 4*(int(u>>56&0x7f)-64)-56)
	if u>>63 == 1 {
		return -v
	}
	return v
}
