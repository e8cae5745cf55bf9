package main

import (
	"context"
	"slices"
	"strings"

	"talbot/render/figure"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// looks are the figures of one look at an experiment, of any system.
var looks = []string{"bench", "fields", "panels"}

// other is the preset of that name, unless it is one of the networks with masks, whose
// figures are of a run or of shipped masks.
func other(id string) (experiment.Preset, bool) {
	p, of, err := all.Find(id)
	return p, err == nil && of.Name != diffractive.System.Name
}

// drawOther draws what one look at such a preset shows; of what is trained, as it begins.
func (g *figuring) drawOther(p experiment.Preset, chosen bool, style figure.Style) (*figure.Figure, error) {
	if !chosen {
		g.kind = looks[0]
	}
	switch {
	case !slices.Contains(looks, g.kind):
		return nil, usage("--kind: there is no figure %q of %s%s; want one of %s", g.kind, p.ID, suggest(g.kind, looks, ""), strings.Join(looks, ", "))
	case g.masks.file != "":
		return nil, usage("--masks: %s has no masks to be loaded; leave it away", p.ID)
	}
	dev, err := g.device.open()
	if err != nil {
		return nil, err
	}
	defer dev.Close()
	var learn, test *data.Set
	if p.Data != "" {
		if g.data.dir == "" {
			g.data.dir = builtIn
		}
		if learn, test, err = g.data.load(p.Data); err != nil {
			return nil, err
		}
	}
	s, err := p.Config.Open(dev, learn)
	if err != nil {
		return nil, err
	}
	return g.lookAt(s, test, p.ID, p.Title, style)
}

// drawRun draws what one look at a trained network of another system shows, how it went, or what
// it took for what.
func (g *figuring) drawRun(ctx context.Context, dir *rundir.Dir, chosen bool, style figure.Style) (*figure.Figure, error) {
	if !chosen {
		g.kind = looks[0]
	}
	of := append(slices.Clone(looks), "curves", "confusion")
	switch {
	case !slices.Contains(of, g.kind):
		return nil, usage("--kind: there is no figure %q of a run of %s%s; want one of %s", g.kind, dir.Preset, suggest(g.kind, of, ""), strings.Join(of, ", "))
	case g.masks.file != "":
		return nil, usage("--masks: %s has no masks to be loaded; leave it away", dir.Preset)
	case g.kind == "curves":
		return g.curves(dir, style)
	}
	dev, err := g.device.open()
	if err != nil {
		return nil, err
	}
	defer dev.Close()
	s, test, err := openRun(dir, &g.data, dev)
	if err != nil {
		return nil, err
	}
	if g.kind == "confusion" {
		ctx, stop := stoppable(ctx)
		defer stop()
		e, err := g.test(ctx, s, test)
		if err != nil {
			return nil, err
		}
		if len(e.Confusion) == 0 {
			return nil, usage("%s tells no classes apart, and has no confusion to draw", dir.Preset)
		}
		return figure.Confusion(e.Confusion, s.ClassNames(), style)
	}
	return g.lookAt(s, test, dir.Path, "Beside the bench of "+dir.Preset, style)
}

// lookAt draws one look at a session of another system.
func (g *figuring) lookAt(s experiment.Session, test *data.Set, name, title string, style figure.Style) (*figure.Figure, error) {
	in := experiment.Input{Label: -1}
	if own, ok := s.(experiment.Own); ok {
		_, of := own.Examples()
		if g.sample < 0 || g.sample >= of.Len() {
			return nil, usage("--sample: %d is outside 0 to %d, the test %ss of %s", g.sample, of.Len()-1, own.Called(), name)
		}
		channels, ny, nx := of.Shape()
		in.Values, in.Label = make([]float32, channels*ny*nx), of.Target(g.sample)
		of.Read(g.sample, in.Values)
	} else if test != nil {
		if err := g.checkSample(test); err != nil {
			return nil, err
		}
		in.Image, in.Label = test.Image(g.sample), int(test.Labels[g.sample])
	}
	f, err := s.Look(in)
	if err != nil {
		return nil, err
	}
	var classes []string
	if t, ok := s.(experiment.Trainer); ok {
		classes = t.ClassNames()
	}
	return g.ofLook(f, name, title, classes, style)
}

// ofLook draws a frame; title is what its panels are of.
func (g *figuring) ofLook(f *frame.Frame, name, title string, classes []string, style figure.Style) (*figure.Figure, error) {
	switch g.kind {
	case "bench":
		return figure.Bench(f, classes, style)
	case "fields":
		return figure.Fields(f, classes, style)
	}
	if len(f.Panels) == 0 {
		return nil, usage("--kind panels: %s shows nothing beside its bench; want one of %s", name, strings.Join(kinds, ", "))
	}
	return figure.Panels(title, f.Panels, style)
}
