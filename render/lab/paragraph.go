package lab

import (
	"strings"

	"talbot/render/text"
)

type paragraphKey struct {
	s    string
	face text.Face
	w    int
}

// paragraph writes t in lines of at most w pixels, and at most most of them.
func (s *Scene) paragraph(x, y, w float64, f text.Face, c Color, t string, most int) {
	for i, line := range s.lines(t, f, w) {
		if i == most {
			return
		}
		s.print(x, y+float64(i)*1.35*f.Size, 0, f, c, line)
	}
}

// lines breaks t between words; the result is remembered.
func (s *Scene) lines(t string, f text.Face, w float64) []string {
	k := paragraphKey{t, f, int(w)}
	if v, ok := s.broken[k]; ok {
		return v
	}
	if len(s.broken) > maxLabels {
		clear(s.broken)
	}
	var out []string
	line := ""
	for _, word := range strings.Fields(t) {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if n, _, _ := text.Measure(f, longer); n > w && line != "" {
			out = append(out, line)
			longer = word
		}
		line = longer
	}
	out = append(out, line)
	s.broken[k] = out
	return out
}
