package main

import (
	"encoding/json"
	"fmt"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
)

// reporter shows events: JSON lines, or a table with a line of progress.
func (r *systemRun) reporter(dir *rundir.Dir, dev compute.Device) func(experiment.Event) {
	if r.json {
		enc := json.NewEncoder(r.app.out)
		return func(e experiment.Event) {
			if e.Kind == "done" {
				e.Message = dir.Path
			}
			if e.Kind == "epoch" || e.Kind == "done" || e.Kind == "step" && r.steps {
				r.told(enc, e, dev)
			}
		}
	}
	examples := ""
	if own, ok := r.session.(experiment.Own); ok {
		learn, test := own.Examples()
		examples = fmt.Sprintf("%s training and %s", thousands(learn.Len()), several(test.Len(), "test "+own.Called()))
	} else {
		kind := "pictures"
		if _, ok := r.session.(experiment.Perplexed); ok {
			kind = "characters"
		}
		examples = fmt.Sprintf("%s training and %s test %s", thousands(dir.Data.Train), thousands(dir.Data.Test), kind)
	}
	fmt.Fprintf(r.app.out, "%s: %s, %s\n", dir.Preset, examples, dev.Name())
	if step, _ := r.session.Progress(); step > 0 {
		fmt.Fprintf(r.app.out, "%s goes on after update %s\n", dir.Path, thousands(step))
	} else {
		fmt.Fprintf(r.app.out, "%s keeps the run; Ctrl-C stops it, and it can go on later\n", dir.Path)
	}
	if t, ok := r.session.(experiment.Teller); ok {
		loss, right := t.Tells()
		fmt.Fprintf(r.app.out, "\nloss: %s; train and test: %s\n", experiment.Within(loss), experiment.Within(right))
	}
	held := "" // no column
	if holdsOut(r.session) {
		held = fmt.Sprintf("  %8s", "held out")
	}
	fmt.Fprintf(r.app.out, "\n  %7s  %8s  %8s%s  %8s  %8s\n", "epoch", "loss", "train", held, "test", "time")
	line, seen := newLine(r.err), 0.0
	return func(e experiment.Event) {
		switch e.Kind {
		case "step":
			left := ""
			if e.Steps > e.Step && e.Step > 0 {
				left = clock(e.Seconds/float64(e.Step)*float64(e.Steps-e.Step)) + " left"
			}
			label := fmt.Sprintf("%7d", e.Epoch+1)
			if e.Stage != "" {
				label = fmt.Sprintf("%7s", e.Stage)
			}
			line.draw(bar{label: label, share: float64(e.Step) / float64(max(1, e.Steps)),
				notes: []string{fmt.Sprintf("loss %.4f", e.Loss), thousands(int(e.Rate+0.5)) + "/s", left}}, false)
		case "epoch":
			line.clear()
			// Epochs of a small task come by the hundred: a line for each would hide them all.
			if last := e.Step == e.Steps; e.Seconds-seen >= lineEvery || last || e.Epoch <= 1 {
				seen = e.Seconds
				fmt.Fprintln(r.app.out, epochLine(e, held != ""))
			}
		case "doing":
			line.draw(bar{label: e.Message}, false)
		case "stop":
			line.clear()
		case "done":
			line.clear()
			more := valueLines(e.Values)
			if p, ok := r.session.(experiment.Perplexed); ok {
				more += fmt.Sprintf("test perplexity %.4g\n", p.Perplexity(e.TestLoss))
			}
			result := fmt.Sprintf("test accuracy %s of %s (95 %% sure: %s)", percent(e.TestAccuracy), several(e.TestCount, called(r.session)), percentRange(e.TestInterval[0], e.TestInterval[1]))
			if t, ok := r.session.(experiment.Teller); ok {
				loss, right := t.Tells()
				result = fmt.Sprintf("%s %.4f on %s; %s %s", experiment.Within(loss), e.TestLoss, several(e.TestCount, "test "+called(r.session)), experiment.Within(right), percent(e.TestAccuracy))
			}
			fmt.Fprintf(r.app.out, "\n%s\n%sthe run is in %s; its weights are in %s\n", result, more, dir.Path, rundir.CheckpointFile)
			fmt.Fprintf(r.app.out, "train it longer with: %s --epochs %d\n", r.onward(dir), 2*epochsOf(r.config))
		}
	}
}

// called says what one example of a session is.
func called(s experiment.Session) string {
	if own, ok := s.(experiment.Own); ok {
		return own.Called()
	}
	return "example"
}

// holdsOut tells whether epochs are tested on what a session holds out of training, and its end on the test set.
func holdsOut(s experiment.Session) bool {
	h, ok := s.(experiment.Holding)
	return ok && h.TestHeld() != nil
}

// epochLine is a line of the table, with a column for what is held out where there is such. A step of a training that is no loop
// of epochs has its name instead of a number, and nothing is right or wrong in it but the test.
func epochLine(e experiment.Event, held bool) string {
	name, loss, right := fmt.Sprint(e.Epoch), "", ""
	if m := e.Trained; m != nil {
		loss = fmt.Sprintf("%.4f", m.Loss)
		if right = percent(m.TrainAccuracy); isFit(&e) {
			name, right = e.Stage, ""
		}
	}
	columns := []string{percent(e.TestAccuracy)}
	switch {
	case held && e.Held:
		columns = append(columns, "")
	case held:
		columns = append([]string{""}, columns...)
	}
	line := fmt.Sprintf("  %7s  %8s  %8s", name, loss, right)
	for _, column := range append(columns, clock(e.Seconds)) {
		line += fmt.Sprintf("  %8s", column)
	}
	return line
}

// epochsOf is how many epochs settings ask for.
func epochsOf(c experiment.Config) int {
	n, _ := strconv.Atoi(experiment.ValueOf(c, experiment.RoleEpochs))
	return max(1, n)
}

// lineEvery is the least time between two lines of the table, in seconds.
const lineEvery = 0.3
