package part

import (
	"bytes"
	"compress/flate"
	"io"
)

// Records of OASIS (SEMI P39).
const (
	oasMagic     = "%SEMI-OASIS\r\n"
	oasPad       = 0
	oasStart     = 1
	oasEnd       = 2
	oasCell      = 14
	oasRectangle = 20
	oasBlock     = 34
)

// Bits of the byte that says which values a rectangle has: the others are those of the one
// before.
const (
	oasHasLayer    = 1 << 0
	oasHasDataType = 1 << 1
	oasHasRepeat   = 1 << 2
	oasHasY        = 1 << 3
	oasHasX        = 1 << 4
	oasHasHeight   = 1 << 5
	oasHasWidth    = 1 << 6
)

// blockSize is the bytes of records that are compressed together.
const blockSize = 1 << 18

// oasWriter writes records; those of a cell go through body, compressed or not.
type oasWriter struct {
	w        io.Writer
	body     []byte
	compress bool
	packed   bytes.Buffer
	deflate  *flate.Writer

	last rect // of what was written
	y, h int
	have bool
}

// unsigned appends a number of seven bits a byte, low ones first.
func unsigned(b []byte, v uint64) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

// signed has the sign in the lowest bit.
func signed(b []byte, v int) []byte {
	if v < 0 {
		return unsigned(b, uint64(-v)<<1|1)
	}
	return unsigned(b, uint64(v)<<1)
}

func oasText(b []byte, s string) []byte { return append(unsigned(b, uint64(len(s))), s...) }

// WriteOASIS writes a plane as OASIS, with 1000 units a um, like WriteGDSII; compress puts the
// rectangles into compressed blocks.
func WriteOASIS(w io.Writer, p *Plane, l Layout, compress bool) error {
	if err := l.Check(p.Process); err != nil {
		return err
	}
	o := &oasWriter{w: w, compress: compress}
	head := append([]byte(oasMagic), oasStart)
	head = oasText(head, "1.0")
	head = append(head, 0) // the unit is a whole number
	head = unsigned(head, 1000)
	head = append(head, 0)                   // tables of names stand here,
	head = append(head, make([]byte, 12)...) // and there are none
	head = oasText(append(head, oasCell), "PART")
	if _, err := w.Write(head); err != nil {
		return err
	}
	err := l.each(p, func(s *strip) error {
		err := s.groups(func(like []rect) error { o.put(p, s, like); return nil })
		if err == nil && len(o.body) >= blockSize {
			err = o.flush()
		}
		return err
	})
	if err == nil {
		err = o.flush()
	}
	if err != nil {
		return err
	}
	// The last record has 256 bytes: a padding, and no check sum.
	end := append([]byte{oasEnd}, unsigned(nil, 252)...)
	end = append(append(end, make([]byte, 252)...), 0)
	_, err = w.Write(end)
	return err
}

// put writes rectangles that are alike but for x as one with a repetition.
func (o *oasWriter) put(p *Plane, s *strip, like []rect) {
	r := like[0]
	info := byte(oasHasX)
	add := func(bit byte, other bool) {
		if other || !o.have {
			info |= bit
		}
	}
	add(oasHasLayer, r.layer != o.last.layer)
	add(oasHasDataType, r.datatype != o.last.datatype)
	add(oasHasWidth, r.w != o.last.w)
	add(oasHasHeight, s.h != o.h)
	add(oasHasY, s.y != o.y)
	if len(like) > 1 {
		info |= oasHasRepeat
	}
	b := append(o.body, oasRectangle, info)
	if info&oasHasLayer != 0 {
		b = unsigned(b, uint64(r.layer))
	}
	if info&oasHasDataType != 0 {
		b = unsigned(b, uint64(r.datatype))
	}
	if info&oasHasWidth != 0 {
		b = unsigned(b, uint64(r.w))
	}
	if info&oasHasHeight != 0 {
		b = unsigned(b, uint64(s.h))
	}
	b = signed(b, r.x)
	if info&oasHasY != 0 {
		b = signed(b, s.y)
	}
	if len(like) > 1 {
		b = repeat(b, like)
	}
	o.body, o.last, o.y, o.h, o.have = b, r, s.y, s.h, true
}

// repeat appends a repetition: of one distance, or of several that are multiples of the
// smallest, or of any.
func repeat(b []byte, like []rect) []byte {
	step := like[1].x - like[0].x
	same := true
	for i := 2; i < len(like); i++ {
		d := like[i].x - like[i-1].x
		same = same && d == step
		step = gcd(step, d)
	}
	switch n := uint64(len(like) - 2); {
	case same:
		b = unsigned(unsigned(unsigned(b, 2), n), uint64(step))
	case step > 1:
		b = unsigned(unsigned(unsigned(b, 5), n), uint64(step))
		for i := 1; i < len(like); i++ {
			b = unsigned(b, uint64((like[i].x-like[i-1].x)/step))
		}
	default:
		b = unsigned(unsigned(b, 4), n)
		for i := 1; i < len(like); i++ {
			b = unsigned(b, uint64(like[i].x-like[i-1].x))
		}
	}
	return b
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// flush writes the body, as a block if it is to be compressed.
func (o *oasWriter) flush() error {
	if len(o.body) == 0 {
		return nil
	}
	out := o.body
	if o.compress {
		o.packed.Reset()
		if o.deflate == nil {
			o.deflate, _ = flate.NewWriter(&o.packed, flate.DefaultCompression) // a level that there is
		} else {
			o.deflate.Reset(&o.packed)
		}
		if _, err := o.deflate.Write(o.body); err != nil {
			return err
		}
		if err := o.deflate.Close(); err != nil {
			return err
		}
		head := []byte{oasBlock, 0}
		head = unsigned(unsigned(head, uint64(len(o.body))), uint64(o.packed.Len()))
		if _, err := o.w.Write(head); err != nil {
			return err
		}
		out = o.packed.Bytes()
	}
	_, err := o.w.Write(out)
	o.body = o.body[:0]
	return err
}
