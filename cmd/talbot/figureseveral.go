package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"talbot/render/figure"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/rundir"
)

// maxTogether is how many runs a figure tells apart.
const maxTogether = 10

// testCurve is what the tests of a run's epochs give. Where epochs were tested on what is held out it is these tests, and its name
// tells the last one, on others.
func testCurve(name string, events []experiment.Event, of func(*experiment.Tested) float64, told func(float64) string) frame.Series {
	tests, held := frame.Series{Name: name, Class: -1}, frame.Series{Name: name + ", held out", Class: -1}
	for _, e := range events {
		if e.Kind != "epoch" || e.Tested == nil {
			continue
		}
		s := &tests
		if e.Held {
			s = &held
		}
		s.X, s.Y = append(s.X, float32(e.Epoch)), append(s.Y, float32(of(e.Tested)))
	}
	if len(held.X) == 0 {
		return tests
	}
	if n := len(tests.Y); n > 0 {
		held.Name += "; test " + told(float64(tests.Y[n-1]))
	}
	return held
}

// drawSeveral draws the curves of several runs, one beside the other.
func (g *figuring) drawSeveral(args []string, chosen bool, style figure.Style) (*figure.Figure, error) {
	if chosen && g.kind != "curves" {
		return nil, usage("--kind: of several runs there are curves alone; leave it away, or give one run")
	}
	if len(args) > maxTogether {
		return nil, usage("figure tells %d runs apart at most, and these are %d: a sweep's folder draws its best", maxTogether, len(args))
	}
	accuracy := frame.Panel{ID: "accuracy", Title: "test accuracy", X: frame.Axis{Label: "epoch"}, Y: frame.Axis{Label: "accuracy", Unit: "%"}}
	loss := frame.Panel{ID: "loss", Title: "test loss", X: frame.Axis{Label: "epoch"}, Y: frame.Axis{Label: "loss"}}
	var names []string
	for _, path := range args {
		dir, err := rundir.Open(path)
		if err != nil {
			return nil, err
		}
		events, err := dir.Metrics()
		if err != nil {
			return nil, err
		}
		name := filepath.Base(dir.Path)
		a := testCurve(name, events, func(m *experiment.Tested) float64 { return 100 * m.TestAccuracy }, func(v float64) string { return percent(v / 100) })
		if len(a.X) == 0 {
			return nil, fmt.Errorf("the run in %s has not been tested at the end of an epoch: go on with: %s", path, again(dir))
		}
		accuracy.Series = append(accuracy.Series, a)
		loss.Series = append(loss.Series, testCurve(name, events, func(m *experiment.Tested) float64 { return m.TestLoss }, func(v float64) string { return fmt.Sprintf("%.4f", v) }))
		names = append(names, name)
	}
	return figure.Panels(strings.Join(names, ", "), []frame.Panel{accuracy, loss}, style)
}
