package report

import (
	"context"
	"fmt"

	"talbot/sim/data"
	"talbot/sim/modulator"
	"talbot/sim/system/diffractive"
)

// Options say what to test beside the deployed masks.
type Options struct {
	Curve  string            // what the display of Curves is called, "" for none
	Curves []modulator.Curve // of each mask, on which they are shown
	Faults bool              // of the display: wrong levels, a drifting curve, dead pixels
	Draws  int               // of every fault that is random
	Levels bool              // the masks are levels and nothing that was relaxed
}

// Report is what came out: what was not asked for is nil.
type Report struct {
	Sampled    *float64 `json:"sampled_accuracy,omitempty"`
	Continuous *float64 `json:"continuous_accuracy,omitempty"`
	Levels     [][]int  `json:"levels,omitempty"` // for each mask, how many pixels each level has
	Names      []string `json:"-"`                // numbers of the masks
	Curve      string   `json:"device_curve,omitempty"`
	OnCurve    *float64 `json:"device_curve_accuracy,omitempty"`
	Mapped     *bool    `json:"mapped,omitempty"` // on another display: to the nearest states, as the display has other levels
	Faults     []Fault  `json:"faults,omitempty"`
}

// Of evaluates the session's masks as o says. Faults want masks of a display, or one to show
// them on.
func Of(ctx context.Context, o Options, s *diffractive.Session, set *data.Set, progress Progress) (*Report, error) {
	r := &Report{}
	if s.Displays() != nil && !o.Levels {
		for _, w := range []struct {
			view  diffractive.View
			label string
			to    **float64
		}{{diffractive.Sampled, "sampled", &r.Sampled}, {diffractive.Continuous, "continuous", &r.Continuous}} {
			if err := s.Evaluates(w.view); err != nil {
				return nil, err
			}
			e, err := Evaluate(ctx, w.label, s, set, progress)
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
	levels, curves, mapped, err := OnDisplay(o.Curves, s)
	if err != nil || levels == nil {
		return r, err
	}
	if o.Curves != nil {
		r.Mapped = &mapped
	}
	for l := range levels {
		count := make([]int, curves[l].Levels())
		for _, k := range levels[l] {
			count[k]++
		}
		r.Levels, r.Names = append(r.Levels, count), append(r.Names, s.Config.MaskNumber(l))
	}
	if o.Curves == nil && !o.Faults {
		return r, nil
	}
	d, err := diffractive.NewDeployment(s.Device, s.Config, set.Width, set.Height)
	if err != nil {
		return nil, err
	}
	deploy := func(label string, f diffractive.Faults) (float64, error) {
		for l := range levels {
			if err := d.Set(l, f.Transmission(curves[l], levels[l], l)); err != nil {
				return 0, err
			}
		}
		e, err := Evaluate(ctx, label, d, set, progress)
		if err != nil {
			return 0, err
		}
		return e.Accuracy(), nil
	}
	if o.Curves != nil {
		accuracy, err := deploy("on display", diffractive.Faults{})
		if err != nil {
			return nil, err
		}
		r.Curve, r.OnCurve = o.Curve, &accuracy
	}
	if o.Faults {
		list := faults(o.Draws)
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
			r.Faults = append(r.Faults, f.Fault)
		}
	}
	return r, nil
}
