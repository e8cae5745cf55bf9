package part

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// Record types of GDSII with their data types (Calma, GDSII Stream Format Manual, release
// 6.0): the ones that files of rectangles have.
const (
	gdsHeader   = 0x0002
	gdsBgnLib   = 0x0102
	gdsLibName  = 0x0206
	gdsUnits    = 0x0305
	gdsEndLib   = 0x0400
	gdsBgnStr   = 0x0502
	gdsStrName  = 0x0606
	gdsEndStr   = 0x0700
	gdsBoundary = 0x0800
	gdsPath     = 0x0900
	gdsSRef     = 0x0A00
	gdsARef     = 0x0B00
	gdsText     = 0x0C00
	gdsLayer    = 0x0D02
	gdsDataType = 0x0E02
	gdsXY       = 0x1003
	gdsEndEl    = 0x1100
	gdsSName    = 0x1206
	gdsColRow   = 0x1302
	gdsNode     = 0x1500
	gdsSTrans   = 0x1A01
	gdsMag      = 0x1B05
	gdsAngle    = 0x1C05
	gdsBox      = 0x2D00
	gdsBoxType  = 0x2E02
)

// gdsBytes of units: 0.001 user units, and 1e-9 m, in the format's floating point. One unit
// in the last place beside them is read as another grid.
var gdsBytes = [16]byte{0x3E, 0x41, 0x89, 0x37, 0x4B, 0xC6, 0xA7, 0xF0, 0x39, 0x44, 0xB8, 0x2F, 0xA0, 0x9B, 0x5A, 0x54}

// gdsWriter writes records; the first error stays.
type gdsWriter struct {
	w   *bufio.Writer
	buf []byte
	err error
}

// start begins a record of so many bytes of data.
func (g *gdsWriter) start(record uint16, bytes int) {
	g.buf = binary.BigEndian.AppendUint16(g.buf, uint16(4+bytes))
	g.buf = binary.BigEndian.AppendUint16(g.buf, record)
}

func (g *gdsWriter) shorts(record uint16, v ...uint16) {
	g.start(record, 2*len(v))
	for _, x := range v {
		g.buf = binary.BigEndian.AppendUint16(g.buf, x)
	}
}

func (g *gdsWriter) longs(record uint16, v ...int) {
	g.start(record, 4*len(v))
	for _, x := range v {
		g.buf = binary.BigEndian.AppendUint32(g.buf, uint32(int32(x)))
	}
}

func (g *gdsWriter) text(record uint16, s string) {
	if len(s)%2 == 1 {
		s += "\x00"
	}
	g.start(record, len(s))
	g.buf = append(g.buf, s...)
}

func (g *gdsWriter) flush() error {
	if g.err == nil {
		_, g.err = g.w.Write(g.buf)
	}
	g.buf = g.buf[:0]
	return g.err
}

// date is the same in all files, so that the same part gives the same bytes: 1 January 1980.
var date = []uint16{1980, 1, 1, 0, 0, 0, 1980, 1, 1, 0, 0, 0}

// box is a rectangle as a polygon.
func (g *gdsWriter) box(layer, datatype uint16, x0, y0, x1, y1 int) {
	g.start(gdsBoundary, 0)
	g.shorts(gdsLayer, layer)
	g.shorts(gdsDataType, datatype)
	g.longs(gdsXY, x0, y0, x0, y1, x1, y1, x1, y0, x0, y0)
	g.start(gdsEndEl, 0)
}

// cell is a rectangle that has a cell of its own.
type cell struct {
	layer, datatype uint16
	w, h            int
}

// WriteGDSII writes a plane as GDSII: user unit 1 um, database unit 1 nm, the mask's lower left
// corner at the origin, y upwards.
func WriteGDSII(w io.Writer, p *Plane, l Layout) error {
	if err := l.Check(p.Process); err != nil {
		return err
	}
	if most := float64(p.Side()) * p.Pitch / grid; most > math.MaxInt32 {
		return fmt.Errorf("a part %.3g m wide does not fit GDSII, which ends at 2.1 m in nanometres: take OASIS or STL", most*grid)
	}
	g := &gdsWriter{w: bufio.NewWriterSize(w, 1<<16)}
	g.shorts(gdsHeader, 600)
	g.shorts(gdsBgnLib, date...)
	g.text(gdsLibName, "TALBOT")
	g.start(gdsUnits, 16)
	g.buf = append(g.buf, gdsBytes[:]...)
	names, err := g.cells(p, l)
	if err != nil {
		return err
	}
	g.shorts(gdsBgnStr, date...)
	g.text(gdsStrName, "PART")
	err = l.each(p, func(s *strip) error {
		err := s.groups(func(like []rect) error { g.put(s, like, names); return nil })
		if err == nil {
			err = g.flush()
		}
		return err
	})
	if err != nil {
		return err
	}
	g.start(gdsEndStr, 0)
	g.start(gdsEndLib, 0)
	if err := g.flush(); err != nil {
		return err
	}
	return g.w.Flush()
}

// each is strips, of openings as they are made.
func (l Layout) each(p *Plane, yield func(*strip) error) error {
	return l.strips(p, func(s *strip) error {
		if p.Openings {
			return p.open(s, yield)
		}
		return yield(s)
	})
}

// put writes rectangles that are alike but for their place: as references of their cell, in
// arrays where three or more have the same distance, or one by one.
func (g *gdsWriter) put(s *strip, like []rect, names map[cell]string) {
	r := like[0]
	name, ok := names[cell{r.layer, r.datatype, r.w, s.h}]
	for i := 0; i < len(like); {
		n := 1
		if ok {
			n = equal(like[i:])
		}
		x := like[i].x
		switch {
		case !ok:
			g.box(r.layer, r.datatype, x, s.y, x+r.w, s.y+s.h)
		case n >= 3:
			step := like[i+1].x - x
			g.start(gdsARef, 0)
			g.text(gdsSName, name)
			g.shorts(gdsColRow, uint16(n), 1)
			g.longs(gdsXY, x, s.y, x+n*step, s.y, x, s.y+s.h)
			g.start(gdsEndEl, 0)
		default:
			n = 1
			g.start(gdsSRef, 0)
			g.text(gdsSName, name)
			g.longs(gdsXY, x, s.y)
			g.start(gdsEndEl, 0)
		}
		i += n
	}
}

// equal is how many rectangles from the first on have the same distance.
func equal(like []rect) int {
	if len(like) < 3 {
		return 1
	}
	n, step := 2, like[1].x-like[0].x
	for n < len(like) && n < math.MaxInt16 && like[n].x-like[n-1].x == step {
		n++
	}
	return n
}

// mostCells is how many cells have names of two letters at most.
const mostCells = len(cellLetters) * len(cellLetters)

const cellLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$"

// cells writes a cell for each rectangle that is there often enough, and names them.
func (g *gdsWriter) cells(p *Plane, l Layout) (map[cell]string, error) {
	if !l.Cells {
		return nil, nil
	}
	counts := map[cell]int{}
	err := l.each(p, func(s *strip) error {
		return s.groups(func(like []rect) error {
			if c := (cell{like[0].layer, like[0].datatype, like[0].w, s.h}); len(counts) < 1<<16 || counts[c] > 0 {
				counts[c] += len(like)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	// A cell has 110 bytes, and a reference is 38 shorter than a rectangle.
	var often []cell
	for c, n := range counts {
		if n >= 4 {
			often = append(often, c)
		}
	}
	slices.SortFunc(often, func(a, b cell) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return slices.Compare([]int{int(a.layer), int(a.datatype), a.w, a.h}, []int{int(b.layer), int(b.datatype), b.w, b.h})
	})
	names := map[cell]string{}
	for i, c := range often[:min(len(often), mostCells)] {
		n := len(cellLetters)
		name := string([]byte{cellLetters[i/n], cellLetters[i%n]})
		names[c] = name
		g.shorts(gdsBgnStr, date...)
		g.text(gdsStrName, name)
		g.box(c.layer, c.datatype, 0, 0, c.w, c.h)
		g.start(gdsEndStr, 0)
		if err := g.flush(); err != nil {
			return nil, err
		}
	}
	return names, nil
}
