package figure

import (
	"image/color"

	"talbot/render/colormap"
	"talbot/render/plot"
	"talbot/render/text"
	"talbot/render/view"
	"talbot/sim/experiment"
)

// Fields shows the intensity at every plane of f, from the source to the
// detector, where the regions are outlined and named. Each plane has its own
// peak, which stands above it.
func Fields(f *experiment.Frame, classes []string, s Style) (*Figure, error) {
	if err := check(f); err != nil {
		return nil, err
	}
	t, n := s.theme(), len(f.Planes)
	columns := n
	if n > 5 {
		columns = (n + 1) / 2
	}
	p := place(f, t, n, columns, 200, true)
	fig := &Figure{W: p.width(), Title: "Light at every plane", subtitle: setting(f)}
	for i := range f.Planes {
		a := &p.axes[i]
		a.Title = plane(f, i)
		a.Note = "peak " + short(float64(f.Peak[i])) + ", power " + percent(float64(f.Power[i]))
		fig.words += " " + a.Title + ": " + a.Note + "."
	}
	fig.words = fig.words[1:] + " " + verdict(f, classes)
	fig.caption = "Each plane up to its own peak, relative to the brightest point of a full-scale source; power relative to the source's. " +
		"Colour follows the square root of the intensity."
	m := s.light(f)
	fig.draw = func(c plot.Canvas) {
		for i := range f.Planes {
			picture := square(f.N)
			view.Intensity(picture, f.Planes[i], f.N, view.Tone{Map: m}, view.Nearest)
			p.axes[i].DrawImage(c, picture)
			if i == n-1 {
				drawRegions(c, &p.axes[i], f, classes)
			}
			p.axes[i].DrawFront(c)
		}
		t.DrawScale(c, p.scale(), intensityScale(m, "intensity / peak"))
	}
	return fig.finish(s, p.bottom), nil
}

func intensityScale(m *colormap.Map, label string) plot.Scale {
	ticks := []plot.Tick{{Value: 0, Label: "0"}, {Value: 0.05, Label: "0.05"}, {Value: 0.2, Label: "0.2"}, {Value: 0.5, Label: "0.5"}, {Value: 1, Label: "1"}}
	return plot.Scale{Map: m, Gamma: 0.5, Axis: plot.Axis{Label: label, Max: 1, Ticks: ticks}}
}

// plane names plane i of f.
func plane(f *experiment.Frame, i int) string {
	switch i {
	case 0:
		return "Source"
	case len(f.Planes) - 1:
		return "Detector"
	}
	return "At mask " + f.MaskNumber(i-1)
}

// verdict says what the network answers.
func verdict(f *experiment.Frame, classes []string) string {
	if f.Predicted < 0 || f.Predicted >= len(f.Scores) {
		return ""
	}
	s := "The network answers " + class(classes, f.Predicted) + " with a score of " + percent(float64(f.Scores[f.Predicted]))
	switch {
	case f.Label < 0:
		return s + "."
	case f.Label == f.Predicted:
		return s + ", which is right."
	}
	return s + "; it is " + class(classes, f.Label) + "."
}

// veil darkens a picture below a mark.
var veil = color.RGBA{0, 0, 0, 150}

// regionName is the class of region i, with a minus where it speaks against it.
func regionName(f *experiment.Frame, classes []string, i int) string {
	k, against := f.Class(i)
	if against {
		return "−" + class(classes, k)
	}
	return class(classes, k)
}

// drawRegions outlines the detector regions over a picture of the detector and
// names them: by class if the names fit, else by number.
func drawRegions(c plot.Canvas, a *plot.Axes, f *experiment.Frame, classes []string) {
	size := plot.Small * min(1, a.W/180)
	face := text.Face{Weight: text.Bold, Size: size}
	unit := a.W / float64(f.N)
	names := make([]string, len(f.Regions))
	for i, r := range f.Regions {
		names[i] = regionName(f, classes, i)
		if w, _, _ := text.Measure(face, names[i]); w > unit*float64(r.X1-r.X0)*1.3 {
			for j := range names {
				names[j] = regionName(f, nil, j)
			}
			break
		}
	}
	for i, r := range f.Regions {
		at := plot.Rect{X: a.Rect.X + unit*float64(r.X0), Y: a.Rect.Y + unit*float64(r.Y0), W: unit * float64(r.X1-r.X0), H: unit * float64(r.Y1-r.Y0)}
		ink, width := color.RGBA{236, 239, 245, 255}, 1.0
		if k, _ := f.Class(i); k == f.Predicted {
			ink, width = color.RGBA{90, 225, 255, 255}, 2 // far from every colour of light
		}
		c.Stroke(at.Path(), width+2, veil)
		c.Stroke(at.Path(), width, ink)
		y := at.Bottom() + plot.Hair + text.CapHeight(face) + 1
		if y > a.Bottom()-plot.Hair {
			y = at.Y - plot.Tight
		}
		w, _, _ := text.Measure(face, names[i])
		c.Fill(plot.Rect{X: at.CX() - w/2 - plot.Hair, Y: y - text.CapHeight(face) - plot.Hair, W: w + 2*plot.Hair, H: text.CapHeight(face) + 2*plot.Hair}.Path(), veil)
		c.Text(at.CX(), y, names[i], plot.Type{Face: face, Color: ink, Align: plot.Middle})
	}
}
