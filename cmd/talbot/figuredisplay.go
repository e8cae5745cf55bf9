package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"talbot/render/figure"
	"talbot/sim/modulator"
	"talbot/sim/rundir"
)

// drawDisplay draws the curve of a display: of its own, or those of a run or preset, and
// then with the shares of the pixels at each level if the run is there.
func (g *figuring) drawDisplay(arg string, style figure.Style) (*figure.Figure, error) {
	c, wrong := g.curveOf(arg)
	if wrong == nil {
		return figure.Display("Display "+strings.TrimSuffix(filepath.Base(c.Name), ".csv"), []figure.DisplayCurve{{States: states(c)}}, style)
	}
	if s, err := os.Stat(arg); err == nil && s.Mode().IsRegular() {
		return nil, wrong
	}
	t, err := g.findWith(arg, &g.masks)
	if err != nil {
		return nil, err
	}
	if !t.config.Displayed() {
		return nil, usage("--kind display: the masks of %s are of no display; give a run with --mask display, a file of states or a name such as slm-8", t.name)
	}
	all, err := t.config.Curves()
	if err != nil {
		return nil, err
	}
	curves, err := t.distinct(all)
	if err != nil {
		return nil, err
	}
	title := "Displays of " + t.name
	if len(curves) == 1 {
		title = "Display " + strings.TrimPrefix(all[0].Name+" ", inlineCurve+" ") + "of " + t.name
	}
	return figure.Display(title, curves, style)
}

// inlineCurve is the name of a curve that came from a file: the run has its states.
const inlineCurve = "states"

// distinct are the displays of t's masks, each of them once, with the shares of the
// pixels at each level over the masks that have it, if there is a run.
func (t *target) distinct(all []modulator.Curve) ([]figure.DisplayCurve, error) {
	var masks *rundir.Masks
	if t.dir != nil || t.given != nil {
		var err error
		if masks, err = t.masks(); err != nil {
			return nil, err
		}
	}
	var list []figure.DisplayCurve
	for l, c := range all {
		same := func(o modulator.Curve) bool { return slices.Equal(o.States, c.States) }
		if slices.IndexFunc(all, same) < l {
			continue
		}
		var numbers []string
		var used []float64
		var pixels float64
		if masks != nil {
			used = make([]float64, c.Levels())
		}
		for m, o := range all {
			if !same(o) {
				continue
			}
			numbers = append(numbers, t.config.MaskNumber(m))
			if masks != nil {
				n := masks.N * masks.N
				for _, k := range masks.Levels[m*n : (m+1)*n] {
					used[k]++
				}
				pixels += float64(n)
			}
		}
		for k := range used {
			used[k] /= pixels
		}
		name := "Mask"
		if len(numbers) > 1 {
			name += "s"
		}
		name += " " + strings.Join(numbers, ", ") + ": " + count(c.Levels(), "level")
		if c.Name != inlineCurve {
			name += ", " + c.Name
		}
		list = append(list, figure.DisplayCurve{Name: name, States: states(c), Used: used})
	}
	return list, nil
}

func states(c modulator.Curve) (list []figure.DisplayState) {
	for _, s := range c.States {
		list = append(list, figure.DisplayState{Drive: s.Drive, Amplitude: s.Amplitude, Phase: s.Phase})
	}
	return list
}
