package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"talbot/render/figure"
	"talbot/sim/cluster"
	"talbot/sim/cluster/sweep"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/rundir"
)

// isSweep tells whether a folder holds a sweep.
func isSweep(path string) bool {
	_, err := os.Stat(filepath.Join(path, sweepFile))
	return err == nil
}

// bestCurves is how many of a sweep's best runs have their curves drawn.
const bestCurves = 5

// drawSweep draws the results of a sweep: over each parameter that varies, and how the best runs went.
func (g *figuring) drawSweep(path string, chosen bool, style figure.Style) (*figure.Figure, error) {
	if chosen && g.kind != "panels" {
		return nil, usage("--kind: of a sweep there are panels alone; leave it away")
	}
	b, err := os.ReadFile(filepath.Join(path, resultsFile))
	if err != nil {
		return nil, fmt.Errorf("the sweep in %s has no results yet: go on with it first (%w)", path, err)
	}
	spec, err := sweepIn(path)
	if err != nil {
		return nil, err
	}
	var list []*cluster.Result
	for i, line := range bytes.Split(bytes.TrimSpace(b), []byte("\n")) {
		var r cluster.Result
		if err := json.Unmarshal(line, &r); err != nil || r.Preset == "" {
			return nil, fmt.Errorf("line %d of %s is no result: restore it from a copy", i+1, filepath.Join(path, resultsFile))
		}
		list = append(list, &r)
	}
	spec.Sort(list)
	var panels []frame.Panel
	for _, name := range differing(list) {
		if p, ok := scatter(spec, list, name); ok {
			panels = append(panels, p)
		}
	}
	curves := frame.Panel{ID: "curves", Title: "accuracy of the best", X: frame.Axis{Label: "epoch"}, Y: frame.Axis{Label: "accuracy", Unit: "%"}}
	for _, r := range list[:min(bestCurves, len(list))] {
		run := filepath.Join(path, r.Key[:8])
		dir, err := rundir.Open(run)
		if _, gone := os.Stat(run); errors.Is(gone, fs.ErrNotExist) {
			fmt.Fprintf(g.err, "talbot: note: %s was deleted: its curve is left out\n", run)
			continue
		}
		if err != nil {
			return nil, err
		}
		events, err := dir.Metrics()
		if err != nil {
			return nil, err
		}
		s := testCurve(r.Key[:8], events, func(m *experiment.Tested) float64 { return 100 * m.TestAccuracy }, func(v float64) string { return percent(v / 100) })
		if len(s.X) > 0 {
			curves.Series = append(curves.Series, s)
		}
	}
	if len(curves.Series) > 0 {
		panels = append(panels, curves)
	}
	return figure.Sweep(fmt.Sprintf("%s: %s", spec.Preset, several(len(list), "trial")), parallel(spec, list), panels, style)
}

// sweepIn is the description in a sweep's folder.
func sweepIn(path string) (*sweep.Spec, error) {
	b, err := os.ReadFile(filepath.Join(path, sweepFile))
	if err != nil {
		return nil, err
	}
	var kept struct {
		Spec struct{ Preset, By string } `json:"sweep"`
	}
	if err := json.Unmarshal(b, &kept); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w: restore it from a copy", filepath.Join(path, sweepFile), err)
	}
	return &sweep.Spec{Preset: kept.Spec.Preset, By: kept.Spec.By}, nil
}

// scatter is each result over the value of a parameter, where that is a number.
func scatter(spec *sweep.Spec, list []*cluster.Result, name string) (frame.Panel, bool) {
	p := frame.Panel{ID: "over-" + name, Title: spec.By + " over " + name, X: frame.Axis{Label: name}, Y: frame.Axis{Label: spec.By}}
	scale := 1.0
	switch spec.By {
	case "accuracy":
		p.Y.Unit, scale = "%", 100
	case "loss":
		scale = -1 // the score of a loss is its negative
	}
	if param, err := presetParam(list[0].Preset, name); err == nil {
		p.X.Unit = param.Unit
	}
	s := frame.Series{Name: "trials", Points: true, Class: -1}
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range list {
		x, err := strconv.ParseFloat(valueOf(r, name), 64)
		if err != nil {
			return p, false
		}
		low, high = min(low, x), max(high, x)
		s.X, s.Y = append(s.X, float32(x)), append(s.Y, float32(scale*spec.Score(r)))
	}
	p.X.Log = low > 0 && high/low >= 10
	p.Series = []frame.Series{s}
	return p, true
}

// parallel are the results as lines across an axis a parameter; nil where fewer than two vary.
func parallel(spec *sweep.Spec, list []*cluster.Result) *figure.Parallel {
	names := differing(list)
	if len(names) < 2 {
		return nil
	}
	p := &figure.Parallel{Title: "all trials, the best strongest"}
	for _, name := range names {
		axis := figure.ParallelAxis{Label: name}
		if param, err := presetParam(list[0].Preset, name); err == nil {
			axis.Unit = param.Unit
		}
		for _, r := range list {
			axis.Values = append(axis.Values, valueOf(r, name))
		}
		p.Axes = append(p.Axes, axis)
	}
	scores := figure.ParallelAxis{Label: spec.By}
	if spec.By == "accuracy" {
		scores.Label += " (%)"
	}
	for _, r := range list {
		score := spec.Score(r)
		switch spec.By {
		case "accuracy":
			score = math.Round(1e6*score) / 1e4
		case "loss": // the score of a loss is its negative
			score = -score
		}
		scores.Values = append(scores.Values, strconv.FormatFloat(score, 'g', -1, 64))
	}
	p.Axes = append(p.Axes, scores)
	return p
}
