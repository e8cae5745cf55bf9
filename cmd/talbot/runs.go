package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"talbot/sim/cluster"
	"talbot/sim/cluster/sweep"
	"talbot/sim/cluster/work"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
)

func (a *app) runs() *cobra.Command {
	by := "accuracy"
	cmd := &cobra.Command{
		Use:   "runs [FOLDER]",
		Short: "table of the runs in a folder: what differs, results, the best first",
		Long: `Writes a table of the runs in a folder: the parameters in which they differ, and loss and
accuracy of the last epoch that was tested, on the test set or on training examples that
were held out. The best comes first. A run that was stopped has "3 of 10" epochs, one that
is under way a + behind.`,
		Example: "  talbot runs\n  talbot runs runs/sweep-rates --json\n  talbot runs compare runs/a runs/b\n  talbot runs resume\n  talbot runs delete runs/a --yes",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("%s wants one folder at most", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if by != "accuracy" && by != "loss" {
				return usage("--by: %q is neither accuracy nor loss", by)
			}
			folder := "runs"
			if len(args) == 1 {
				folder = args[0]
			}
			return a.tableOfRuns(folder, by)
		},
	}
	cmd.Flags().StringVar(&by, "by", by, "what is best: `accuracy|loss`")
	cmd.AddCommand(a.compareRuns(), a.resumeRuns(), a.deleteRuns())
	return cmd
}

// runsIn are the folders of the runs in a folder; notes are written of those that cannot be read.
func (a *app) runsIn(folder string) (list []*rundir.Dir, err error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s: give that of your runs", folder)
	} else if err != nil {
		return nil, fmt.Errorf("cannot read the folder of your runs: %w", err)
	}
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		if _, err := os.Stat(filepath.Join(path, rundir.ConfigFile)); err != nil {
			continue
		}
		dir, err := rundir.Open(path)
		if err != nil {
			fmt.Fprintf(a.err, "talbot: note: %v\n", err)
			continue
		}
		list = append(list, dir)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("there are no runs in %s: give the folder that has their folders in it", folder)
	}
	return list, nil
}

// runState is how far a run is.
type runState struct {
	Planned int  // epochs, 0 where the settings say none
	Left    bool // it was stopped before
	Busy    bool // a program is at it
}

// stateOf looks at a run that has ended so many epochs.
func stateOf(dir *rundir.Dir, epochs int) (s runState) {
	s.Planned, _ = strconv.Atoi(experiment.ValueOf(dir.Config, experiment.RoleEpochs))
	events, _ := dir.Metrics() // who has read them before has said what is wrong
	s.Left = dir.Polished == nil && (epochs < s.Planned || !over(events))
	unlock, err := (&rundir.Dir{Path: dir.Path}).Lock()
	if s.Busy = err != nil; !s.Busy {
		unlock()
	}
	return s
}

// epochs is a column's text.
func (s runState) epochs(done int) string {
	text := fmt.Sprint(done)
	if s.Left {
		text = fmt.Sprintf("%d of %d", done, s.Planned)
	}
	if s.Busy {
		text += " +"
	}
	return text
}

func (a *app) tableOfRuns(folder, by string) error {
	dirs, err := a.runsIn(folder)
	if err != nil {
		return err
	}
	var list []*cluster.Result
	tested, presets, states := map[string]bool{}, map[string]bool{}, map[string]runState{}
	for _, dir := range dirs {
		r, err := resultOf(dir)
		if err != nil {
			fmt.Fprintf(a.err, "talbot: note: %v\n", err)
			continue
		}
		tested[r.Key], presets[r.Preset], states[r.Key] = r.Count > 0, true, stateOf(dir, r.Epochs)
		list = append(list, r)
	}
	(&sweep.Spec{By: by}).Sort(list)
	slices.SortStableFunc(list, func(a, b *cluster.Result) int { // what was not tested comes last
		switch {
		case tested[a.Key] == tested[b.Key]:
			return 0
		case tested[a.Key]:
			return -1
		}
		return 1
	})
	names := differing(list)
	rows := [][]string{{"run"}}
	if len(presets) > 1 {
		rows[0] = append(rows[0], "preset")
		names = nil // those of one preset are not another's
	}
	rows[0] = append(append(rows[0], names...), "epochs", "tested on", "loss", "accuracy")
	for _, r := range list {
		if a.json {
			if err := a.write(map[string]any{"run": filepath.Join(folder, r.Key), "preset": r.Preset, "changed": r.Changed, "epochs": r.Epochs, "planned": states[r.Key].Planned, "left": states[r.Key].Left, "busy": states[r.Key].Busy, "tested": tested[r.Key], "held_out": r.Test == cluster.HeldOut, "loss": r.Loss, "accuracy": r.Accuracy, "count": r.Count}); err != nil {
				return err
			}
			continue
		}
		row := []string{r.Key}
		if len(presets) > 1 {
			row = append(row, r.Preset)
		}
		for _, name := range names {
			row = append(row, short(valueOf(r, name)))
		}
		row = append(row, states[r.Key].epochs(r.Epochs))
		if tested[r.Key] {
			row = append(row, testedOn(r), fmt.Sprintf("%.4f", r.Loss), percent(r.Accuracy))
		} else {
			row = append(row, "", "", "")
		}
		rows = append(rows, row)
	}
	if a.json {
		return nil
	}
	return writeRows(a.out, rows)
}

// testedOn says what examples a result is of.
func testedOn(r *cluster.Result) string {
	if r.Test == cluster.HeldOut {
		return thousands(r.Count) + " held out"
	}
	return thousands(r.Count) + " of the test"
}

// resultOf is the last test of a run, as a result whose key is the folder's name.
func resultOf(dir *rundir.Dir) (*cluster.Result, error) {
	events, err := dir.Metrics()
	if err != nil {
		return nil, err
	}
	r := &cluster.Result{Key: filepath.Base(dir.Path), Preset: dir.Preset, Changed: work.Changed(dir.Preset, dir.Config), Test: cluster.TestData}
	if dir.Source.HoldOut > 0 {
		r.Test = cluster.HeldOut
	}
	r.Epochs = epochsEnded(events)
	for _, e := range events {
		if e.Tested != nil {
			if r.Test = cluster.TestData; e.Held || dir.Source.HoldOut > 0 {
				r.Test = cluster.HeldOut
			}
			r.Loss, r.Accuracy, r.Count = e.TestLoss, e.TestAccuracy, max(1, e.TestCount)
		}
	}
	return r, nil
}
