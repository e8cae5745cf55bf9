package plot

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/xml"
	"image"
	"image/color"
	"image/png"
	"strconv"

	"talbot/render/text"
)

// SVG is a Canvas that writes a Scalable Vector Graphics document. Text stays
// text. The glyphs it needs are embedded as web fonts; for viewers that take no
// web fonts, each text states its width, so that the layout holds in any font.
type SVG struct {
	w, h  float64
	top   float64 // the view begins here
	scale float64 // of the view, 0 for 1
	body  bytes.Buffer
	title string
	desc  string
	fonts fontsUsed
}

// NewSVG makes a canvas of w x h units. The title and the description are for
// those who cannot see the picture.
func NewSVG(w, h float64, background color.RGBA, title, description string) *SVG {
	s := &SVG{w: w, h: h, title: title, desc: description}
	s.Fill(Rect{0, 0, w, h}.Path(), background)
	return s
}

// View shows what is below top alone, scale times as large.
func (s *SVG) View(top, scale float64) { s.top, s.scale = top, scale }

// Bytes returns the document.
func (s *SVG) Bytes() []byte {
	var b bytes.Buffer
	k := cmp.Or(s.scale, 1)
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="` + num(k*s.w) + `" height="` + num(k*(s.h-s.top)) +
		`" viewBox="0 ` + num(s.top) + " " + num(s.w) + " " + num(s.h-s.top) + `" role="img" aria-labelledby="title desc"` +
		` font-family="Go, 'Lucida Grande', 'Segoe UI', Helvetica, Arial, sans-serif">` + "\n<title id=\"title\">")
	escape(&b, s.title)
	b.WriteString("</title>\n<desc id=\"desc\">")
	escape(&b, s.desc)
	b.WriteString("</desc>\n<style>\n")
	for w, f := range s.fonts {
		if f != nil {
			b.WriteString(`@font-face{font-family:"Go";font-weight:` + [...]string{text.Regular: "400", text.Bold: "700"}[w] +
				`;src:url(data:font/ttf;base64,` + base64.StdEncoding.EncodeToString(subset(text.TTF(f.weight), f.glyphs, webTables)) + ")}\n")
		}
	}
	b.WriteString("</style>\n")
	b.Write(s.body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// Size implements Canvas.
func (s *SVG) Size() (w, h float64) { return s.w, s.h }

// Fill implements Canvas.
func (s *SVG) Fill(p Path, c color.RGBA) {
	s.body.WriteString(`<path d="` + data(p) + `"` + ink("fill", c) + "/>\n")
}

// Stroke implements Canvas.
func (s *SVG) Stroke(p Path, width float64, c color.RGBA, dash ...float64) {
	s.body.WriteString(`<path d="` + data(p) + `" fill="none"` + ink("stroke", c) +
		` stroke-width="` + num(width) + `" stroke-linejoin="round"`)
	if len(dash) > 0 {
		s.body.WriteString(` stroke-dasharray="`)
		for i, d := range dash {
			if i > 0 {
				s.body.WriteByte(' ')
			}
			s.body.WriteString(num(d))
		}
		s.body.WriteByte('"')
	}
	s.body.WriteString("/>\n")
}

// Image implements Canvas.
func (s *SVG) Image(r Rect, m *image.RGBA) {
	var b bytes.Buffer
	png.Encode(&b, m) // a bytes.Buffer does not fail
	s.body.WriteString(`<image x="` + num(r.X) + `" y="` + num(r.Y) + `" width="` + num(r.W) + `" height="` + num(r.H) +
		`" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,` +
		base64.StdEncoding.EncodeToString(b.Bytes()) + "\"/>\n")
}

// Text implements Canvas.
func (s *SVG) Text(x, y float64, str string, t Type) {
	if str == "" {
		return
	}
	w, _, _ := text.Measure(t.Face, str)
	for _, g := range text.Glyphs(t.Face, str) {
		s.fonts.add(t.Weight, g)
	}
	s.body.WriteString("<text")
	if t.Up {
		s.body.WriteString(` transform="translate(` + num(x) + " " + num(y) + `) rotate(-90)"`)
	} else {
		s.body.WriteString(` x="` + num(x) + `" y="` + num(y) + `"`)
	}
	if t.Align != Start {
		s.body.WriteString(` text-anchor="` + [...]string{"start", "middle", "end"}[t.Align] + `"`)
	}
	if t.Weight == text.Bold {
		s.body.WriteString(` font-weight="bold"`)
	}
	s.body.WriteString(` font-size="` + num(t.Size) + `" textLength="` + num(w) + `" lengthAdjust="spacingAndGlyphs"` + ink("fill", t.Color) + ">")
	escape(&s.body, str)
	s.body.WriteString("</text>\n")
}

func escape(b *bytes.Buffer, s string) { xml.EscapeText(b, []byte(s)) }

// data is the path in SVG's notation.
func data(p Path) string {
	var b []byte
	for i, q := range p {
		switch {
		case i == 0 || q.Move:
			b = append(b, 'M')
		default:
			b = append(b, 'L')
		}
		b = append(b, num(q.X)...)
		b = append(b, ' ')
		b = append(b, num(q.Y)...)
	}
	return string(b)
}

// ink is a colour attribute; colours are premultiplied, SVG's are not.
func ink(attribute string, c color.RGBA) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	const hex = "0123456789abcdef"
	s := []byte{'#'}
	for _, v := range []uint8{n.R, n.G, n.B} {
		s = append(s, hex[v>>4], hex[v&15])
	}
	out := " " + attribute + `="` + string(s) + `"`
	if n.A != 255 {
		out += " " + attribute + `-opacity="` + num(float64(n.A)/255) + `"`
	}
	return out
}

// num writes a number with at most two digits after the point.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if s == "-0" {
		return "0"
	}
	return s
}
