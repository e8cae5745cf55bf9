// Package figure composes the figures of a run: its masks, the light at its
// planes, the whole bench, the training curves and the confusion matrix.
//
// A figure is made from a frame, from events or from plain slices, and saved as
// PNG, SVG or PDF. Each carries a description in words and numbers for those who
// cannot see it, which Save writes into the file.
package figure

import (
	"math"
	"strings"

	"talbot/render/colormap"
	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
	"talbot/sim/frame"
)

// Style is how figures look. The zero Style is for print.
type Style struct {
	Theme    *plot.Theme // nil is plot.Light
	OwnLight bool        // intensities in the colour of the wavelength, not on the uniform scale
	Title    string      // replaces the figure's own title
	Width    float64     // of the page as it is saved, in units of 1/96 inch; 0 for the figure's own
	NoTitle  bool        // leave out title and subtitle, as in a paper, which has them in its text
	Share    string      // of a comparison: what the shares are of; "" for accuracy
	Unit     string      // of a comparison: the unit of its values, "1" for a number; "" for shares
}

func (s Style) theme() *plot.Theme {
	if s.Theme == nil {
		return &plot.Light
	}
	return s.Theme
}

// light is the map for intensities.
func (s Style) light(f *frame.Frame) *colormap.Map {
	if s.OwnLight {
		m := colormap.Light(float64(f.Wavelength))
		return &m
	}
	return &colormap.Intensity
}

// Figure is a page to be drawn, in units of 1/96 inch.
type Figure struct {
	W, H  float64
	Title string

	theme    *plot.Theme
	subtitle string
	caption  string // below the figure
	words    string // what the caption leaves out
	draw     func(c plot.Canvas)
	top      float64 // what is above it is not saved
	scale    float64 // of what is saved
}

// Describe returns the figure in words and numbers: its title, its settings, its
// caption and the values that it shows.
func (f *Figure) Describe() string {
	var parts []string
	for _, s := range []string{f.Title + ".", f.subtitle, f.caption, f.words} {
		if s != "" && s != "." {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

// Draw draws the figure on a blank canvas of its size.
func (f *Figure) Draw(c plot.Canvas) {
	t := f.theme
	if f.top == 0 {
		c.Text(plot.Page, plot.Page+plot.Tight, f.Title, t.Strong(plot.Heading, t.Ink, plot.Start))
	}
	if f.top == 0 && f.subtitle != "" {
		c.Text(plot.Page, plot.Page+plot.Tight+plot.Body*1.8, f.subtitle, t.Type(plot.Body, t.Muted, plot.Start))
	}
	f.draw(c)
	caption := t.Type(plot.Body, t.Muted, plot.Start)
	lines := wrap(caption.Face, f.caption, f.W-2*plot.Page)
	for i, line := range lines {
		c.Text(plot.Page, f.H-plot.Wide-float64(len(lines)-1-i)*lead, line, caption)
	}
}

// head is the room above the panels, and lead the distance of caption lines.
const (
	head = plot.Page + plot.Heading + plot.Body*1.8 + plot.Gap
	lead = plot.Body * 1.45
)

// finish sets the figure's height from where its panels end, and its title.
func (f *Figure) finish(s Style, bottom float64) *Figure {
	f.theme = s.theme()
	if s.Title != "" {
		f.Title = s.Title
	}
	face := text.Face{Weight: text.Bold, Size: plot.Heading}
	f.Title = text.Fit(face, f.Title, f.W-2*plot.Page)
	f.subtitle = text.Fit(text.Face{Weight: text.Regular, Size: plot.Body}, f.subtitle, f.W-2*plot.Page)
	lines := wrap(text.Face{Weight: text.Regular, Size: plot.Body}, f.caption, f.W-2*plot.Page)
	if s.NoTitle {
		f.top = head - plot.Wide
	}
	if f.scale = 1; s.Width > 0 {
		f.scale = s.Width / f.W
	}
	f.H = bottom + plot.Gap + float64(len(lines))*lead + plot.Wide
	return f
}

// FitsTitle tells whether a title is whole above a comparison.
func FitsTitle(title string) bool {
	w, _, _ := text.Measure(text.Face{Weight: text.Bold, Size: plot.Heading}, title)
	return w <= compareWide-2*plot.Page
}

// LeastText is the size in points below which the text of a figure cannot be read in print.
const LeastText = 5

// points is the size of a figure's smallest text in points, when a page of w units is saved at the
// width of the style.
func (s Style) points(w float64) float64 {
	if s.Width <= 0 {
		return 0.75 * plot.Small
	}
	return 0.75 * plot.Small * s.Width / w
}

// narrow tells whether a page of w units is to be one column, not two.
func (s Style) narrow(w float64) bool { return s.points(w) < 6 && s.Width > 0 }

// most is the width of a page, in its own units, up to which its text can be read at the width of the style.
func (s Style) most() float64 {
	if s.Width <= 0 {
		return math.Inf(1)
	}
	return 0.75 * plot.Small * s.Width / LeastText
}

// fewer places panels in as many columns as can be read at the width of the style, n at most, of the given size or, before
// there is one less, down to the least.
func (s Style) fewer(n int, size, least float64, place func(columns int, size float64) panels) panels {
	for ; n > 1; n-- {
		p := place(n, size)
		if over := p.width() - s.most(); over > 0 && size-over/float64(n) >= least {
			p = place(n, math.Floor(size-over/float64(n)))
		}
		if p.width() <= s.most() {
			return p
		}
	}
	return place(1, size)
}

// Readable is an error where the figure is so narrow that its text cannot be read; it says which
// width can.
func (f *Figure) Readable() error {
	if 0.75*plot.Small*f.scale < LeastText {
		return errs.New("figure: its text would be smaller than ", integer(LeastText), " points: want a width of ", integer(int(math.Ceil(LeastText/(0.75*plot.Small)*f.W*25.4/96))), " mm or more")
	}
	return nil
}

// wrap breaks s into lines that are at most width wide.
func wrap(f text.Face, s string, width float64) (lines []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		longer := strings.TrimSpace(line + " " + word)
		if w, _, _ := text.Measure(f, longer); w > width && line != "" {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// check says what is wrong with a frame, so that no figure indexes outside its arrays.
func check(f *frame.Frame) error {
	if err := f.Check(); err != nil {
		return errs.New("figure: ", err)
	}
	if len(f.Planes) < 2 {
		return errs.New("figure: the frame has one plane; light goes from one to another")
	}
	for i := range f.Planes {
		for _, r := range f.Planes[i].Regions {
			if len(f.Scores) > 0 && r.Class >= len(f.Scores) {
				return errs.New("figure: the frame has ", len(f.Scores), " scores, and a region for class ", r.Class)
			}
		}
	}
	return nil
}

// setting describes the frame's bench in one line.
func setting(f *frame.Frame) string { return settingOf(f, len(elements(f))) }

// settingOf is setting of a bench with so many masks.
func settingOf(f *frame.Frame, masks int) string {
	text := ""
	if f.Networks > 1 {
		text = "Network " + integer(f.Network+1) + " of " + integer(f.Networks) + ". "
	}
	what := count(len(f.Planes), "plane")
	if e := elements(f); masks > 0 && e[0].Kind == frame.Mask {
		what = count(masks, "mask")
	}
	wave := "wavelength " + plot.Quantity(float64(f.Wavelength), "m")
	p := &f.Planes[0]
	if gap, even := f.Even(); even {
		return text + what + " of " + integer(p.Nx) + " × " + integer(p.Ny) + " samples, pitch " +
			plot.Quantity(float64(p.Pitch), "m") + ", " + wave + ", planes " + plot.Quantity(gap, "m") + " apart."
	}
	return text + what + ", " + wave + ", over " + plot.Quantity(float64(f.Last().Z)-float64(p.Z), "m") + "."
}

// class names class i.
func class(classes []string, i int) string {
	if i >= 0 && i < len(classes) {
		return classes[i]
	}
	return integer(i)
}
