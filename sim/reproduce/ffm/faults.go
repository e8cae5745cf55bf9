package ffm

import (
	"context"
	"fmt"

	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/rig/virtual"
	"talbot/sim/system/forward"
)

// faults is a network from the simulation on benches that have one of the typical bench's faults each: which of them
// does it.
func faults(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "ffm-faults", Title: "Which fault of the bench costs a network from the simulation how much", Source: paper + ", figure 2, and faults of benches as published",
		Note:  "Each column has one fault of the typical bench, which is calibrated; all has all of them, and uncalibrated too but without calibration.",
		Quick: quick, Seeds: []int{1}, Draw: "all", Measure: measureFaults, Tests: func(experiment.Config) int { return 4 },
		Columns: []reproduce.Column{{Name: inModel}, {Name: "all"}, {Name: "uncalibrated"}}}
	for _, name := range telling() {
		e.Columns = append(e.Columns, reproduce.Column{Name: name})
	}
	for _, layers := range []int{4, 8} {
		for _, loss := range []string{"regions", "plane"} {
			r := reproduce.Row{Name: fmt.Sprint("in-silico-", layers, "-", loss), Label: fmt.Sprint(layers, " layers, ", loss), Ours: true, Config: config(layers, loss, "in-silico", quick), Data: "fashion-mnist"}
			if quick {
				r.Name, r.Limit, r.LimitTest = reproduce.Quickly+r.Name, 2000, 200
			}
			e.Rows = append(e.Rows, r)
		}
	}
	return e
}

// telling are the faults that the typical bench has and that change what is measured.
func telling() (names []string) {
	ideal, typical := virtual.Ideal(), virtual.Ideal()
	typical, _ = virtual.Grade("typical")
	none := ideal.Params()
	for i, p := range typical.Params() {
		switch p.Name {
		case "latency", "response", "frame-loss", "bench-seed":
		default:
			if p.Value() != none[i].Value() {
				names = append(names, p.Name)
			}
		}
	}
	return names
}

// counted is how many pictures of each class a fault is tested with.
const counted = 100

func measureFaults(ctx context.Context, t *reproduce.Trained) error {
	s, ok := forward.SessionOf(t.Session)
	if !ok {
		return fmt.Errorf("%s has no network on a bench", t.Row.Name)
	}
	e, err := test(ctx, t, s, counted, false, 0)
	if err != nil {
		return err
	}
	t.Set(inModel, e)
	was := s.Config
	defer func() { s.Config = was }()
	for _, name := range append([]string{"all", "uncalibrated"}, telling()...) {
		s.Config = was
		switch name {
		case "uncalibrated":
			s.Calibrate = false
		case "all":
		default:
			s.Only = name
		}
		s.Forget()
		if e, err = test(ctx, t, s, counted, true, 0); err != nil {
			return fmt.Errorf("with %s: %w", name, err)
		}
		t.Set(name, e)
	}
	return nil
}
