package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"talbot/sim/rig"
	"talbot/sim/rundir"
)

// healEpoch is what light answered while the masks learned.
type healEpoch struct {
	Epoch    int     `json:"epoch"`
	Loss     float64 `json:"loss"`
	Accuracy float64 `json:"train_accuracy"`
}

// healReport is report.json of a healing, written at the end of each epoch.
type healReport struct {
	Talbot string `json:"talbot"`
	Made   string `json:"made"`
	healPlan
	Updates int         `json:"updates"`
	Epochs  []healEpoch `json:"epochs"`
	Seconds float64     `json:"seconds"` // of this call
	Losses  int         `json:"losses"`  // how often the bench was gone in it
	Rests   int         `json:"rests"`   // and not well
	Frames  rig.Report  `json:"frames"`  // of this call
}

// earlier takes up the epochs that a folder's report has, up to one.
func (r *healReport) earlier(dir string, last int) error {
	b, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var was healReport
	if err := json.Unmarshal(b, &was); err != nil {
		return fmt.Errorf("%s cannot be read: %w: remove it, and the same command goes on", filepath.Join(dir, "report.json"), err)
	}
	for _, e := range was.Epochs {
		if e.Epoch <= last {
			r.Epochs = append(r.Epochs, e)
		}
	}
	return nil
}

// ended tells of an epoch, and writes the report.
func (x *healing) ended(l *line) error {
	s, r := x.stage.Sum, x.done
	e := healEpoch{x.stage.Epoch, s.Loss / float64(max(1, s.Count)), accuracy(s)}
	r.Talbot, r.Made, r.Updates, r.Epochs = build(), time.Now().UTC().Format(time.RFC3339), x.stage.Step, append(r.Epochs, e)
	r.Losses, r.Rests, r.Frames = x.losses, x.rests, x.tended.report()
	l.clear()
	if x.json {
		_ = x.app.write(map[string]any{"event": "epoch", "epoch": e.Epoch, "loss": e.Loss, "train_accuracy": e.Accuracy, "frames": r.Frames.Frames})
	} else {
		fmt.Fprintf(x.app.out, "epoch %d: loss %.4f, %s right %s while they learned\n", e.Epoch, e.Loss, percent(e.Accuracy), x.where)
	}
	return x.room(rundir.WriteFile(filepath.Join(x.out, "report.json"), indented(r)))
}
