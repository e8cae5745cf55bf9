package d2nn

import (
	"context"
	"fmt"
	"math"
	"strings"

	"talbot/sim/experiment"
	"talbot/sim/fmath"
	"talbot/sim/part"
	"talbot/sim/report"
	"talbot/sim/reproduce"
	"talbot/sim/rng"
	"talbot/sim/system/diffractive"
)

// misalignment is what networks of 1, 3 and 5 masks lose when their planes stand askew: the
// published table of tolerances, in shape. The published bench has pixels of 5 um, hops of 0.2 m
// and light of 532 nm; shifts and tilts count in pixels here, so that another bench can stand beside it.
func misalignment(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "misalignment", Title: "Misaligned masks, by depth", Source: "the table of tolerances in the public repository tom-e-lab-projects/d2nn_misalignment (June 2026)",
		Note: "Masks that were trained aligned, on planes that stand askew: each shifted along x and y by so many pixels, or tilted so that light is steered by so many pixels a hop, or moved along the axis by that share of a hop, " +
			"each plane to a side of its own by chance (mean of " + fmt.Sprint(draws) + " draws); or with phases of so many steps (2, 3, 4, 5 and 8 bits). The published networks learned from 512 pictures on another bench, and lost power by another loss: compare the order, not the numbers.",
		Quick: quick, Seeds: []int{1}, Draw: reproduce.Test}
	measured(&e, askew)
	for k, layers := range []int{1, 3, 5} {
		for _, data := range datas {
			r := byIntensity(data, layers)
			r.Label, r.Ours = fmt.Sprintf("%s, %s", short(data), []string{1: "1 mask", 3: "3 masks", 5: "5 masks"}[layers]), data != "mnist"
			if !r.Ours {
				r.Paper = published[k]
			}
			e.Rows = append(e.Rows, r.whole(quick))
		}
	}
	return e
}

// printed is the network of the page as parts that are made: heights of so many steps, and planes that are shifted besides.
func printed(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "parts", Title: "Masks as printed parts", Source: "Talbot's own: there is no published table",
		Note: "The network of the preset d2nn-mnist-64, trained as it is, with heights of so many steps to a wave; each mask shifted along x and y by so many pixels besides, to a side of its own by chance (mean of " +
			fmt.Sprint(draws) + " draws). A fraction of a pixel gives a sample the mean of the parts that lie in it.",
		Quick: quick, Seeds: []int{1}, Draw: reproduce.Test}
	var list []wrong
	for _, steps := range []float64{4, 8, 16, 256} {
		for _, shift := range []float64{0, 0.25, 0.5, 1} {
			list = append(list, wrong{"shift", shift, steps})
		}
	}
	measured(&e, list)
	r := row{Name: "part-mnist-5", Label: "mnist, 5 masks", Ours: true, Config: must("d2nn-mnist-64")}
	e.Rows = append(e.Rows, r.whole(quick))
	return e
}

// measured makes the errors of a list the columns of e, and measures them.
func measured(e *reproduce.Experiment, list []wrong) {
	e.Columns = []reproduce.Column{columnTest}
	tests := 1
	for _, w := range list {
		e.Columns = append(e.Columns, reproduce.Column{Name: w.name()})
		tests += w.draws()
	}
	e.Tests = func(experiment.Config) int { return tests }
	e.Measure = func(ctx context.Context, t *reproduce.Trained) error { return measureAskew(ctx, t, list) }
}

// whole is a row as reproduce has it, quick or at full size.
func (r row) whole(quick bool) reproduce.Row {
	if quick {
		r.reduce()
	}
	limitTest := 0
	if r.Limit > 0 {
		limitTest = max(r.Limit/3, 1000)
	}
	return reproduce.Row{Name: r.Name, Label: r.Label, Ours: r.Ours, Config: diffractive.Settings(r.Config), Data: r.Config.Data, Paper: r.Paper, Timed: r.Timed, Limit: r.Limit, LimitTest: limitTest}
}

// draws are how many ways each plane's side is drawn.
const draws = 4

// published are the test accuracies of 1, 3 and 5 layers in the order of the columns.
var published = [][]float64{
	{.719, .638, .636, .642, .635, .591, .712, .701, .682, .650, .712, .705, .644, .476, .53, .67, .70, .71, .72},
	{.877, .874, .865, .847, .799, .690, .871, .859, .826, .726, .868, .855, .842, .835, .71, .85, .87, .87, .88},
	{.912, .910, .870, .815, .677, .465, .906, .896, .840, .699, .889, .849, .795, .736, .51, .83, .89, .91, .92},
}

// A wrong is one way in which planes are not as they should be, and by how much.
type wrong struct {
	kind  string  // shift, tilt or axial; "" for none
	size  float64 // in pixels, pixels a hop, and hops
	steps float64 // of the phase to a turn, 0 for any phase
}

// askew are the columns of the published table.
var askew = func() (list []wrong) {
	for _, k := range []struct {
		kind  string
		sizes []float64
	}{{"shift", []float64{0.2, 0.6, 1, 1.8, 3}}, {"tilt", []float64{1, 1.8, 3, 4}}, {"axial", []float64{0.0005, 0.0025, 0.005, 0.01}}} {
		for _, s := range k.sizes {
			list = append(list, wrong{kind: k.kind, size: s})
		}
	}
	for _, bits := range []float64{2, 3, 4, 5, 8} {
		list = append(list, wrong{steps: math.Exp2(bits)})
	}
	return list
}()

func (w wrong) name() string {
	var parts []string
	if w.steps > 0 {
		parts = append(parts, fmt.Sprintf("%g steps", w.steps))
	}
	switch {
	case w.kind == "axial":
		parts = append(parts, fmt.Sprintf("axial %g %%", 100*w.size))
	case w.size != 0:
		parts = append(parts, fmt.Sprintf("%s %g px", w.kind, w.size))
	}
	return strings.Join(parts, ", ")
}

// draws are how many times chance is asked.
func (w wrong) draws() int {
	if w.size == 0 {
		return 1
	}
	return draws
}

// sides are one sign for each of n planes, of a draw.
func sides(seed, draw, n int) []float64 {
	u, s := make([]float32, n), make([]float64, n)
	rng.Stream{Seed: uint64(seed), Stream: rng.Fault}.Uniform(uint32(draw), u)
	for i, x := range u {
		if s[i] = 1; x < 0.5 {
			s[i] = -1
		}
	}
	return s
}

// mask is a plane's transmission, n x n complex, from its phases in radians. The mask is moved,
// or tilted, by size in x and y: a tilt that steers light by size pixels over hop is a phase of
// 2 pi size p^2/(wavelength hop) a pixel.
func (w wrong) mask(phases []float32, n int, sx, sy float64, c diffractive.Config) []float32 {
	t := make([]float32, 2*len(phases))
	step := 2 * math.Pi * c.Pitch * c.Pitch / (c.Wavelength * c.Distance)
	for i, v := range phases {
		p := float64(v)
		if w.steps > 0 {
			p = math.Round(p/(2*math.Pi)*w.steps) / w.steps * 2 * math.Pi
		}
		if w.kind == "tilt" {
			x, y := float64(i%n)-float64(n-1)/2, float64(i/n)-float64(n-1)/2
			p += step * w.size * (sx*x + sy*y)
		}
		sin, cos := fmath.Sincos(p)
		t[2*i], t[2*i+1] = float32(cos), float32(sin)
	}
	if w.kind == "shift" && w.size != 0 {
		t = part.Shift(t, n, w.size*sx, w.size*sy)
	}
	return t
}

// distances are the hops between planes that stand size of a hop before or behind their places.
func (w wrong) distances(c diffractive.Config, side []float64) string {
	var list []string
	last := 0.0
	for i := range c.Layers + 1 {
		at := 0.0
		if i < c.Layers {
			at = w.size * side[i]
		}
		list = append(list, fmt.Sprintf("%.9g", c.Distance*(1+at-last)))
		last = at
	}
	return strings.Join(list, ",")
}

func measureAskew(ctx context.Context, t *reproduce.Trained, list []wrong) error {
	s, ok := diffractive.SessionOf(t.Session)
	if !ok || s.Config.MaskKind() != experiment.Radians {
		return fmt.Errorf("%s has no network of phase masks", t.Row.Name)
	}
	ideal, err := report.Evaluate(ctx, "testing", s, t.Test, t.Progress)
	if err != nil {
		return err
	}
	t.Set(reproduce.Test, ideal.Accuracy())
	masks, err := s.MaskArray()
	if err != nil {
		return err
	}
	c, n := s.Config, s.Config.Samples
	aligned, err := diffractive.NewDeployment(s.Device, c, t.Test.Width, t.Test.Height)
	if err != nil {
		return err
	}
	for k, w := range list {
		of, sum := w.draws(), 0.0
		for draw := range of {
			x, y := sides(c.Seed, 2*draw, c.Layers), sides(c.Seed, 2*draw+1, c.Layers)
			d := aligned
			if w.kind == "axial" {
				b := c
				b.Distances = w.distances(c, x)
				if d, err = diffractive.NewDeployment(s.Device, b, t.Test.Width, t.Test.Height); err != nil {
					return err
				}
			}
			for l := range c.Layers {
				if err := d.Set(l, w.mask(masks.Values[l*n*n:(l+1)*n*n], n, x[l], y[l], c)); err != nil {
					return err
				}
			}
			e, err := report.Evaluate(ctx, fmt.Sprintf("error %d of %d, draw %d of %d", k+1, len(list), draw+1, of), d, t.Test, t.Progress)
			if err != nil {
				return err
			}
			sum += e.Accuracy()
		}
		t.Set(w.name(), sum/float64(of))
	}
	return nil
}
