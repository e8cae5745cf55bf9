package plot

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"image"
	"image/color"
	"strconv"

	"talbot/render/text"
)

// PDF is a Canvas that writes a one-page PDF 1.7 document. Fonts are embedded, so
// that text can be searched and copied, and looks the same everywhere.
type PDF struct {
	w, h    float64
	top     float64 // the view begins here
	scale   float64 // of the view, 0 for 1
	title   string
	desc    string
	body    bytes.Buffer
	objects [][]byte // the document's objects; number 1 is the first
	images  []int    // object numbers
	alphas  []uint8  // graphics states, one for each opacity
	fonts   fontsUsed
}

// NewPDF makes a canvas of w x h units. The title and the description go into the
// document's properties.
func NewPDF(w, h float64, background color.RGBA, title, description string) *PDF {
	p := &PDF{w: w, h: h, title: title, desc: description}
	p.objects = make([][]byte, 3) // the catalog, the pages and the page come last
	// One unit is 0.75 points; PDF's y runs up.
	p.put("0.75 0 0 -0.75 0 ", num(0.75*h), " cm 1 j\n")
	p.Fill(Rect{0, 0, w, h}.Path(), background)
	return p
}

func (p *PDF) put(parts ...string) {
	for _, s := range parts {
		p.body.WriteString(s)
	}
}

// object adds an object and returns its number.
func (p *PDF) object(b []byte) int {
	p.objects = append(p.objects, b)
	return len(p.objects)
}

// stream is an object of compressed data; dict is the inside of its dictionary.
func stream(dict string, data []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(data) // a bytes.Buffer does not fail
	w.Close()
	var b bytes.Buffer
	b.WriteString("<<" + dict + " /Filter /FlateDecode /Length " + strconv.Itoa(z.Len()) + ">>\nstream\n")
	b.Write(z.Bytes())
	b.WriteString("\nendstream")
	return b.Bytes()
}

// View shows what is below top alone, scale times as large.
func (p *PDF) View(top, scale float64) { p.top, p.scale = top, scale }

// Size implements Canvas.
func (p *PDF) Size() (w, h float64) { return p.w, p.h }

// color sets a colour and its opacity; operator is "rg" to fill, "RG" to stroke.
func (p *PDF) color(c color.RGBA, operator string) {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	for _, v := range []uint8{n.R, n.G, n.B} {
		p.put(strconv.FormatFloat(float64(v)/255, 'f', 3, 64), " ")
	}
	p.put(operator, " ")
	i := 0
	for i < len(p.alphas) && p.alphas[i] != n.A {
		i++
	}
	if i == len(p.alphas) {
		p.alphas = append(p.alphas, n.A)
	}
	p.put("/A", strconv.Itoa(i), " gs\n")
}

func (p *PDF) path(path Path) {
	for i, q := range path {
		op := " l\n"
		if i == 0 || q.Move {
			op = " m\n"
		}
		p.put(num(q.X), " ", num(q.Y), op)
	}
}

// Fill implements Canvas.
func (p *PDF) Fill(path Path, c color.RGBA) {
	p.color(c, "rg")
	p.path(path)
	p.put("f\n")
}

// Stroke implements Canvas.
func (p *PDF) Stroke(path Path, width float64, c color.RGBA, dash ...float64) {
	p.color(c, "RG")
	p.put(num(width), " w [")
	for _, d := range dash {
		p.put(num(d), " ")
	}
	p.put("] 0 d\n")
	p.path(path)
	p.put("S\n")
}

// Image implements Canvas.
func (p *PDF) Image(r Rect, m *image.RGBA) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	rgb := make([]byte, 0, 3*w*h)
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			c := m.RGBAAt(x, y)
			rgb = append(rgb, c.R, c.G, c.B)
		}
	}
	p.images = append(p.images, p.object(stream("/Type /XObject /Subtype /Image /Width "+strconv.Itoa(w)+
		" /Height "+strconv.Itoa(h)+" /ColorSpace /DeviceRGB /BitsPerComponent 8", rgb)))
	p.put("q ", num(r.W), " 0 0 ", num(-r.H), " ", num(r.X), " ", num(r.Bottom()), " cm /I", strconv.Itoa(len(p.images)-1), " Do Q\n")
}

// Text implements Canvas.
func (p *PDF) Text(x, y float64, s string, t Type) {
	w, _, _ := text.Measure(t.Face, s)
	p.color(t.Color, "rg")
	p.put("BT\n")
	for _, g := range text.Glyphs(t.Face, s) {
		p.fonts.add(t.Weight, g)
		at := g.X - t.Align.offset(w)
		p.put("/F", strconv.Itoa(int(t.Weight)), " ", num(g.Size), " Tf ")
		if t.Up {
			p.put("0 -1 -1 0 ", num(x), " ", num(y-at))
		} else {
			p.put("1 0 0 -1 ", num(x+at), " ", num(y))
		}
		p.put(" Tm <", hex4(int(g.Index)), "> Tj\n")
	}
	p.put("ET\n")
}

// Bytes returns the document. Nothing can be drawn after it.
func (p *PDF) Bytes() []byte {
	k, body := cmp.Or(p.scale, 1), p.body.Bytes()
	if k != 1 {
		body = append([]byte(num(k)+" 0 0 "+num(k)+" 0 0 cm\n"), body...)
	}
	content := p.object(stream("", body))
	var res bytes.Buffer
	res.WriteString("<</ExtGState <<")
	for i, a := range p.alphas {
		v := strconv.FormatFloat(float64(a)/255, 'f', 3, 64)
		res.WriteString("/A" + strconv.Itoa(i) + " <</ca " + v + " /CA " + v + ">> ")
	}
	res.WriteString(">> /XObject <<")
	for i, n := range p.images {
		res.WriteString("/I" + strconv.Itoa(i) + " " + ref(n) + " ")
	}
	res.WriteString(">> /Font <<")
	for i, f := range p.fonts {
		if f != nil {
			res.WriteString("/F" + strconv.Itoa(i) + " " + ref(f.write(p)) + " ")
		}
	}
	res.WriteString(">>>>")
	info := p.object([]byte("<</Title " + utf16hex(p.title) + " /Subject " + utf16hex(p.desc) + " /Creator (Talbot)>>"))
	p.objects[0] = []byte("<</Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences <</DisplayDocTitle true>>>>")
	p.objects[1] = []byte("<</Type /Pages /Kids [3 0 R] /Count 1>>")
	p.objects[2] = []byte("<</Type /Page /Parent 2 0 R /MediaBox [0 0 " + num(0.75*k*p.w) + " " + num(0.75*k*(p.h-p.top)) + "] /Contents " +
		ref(content) + " /Resources " + res.String() + ">>")

	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(p.objects))
	for i, o := range p.objects {
		offsets[i] = b.Len()
		b.WriteString(strconv.Itoa(i+1) + " 0 obj\n")
		b.Write(o)
		b.WriteString("\nendobj\n")
	}
	start := b.Len()
	b.WriteString("xref\n0 " + strconv.Itoa(len(offsets)+1) + "\n0000000000 65535 f \n")
	for _, o := range offsets {
		s := strconv.Itoa(o)
		b.WriteString("0000000000"[len(s):] + s + " 00000 n \n")
	}
	b.WriteString("trailer\n<</Size " + strconv.Itoa(len(offsets)+1) + " /Root 1 0 R /Info " + ref(info) + ">>\nstartxref\n" +
		strconv.Itoa(start) + "\n%%EOF\n")
	return b.Bytes()
}

func ref(n int) string { return strconv.Itoa(n) + " 0 R" }
