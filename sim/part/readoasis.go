package part

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// oasReader reads the records of OASIS (SEMI P39): numbers, texts, and the values that a shape
// has from the one before.
type oasReader struct {
	b     []byte
	outer []byte // what follows a compressed block, while that is read
	err   error
	unit  float64 // metres of one step of the grid
	left  int     // bytes that blocks may still unpack

	names    map[uint64]string // of cells by number
	implicit uint64
	numbers  map[uint64]*structure // cells that have a number in place of a name
	places   []numbered

	cells map[string]*structure
	cell  *structure
	state
}

// state is what a record has from those before it.
type state struct {
	layer        uint64
	w, h         int64
	x, y, px, py int64 // of the last shape, and of the last reference
	relative     bool
	points       [][2]int64
	at           copies
	name         string
	ref          uint64
	byRef        bool // the last reference was to a number
}

// numbered is a reference to a cell by its number, whose name may stand later.
type numbered struct {
	cell  *structure
	index int
	ref   uint64
}

// mostUnpacked is how many bytes compressed blocks may give.
const mostUnpacked = 1 << 30

func (o *oasReader) fail(format string, a ...any) {
	if o.err == nil {
		o.err = fmt.Errorf(format, a...)
		o.b, o.outer = nil, nil
	}
}

func (o *oasReader) byte() byte {
	if len(o.b) == 0 {
		o.fail("it ends before its last record: it was cut off, or is no OASIS")
		return 0
	}
	v := o.b[0]
	o.b = o.b[1:]
	return v
}

func (o *oasReader) unsigned() uint64 {
	var v uint64
	for shift := 0; ; shift += 7 {
		c := o.byte()
		if shift > 56 {
			o.fail("it has a number of more than 63 bits")
		}
		if o.err != nil {
			return 0
		}
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v
		}
	}
}

func (o *oasReader) signed() int64 {
	v := o.unsigned()
	if v&1 == 1 {
		return -int64(v >> 1)
	}
	return int64(v >> 1)
}

func (o *oasReader) bytes(n uint64) []byte {
	if n > uint64(len(o.b)) {
		o.fail("it ends before its last record: it was cut off, or is no OASIS")
		return nil
	}
	v := o.b[:n]
	o.b = o.b[n:]
	return v
}

func (o *oasReader) text() string { return string(o.bytes(o.unsigned())) }

// real is one of the eight kinds of numbers with a fraction.
func (o *oasReader) real() float64 { return o.realOf(o.unsigned()) }

func (o *oasReader) realOf(kind uint64) float64 {
	sign := 1 - 2*float64(kind&1)
	switch kind {
	case 0, 1:
		return sign * float64(o.unsigned())
	case 2, 3:
		return sign / float64(o.unsigned())
	case 4, 5:
		a := o.unsigned()
		return sign * float64(a) / float64(o.unsigned())
	case 6:
		if v := o.bytes(4); o.err == nil {
			return float64(math.Float32frombits(binary.LittleEndian.Uint32(v)))
		}
	case 7:
		if v := o.bytes(8); o.err == nil {
			return math.Float64frombits(binary.LittleEndian.Uint64(v))
		}
	default:
		o.fail("it has a number of an unknown kind %d", kind)
	}
	return 0
}

// delta is a step in any direction.
func (o *oasReader) delta() [2]int64 {
	v := o.unsigned()
	if v&1 == 0 {
		return along(v>>1&7, int64(v>>4))
	}
	x := int64(v >> 2)
	if v&2 != 0 {
		x = -x
	}
	return [2]int64{x, o.signed()}
}

// along is a step of length n in one of eight directions: east, north, west, south, and the
// diagonals from north-east on.
func along(direction uint64, n int64) [2]int64 {
	d := [8][2]int64{{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}, {-1, 1}, {-1, -1}, {1, -1}}[direction]
	return [2]int64{n * d[0], n * d[1]}
}

// metres is a step on the grid as a length.
func (o *oasReader) metres(d [2]int64) [2]float64 {
	return [2]float64{o.unit * float64(d[0]), o.unit * float64(d[1])}
}

// repetition reads where copies stand, or takes those of the shape before.
func (o *oasReader) repetition() copies {
	kind := o.unsigned()
	if kind == 0 {
		if o.at.n == 0 {
			o.fail("it repeats a repetition before there is one")
		}
		return o.at
	}
	count := func() int {
		n := o.unsigned() + 2
		if n > mostShapes {
			o.fail("it repeats a shape %d times: too often to read", n)
			return 0
		}
		return int(n)
	}
	r := copies{n: 1, m: 1}
	x, y := func() [2]int64 { return [2]int64{int64(o.unsigned()), 0} }, func() [2]int64 { return [2]int64{0, int64(o.unsigned())} }
	list := func(scaled bool, step func() [2]int64) {
		n, grid := count(), int64(1)
		if scaled {
			grid = int64(o.unsigned())
		}
		var at [2]int64
		for r.list = [][2]float64{{}}; len(r.list) < n && o.err == nil; {
			d := step()
			at[0], at[1] = at[0]+grid*d[0], at[1]+grid*d[1]
			r.list = append(r.list, o.metres(at))
		}
	}
	switch kind {
	case 1:
		r.n, r.m = count(), count()
		r.u, r.v = o.metres(x()), o.metres(y())
	case 2:
		r.n, r.u = count(), o.metres(x())
	case 3:
		r.m, r.v = count(), o.metres(y())
	case 4, 5:
		list(kind == 5, x)
	case 6, 7:
		list(kind == 7, y)
	case 8:
		r.n, r.m = count(), count()
		r.u, r.v = o.metres(o.delta()), o.metres(o.delta())
	case 9:
		r.n, r.u = count(), o.metres(o.delta())
	case 10, 11:
		list(kind == 11, o.delta)
	default:
		o.fail("it has a repetition of an unknown kind %d", kind)
	}
	o.at = r
	return r
}

// block begins a compressed block.
func (o *oasReader) block() {
	kind, size, packed := o.unsigned(), o.unsigned(), o.unsigned()
	b := o.bytes(packed)
	switch {
	case o.err != nil:
	case kind != 0:
		o.fail("it has a block that is compressed in an unknown way %d", kind)
	case o.outer != nil:
		o.fail("it has a compressed block inside another")
	case size > uint64(o.left):
		o.fail("its compressed blocks hold more than %d bytes: too many to read", mostUnpacked)
	default:
		o.left -= int(size)
		v, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), int64(size)))
		if err != nil || uint64(len(v)) != size {
			o.fail("a compressed block of it is damaged")
			return
		}
		o.outer, o.b = o.b, v
	}
}
