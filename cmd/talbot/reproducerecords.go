package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"talbot/sim/reproduce"
)

// readRecords reads runs that were made elsewhere, one result a line in JSON, by the
// names of their rows.
func readRecords(file string) (map[string][]*reproduce.Result, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, usage("--records: %w", err)
	}
	defer f.Close()
	results := map[string][]*reproduce.Result{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var res reproduce.Result
		if err := json.Unmarshal(lines.Bytes(), &res); err != nil || res.Row == "" {
			return nil, usage("--records: line %d of %s is not the result of a run: want the result.json of a run on each line", n, file)
		}
		results[res.Row] = append(results[res.Row], &res)
	}
	return results, lines.Err()
}

// recorded shows the runs of a file in place of making them.
func (r *reproducing) recorded(e reproduce.Experiment) error {
	results, err := readRecords(r.records)
	if err != nil {
		return err
	}
	found, epochs := false, []int(nil)
	for _, row := range e.Rows {
		for _, res := range results[row.Name] {
			if at, has := slices.BinarySearch(epochs, res.Epochs); !has {
				epochs = slices.Insert(epochs, at, res.Epochs)
			}
		}
		results[row.Name] = ofEpochs(results[row.Name], r.epochs)
		found = found || results[row.Name] != nil
	}
	switch {
	case found && r.list:
		return r.listRows(e, func(row reproduce.Row) []*reproduce.Result { return results[row.Name] })
	case found:
		return r.record(e, results)
	case len(epochs) > 0:
		return fmt.Errorf("%s has no run of %s of %d epochs: its runs of it have %s", r.records, e.ID, r.epochs, strings.ReplaceAll(strings.Trim(fmt.Sprint(epochs), "[]"), " ", ", "))
	case r.otherSize(e.ID, results):
		return fmt.Errorf("%s has no run of %s %s", r.records, e.ID, map[bool]string{true: "--quick: leave --quick away", false: "at full size: add --quick"}[r.quick])
	}
	return fmt.Errorf("%s has no run of %s", r.records, e.ID)
}

// otherSize is whether there are runs of the experiment, but of its other size: quick or
// full.
func (r *reproducing) otherSize(id string, results map[string][]*reproduce.Result) bool {
	e, err := reproduce.Find(id, !r.quick)
	return err == nil && slices.ContainsFunc(e.Rows, func(row reproduce.Row) bool { return results[row.Name] != nil })
}

// ofEpochs are the runs of so many epochs, or for 0 the longest.
func ofEpochs(runs []*reproduce.Result, epochs int) (chosen []*reproduce.Result) {
	if epochs == 0 {
		for _, res := range runs {
			epochs = max(epochs, res.Epochs)
		}
	}
	for _, res := range runs {
		if res.Epochs == epochs {
			chosen = append(chosen, res)
		}
	}
	return chosen
}

// devices names what computed the runs of all rows.
func devices(e reproduce.Experiment, results map[string][]*reproduce.Result) string {
	var names []string
	for _, row := range e.Rows {
		for _, res := range results[row.Name] {
			if !slices.Contains(names, res.Device) {
				names = append(names, res.Device)
			}
		}
	}
	return strings.Join(names, ", ")
}
