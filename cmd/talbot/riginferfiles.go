package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"time"

	"talbot/render/figure"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/rig"
	"talbot/sim/rundir"
)

// inferReport is report.json.
type inferReport struct {
	Talbot string `json:"talbot"`
	Made   string `json:"made"`
	inferPlan
	counted
	SimulatedInterval [2]float64 `json:"simulated_interval"` // 95 %, Wilson
	OpticalInterval   [2]float64 `json:"optical_interval"`
	Classes           []string   `json:"classes"`
	Seconds           float64    `json:"seconds"` // of this call
	Losses            int        `json:"losses"`  // how often the bench was gone in it
	Rests             int        `json:"rests"`   // and not well
	Frames            rig.Report `json:"frames"`  // of this call
}

// side is how many pictures are shown side by side.
const side = 3

// finish writes report and figure.
func (x *inferring) finish(ctx context.Context, took time.Duration) error {
	c := x.answers.count()
	var list []frame.Panel
	for _, i := range x.examples() {
		pair, err := x.sideBySide(ctx, i)
		if err != nil {
			return x.stopped(err)
		}
		list = append(list, pair...)
	}
	list = append(list, confusionPanel("simulated", c.SimulatedConfusion, x.names, c.Simulated), confusionPanel("optical", c.OpticalConfusion, x.names, c.Optical))
	fig, err := figure.Panels(fmt.Sprintf("%s by light: %s of %s", filepath.Base(x.run), percent(c.Optical), several(c.Count, "picture")), list, figure.Style{})
	if err != nil {
		return err
	}
	if err := figure.Save(filepath.Join(x.out, "infer.png"), fig); err != nil {
		return err
	}
	r := inferReport{Talbot: build(), Made: time.Now().UTC().Format(time.RFC3339), counted: c, Classes: x.names, Seconds: took.Seconds(), Losses: x.losses, Rests: x.rests, Frames: x.report(),
		inferPlan: x.plan()}
	r.SimulatedInterval = interval(c.Simulated, c.Count)
	r.OpticalInterval = interval(c.Optical, c.Count)
	if err := rundir.WriteFile(filepath.Join(x.out, "report.json"), indented(r)); err != nil {
		return err
	}
	if x.json {
		return x.app.write(r)
	}
	_, err = fmt.Fprintf(x.app.out, "\n  by light         %8s   (95 %% sure: %s)\n  in simulation    %8s   (95 %% sure: %s)\n  the same answer  %8s   of %s\n%s, %d lost, %d stale; the bench was gone %s, not well %s\n%s\nall is in %s\n",
		percent(c.Optical), percentRange(r.OpticalInterval[0], r.OpticalInterval[1]), percent(c.Simulated), percentRange(r.SimulatedInterval[0], r.SimulatedInterval[1]),
		percent(c.Same), several(c.Count, "picture"), several(r.Frames.Frames, "frame"), r.Frames.Lost, r.Frames.Stale, several(x.losses, "time"), several(x.rests, "time"),
		confusionText(c.OpticalConfusion, x.names), x.out)
	return err
}

// interval is that of a share of right answers.
func interval(share float64, n int) [2]float64 {
	e := experiment.Evaluation{}
	e.Count, e.Correct = n, int(math.Round(share*float64(n)))
	low, high := e.Interval()
	return [2]float64{low, high}
}

// examples are the first pictures of some classes.
func (x *inferring) examples() (list []int) {
	seen := map[uint16]bool{}
	for i, class := range x.set.Labels {
		if !seen[class] && len(list) < side {
			seen[class] = true
			list = append(list, i)
		}
	}
	return list
}

// sideBySide is a picture's light behind the last mask, simulated and measured.
func (x *inferring) sideBySide(ctx context.Context, i int) (pair []frame.Panel, err error) {
	g := x.shown.grid
	for k, on := range []bool{false, true} {
		last, light, peak := make([]float32, 2*g.Len()), make([]float32, g.Len()), float32(0)
		read := func(int) error { return x.shown.net.Device.Read(x.shown.net.Light(), 0, last) }
		if one := []int32{int32(i)}; on {
			err = x.do(ctx, func() error { return x.shown.pass(ctx, x.way, x.set, one, read) })
		} else {
			err = x.shown.pass(ctx, x.shown.model, x.set, one, read)
		}
		if err != nil {
			return nil, err
		}
		for p := range light {
			light[p] = last[2*p]*last[2*p] + last[2*p+1]*last[2*p+1]
			peak = max(peak, light[p])
		}
		answer := x.answers.simulated[i]
		if on {
			answer = x.answers.optical[i]
		}
		pair = append(pair, frame.Panel{ID: fmt.Sprint("light ", i, k), Shape: frame.Image, Title: fmt.Sprintf("%s, %s", x.names[x.set.Labels[i]], [...]string{"simulated", "measured"}[k]),
			Note: "answer: " + x.names[answer], X: planeAxis("x", g.Nx, g.Dx), Y: planeAxis("y", g.Ny, g.Dy), Nx: g.Nx, Ny: g.Ny, Image: frame.Bytes(light, peak), Hi: 1, Map: frame.Intensity})
	}
	return pair, nil
}

// confusionPanel is which class was taken for which.
func confusionPanel(name string, confusion []int, names []string, accuracy float64) frame.Panel {
	k := len(names)
	p := frame.Panel{ID: "confusion " + name, Shape: frame.Grid, Title: "Answers, " + name + ": " + percent(accuracy), Note: "A row is a true class, and a column an answer.", Nx: k, Ny: k}
	p.Names = append(append(p.Names, names...), names...)
	y := make([]float32, k*k)
	for i, n := range confusion {
		y[i] = float32(n)
	}
	p.Series = []frame.Series{{Y: y}}
	return p
}
