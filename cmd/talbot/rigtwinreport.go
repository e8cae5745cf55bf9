package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"time"

	"talbot/render/figure"
	"talbot/sim/frame"
	"talbot/sim/rig"
	"talbot/sim/rig/twin"
	"talbot/sim/rundir"
)

// twinReport is report.json of a twin.
type twinReport struct {
	Talbot string `json:"talbot"`
	Made   string `json:"made"`
	twinPlan
	Fit     twinFit `json:"fit"`
	Planned float64 `json:"planned_accuracy"` // of the masks that there were, in the simulation of the plan
	// With these and with those that the twin has trained: "simulated" is the twin.
	Before  counted     `json:"before"`
	After   counted     `json:"after"`
	Updates int         `json:"updates"`
	Epochs  []healEpoch `json:"epochs"`
	Seconds float64     `json:"seconds"` // of this call
	Losses  int         `json:"losses"`  // how often the bench was gone in it
	Rests   int         `json:"rests"`   // and not well
	Frames  rig.Report  `json:"frames"`  // of this call
}

// planned is the share of right answers of the masks in the simulation of the plan.
func (x *twinning) planned(ctx context.Context, l *line) (float64, error) {
	right := 0
	for at := 0; at < x.set.Len(); at += x.shown.net.Batch {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		part := x.set.Slice(at, min(at+x.shown.net.Batch, x.set.Len()))
		logits, err := x.logits(ctx, x.shown.model, part)
		if err != nil {
			return 0, err
		}
		for i := range part.Len() {
			if k := x.shown.net.Classes; answerOf(logits[i*k:(i+1)*k]) == int(part.Labels[i]) {
				right++
			}
		}
		if l.live {
			l.draw(bar{label: "asking the simulation", share: float64(at) / float64(x.set.Len())}, false)
		}
	}
	return float64(right) / float64(x.set.Len()), nil
}

// answer asks bench and twin the pictures that have not been asked, with the masks that there are.
func (x *twinning) answer(ctx context.Context, l *line, name string) (c counted, err error) {
	a, err := openAnswers(filepath.Join(x.out, name+".csv"), x.names)
	if err != nil {
		return c, err
	}
	defer a.close()
	asked := 0
	for len(a.class) < x.set.Len() {
		at := len(a.class)
		part := x.set.Slice(at, min(at+x.shown.net.Batch, x.set.Len()))
		if x.every > 0 && asked >= x.every {
			if err := x.well(ctx); err != nil {
				return c, err
			}
			asked = 0
		}
		light, simulated, err := x.ask(ctx, x.model, part)
		if err != nil {
			return c, err
		}
		k := x.shown.net.Classes
		for i := range part.Len() {
			if err := a.add(int(part.Labels[i]), simulated[i*k:(i+1)*k], light[i*k:(i+1)*k]); err != nil {
				return c, err
			}
		}
		if err := a.flush(); err != nil {
			return c, err
		}
		asked += part.Len()
		if x.json {
			_ = x.app.write(map[string]any{"event": "asked", "masks": name, "pictures": len(a.class), "of": x.set.Len(), "frames": x.report().Frames})
		} else if l.live {
			l.draw(bar{label: "asking, " + name, share: float64(len(a.class)) / float64(x.set.Len()), notes: []string{percent(a.count().Optical) + " right"}}, false)
		}
	}
	return a.count(), nil
}

// finish writes the report.
func (x *twinning) finish() error {
	r := x.told
	r.Made, r.Updates, r.Epochs = time.Now().UTC().Format(time.RFC3339), x.stage.Step, x.done.Epochs
	r.Losses, r.Rests, r.Frames = x.losses, x.rests, x.report()
	if err := rundir.WriteFile(filepath.Join(x.out, "report.json"), indented(r)); err != nil {
		return err
	}
	if x.json {
		return x.app.write(r)
	}
	_, err := fmt.Fprintf(x.app.out, "\n  %-28s %8s %8s %8s\n  %-28s %8s %8s %8s\n  %-28s %8s %8s %8s\n%s; the masks are in %s\n",
		"right of "+several(x.set.Len(), "picture"), "plan", "twin", "light",
		"masks as they were", percent(r.Planned), percent(r.Before.Simulated), percent(r.Before.Optical),
		"trained on the twin", "", percent(r.After.Simulated), percent(r.After.Optical),
		several(r.Frames.Frames, "frame"), filepath.Join(x.out, "masks.npz"))
	return err
}

// draw makes the figure: a pattern that was held out, as planned, by the twin and as seen, and how each picture's answer went.
func (x *twinning) draw(ctx context.Context, s *twin.Sample) error {
	g := x.shown.grid
	plan, err := twin.New(x.twin.Plan)
	if err != nil {
		return err
	}
	panel := func(title string, v []float32) frame.Panel {
		peak := float32(0)
		for _, p := range v {
			peak = max(peak, p)
		}
		return frame.Panel{ID: title, Shape: frame.Image, Title: title, X: planeAxis("x", g.Nx, g.Dx), Y: planeAxis("y", g.Ny, g.Dy), Nx: g.Nx, Ny: g.Ny,
			Image: frame.Bytes(v, peak), Hi: 1, Map: frame.Intensity}
	}
	var list []frame.Panel
	for i, t := range []*twin.Twin{plan, x.twin} {
		v, err := t.Intensity(ctx, x.dev, s)
		if err != nil {
			return err
		}
		list = append(list, panel([...]string{"A held-out pattern, as planned", "by the twin"}[i], v))
	}
	list = append(list, panel("as seen", s.Intensity()))
	phase := make([]float32, g.Len())
	for i, c := range x.twin.Plate() {
		phase[i] = float32(math.Atan2(imag(c), real(c))/(2*math.Pi) + 0.5)
	}
	list = append(list, frame.Panel{ID: "plate", Shape: frame.Image, Title: "phase that light meets on the panel, rad", Note: "By the twin.", X: planeAxis("x", g.Nx, g.Dx), Y: planeAxis("y", g.Ny, g.Dy),
		Nx: g.Nx, Ny: g.Ny, Image: frame.Bytes(phase, 1), Lo: -math.Pi, Hi: math.Pi, Map: frame.Phase})
	r := x.told
	list = append(list, confusionPanel("before, by light", r.Before.OpticalConfusion, x.names, r.Before.Optical), confusionPanel("trained on the twin, by light", r.After.OpticalConfusion, x.names, r.After.Optical))
	fig, err := figure.Panels(fmt.Sprintf("Twin of a bench: %s by light before, %s after", percent(r.Before.Optical), percent(r.After.Optical)), list, figure.Style{})
	if err != nil {
		return err
	}
	return figure.Save(filepath.Join(x.out, "twin.png"), fig)
}
