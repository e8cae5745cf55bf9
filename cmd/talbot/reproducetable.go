package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"talbot/render/figure"
	"talbot/sim/reproduce"
)

// rowRecord is a row of the record of an experiment.
type rowRecord struct {
	Name   string              `json:"name"`
	Label  string              `json:"label"`
	Ours   bool                `json:"ours,omitempty"` // the paper has no such row
	Values []valueRecord       `json:"values"`
	Runs   []*reproduce.Result `json:"runs"`
}

// valueRecord is one value of a row: the paper's, and ours over the seeds.
type valueRecord struct {
	Name   string   `json:"name"`
	Paper  *float64 `json:"paper"`
	Mean   float64  `json:"mean"`
	Spread float64  `json:"standard_deviation"`
}

type experimentRecord struct {
	Experiment string      `json:"experiment"`
	Title      string      `json:"title"`
	Source     string      `json:"source"`
	Note       string      `json:"note"`
	Quick      bool        `json:"quick"`
	Device     string      `json:"device"`
	Talbot     string      `json:"talbot"`
	Rows       []rowRecord `json:"rows"`
}

// record prints the table of what is there, and writes the record and the figure.
func (r *reproducing) record(e reproduce.Experiment, results map[string][]*reproduce.Result) error {
	rec := experimentRecord{e.ID, e.Title, e.Source, e.Note, r.quick, devices(e, results), build(), nil}
	for _, row := range e.Rows {
		runs := results[row.Name]
		if len(runs) == 0 {
			continue
		}
		rr := rowRecord{row.Name, row.Label, row.Ours, nil, runs}
		if n := runs[0].Epochs; n != row.Config.Epochs {
			rr.Label += ", " + count(n, "epoch")
		}
		for i, c := range e.Columns {
			v := valueRecord{Name: c.Name}
			v.Mean, v.Spread = spread(runs, c)
			if math.IsNaN(v.Mean) {
				continue
			}
			if p := row.Paper[i]; !math.IsNaN(p) {
				v.Paper = &p
			}
			rr.Values = append(rr.Values, v)
		}
		rr.Values = append(rr.Values, ofSource(runs)...)
		rec.Rows = append(rec.Rows, rr)
	}
	if len(rec.Rows) == 0 {
		return nil
	}
	if err := os.MkdirAll(r.out, 0o777); err != nil {
		return err
	}
	base := filepath.Join(r.out, e.ID)
	if r.quick {
		base += "-quick"
	}
	if err := writeJSON(base+".json", rec); err != nil {
		return err
	}
	fig, err := experimentFigure(e, rec)
	if err != nil {
		return err
	}
	image, where := "", "\nrecord in "+base+".json"
	if fig != nil {
		image = base + ".png"
		where += ", figure in " + image
		if err := figure.Save(image, fig); err != nil {
			return err
		}
	}
	if r.json {
		return r.app.write(struct {
			Event string `json:"event"`
			File  string `json:"record"`
			Image string `json:"figure,omitempty"`
		}{"done", base + ".json", image})
	}
	_, err = fmt.Fprint(r.app.out, experimentText(e, rec, columns(r.app.out)), where, "\n")
	return err
}

// ofSource is the efficiency that counts the source's light, which older records lack.
func ofSource(runs []*reproduce.Result) []valueRecord {
	v := valueRecord{Name: sourceColumn}
	for _, run := range runs {
		if run.Source == nil {
			return nil
		}
	}
	v.Mean, v.Spread = spread(runs, reproduce.Column{Name: v.Name, Of: func(r *reproduce.Result) float64 { return *r.Source }})
	return []valueRecord{v}
}

// Columns of the efficiency, of the light behind the picture and in front of it.
const lightColumn, sourceColumn = "efficiency", "of source"

// spread is the mean of a value over runs, and its standard deviation.
func spread(runs []*reproduce.Result, c reproduce.Column) (mean, deviation float64) {
	for _, run := range runs {
		mean += c.Of(run) / float64(len(runs))
	}
	for _, run := range runs {
		d := c.Of(run) - mean
		deviation += d * d / math.Max(1, float64(len(runs)-1))
	}
	return mean, math.Sqrt(deviation)
}

// experimentText is the table: for each value the mean over the seeds, with the standard
// deviation if there are several, and the paper's in brackets. Where a row is wider than the
// terminal, 0 for none, its label has a line of its own.
func experimentText(e reproduce.Experiment, rec experimentRecord, terminal int) string {
	var b strings.Builder
	quick := ""
	if rec.Quick {
		quick = " --quick, not comparable with the paper"
	}
	page := 80
	if terminal > 0 {
		page = min(terminal, 100)
	}
	paragraph := func(text string) {
		for _, line := range wrapWords(text, page) {
			b.WriteString(line + "\n")
		}
	}
	paragraph(e.ID + quick + ": " + e.Title)
	paragraph(e.Source)
	if rec.Quick {
		b.WriteString("quick: small masks, few pictures and epochs, as a test that all works\n")
	}
	paragraph("ours on " + rec.Device)
	head := "ours"
	if published(rec) {
		head = "ours (paper)"
	}
	if !timed(e.Columns[0].Name) {
		head += ", %"
	}
	table := [][]string{{head, "seeds"}}
	names := []string{}
	light := ""
	for _, c := range e.Columns {
		if names = append(names, c.Name); c.Name != lightColumn {
			continue
		}
		light = "Efficiency is the share of the light behind the picture that lands in the detector regions."
		if slices.ContainsFunc(rec.Rows, func(row rowRecord) bool { return cellText(row, sourceColumn) != noValue }) {
			names = append(names, sourceColumn)
			light += " Of source is that of the light in front of it."
		}
	}
	table[0] = append(table[0], names...)
	for _, row := range rec.Rows {
		cells := []string{row.Label, strconv.Itoa(len(row.Runs))}
		for _, name := range names {
			cells = append(cells, cellText(row, name))
		}
		table = append(table, cells)
	}
	b.WriteString("\n" + tableText(table, terminal) + "\n")
	if light != "" {
		paragraph(light)
	}
	paragraph(e.Note)
	return b.String()
}

// tableText is a table with its first column to the left and the others to the right. If
// it is wider than the terminal, 0 for none, the first column has lines of its own.
func tableText(table [][]string, terminal int) string {
	widths := make([]int, len(table[0]))
	total := 0
	for i := range widths {
		for _, row := range table {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
		total += 2 + widths[i]
	}
	var b strings.Builder
	for _, row := range table {
		if terminal > 0 && total > terminal {
			fmt.Fprintf(&b, "  %s\n  ", row[0])
		} else {
			fmt.Fprintf(&b, "  %-*s", widths[0], row[0])
		}
		for i := 1; i < len(row); i++ {
			fmt.Fprintf(&b, "  %*s", widths[i], row[i])
		}
		b.WriteString("\n")
	}
	return b.String()
}

// timed is whether a column has times, not shares.
func timed(column string) bool { return strings.HasPrefix(column, "ms") }

// noValue is the cell of what was not measured.
const noValue = "·"

func cellText(row rowRecord, column string) string {
	for _, v := range row.Values {
		if v.Name != column {
			continue
		}
		number := func(x float64) string { return strconv.FormatFloat(100*x, 'f', 2, 64) }
		if timed(column) { // three digits of the mean, and as many places of the deviation
			places := max(0, 2-int(math.Floor(math.Log10(v.Mean))))
			number = func(x float64) string { return strconv.FormatFloat(x, 'f', places, 64) }
		}
		text := number(v.Mean)
		if len(row.Runs) > 1 {
			text += "±" + number(v.Spread)
		}
		if v.Paper != nil {
			text += " (" + number(*v.Paper) + ")"
		}
		return text
	}
	return noValue
}

// published is whether the paper has a value for any of the rows.
func published(rec experimentRecord) bool {
	for _, row := range rec.Rows {
		for _, v := range row.Values {
			if v.Paper != nil {
				return true
			}
		}
	}
	return false
}

// finished are the runs of a row that have ended.
func (r *reproducing) finished(row reproduce.Row) (runs []*reproduce.Result) {
	for _, seed := range r.seeds {
		if res, err := readResult(r.folder(row, seed)); err == nil {
			runs = append(runs, res)
		}
	}
	return runs
}

// listRows says which runs there are.
func (r *reproducing) listRows(e reproduce.Experiment, runs func(reproduce.Row) []*reproduce.Result) error {
	name, label := 0, 0
	for _, row := range e.Rows {
		name, label = max(name, utf8.RuneCountInString(row.Name)), max(label, utf8.RuneCountInString(row.Label))
	}
	for _, row := range e.Rows {
		done := runs(row)
		if r.json {
			list := []map[string]any{}
			for _, res := range done {
				list = append(list, map[string]any{"seed": res.Seed, "epochs": res.Epochs, "test_accuracy": res.Test, "step_ms": res.StepMS})
			}
			if err := r.app.write(map[string]any{"row": row.Name, "label": row.Label, "done": list}); err != nil {
				return err
			}
			continue
		}
		var texts []string
		for _, res := range done {
			got := percent(res.Test)
			if row.Timed {
				got = fmt.Sprintf("%.3g ms", res.StepMS)
			}
			texts = append(texts, fmt.Sprintf("seed %d: %s", res.Seed, got))
		}
		line := fmt.Sprintf("%-*s  %-*s  %s", name, row.Name, label, row.Label, strings.Join(texts, ", "))
		fmt.Fprintln(r.app.out, strings.TrimRight(line, " "))
	}
	return nil
}
