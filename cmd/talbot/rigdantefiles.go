package main

import (
	"context"
	"fmt"
	"path/filepath"

	"talbot/render/figure"
	"talbot/sim/compute/cpu"
	"talbot/sim/frame"
	"talbot/sim/rig"
	"talbot/sim/rig/fourier"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
)

// danteReport is report.json.
type danteReport struct {
	Talbot string `json:"talbot"`
	Made   string `json:"made"`
	dantePlan
	Simulated float64    `json:"simulated_accuracy"`
	Before    float64    `json:"optical_accuracy_before_tuning"`
	After     float64    `json:"optical_accuracy"`
	Interval  [2]float64 `json:"optical_interval"` // 95 %, Wilson
	Seconds   float64    `json:"seconds"`          // of this call
	Readings  int        `json:"readings"`         // pictures before masks
	Losses    int        `json:"losses"`           // how often the bench was gone in this call
	Rests     int        `json:"rests"`            // and not well
	Frames    rig.Report `json:"frames"`           // of this call
}

// finish writes report and figure.
func (x *danteRun) finish(ctx context.Context, r danteReport) error {
	r.Interval = interval(r.After, r.Test)
	m, n := x.first.shown, min(3, len(x.first.blocks))
	ideal, err := virtual.New(cpu.Open(0), x.setup(), virtual.Ideal())
	if err != nil {
		return err
	}
	lens, err := fourier.Of(ideal, x.session.Focus, x.stop)
	if err != nil {
		return err
	}
	simulated, err := lens.Read(ctx, m.Name, m.Side, m.Phase, x.first.blocks[:n], m.Tiling.Block(), m.Tiling.Response())
	if err != nil {
		return err
	}
	var list []frame.Panel
	for i := range n {
		for k, v := range [][]float32{simulated[i], x.first.frames[i]} {
			peak := float32(0)
			for _, p := range v {
				peak = max(peak, p)
			}
			_, alike := compared(simulated[i], v)
			side, note := m.Tiling.Response(), ""
			if k == 1 {
				note = fmt.Sprintf("correlation with the simulated frame: %.3f", alike)
			}
			list = append(list, frame.Panel{ID: fmt.Sprint("frame ", i, k), Shape: frame.Image, Title: fmt.Sprintf("picture %d behind mask %s, %s", i+1, m.Name, [...]string{"simulated", "measured"}[k]), Note: note,
				X: planeAxis("x", side, x.session.Pitch), Y: planeAxis("y", side, x.session.Pitch), Nx: side, Ny: side, Image: frame.Bytes(v, peak), Hi: 1, Map: frame.Intensity})
		}
	}
	fig, err := figure.Panels(fmt.Sprintf("%s by light: %s of %s", filepath.Base(x.dir.Path), percent(r.After), several(r.Test, "picture")), list, figure.Style{})
	if err != nil {
		return err
	}
	if err := figure.Save(filepath.Join(x.out, "dante.png"), fig); err != nil {
		return err
	}
	if err := rundir.WriteFile(filepath.Join(x.out, "report.json"), indented(r)); err != nil {
		return err
	}
	if x.json {
		return x.app.write(r)
	}
	_, err = fmt.Fprintf(x.app.out, "\n  in simulation          %8s\n  by light               %8s\n  the read-out tuned     %8s   (95 %% sure: %s)\n%s of %s, %d lost; the bench was gone %s, not well %s\nall is in %s\n",
		percent(r.Simulated), percent(r.Before), percent(r.After), percentRange(r.Interval[0], r.Interval[1]), several(r.Frames.Frames, "frame"), several(r.Readings, "reading"), r.Frames.Lost,
		several(x.losses, "time"), several(x.rests, "time"), x.out)
	return err
}
