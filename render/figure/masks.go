package figure

import (
	"image"
	"math"
	"slices"

	"talbot/render/colormap"
	"talbot/render/plot"
	"talbot/render/view"
	"talbot/sim/experiment"
)

// Masks shows what the masks of f do to the light: their phase, or their
// amplitude transmission if they have one, or both. A row holds five. Of networks side
// by side, beside are the frames of the others.
func Masks(f *experiment.Frame, s Style, beside ...*experiment.Frame) (*Figure, error) {
	names, all, columns := []string(nil), *f, 5
	all.Masks, all.Amplitude = nil, nil
	for _, g := range append([]*experiment.Frame{f}, beside...) {
		if err := check(g); err != nil {
			return nil, err
		}
		for i := range g.Masks {
			names = append(names, "Mask "+g.MaskNumber(i))
		}
		all.Masks, all.Amplitude = append(all.Masks, g.Masks...), append(all.Amplitude, g.Amplitude...)
	}
	first, last := names[0], names[len(f.Masks)-1]
	order := "Light arrives at m" + first[1:] + " first and leaves m" + last[1:] + " for the detector."
	if len(beside) > 0 {
		columns = min(columns, len(f.Masks))
		all.Networks = 1 // all of their masks are here
		order += " So it does in each network."
	}
	f = &all
	if ofDevice(f) {
		return deviceMasks(f, names, columns, s)
	}
	t := s.theme()
	p := place(f, t, len(f.Masks), columns, 190, false)
	fig := &Figure{W: max(p.width(), 560), Title: "Phase masks", subtitle: setting(f)}
	bar := phaseScale()
	draw := func(m *image.RGBA, i int) { view.Phase(m, f.Masks[i], f.N, view.Nearest) }
	if len(f.Amplitude) > 0 {
		fig.Title = "Amplitude masks"
		bar = transmissionScale()
		draw = func(m *image.RGBA, i int) {
			view.Intensity(m, f.Amplitude[i], f.N, view.Tone{Map: &colormap.Gray}, view.Nearest)
		}
	}
	for i := range f.Masks {
		p.axes[i].Title = names[i]
		if len(f.Amplitude) > 0 {
			fig.words += " " + names[i] + " lets through " + percent(meanSquare(f.Amplitude[i])) + " of uniform light."
			continue
		}
		angle, order := resultant(f.Masks[i])
		fig.words += " " + names[i] + " has a mean phase of " + plot.Number(angle/math.Pi, 2) +
			"π with a resultant of " + plot.Number(order, 2) + " (1 is uniform, 0 is spread evenly)."
	}
	fig.caption = order + " Each mask is drawn as the light sees it, one square a sample."
	if len(f.Masks) == 1 {
		fig.caption = "The mask is drawn as the light sees it, one square a sample."
	}
	fig.words = fig.words[1:]
	fig.draw = func(c plot.Canvas) {
		for i := range f.Masks {
			m := square(f.N)
			draw(m, i)
			show(c, &p.axes[i], m)
		}
		t.DrawScale(c, p.scale(), bar)
	}
	return fig.finish(s, p.bottom), nil
}

// deviceMasks shows masks that change both, as those of a device do: phases, and then
// amplitudes.
func deviceMasks(f *experiment.Frame, names []string, columns int, s Style) (*Figure, error) {
	t, n := s.theme(), len(f.Masks)
	p := place(f, t, 2*n, min(n, columns), 190, false)
	fig := &Figure{W: max(p.width(), 560), Title: "Masks of a device", subtitle: setting(f)}
	fig.caption = "Phases, then amplitudes; each level of the device sets both. Light arrives at m" + names[0][1:] + " first. Each mask is drawn as the light sees it, one square a sample."
	for i := range f.Masks {
		name := names[i]
		p.axes[i].Title, p.axes[n+i].Title = name+", phase", name+", amplitude"
		_, order := resultant(f.Masks[i])
		fig.words += " " + name + " lets through " + percent(meanSquare(f.Amplitude[i])) + " of uniform light; its phases have a resultant of " + plot.Number(order, 2) + "."
	}
	fig.words = fig.words[1:]
	fig.draw = func(c plot.Canvas) {
		for i := range f.Masks {
			m := square(f.N)
			view.Phase(m, f.Masks[i], f.N, view.Nearest)
			show(c, &p.axes[i], m)
			m = square(f.N)
			view.Intensity(m, f.Amplitude[i], f.N, view.Tone{Map: &colormap.Gray}, view.Nearest)
			show(c, &p.axes[n+i], m)
		}
		at := p.scale()
		first, last := p.axes[0], p.axes[2*n-1]
		t.DrawScale(c, plot.Rect{X: at.X, Y: first.Rect.Y, W: at.W, H: first.H}, phaseScale())
		t.DrawScale(c, plot.Rect{X: at.X, Y: last.Rect.Y, W: at.W, H: last.H}, transmissionScale())
	}
	return fig.finish(s, p.bottom), nil
}

// ofDevice tells whether the masks change both phase and amplitude.
func ofDevice(f *experiment.Frame) bool {
	return len(f.Amplitude) > 0 && slices.ContainsFunc(f.Masks, func(m []byte) bool { return slices.Max(m) > 0 })
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
