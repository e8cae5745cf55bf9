package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"talbot/sim/cluster"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
)

// compareRuns is a table of a few runs side by side.
func (a *app) compareRuns() *cobra.Command {
	return &cobra.Command{
		Use:   "compare RUN RUN...",
		Short: "what differs between runs, a column a run",
		Long: `Writes the parameters in which runs differ, of two presets those that both have, and their
results, a column a run. "talbot eval RUN RUN" tests them side by side, "talbot figure" draws their curves.`,
		Example: "  talbot runs compare runs/a runs/b",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage("%s wants two runs or more", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			dirs := make([]*rundir.Dir, len(args))
			for i, path := range args {
				var err error
				if dirs[i], err = rundir.Open(path); err != nil {
					return err
				}
			}
			return a.comparison(dirs)
		},
	}
}

func (a *app) comparison(dirs []*rundir.Dir) error {
	results := make([]*cluster.Result, len(dirs))
	for i, dir := range dirs {
		var err error
		if results[i], err = resultOf(dir); err != nil {
			return err
		}
	}
	var names []string // of parameters that all of them have
	values := map[string][]string{}
	for i, dir := range dirs {
		for _, p := range dir.Config.Params() {
			if p.Role == experiment.RoleEpochs { // has its row
				continue
			}
			if i == 0 {
				names = append(names, p.Name)
			}
			values[p.Name] = append(values[p.Name], p.Value())
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return len(values[name]) < len(dirs) })
	if a.json {
		for i, dir := range dirs {
			own := map[string]string{}
			for _, name := range names {
				if differ(values[name]) {
					own[name] = values[name][i]
				}
			}
			r := results[i]
			if err := a.write(map[string]any{"run": dir.Path, "preset": r.Preset, "differs": own, "epochs": r.Epochs, "tested": r.Count > 0, "held_out": r.Test == cluster.HeldOut, "loss": r.Loss, "accuracy": r.Accuracy, "count": r.Count}); err != nil {
				return err
			}
		}
		return nil
	}
	row := func(name string, of func(i int) string) []string {
		line := []string{name}
		for i := range dirs {
			line = append(line, short(of(i)))
		}
		return line
	}
	rows := [][]string{row("", func(i int) string { return filepath.Base(filepath.Clean(dirs[i].Path)) }), row("preset", func(i int) string { return dirs[i].Preset })}
	if !differ(rows[1][1:]) {
		rows = rows[:1]
	}
	for _, name := range names {
		if differ(values[name]) {
			rows = append(rows, row(name, func(i int) string { return values[name][i] }))
		}
	}
	rows = append(rows, row("epochs", func(i int) string { return stateOf(dirs[i], results[i].Epochs).epochs(results[i].Epochs) }))
	tested := func(of func(r *cluster.Result) string) func(int) string {
		return func(i int) string {
			if results[i].Count == 0 {
				return ""
			}
			return of(results[i])
		}
	}
	rows = append(rows, row("tested on", tested(testedOn)), row("loss", tested(func(r *cluster.Result) string { return fmt.Sprintf("%.4f", r.Loss) })), row("accuracy", tested(func(r *cluster.Result) string { return percent(r.Accuracy) })))
	return writeRows(a.out, rows)
}

// differ tells whether not all texts are the same.
func differ(texts []string) bool {
	for _, t := range texts {
		if t != texts[0] {
			return true
		}
	}
	return false
}

// resumeRuns goes on with all runs of a folder that were stopped.
func (a *app) resumeRuns() *cobra.Command {
	list := false
	cmd := &cobra.Command{
		Use:   "resume [FOLDER]",
		Short: "go on with each run of a folder that was stopped, one after another",
		Long: `Goes on with each run of a folder that has epochs left and that no program is at, one after
another, as "talbot train --resume" does. Ctrl-C stops with a checkpoint; the same command goes on.`,
		Example: "  talbot runs resume --list\n  talbot runs resume",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("%s wants one folder at most", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			folder := "runs"
			if len(args) == 1 {
				folder = args[0]
			}
			dirs, err := a.runsIn(folder)
			if err != nil {
				return err
			}
			n := 0
			for _, dir := range dirs {
				r, err := resultOf(dir)
				if err != nil {
					fmt.Fprintf(a.err, "talbot: note: %v\n", err)
					continue
				}
				s := stateOf(dir, r.Epochs)
				if !s.Left || s.Busy {
					continue
				}
				n++
				if !a.json {
					fmt.Fprintf(a.out, "%s: %s, %s epochs\n", dir.Path, dir.Preset, s.epochs(r.Epochs))
				} else if list {
					if err := a.write(map[string]any{"run": dir.Path, "preset": dir.Preset, "epochs": r.Epochs, "planned": s.Planned}); err != nil {
						return err
					}
				}
				if list {
					continue
				}
				one := a.train()
				one.SetArgs([]string{"--resume", dir.Path})
				one.SetOut(a.out)
				one.SetErr(a.err)
				one.SilenceErrors, one.SilenceUsage = true, true
				if err := one.ExecuteContext(cmd.Context()); err != nil {
					return err
				}
			}
			if n == 0 && !a.json {
				_, err = fmt.Fprintf(a.out, "no run in %s was stopped before its end\n", folder)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&list, "list", false, "list them, and train nothing")
	return cmd
}

// deleteRuns deletes runs.
func (a *app) deleteRuns() *cobra.Command {
	sure := false
	cmd := &cobra.Command{
		Use:   "delete RUN...",
		Short: "delete runs, with their checkpoints and masks",
		Long: `Deletes the folders of runs. It says what it would delete, and deletes with --yes; nothing
that is no run, and none that a program is at.`,
		Example: "  talbot runs delete runs/a runs/b --yes",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("%s wants the folder of a run", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			for _, path := range args { // all are looked at before one is deleted
				info, err := os.Lstat(path)
				if err == nil && info.Mode()&fs.ModeSymlink != 0 {
					return fmt.Errorf("%s is a link: delete what it leads to", path)
				}
				if err == nil {
					_, err = os.Stat(filepath.Join(path, rundir.ConfigFile))
				}
				if err != nil {
					return fmt.Errorf("%s is no folder of a run: nothing was deleted", path)
				}
				if inner, _ := filepath.Glob(filepath.Join(path, "*", rundir.ConfigFile)); len(inner) > 0 {
					return fmt.Errorf("%s has other runs in it, such as %s: nothing was deleted", path, filepath.Dir(inner[0]))
				}
				unlock, err := (&rundir.Dir{Path: path}).Lock()
				if err != nil {
					return fmt.Errorf("%w; nothing was deleted", err)
				}
				unlock()
			}
			var errs []error
			for _, path := range args {
				size := folderSize(path)
				did := "would delete"
				if sure {
					did = "deleted"
					if err := os.RemoveAll(path); err != nil {
						errs = append(errs, err)
						continue
					}
				}
				if a.json {
					if err := a.write(map[string]any{"run": path, "bytes": size, "deleted": sure}); err != nil {
						return err
					}
				} else {
					fmt.Fprintf(a.out, "%s %s, %.1f MB\n", did, path, float64(size)/1e6)
				}
			}
			if !sure && !a.json {
				fmt.Fprintln(a.out, "say --yes to delete")
			}
			return errors.Join(errs...)
		},
	}
	cmd.Flags().BoolVar(&sure, "yes", false, "delete")
	return cmd
}

// folderSize is what the files below a folder have, in bytes.
func folderSize(path string) (n int64) {
	_ = filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			n += info.Size()
		}
		return nil
	})
	return n
}
