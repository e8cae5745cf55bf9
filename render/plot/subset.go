package plot

import (
	"bytes"
	"encoding/binary"
	"slices"

	"talbot/render/text"
)

// The tables that a font needs inside a PDF, and those that it needs in a browser.
var (
	pdfTables = []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}
	webTables = []string{"OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"}
)

// subset returns a TrueType file of the named tables without the outlines of
// glyphs that are not used; glyph numbers stay. A composite glyph keeps its parts.
func subset(ttf []byte, used map[uint16]text.Glyph, names []string) []byte {
	be := binary.BigEndian
	tables := map[string][]byte{}
	for i := range int(be.Uint16(ttf[4:])) {
		e := ttf[12+16*i:]
		at := be.Uint32(e[8:])
		tables[string(e[:4])] = ttf[at : at+be.Uint32(e[12:])]
	}
	long := be.Uint16(tables["head"][50:]) != 0
	loca, glyf := tables["loca"], tables["glyf"]
	offset := func(i int) int {
		if long {
			return int(be.Uint32(loca[4*i:]))
		}
		return 2 * int(be.Uint16(loca[2*i:]))
	}
	count := int(be.Uint16(tables["maxp"][4:]))
	keep := make([]bool, count)
	var mark func(i int)
	mark = func(i int) {
		if keep[i] {
			return
		}
		keep[i] = true
		g := glyf[offset(i):offset(i+1)]
		if len(g) < 10 || int16(be.Uint16(g)) >= 0 {
			return
		}
		for at := 10; ; { // the parts of a composite glyph
			flags := be.Uint16(g[at:])
			mark(int(be.Uint16(g[at+2:])))
			at += 6
			if flags&1 != 0 { // arguments are words
				at += 2
			}
			switch {
			case flags&8 != 0: // one scale
				at += 2
			case flags&0x40 != 0: // two scales
				at += 4
			case flags&0x80 != 0: // a matrix
				at += 8
			}
			if flags&0x20 == 0 { // no more parts
				return
			}
		}
	}
	mark(0)
	for i := range used {
		mark(int(i))
	}
	var newGlyf, newLoca []byte
	for i := range count + 1 {
		newLoca = be.AppendUint32(newLoca, uint32(len(newGlyf)))
		if i < count && keep[i] {
			newGlyf = append(newGlyf, glyf[offset(i):offset(i+1)]...)
			for len(newGlyf)%4 != 0 {
				newGlyf = append(newGlyf, 0)
			}
		}
	}
	head := bytes.Clone(tables["head"])
	be.PutUint16(head[50:], 1) // long offsets
	tables["head"], tables["glyf"], tables["loca"] = head, newGlyf, newLoca
	return assemble(tables, names)
}

// assemble writes a TrueType file of the named tables, in order; one that there
// is not is left out.
func assemble(tables map[string][]byte, names []string) []byte {
	be := binary.BigEndian
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return tables[n] == nil })
	n, log := len(names), 0
	for 2<<log <= n {
		log++
	}
	b := []byte{0, 1, 0, 0}
	for _, v := range []int{n, 16 << log, log, 16*n - 16<<log} {
		b = be.AppendUint16(b, uint16(v))
	}
	at := 12 + 16*n
	for _, name := range names {
		t := tables[name]
		sum := uint32(0)
		for i := 0; i < len(t); i += 4 {
			var word [4]byte
			copy(word[:], t[i:])
			sum += be.Uint32(word[:])
		}
		b = append(b, name...)
		b = be.AppendUint32(b, sum)
		b = be.AppendUint32(b, uint32(at))
		b = be.AppendUint32(b, uint32(len(t)))
		at += (len(t) + 3) &^ 3
	}
	for _, name := range names {
		b = append(b, tables[name]...)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
	}
	return b
}
