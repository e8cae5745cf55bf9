package figure

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strings"

	"talbot/render/colormap"
	"talbot/render/plot"
	"talbot/render/text"
	"talbot/render/view"
	"talbot/sim/frame"
)

// Fields shows the intensity at every plane of f, from the source to the
// detector, where the regions are outlined and named. Each plane has its own
// peak, which stands above it.
func Fields(f *frame.Frame, classes []string, s Style) (*Figure, error) {
	if err := check(f); err != nil {
		return nil, err
	}
	all := seen(f)
	t, n := s.theme(), len(all)
	columns := n
	if n > 5 {
		columns = (n + 1) / 2
	}
	p := s.fewer(columns, 200, 150, func(n int, size float64) panels { return place(all, t, n, size, true) })
	fig := &Figure{W: p.width(), Title: "Light at every plane", subtitle: setting(f)}
	written := false
	for i, q := range all {
		a := &p.axes[i]
		a.Title = plane(f, slices.IndexFunc(f.Planes, func(p frame.Plane) bool { return p.Z == q.Z && p.Name == q.Name }))
		a.Note = "peak " + short(float64(q.Peak)) + ", power " + percent(float64(q.Power))
		switch {
		case writes(q):
			a.Note, written = "phase, power "+percent(float64(q.Power)), true
		case q.Intensity == nil:
			a.Note = "light not shown"
		}
		fig.words += " " + a.Title + ": " + a.Note + "."
	}
	fig.words = fig.words[1:] + " " + verdict(f, classes)
	fig.caption = "Each plane up to its own peak, relative to the brightest point of a full-scale source; power relative to the source's. " +
		"Colour follows the square root of the intensity."
	if written {
		fig.caption += " Where numbers are written on the light as its phase, that phase is shown: dark at 0, blue, white at π, red, and dark again at 2π."
	}
	m := s.light(f)
	fig.draw = func(c plot.Canvas) {
		for i, q := range all {
			p.axes[i].DrawImage(c, shown(q, m))
			drawRegions(c, &p.axes[i], f, q, classes)
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

// seen are the planes of f whose light is known, or all where none is.
func seen(f *frame.Frame) (all []*frame.Plane) {
	for _, only := range []bool{true, false} {
		for i := range f.Planes {
			if p := &f.Planes[i]; p.Intensity != nil || !only {
				all = append(all, p)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// writes tells whether what a plane writes on the light is its phase alone, so that the intensity shows nothing of it.
func writes(p *frame.Plane) bool {
	return (p.Kind == frame.Source || p.Kind == frame.Relay) && p.Phase != nil && p.Turns()
}

// shown is what is to be seen of the light at a plane: the phase that is written on it, or the intensity that arrives.
func shown(p *frame.Plane, m *colormap.Map) *image.RGBA {
	if !writes(p) {
		return lit(p, m)
	}
	dst := turned(p)
	if p.Amplitude != nil {
		dim(dst, p.Amplitude)
	}
	return dst
}

// lit is the light that arrives at a plane.
func lit(p *frame.Plane, m *colormap.Map) *image.RGBA {
	dst := picture(p)
	if p.Intensity == nil {
		draw.Draw(dst, dst.Rect, image.NewUniform(m[0]), image.Point{}, draw.Src)
		return dst
	}
	view.Intensity(dst, p.Intensity, p.Nx, view.Tone{Map: m}, view.Nearest)
	return dst
}

// plane names plane i of f.
func plane(f *frame.Frame, i int) string {
	p := &f.Planes[i]
	switch {
	case p.Kind == frame.Mask:
		return "At mask " + p.Name
	case i == 0 || i == len(f.Planes)-1 || p.Kind == frame.Camera || p.Kind == frame.Relay:
		return upper(p.Name)
	}
	return "At the " + p.Name
}

// upper is s with a capital letter.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// verdict says what the network answers.
func verdict(f *frame.Frame, classes []string) string {
	if all, read := f.Answers(); read >= 0 && read == len(f.Scores) {
		s := "The network answers none of the classes, with a score of " + percent(float64(all[read]))
		if f.Label < 0 {
			return s + "."
		}
		return s + "; it is " + class(classes, f.Label) + "."
	}
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

// regionName is the class of a region, with a minus where it speaks against it.
func regionName(r frame.Region, classes []string) string {
	if r.Against {
		return "−" + class(classes, r.Class)
	}
	return class(classes, r.Class)
}

// drawRegions outlines the detector regions of plane p over its picture and names them: by class if the names fit, else by number.
func drawRegions(c plot.Canvas, a *plot.Axes, f *frame.Frame, p *frame.Plane, classes []string) {
	size := plot.Small * min(1, a.W/180)
	face := text.Face{Weight: text.Bold, Size: size}
	unit := a.W / float64(p.Nx)
	names := make([]string, len(p.Regions))
	for i, r := range p.Regions {
		names[i] = regionName(r, classes)
		if w, _, _ := text.Measure(face, names[i]); w > unit*float64(r.X1-r.X0)*1.3 {
			for j, r := range p.Regions {
				names[j] = regionName(r, nil)
			}
			break
		}
	}
	for i, r := range p.Regions {
		at := plot.Rect{X: a.Rect.X + unit*float64(r.X0), Y: a.Rect.Y + unit*float64(r.Y0), W: unit * float64(r.X1-r.X0), H: unit * float64(r.Y1-r.Y0)}
		ink, width := color.RGBA{236, 239, 245, 255}, 1.0
		if r.Class == f.Predicted {
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
