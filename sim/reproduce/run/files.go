package run

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
)

// resultFile is the file of a run that has ended.
const resultFile = "result.json"

// Folder is where the run of a row from a seed is.
func (r *Runner) Folder(e reproduce.Experiment, row reproduce.Row, seed int) string {
	name := fmt.Sprint(row.Name, "-seed", seed)
	if r.Epochs > 0 {
		name += fmt.Sprint("-epochs", r.Epochs)
	}
	if r.HoldOut > 0 {
		name += fmt.Sprint("-held", r.HoldOut)
	}
	if e.Shared {
		return filepath.Join(r.Out, name)
	}
	return filepath.Join(r.base(e), name)
}

// base begins the names of the files of an experiment.
func (r *Runner) base(e reproduce.Experiment) string {
	base := filepath.Join(r.Out, e.ID)
	if e.Quick {
		base += "-quick"
	}
	return base + r.OwnMark
}

// Lines is the file of the results of all runs of an experiment, one a line.
func (r *Runner) Lines(e reproduce.Experiment) string { return r.base(e) + ".jsonl" }

// ReadLines reads results, one a line in JSON, by the names of their rows.
func ReadLines(file string) (map[string][]*reproduce.Result, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	results := map[string][]*reproduce.Result{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var res reproduce.Result
		if err := json.Unmarshal(lines.Bytes(), &res); err != nil || res.Row == "" {
			return nil, fmt.Errorf("line %d of %s is not the result of a run: want the result.json of a run on each line", n, file)
		}
		results[res.Row] = append(results[res.Row], &res)
	}
	return results, lines.Err()
}

// Of are those of the results that are of the experiment: of its size and, where they say so, of
// its name, and of so many epochs, or for 0 of each row the longest.
func Of(e reproduce.Experiment, results map[string][]*reproduce.Result, own string, epochs int) map[string][]*reproduce.Result {
	chosen := map[string][]*reproduce.Result{}
	for _, row := range e.Rows {
		longest := epochs
		var fit []*reproduce.Result
		for _, res := range results[row.Name] {
			if e.Shared || res.Experiment == e.ID && res.Quick == e.Quick && res.Own == own {
				fit = append(fit, res)
				if epochs == 0 {
					longest = max(longest, res.Epochs)
				}
			}
		}
		for _, res := range fit {
			if res.Epochs == longest {
				chosen[row.Name] = append(chosen[row.Name], res)
			}
		}
	}
	return chosen
}

// Finished are the runs of a row that have ended, from these seeds.
func (r *Runner) Finished(e reproduce.Experiment, row reproduce.Row, seeds []int) (runs []*reproduce.Result, err error) {
	before, err := ReadLines(r.Lines(e))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	epochs := r.Epochs
	if epochs == 0 {
		epochs = row.Epochs()
	}
	for _, seed := range seeds {
		res, err := readResult(r.Folder(e, row, seed))
		if errors.Is(err, fs.ErrNotExist) && e.Small { // whose lines alone are kept
			for _, line := range Of(e, before, r.Own, epochs)[row.Name] {
				if line.Seed == seed {
					res, err = line, nil
				}
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		runs = append(runs, res)
	}
	return runs, nil
}

func readResult(dir string) (*reproduce.Result, error) {
	b, err := os.ReadFile(filepath.Join(dir, resultFile))
	if err != nil {
		return nil, err
	}
	var res reproduce.Result
	if err := json.Unmarshal(b, &res); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w: delete it to test the run again", filepath.Join(dir, resultFile), err)
	}
	return &res, nil
}

// keep writes the result of a run: into its folder, or for small ones only as a line, with which
// the folder goes.
func (r *Runner) keep(e reproduce.Experiment, path string, res *reproduce.Result) error {
	if !e.Small {
		if err := WriteJSON(filepath.Join(path, resultFile), res); err != nil {
			return err
		}
	}
	line, err := json.Marshal(res)
	if err != nil {
		return err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	f, err := os.OpenFile(r.Lines(e), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	if err = errors.Join(err, f.Close()); err != nil || !e.Small {
		return err
	}
	return os.RemoveAll(path)
}

// like opens the run in a folder if it has these parameters and pictures.
func like(path string, c experiment.Config, what rundir.Data) (*rundir.Dir, error) {
	dir, err := rundir.Open(path)
	if err != nil {
		return nil, err
	}
	if experiment.Lines(dir.Config) != experiment.Lines(c) {
		return nil, fmt.Errorf("the run in %s has other parameters than this version's row: move it away, or choose another --out", path)
	}
	if err := dir.SameData(what); err != nil {
		return nil, fmt.Errorf("%w; or choose another --out", err)
	}
	return dir, nil
}

// Nearest is the preset that the settings could have come from with the fewest changes.
func Nearest(c experiment.Config) (id string, err error) {
	least := -1
	want := c.Params()
	for _, s := range all.Systems() {
	presets:
		for _, p := range s.Presets() {
			have := p.Config.Params()
			if len(have) != len(want) {
				continue
			}
			differ := 0
			for i, h := range have {
				if h.Name != want[i].Name {
					continue presets
				}
				if h.Value() != want[i].Value() {
					differ++
				}
			}
			if least < 0 || differ < least {
				id, least = p.ID, differ
			}
		}
	}
	if least < 0 {
		return "", errors.New("no system has presets of such settings")
	}
	return id, nil
}

// WriteJSON replaces a file by v in JSON.
func WriteJSON(path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return rundir.WriteFile(path, func(w io.Writer) error { _, err := w.Write(append(b, '\n')); return err })
}
