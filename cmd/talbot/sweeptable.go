package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"talbot/sim/cluster"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// best are the results so far, the best first; of halving those of the longest rounds.
func (f *following) best() []*cluster.Result {
	list := slices.Clone(f.list)
	f.plan.Sort(list)
	slices.SortStableFunc(list, func(a, b *cluster.Result) int {
		if f.plan.Method != "halving" {
			return 0
		}
		return b.Epochs - a.Epochs
	})
	return list
}

// score is what a result is judged by, for a reader.
func (p *sweepPlan) score(r *cluster.Result) string {
	switch p.By {
	case "accuracy":
		return percent(r.Accuracy)
	case "loss":
		return fmt.Sprintf("loss %.4f", r.Loss)
	}
	return fmt.Sprintf("%s %.4g", p.By, r.Values[p.By])
}

// bestShown are the rows of a sweep's table.
const bestShown = 10

// summary shows the best, and what has failed.
func (f *following) summary() error {
	if !f.json && len(f.list) > 0 {
		list := f.best()
		fmt.Fprintln(f.app.out)
		if err := resultTable(f.app.out, list[:min(bestShown, len(list))], f.list); err != nil {
			return err
		}
		best, what := list[0], "examples that were held out of training"
		if best.Test == cluster.TestData {
			what = "the test examples"
		}
		fmt.Fprintf(f.app.out, "\nbest of %s on %s: %.8s, %s\nits run is %s/%.8s; all results are in %s/%s\n", several(len(f.list), "trial"), what,
			best.Key, f.plan.score(best), f.path, best.Key, f.path, resultsFile)
	}
	if len(f.parked) == 0 {
		return nil
	}
	key := slices.Sorted(maps.Keys(f.parked))[0]
	return fmt.Errorf("%s of %d failed, such as %.8s: %s", several(len(f.parked), "trial"), f.plan.total, key, f.parked[key])
}

// resultTable writes results in rows, with the parameters in which any of all differ.
func resultTable(w io.Writer, list, all []*cluster.Result) error {
	rows := [][]string{{"trial"}}
	names := differing(all)
	rows[0] = append(append(rows[0], names...), "epochs", "loss", "accuracy")
	for _, r := range list {
		row := []string{r.Key[:8]}
		for _, name := range names {
			row = append(row, short(valueOf(r, name)))
		}
		rows = append(rows, append(row, fmt.Sprint(r.Epochs), fmt.Sprintf("%.4f", r.Loss), percent(r.Accuracy)))
	}
	return writeRows(w, rows)
}

// writeRows writes rows in columns, flush right but for the first.
func writeRows(w io.Writer, rows [][]string) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	for _, row := range rows {
		line := ""
		for i, text := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
			if i == 0 {
				line += "  " + text + pad
			} else {
				line += "  " + pad + text
			}
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
			return err
		}
	}
	return nil
}

// differing are the parameters that are not the same in all results.
func differing(list []*cluster.Result) (names []string) {
	seen := map[string]bool{}
	for _, r := range list {
		for name := range r.Changed {
			seen[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		for _, r := range list {
			if valueOf(r, name) != valueOf(list[0], name) {
				if p, err := presetParam(r.Preset, name); err != nil || p.Role != experiment.RoleEpochs { // has its column
					names = append(names, name)
				}
				break
			}
		}
	}
	return names
}

func presetParam(preset, name string) (experiment.Param, error) {
	p, _, err := anyPreset(preset)
	if err != nil {
		return experiment.Param{}, err
	}
	return experiment.Named(p.Config, name)
}

// valueOf is a parameter's value in a result: the preset's unless it was changed.
func valueOf(r *cluster.Result, name string) string {
	if v, ok := r.Changed[name]; ok {
		return v
	}
	p, err := presetParam(r.Preset, name)
	if err != nil {
		return ""
	}
	return p.Value()
}

// short cuts what is too long for a column.
func short(text string) string {
	if utf8.RuneCountInString(text) > 16 {
		return string([]rune(text)[:15]) + "…"
	}
	return text
}

// listTrials lists what a sweep would do.
func (s *sweeping) listTrials(p *sweepPlan) error {
	var list []*cluster.Result
	for _, t := range p.trials {
		if s.json {
			if err := s.app.write(struct {
				Key string `json:"key"`
				*cluster.Trial
			}{t.Key(), t}); err != nil {
				return err
			}
		}
		list = append(list, &cluster.Result{Key: t.Key(), Preset: t.Preset, Changed: t.Parameters})
	}
	if s.json {
		return nil
	}
	names := differing(list)
	rows := [][]string{append([]string{"trial"}, names...)}
	for _, r := range list {
		row := []string{r.Key[:8]}
		for _, name := range names {
			row = append(row, short(valueOf(r, name)))
		}
		rows = append(rows, row)
	}
	if err := writeRows(s.app.out, rows); err != nil {
		return err
	}
	more := ""
	if p.total > len(p.trials) {
		more = fmt.Sprintf(", and %d that go on from the best", p.total-len(p.trials))
	}
	_, err := fmt.Fprintf(s.app.out, "%s%s; start them with: talbot sweep %s\n", several(len(p.trials), "trial"), more, errs.Word(p.file))
	return err
}
