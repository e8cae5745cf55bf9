package text

import (
	"sync"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/math/fixed"
)

// fonts parses each font once, when it is first needed.
var fonts = [...]func() *truetype.Font{
	Regular: parse(goregular.TTF),
	Bold:    parse(gobold.TTF),
}

func parse(ttf []byte) func() *truetype.Font {
	return sync.OnceValue(func() *truetype.Font {
		f, err := truetype.Parse(ttf)
		if err != nil {
			panic("text: a built-in font cannot be read: " + err.Error())
		}
		return f
	})
}

// placed is a glyph with its place along the baseline.
type placed struct {
	font  Weight
	index truetype.Index
	size  float64
	x     float64
	char  rune
}

// shape turns s into glyphs and their total advance.
func shape(f Face, s string) (glyphs []placed, width float64) {
	if f.Weight < Regular || f.Weight > Bold {
		panic("text: no such weight")
	}
	font := fonts[f.Weight]()
	var last truetype.Index
	for _, r := range s {
		if t, ok := special[r]; ok && font.Index(r) == 0 {
			for _, part := range t.as {
				g := placed{f.Weight, font.Index(part), f.Size * t.scale, width, part}
				glyphs = append(glyphs, g)
				width += advance(font, g.size, g.index)
			}
			last = 0
			continue
		}
		i := font.Index(r) // 0, the box for what is missing, if there is none
		if last != 0 && i != 0 {
			width += pixels(font.Kern(units(f.Size), last, i))
		}
		glyphs = append(glyphs, placed{f.Weight, i, f.Size, width, r})
		width += advance(font, f.Size, i)
		last = i
	}
	return glyphs, width
}

func advance(f *truetype.Font, size float64, i truetype.Index) float64 {
	return pixels(f.HMetric(units(size), i).AdvanceWidth)
}

func units(px float64) fixed.Int26_6 { return fixed.Int26_6(px*64 + 0.5) }
func pixels(u fixed.Int26_6) float64 { return float64(u) / 64 }

// Glyph is one glyph of a shaped text: its index in the font file, its size in
// pixels per em, its start and its advance along the baseline.
type Glyph struct {
	Index      uint16
	Size       float64
	X, Advance float64
	Rune       rune // the character it stands for
}

// Glyphs shapes s, for a document that carries the font in itself.
func Glyphs(f Face, s string) []Glyph {
	glyphs, _ := shape(f, s)
	font := fonts[f.Weight]()
	list := make([]Glyph, len(glyphs))
	for i, g := range glyphs {
		list[i] = Glyph{uint16(g.index), g.size, g.x, advance(font, g.size, g.index), g.char}
	}
	return list
}

// TTF returns the TrueType file of a weight. It must not be changed.
func TTF(w Weight) []byte {
	return [...][]byte{Regular: goregular.TTF, Bold: gobold.TTF}[w]
}

// stand is how a character that a font lacks is drawn with others.
type stand struct {
	as    string
	scale float64
}

// special has the characters of formulas and units that the Go fonts lack.
var special = map[rune]stand{
	'ϕ':      {"φ", 1},
	'‖':      {"||", 1},
	'▶':      {"►", 1},
	'\u2009': {" ", 0.6}, // thin space
	'\u202f': {" ", 0.6}, // the same, without a line break
}
