package figure

import (
	"image"
	"math"
	"slices"

	"talbot/render/colormap"
	"talbot/render/plot"
	"talbot/render/view"
	"talbot/sim/errs"
	"talbot/sim/frame"
)

// Masks shows what the masks of f do to the light: their phase, or their
// amplitude transmission if they have one, or both; where there is no mask, its other
// elements. A row holds five. Of networks side by side, beside are the frames of the others.
func Masks(f *frame.Frame, s Style, beside ...*frame.Frame) (*Figure, error) {
	var masks []*frame.Plane
	for _, g := range append([]*frame.Frame{f}, beside...) {
		if err := check(g); err != nil {
			return nil, err
		}
		masks = append(masks, elements(g)...)
	}
	if len(masks) == 0 {
		return nil, errs.New("figure: the frame has no masks")
	}
	all, own, columns := *f, len(elements(f)), 5
	order := "Light arrives at " + name(masks[0]) + " first and leaves " + name(masks[own-1]) + " for the detector."
	if len(beside) > 0 {
		all.Networks = 1 // all of their masks are here
		order += " So it does in each network."
		columns = min(columns, own)
	}
	subtitle := settingOf(&all, len(masks))
	if slices.ContainsFunc(masks, both) {
		return displayMasks(masks, subtitle, columns, s)
	}
	t := s.theme()
	p := s.fewer(columns, 190, 120, func(n int, size float64) panels { return place(masks, t, n, size, false) })
	fig := &Figure{W: max(p.width(), min(560, s.most())), Title: "Phase masks", subtitle: subtitle}
	bar := phaseScale()
	amplitude := slices.ContainsFunc(masks, func(p *frame.Plane) bool { return p.Amplitude != nil })
	if amplitude {
		fig.Title = "Amplitude masks"
		bar = transmissionScale()
	}
	for i, m := range masks {
		p.axes[i].Title = upper(name(m))
		if amplitude {
			fig.words += " " + upper(name(m)) + " lets through " + percent(meanSquare(m.Amplitude)) + " of uniform light."
			continue
		}
		angle, order := resultant(m.Phase)
		fig.words += " " + upper(name(m)) + " has a mean phase of " + plot.Number(angle/math.Pi, 2) +
			"π with a resultant of " + plot.Number(order, 2) + " (1 is uniform, 0 is spread evenly)."
	}
	fig.caption = order + " Each mask is drawn as the light sees it, one square a sample."
	if len(masks) == 1 {
		fig.caption = "The mask is drawn as the light sees it, one square a sample."
	}
	fig.words = fig.words[1:]
	fig.draw = func(c plot.Canvas) {
		for i, m := range masks {
			show(c, &p.axes[i], changes(m))
		}
		t.DrawScale(c, p.scale(), bar)
	}
	return fig.finish(s, p.bottom), nil
}

// elements are the planes of f that are masks, or, without masks, that change the light.
func elements(f *frame.Frame) (masks []*frame.Plane) {
	for _, only := range []bool{true, false} {
		for i := range f.Planes {
			if p := &f.Planes[i]; p.Changes() && (p.Kind == frame.Mask || !only) {
				masks = append(masks, p)
			}
		}
		if len(masks) > 0 {
			return masks
		}
	}
	return nil
}

// name is what an element is called in a sentence.
func name(p *frame.Plane) string {
	if p.Kind == frame.Mask {
		return "mask " + p.Name
	}
	return "the " + p.Name
}

// both tells whether an element changes both phase and amplitude.
func both(p *frame.Plane) bool {
	return p.Amplitude != nil && p.Phase != nil && slices.Max(p.Phase) > 0
}

// changes is the picture of what an element does to the light: its phase, or its amplitude.
func changes(p *frame.Plane) *image.RGBA {
	m := picture(p)
	if p.Amplitude != nil {
		view.Intensity(m, p.Amplitude, p.Nx, view.Tone{Map: &colormap.Gray}, view.Nearest)
	} else {
		view.Phase(m, p.Phase, p.Nx, view.Nearest)
	}
	return m
}

// turned is the picture of an element's phase.
func turned(p *frame.Plane) *image.RGBA {
	m := picture(p)
	if p.Phase != nil {
		view.Phase(m, p.Phase, p.Nx, view.Nearest)
	}
	return m
}

// displayMasks shows masks that change both, as those of a display do: phases, and then
// amplitudes.
func displayMasks(masks []*frame.Plane, subtitle string, columns int, s Style) (*Figure, error) {
	t, n := s.theme(), len(masks)
	p := s.fewer(min(n, columns), 190, 130, func(columns int, size float64) panels {
		return place(append(slices.Clone(masks), masks...), t, columns, size, false)
	})
	fig := &Figure{W: max(p.width(), min(560, s.most())), Title: "Masks of a display", subtitle: subtitle}
	fig.caption = "Phases, then amplitudes; each level of the display sets both. Light arrives at " + name(masks[0]) + " first. Each mask is drawn as the light sees it, one square a sample."
	if masks[0].Kind != frame.Mask {
		fig.Title = "Elements"
		fig.caption = "Phases, then amplitudes. Light arrives at " + name(masks[0]) + " first. Each element is drawn as the light sees it, one square a sample."
	}
	for i, m := range masks {
		name := upper(name(m))
		p.axes[i].Title, p.axes[n+i].Title = name+", phase", name+", amplitude"
		fig.words += " " + name
		if m.Amplitude != nil {
			fig.words += " lets through " + percent(meanSquare(m.Amplitude)) + " of uniform light"
		}
		if m.Phase != nil {
			_, order := resultant(m.Phase)
			fig.words += "; its phases have a resultant of " + plot.Number(order, 2)
		}
		fig.words += "."
	}
	fig.words = fig.words[1:]
	fig.draw = func(c plot.Canvas) {
		for i, m := range masks {
			show(c, &p.axes[i], turned(m))
			if m.Amplitude != nil {
				show(c, &p.axes[n+i], changes(m))
			}
		}
		at := p.scale()
		first, last := p.axes[0], p.axes[2*n-1]
		t.DrawScale(c, plot.Rect{X: at.X, Y: first.Rect.Y, W: at.W, H: first.H}, phaseScale())
		t.DrawScale(c, plot.Rect{X: at.X, Y: last.Rect.Y, W: at.W, H: last.H}, transmissionScale())
	}
	return fig.finish(s, p.bottom), nil
}

func phaseScale() plot.Scale {
	return plot.Scale{Map: &colormap.Phase, Axis: plot.Axis{Label: "phase (rad)", Max: 2, Ticks: []plot.Tick{
		{Value: 0, Label: "0"}, {Value: 0.5, Label: "½π"}, {Value: 1, Label: "π"}, {Value: 1.5, Label: "1½π"}, {Value: 2, Label: "2π"},
	}}}
}

func transmissionScale() plot.Scale {
	return plot.Scale{Map: &colormap.Gray, Axis: plot.Axis{Label: "amplitude that passes", Max: 1, Percent: true}}
}

// resultant is the direction, 0..2 pi, and the length, 0..1, of the mean of
// exp(i phase).
func resultant(phase []byte) (angle, length float64) {
	var re, im float64
	for _, b := range phase {
		sin, cos := math.Sincos(2 * math.Pi * float64(b) / 256)
		re, im = re+cos, im+sin
	}
	return math.Mod(math.Atan2(im, re)+2*math.Pi, 2*math.Pi), math.Hypot(re, im) / float64(len(phase))
}

func meanSquare(a []byte) float64 {
	sum := 0.0
	for _, b := range a {
		sum += float64(b) * float64(b) / (255 * 255)
	}
	return sum / float64(len(a))
}
