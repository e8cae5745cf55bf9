package plot

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"unicode/utf16"

	"talbot/render/text"
)

// fontUsed is a font of a document and the glyphs that it needs.
type fontUsed struct {
	weight text.Weight
	glyphs map[uint16]text.Glyph
}

// fontsUsed has a place for each text.Weight.
type fontsUsed [3]*fontUsed

// add notes that the document needs g.
func (f *fontsUsed) add(w text.Weight, g text.Glyph) {
	if f[w] == nil {
		f[w] = &fontUsed{weight: w, glyphs: map[uint16]text.Glyph{}}
	}
	f[w].glyphs[g.Index] = g
}

// write adds the font's objects to p and returns the number of the font.
func (f *fontUsed) write(p *PDF) int {
	name := "/" + [...]string{text.Regular: "GoRegular", text.Bold: "GoBold"}[f.weight]
	indices := slices.Sorted(maps.Keys(f.glyphs))
	ttf := subset(text.TTF(f.weight), f.glyphs, pdfTables)
	file := p.object(stream("/Length1 "+strconv.Itoa(len(ttf)), ttf))
	descriptor := p.object([]byte("<</Type /FontDescriptor /FontName " + name +
		" /Flags 4 /FontBBox [-215 -265 1055 1119] /ItalicAngle 0 /Ascent 945 /Descent -211 /CapHeight 723 /StemV 90 /FontFile2 " + ref(file) + ">>"))
	var widths, unicode bytes.Buffer
	for _, i := range indices {
		g := f.glyphs[i]
		widths.WriteString(strconv.Itoa(int(i)) + " [" + num(1000*g.Advance/g.Size) + "] ")
		unicode.WriteString("<" + hex4(int(i)) + "> <")
		for _, u := range utf16.Encode([]rune{g.Rune}) {
			unicode.WriteString(hex4(int(u)))
		}
		unicode.WriteString(">\n")
	}
	// At most 100 entries a block are allowed; a block for each is simple.
	var cmap bytes.Buffer
	cmap.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Talbot def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for line := range bytes.Lines(unicode.Bytes()) {
		cmap.WriteString("1 beginbfchar\n" + string(line) + "endbfchar\n")
	}
	cmap.WriteString("endcmap\nend\nend\n")
	toUnicode := p.object(stream("", cmap.Bytes()))
	descendant := p.object([]byte("<</Type /Font /Subtype /CIDFontType2 /BaseFont " + name +
		" /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor " + ref(descriptor) +
		" /DW 1000 /W [" + widths.String() + "] /CIDToGIDMap /Identity>>"))
	return p.object([]byte("<</Type /Font /Subtype /Type0 /BaseFont " + name + " /Encoding /Identity-H /DescendantFonts [" +
		ref(descendant) + "] /ToUnicode " + ref(toUnicode) + ">>"))
}

func hex4(v int) string {
	const hex = "0123456789ABCDEF"
	return string([]byte{hex[v>>12&15], hex[v>>8&15], hex[v>>4&15], hex[v&15]})
}

// utf16hex is a text string of a PDF.
func utf16hex(s string) string {
	out := "<FEFF"
	for _, u := range utf16.Encode([]rune(s)) {
		out += hex4(int(u))
	}
	return out + ">"
}
