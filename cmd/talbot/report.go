package main

import (
	"encoding/json"
	"fmt"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// reporter shows a run's events: JSON lines, or a table with a line of progress.
func (t *training) reporter(dir *rundir.Dir, dev compute.Device, s *diffractive.Session, test *data.Set) func(experiment.Event) {
	if t.json {
		enc := json.NewEncoder(t.app.out)
		if t.moved != "" {
			_ = enc.Encode(experiment.Event{Kind: "device", Epoch: s.Loop.Epoch, Step: s.Loop.Step, Message: t.moved})
		}
		return func(e experiment.Event) {
			if e.Kind == "epoch" || e.Kind == "done" || e.Kind == "device" || e.Kind == "step" && t.steps {
				t.told(enc, e, dev)
			}
		}
	}
	r := &runTable{app: t.app, line: newLine(t.err), dir: dir, session: s, first: s.Loop.Step, tested: t.data.tested()}
	fmt.Fprintf(t.app.out, "%s: %s, %s training and %s %s pictures, %s\n", dir.Preset, s.Config.Data,
		thousands(s.Loop.Set.Len()), thousands(test.Len()), r.tested, dev.Name())
	if r.first > 0 {
		fmt.Fprintf(t.app.out, "%s goes on after update %s\n", dir.Path, thousands(r.first))
		if t.moved != "" {
			fmt.Fprintln(t.app.out, t.moved)
		}
		for _, line := range changed(dir, r.first) {
			fmt.Fprintln(t.app.out, line)
		}
	} else {
		if t.given != nil {
			fmt.Fprintf(t.app.out, "it begins with the masks of %s\n", t.given.File)
		}
		fmt.Fprintf(t.app.out, "%s keeps the run; Ctrl-C stops it, and it can go on later\n", dir.Path)
	}
	fmt.Fprintln(t.app.out, "efficiency: share of the light behind the picture that reaches the detectors;\nof source: share of the source's light, in front of the picture")
	fmt.Fprintf(t.app.out, "\n  %7s  %8s  %8s  %8s  %10s  %9s  %8s\n", "epoch", "loss", "train", r.tested, "efficiency", "of source", "time")
	return r.show
}

// runTable is the table of a run in a terminal or a log.
type runTable struct {
	*app
	line    *line
	dir     *rundir.Dir
	session *diffractive.Session
	tested  string  // what pictures the accuracy is of: "test", or "held-out" from training
	first   int     // update that the run started or went on from
	loss    float64 // smoothed over about 20 updates
	logged  float64 // time of the last line in a log, in seconds
}

// logEvery is the time between two lines within an epoch for what is no terminal.
const logEvery = 60

func (r *runTable) show(e experiment.Event) {
	epochs := r.session.Config.Epochs
	switch e.Kind {
	case "step":
		if r.loss == 0 {
			r.loss = e.Loss
		}
		r.loss += (e.Loss - r.loss) / 20
		batches := r.session.Loop.Batches()
		epoch := (e.Step - 1) / batches
		b := bar{
			label: fmt.Sprintf("%7s", fmt.Sprintf("%d/%d", epoch+1, epochs)), share: float64(e.Step-epoch*batches) / float64(batches),
			notes: []string{fmt.Sprintf("loss %.4f", r.loss), thousands(int(e.Rate+0.5)) + "/s", clock(r.left(e)) + " left"},
		}
		if e.Step%batches == 0 {
			b.notes = []string{fmt.Sprintf("loss %.4f", r.loss), "testing"}
		}
		r.line.draw(b, e.Step%batches == 0)
		if !r.line.live && e.Seconds-r.logged >= logEvery {
			r.logged = e.Seconds
			fmt.Fprintf(r.out, "  %7s  %8.4f  %s pictures/s, %s left\n", b.label, r.loss, thousands(int(e.Rate+0.5)), clock(r.left(e)))
		}
	case "device":
		r.line.clear()
		fmt.Fprintf(r.out, "  %s\n", e.Message)
	case "epoch":
		r.line.clear()
		r.logged = e.Seconds
		fmt.Fprintf(r.out, "  %7s  %8.4f  %8s  %8s  %10s  %9s  %8s\n", fmt.Sprintf("%d/%d", e.Epoch, epochs), e.Loss,
			percent(e.TrainAccuracy), percent(e.TestAccuracy), percent(experiment.Share(e.Efficiency)), percent(experiment.Share(e.SourceEfficiency)), clock(e.Seconds))
	case "stop":
		r.line.clear()
	case "done":
		r.line.clear()
		fmt.Fprintf(r.out, "\n%s accuracy %s", r.tested, percent(e.TestAccuracy))
		if i := e.TestInterval; i != nil { // events of older versions have none
			fmt.Fprintf(r.out, " of %s pictures (95 %% sure: %s)", thousands(e.TestCount), percentRange(i[0], i[1]))
		}
		fmt.Fprintf(r.out, "\nthe trained masks are in %s\n", r.dir.Path)
		fmt.Fprintf(r.out, "look at them with: talbot figure %s --out masks.png\n", errs.Word(r.dir.Path))
	}
}

// left is the time that the rest of the run will take, in seconds.
func (r *runTable) left(e experiment.Event) float64 {
	if e.Step <= r.first {
		return 0
	}
	return e.Seconds / float64(e.Step-r.first) * float64(e.Steps-e.Step)
}
