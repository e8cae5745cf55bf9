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
	found := false
	for _, row := range e.Rows {
		results[row.Name] = ofEpochs(results[row.Name], r.epochs)
		found = found || results[row.Name] != nil
	}
	switch {
	case !found && r.epochs > 0:
		return fmt.Errorf("%s has no run of %s of %d epochs", r.records, e.ID, r.epochs)
	case !found:
		return fmt.Errorf("%s has no run of %s", r.records, e.ID)
	}
	return r.record(e, results)
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
