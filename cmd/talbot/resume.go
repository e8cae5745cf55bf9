package main

import (
	"fmt"
	"regexp"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// finished tells whether the run in dir has all that it would have after going on
// to the end with config: its epochs, and files with the masks of its checkpoint.
func (t *training) finished(dir *rundir.Dir, config diffractive.Config) (bool, error) {
	left, err := dir.Left(config.Epochs)
	if err != nil || left || config.Epochs != dir.Network().Epochs {
		return false, err
	}
	masks, err := (&target{config: dir.Network(), dir: dir, force: t.device.force()}).masks()
	if err != nil {
		return false, err
	}
	return dir.CheckMasks(masks) == nil, nil
}

// nothingLeft tells that the run in dir is finished and stays as it is.
func (t *training) nothingLeft(dir *rundir.Dir) error {
	events, err := dir.Metrics()
	if err != nil {
		return err
	}
	epochs := dir.Network().Epochs
	last := experiment.Event{Epoch: epochs}
	text := ""
	if len(events) > 0 {
		last = events[len(events)-1]
		t.data.like(dir.Source)
		if last.Tested != nil {
			text = " (" + t.data.tested() + " accuracy " + percent(last.TestAccuracy) + ")"
		}
	}
	if t.json {
		last.Kind, last.Message = "done", dir.Path
		last.Seconds, last.Rate = 0, 0 // nothing took time
		return t.app.write(struct {
			experiment.Event
			NothingLeft bool `json:"nothing_left"`
		}{last, true})
	}
	_, err = fmt.Fprintf(t.app.out, "%s has done its %s%s: nothing is left to do, and nothing was changed\ntrain it longer with: talbot train --resume %s --epochs %d\n",
		dir.Path, count(epochs, "epoch"), text, errs.Word(dir.Path), epochs+max(1, epochs/2))
	return err
}

// goOn brings the session to where the run in dir stands. What is new on the command
// line goes into the run's record, once it is known to fit.
func (t *training) goOn(dir *rundir.Dir, config diffractive.Config, s *diffractive.Session, pictures rundir.Data) error {
	if err := dir.SameData(pictures, t.data.given...); err != nil {
		return err
	}
	if err := dir.Allows(diffractive.Settings(config)); err != nil { // before the checkpoint, which would seem another network's
		return err
	}
	if err := dir.Resume(s); err != nil {
		return err
	}
	from := dir.Source
	from.Folder = t.data.from
	now, before := deviceKind(s.Device), dir.Device
	if before != "" && before != now {
		t.moved = fmt.Sprintf("it ran on %s so far, and goes on with %s: the numbers will agree but for rounding", before, now)
	}
	return dir.GoOn(diffractive.Settings(config), from, now, s.Loop.Step)
}

// deviceKind names a device without the number of its threads, on which no number
// depends.
func deviceKind(d compute.Device) string {
	return strings.Replace(threadsOf.ReplaceAllString(d.Name(), ""), " ()", "", 1)
}

var threadsOf = regexp.MustCompile(`(, )?\d+ threads?`)

// changed says, line by line, what of the parameters is new from this step on.
func changed(dir *rundir.Dir, step int) (lines []string) {
	for _, c := range dir.Changes {
		if c.Step == step {
			lines = append(lines, fmt.Sprintf("%s was %s and is %s from here on", c.Parameter, c.From, c.To))
		}
	}
	return lines
}
