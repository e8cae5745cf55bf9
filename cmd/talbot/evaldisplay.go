package main

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/modulator"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// taken are the shares of the confidence test, in percent.
var taken = []float64{1, 3, 5}

// displayReport is what eval tells about masks of a display, or on one.
type displayReport struct {
	Sampled    *float64      `json:"sampled_accuracy,omitempty"`
	Continuous *float64      `json:"continuous_accuracy,omitempty"`
	Levels     [][]int       `json:"levels,omitempty"` // for each mask, how many pixels each level has
	names      []string      // numbers of the masks
	Curve      string        `json:"device_curve,omitempty"`
	OnCurve    *float64      `json:"device_curve_accuracy,omitempty"`
	Mapped     *bool         `json:"mapped,omitempty"` // on another display: to the nearest states, as the display has other levels
	Faults     []faultReport `json:"faults,omitempty"`
}

type faultReport struct {
	Fault     string  `json:"fault"`
	Share     float64 `json:"share"`
	Draws     int     `json:"draws"`         // of which pixels have the fault
	Accuracy  float64 `json:"test_accuracy"` // mean over the draws
	Deviation float64 `json:"standard_deviation"`
}

// evalDisplay has the flags of eval for displays.
type evalDisplay struct {
	curve  string
	faults bool
	draws  int  // of every fault that is random
	levels bool // the masks are levels and nothing that was relaxed
}

// report evaluates the session's masks as no deployment does: sampled and continuous,
// on another display, with faults.
func (a *app) report(ctx context.Context, v evalDisplay, dev compute.Device, s *diffractive.Session, set *data.Set) (*displayReport, error) {
	r := &displayReport{}
	display := s.Displays()
	if v.faults && display == nil && v.curve == "" {
		return nil, usage("--faults: these masks are of no display: choose one with --display-curve")
	}
	if display != nil && !v.levels {
		for _, w := range []struct {
			view  diffractive.View
			label string
			to    **float64
		}{{diffractive.Sampled, "sampled", &r.Sampled}, {diffractive.Continuous, "continuous", &r.Continuous}} {
			if err := s.Evaluates(w.view); err != nil {
				return nil, err
			}
			e, err := a.evaluate(ctx, w.label, s, set)
			if err != nil {
				return nil, err
			}
			accuracy := e.Accuracy()
			*w.to = &accuracy
		}
		if err := s.Evaluates(diffractive.Deployed); err != nil {
			return nil, err
		}
	}
	levels, curves, err := a.onDisplay(v, s, r)
	if err != nil || levels == nil {
		return r, err
	}
	for l := range levels {
		count := make([]int, curves[l].Levels())
		for _, k := range levels[l] {
			count[k]++
		}
		r.Levels, r.names = append(r.Levels, count), append(r.names, s.Config.MaskNumber(l))
	}
	if v.curve == "" && !v.faults {
		return r, nil
	}
	d, err := diffractive.NewDeployment(dev, s.Config, set.Width, set.Height)
	if err != nil {
		return nil, err
	}
	deploy := func(label string, f diffractive.Faults) (float64, error) {
		for l := range levels {
			if err := d.Set(l, f.Transmission(curves[l], levels[l], l)); err != nil {
				return 0, err
			}
		}
		e, err := a.evaluate(ctx, label, d, set)
		if err != nil {
			return 0, err
		}
		return e.Accuracy(), nil
	}
	if v.curve != "" {
		accuracy, err := deploy("on display", diffractive.Faults{})
		if err != nil {
			return nil, err
		}
		r.Curve, r.OnCurve = v.curve, &accuracy
	}
	if v.faults {
		list := faults(v.draws)
		for n, f := range list {
			var drawn []float64
			for i := range f.Draws {
				f.Seed = uint64(s.Config.Seed) + uint64(i)
				accuracy, err := deploy(fmt.Sprintf("fault %d of %d, draw %d of %d", n+1, len(list), i+1, f.Draws), f.Faults)
				if err != nil {
					return nil, err
				}
				drawn = append(drawn, accuracy)
			}
			f.Accuracy, f.Deviation = meanOf(drawn)
			r.Faults = append(r.Faults, f.faultReport)
		}
	}
	return r, nil
}

// fault is one line of the table of faults.
type fault struct {
	faultReport
	diffractive.Faults
}

// faults are the lines of the table; those that are random have so many draws.
func faults(draws int) (list []fault) {
	add := func(name string, draws int, shares []float64, make func(share float64) diffractive.Faults) {
		for _, share := range shares {
			list = append(list, fault{faultReport{Fault: name, Share: share, Draws: draws}, make(share)})
		}
	}
	add("level errors", draws, []float64{0.01, 0.05, 0.1}, func(x float64) diffractive.Faults { return diffractive.Faults{LevelErrors: x} })
	add("phase drift", 1, []float64{-0.1, -0.03, 0.03, 0.1}, func(x float64) diffractive.Faults { return diffractive.Faults{Drift: x} })
	add("dead pixels", draws, []float64{0.01, 0.05, 0.1}, func(x float64) diffractive.Faults { return diffractive.Faults{Dead: x} })
	return list
}

// meanOf is the mean of some values and their standard deviation, 0 for one.
func meanOf(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / math.Max(1, float64(len(values)-1))
	}
	return mean, math.Sqrt(deviation)
}

// label says in words what is wrong with the display, and of how many draws the row is.
func (f faultReport) label() string {
	size := strconv.FormatFloat(100*math.Abs(f.Share), 'g', 3, 64) + " %"
	switch {
	case f.Fault == "phase drift" && f.Share < 0:
		return "phase drift: all phases " + size + " smaller"
	case f.Fault == "phase drift":
		return "phase drift: all phases " + size + " larger"
	case f.Fault == "level errors":
		return "level errors: " + size + " of the pixels one level off, " + count(f.Draws, "draw")
	}
	return "dead pixels: " + size + " of the pixels stay at level 0, " + count(f.Draws, "draw")
}

// onDisplay is the levels of the masks and the curves that they are shown on. The same
// levels are shown on other curves of as many levels each; other masks are mapped to the
// nearest states.
func (a *app) onDisplay(v evalDisplay, s *diffractive.Session, r *displayReport) ([][]uint16, []modulator.Curve, error) {
	var curves []modulator.Curve
	for _, d := range s.Displays() {
		curves = append(curves, d.Curve())
	}
	levels, err := s.Levels()
	if err != nil || v.curve == "" {
		return levels, curves, err
	}
	r.Mapped = new(bool)
	others, err := a.curvesOf(v.curve, s.Config.Masks())
	if err != nil {
		return nil, nil, err
	}
	same := curves != nil
	for l, c := range curves {
		same = same && c.Levels() == others[l].Levels()
	}
	if same {
		return levels, others, nil
	}
	m, err := rundir.MasksOf(s)
	if err != nil {
		return nil, nil, err
	}
	values, amplitudes := m.Values, m.Transmission
	if m.Amplitude {
		values, amplitudes = make([]float32, len(m.Values)), m.Values
	}
	*r.Mapped, levels = true, nil
	n := m.N * m.N
	for l, curve := range others {
		t := make([]float32, 2*n)
		for i := range n {
			size := 1.0
			if amplitudes != nil {
				size = float64(amplitudes[l*n+i])
			}
			sin, cos := math.Sincos(float64(values[l*n+i]))
			t[2*i], t[2*i+1] = float32(size*cos), float32(size*sin)
		}
		levels = append(levels, diffractive.MapNearest(curve, t))
	}
	return levels, others, nil
}

// text is the report in lines that go below the accuracy.
func (r *displayReport) text() string {
	var b strings.Builder
	line := func(name string, accuracy *float64, what string) {
		if accuracy != nil {
			fmt.Fprintf(&b, "  %-10s  %8s   %s\n", name, percent(*accuracy), what)
		}
	}
	line("sampled", r.Sampled, "one draw of the levels, as training makes it")
	line("continuous", r.Continuous, "what training relaxes the levels to")
	how := "the same levels on the display " + r.Curve
	if r.Mapped != nil && *r.Mapped {
		how = "mapped to the nearest states of " + r.Curve
	}
	line("on display", r.OnCurve, how)
	on := ""
	if r.Curve != "" {
		on = " on " + r.Curve
	}
	if len(r.Faults) > 0 {
		fmt.Fprintf(&b, "\n  accuracy%s with faults, ± the standard deviation over the draws\n", on)
	}
	for _, f := range r.Faults {
		spread := ""
		if f.Draws > 1 {
			spread = fmt.Sprintf("±%.2f", 100*f.Deviation)
		}
		fmt.Fprintf(&b, "  %8s %-6s   %s\n", percent(f.Accuracy), spread, f.label())
	}
	if len(r.Levels) > 0 && len(r.Levels[0]) <= 32 {
		b.WriteString("\n  pixels at each level" + on + ", in percent\n")
		for l, counts := range r.Levels {
			head := fmt.Sprintf("  mask %-3s", r.names[l])
			b.WriteString(head)
			total := 0
			for _, n := range counts {
				total += n
			}
			for k, n := range counts {
				if k > 0 && k%8 == 0 { // eight are half of sixteen, and fit
					b.WriteString("\n" + strings.Repeat(" ", len(head)))
				}
				fmt.Fprintf(&b, " %5.1f", 100*float64(n)/float64(max(1, total)))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}
