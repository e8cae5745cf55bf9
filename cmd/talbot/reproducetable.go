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
	"talbot/sim/reproduce/run"
)

// record prints the table of what is there, and writes the record and the figure.
func (r *reproducing) record(e reproduce.Experiment, results map[string][]*reproduce.Result) error {
	rec := e.Record(results, build())
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
	base += r.ownMark()
	if err := run.WriteJSON(base+".json", rec); err != nil {
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
	if made, err := samplesFigure(e, rec); err != nil {
		return err
	} else if made != nil {
		file := base + "-samples.png"
		if err := figure.Save(file, made); err != nil {
			return err
		}
		where += ",\nsamples in " + file
	}
	if some, err := driftFile(rec, base+"-drift.png"); err != nil {
		return err
	} else if some {
		where += ",\nlight behind each mask in " + base + "-drift.png"
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

// experimentText is the table: for each value the mean over the seeds, with the standard
// deviation if there are several, and the paper's in brackets. Where a row is wider than the
// terminal, 0 for none, its label has a line of its own.
func experimentText(e reproduce.Experiment, rec reproduce.Record, terminal int) string {
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
		b.WriteString("quick: small runs, few pictures and epochs, as a test that all works\n")
	}
	paragraph("ours on " + rec.Device)
	head := "ours"
	if rec.Published() {
		head = "ours (paper)"
	}
	mixed := slices.ContainsFunc(e.Columns, func(c reproduce.Column) bool { return c.Unit != "" })
	if !mixed {
		head += ", %"
	}
	table := [][]string{{head, "seeds"}}
	names := []string{}
	light := ""
	for _, c := range e.Columns {
		names = append(names, c.Name)
		table[0] = append(table[0], columnHead(c, mixed))
		if c.Name != reproduce.Efficiency {
			continue
		}
		light = "Efficiency is the share of the light behind the picture that lands in the detector regions."
		if slices.ContainsFunc(rec.Rows, func(row reproduce.RowRecord) bool { return cellText(row, reproduce.OfSource) != noValue }) {
			names = append(names, reproduce.OfSource)
			table[0] = append(table[0], columnHead(reproduce.Column{Name: reproduce.OfSource}, mixed))
			light += " Of source is that of the light in front of it."
		}
	}
	for _, row := range rec.Rows {
		cells := []string{row.Label, strconv.Itoa(len(row.Runs))}
		for _, name := range names {
			cells = append(cells, cellText(row, name))
		}
		table = append(table, cells)
	}
	b.WriteString("\n" + tableText(turned(table), terminal) + "\n")
	if light != "" {
		paragraph(light)
	}
	paragraph(e.Note)
	return b.String()
}

// columnHead is the name of a column, with the unit of its values where columns have several, unless the name says it.
func columnHead(c reproduce.Column, mixed bool) string {
	switch {
	case !mixed, c.Unit == "1", slices.Contains([]string{"s", "ms", "min", "h"}, c.Unit): // hours, an update's ms
		return c.Name
	case c.Unit == "":
		return c.Name + ", %"
	}
	return c.Name + ", " + c.Unit
}

// turned is a table whose rows are longer than 100 characters, with its columns as rows if there are more of those.
func turned(table [][]string) [][]string {
	if len(table[0]) <= len(table) || tableWidth(table) <= 100 {
		return table
	}
	columns := make([][]string, len(table[0]))
	for i := range columns {
		for _, row := range table {
			columns[i] = append(columns[i], row[i])
		}
	}
	return columns
}

// tableWidth is how long a row is, with two spaces before each column.
func tableWidth(table [][]string) (total int) {
	for i := range table[0] {
		width := 0
		for _, row := range table {
			width = max(width, utf8.RuneCountInString(row[i]))
		}
		total += 2 + width
	}
	return total
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

// noValue is the cell of what was not measured.
const noValue = "·"

func cellText(row reproduce.RowRecord, column string) string {
	v := row.Value(column)
	if v == nil {
		return noValue
	}
	number := func(x float64) string { return strconv.FormatFloat(100*x, 'f', 2, 64) }
	if v.Unit != "" { // three digits of the mean, and as many places of the deviation
		size, places, format := max(math.Abs(v.Mean), v.Spread), 2, byte('f')
		switch {
		case size != 0 && (size < 1e-3 || size >= 1e7):
			format = 'e'
		case v.Mean != 0:
			places = max(0, 2-int(math.Floor(math.Log10(math.Abs(v.Mean)))))
		}
		number = func(x float64) string { return strconv.FormatFloat(x, format, places, 64) }
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

// listRows says which runs there are.
func (r *reproducing) listRows(e reproduce.Experiment, runs map[string][]*reproduce.Result) error {
	name, label := 0, 0
	for _, row := range e.Rows {
		name, label = max(name, utf8.RuneCountInString(row.Name)), max(label, utf8.RuneCountInString(row.Label))
	}
	for _, row := range e.Rows {
		done := runs[row.Name]
		if r.json {
			list := []map[string]any{}
			for _, res := range done {
				one := map[string]any{"seed": res.Seed, "epochs": res.Epochs, "step_ms": res.StepMS, "values": res.Values}
				if v, ok := res.Values[reproduce.Test]; ok {
					one["test_accuracy"] = v
				}
				list = append(list, one)
			}
			if err := r.app.write(map[string]any{"row": row.Name, "label": row.Label, "done": list}); err != nil {
				return err
			}
			continue
		}
		var texts []string
		for _, res := range done {
			texts = append(texts, fmt.Sprintf("seed %d: %s", res.Seed, gotText(e, res)))
		}
		line := fmt.Sprintf("%-*s  %-*s  %s", name, row.Name, label, row.Label, strings.Join(texts, ", "))
		fmt.Fprintln(r.app.out, strings.TrimRight(line, " "))
	}
	return nil
}

// gotText is what a run gave in short: its test accuracy, or else the first column that it has.
func gotText(e reproduce.Experiment, res *reproduce.Result) string {
	if v := res.Value(reproduce.Test); e.Columns[0].Unit == "" && !math.IsNaN(v) {
		return percent(v)
	}
	for _, c := range e.Columns {
		switch v := c.Value(res); {
		case math.IsNaN(v):
		case c.Unit == "":
			return percent(v)
		case c.Unit == "1":
			return fmt.Sprintf("%.3g", v)
		default:
			return fmt.Sprintf("%.3g %s", v, c.Unit)
		}
	}
	return noValue
}
