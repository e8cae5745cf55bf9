package figure

import (
	"image"
	"math"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
)

// Strip is a line of pictures of one kind, with its name. All strips have as many pictures.
type Strip struct {
	Label    string
	Pictures []*image.RGBA
}

// Strips shows lines of pictures, one below another, each named at its left. All pictures are as large, however many pixels they have.
func Strips(title, subtitle, caption string, strips []Strip, s Style) (*Figure, error) {
	const size, gap, most = 34, 2, 250
	if len(strips) == 0 || len(strips[0].Pictures) == 0 {
		return nil, errs.New("figure: there are no pictures")
	}
	t := s.theme()
	fig := &Figure{Title: title, subtitle: subtitle, caption: caption}
	face := text.Face{Weight: text.Regular, Size: plot.Body}
	names := 0.0
	for _, strip := range strips {
		if len(strip.Pictures) != len(strips[0].Pictures) {
			return nil, errs.New("figure: ", strip.Label, " has ", len(strip.Pictures), " pictures, want ", len(strips[0].Pictures))
		}
		w, _, _ := text.Measure(face, strip.Label)
		names = max(names, min(w, most))
		fig.words += " " + strip.Label + "."
	}
	left := plot.Page + names + plot.Near
	fig.W = max(480, left+(size+gap)*float64(len(strips[0].Pictures))+plot.Page)
	fig.draw = func(c plot.Canvas) {
		for i, strip := range strips {
			y := head + plot.Tight + (size+gap)*float64(i)
			c.Text(left-plot.Near, y+size/2+text.CapHeight(face)/2, text.Fit(face, strip.Label, most), t.Type(plot.Body, t.Ink, plot.End))
			for k, m := range strip.Pictures {
				c.Image(plot.Rect{X: left + (size+gap)*float64(k), Y: y, W: size, H: size}, m)
			}
		}
	}
	return fig.finish(s, math.Ceil(head+plot.Tight+(size+gap)*float64(len(strips)))), nil
}
