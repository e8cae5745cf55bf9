package main

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"talbot/render/figure"
	"talbot/render/plot"
	"talbot/sim/reproduce"
)

// experimentFigure compares the test accuracies, or draws the times; it is nil where there
// are none to draw.
func experimentFigure(e reproduce.Experiment, rec reproduce.Record) (*figure.Figure, error) {
	if e.Columns[0].Unit == "ms" {
		return timeFigure(e, rec)
	}
	at := 0
	for i, c := range e.Columns {
		if c.Name == reproduce.Test && e.Draw == "" || e.Draw != "" && c.Name == e.Draw {
			at = i
		}
	}
	if strings.HasPrefix(e.Columns[0].Name, "epoch") {
		at = len(e.Columns) - 1
	}
	if e.Columns[at].Name != reproduce.Test && e.Draw == "" && e.Columns[0].Unit == "1" {
		return nil, nil // bars are of shares: samples are the picture of such runs
	}
	rows := comparedRows(rec, e.Columns[at].Name)
	beside := besideRows(rows, rec, e.Beside)
	name := " (" + e.Columns[at].Name + ")"
	if len(rec.Rows) == 1 && shares(rec.Rows[0]) > 1 { // a bar for each column: the row has what the experiment compares
		rows, name, beside = nil, ", "+rec.Rows[0].Label, false
		for _, v := range rec.Rows[0].Values {
			if v.Unit == "" {
				rows = append(rows, comparedValue(rec.Rows[0], v.Name, v.Name))
			}
		}
	}
	title := e.Title
	if rec.Quick {
		title = "Quick run: " + title
	}
	var style figure.Style
	if style.Unit = e.Columns[at].Unit; style.Unit != "" {
		style.Share = e.Columns[at].Name
	}
	marks := figure.Marks(rows, style)
	subtitle := marks + ": this code, " + rec.Device + "."
	if slices.ContainsFunc(rows, func(c figure.Compared) bool { return !math.IsNaN(c.Published) }) {
		subtitle += " Lines across: " + publisher(e.Source)
		if beside {
			subtitle += ", of " + e.BesideOf
		}
		subtitle += "."
	}
	if rec.Quick {
		subtitle = "Not comparable with the paper. " + subtitle
	}
	if figure.FitsTitle(title + name) {
		title += name
	} else {
		subtitle = strings.Replace(subtitle, marks+":", marks+name+":", 1)
	}
	return figure.Compare(title, subtitle, e.Note, rows, style)
}

// besideRows gives rows without a published value that of another column, and tells whether there is one. Where the record has values
// that were published for the rows' own, it gives none: a figure has lines of one kind.
func besideRows(rows []figure.Compared, rec reproduce.Record, column string) (given bool) {
	if column == "" || slices.ContainsFunc(rows, func(c figure.Compared) bool { return !math.IsNaN(c.Published) }) {
		return false
	}
	for i, row := range rec.Rows {
		if v := row.Value(column); v != nil && v.Paper != nil {
			rows[i].Published, given = *v.Paper, true
		}
	}
	return given
}

// publisher names a source as papers do: the first author alone, or an address as it is.
func publisher(source string) string {
	who, _, _ := strings.Cut(source, ",")
	for _, word := range strings.Fields(who) {
		if strings.Contains(word, "/") {
			return word
		}
	}
	return strings.TrimSuffix(who, " and others") + " et al"
}

// shares counts the values of a row that are shares of 1.
func shares(row reproduce.RowRecord) (n int) {
	for _, v := range row.Values {
		if v.Unit == "" {
			n++
		}
	}
	return n
}

// comparedRows are the rows of a record with their values of a column.
func comparedRows(rec reproduce.Record, column string) (rows []figure.Compared) {
	for _, row := range rec.Rows {
		rows = append(rows, comparedValue(row, column, row.Label))
	}
	return rows
}

func comparedValue(row reproduce.RowRecord, column, label string) figure.Compared {
	c := figure.Compared{Label: label, Value: math.NaN(), Published: math.NaN(), Runs: len(row.Runs), Ours: row.Ours}
	if v := row.Value(column); v != nil {
		c.Value, c.Spread = v.Mean, v.Spread
		if v.Paper != nil {
			c.Published = *v.Paper
		}
	}
	return c
}

// timeFigure draws times against the number at the end of a row's name.
func timeFigure(e reproduce.Experiment, rec reproduce.Record) (*figure.Figure, error) {
	var set []figure.Series
	level := 0.0
	for _, row := range rec.Rows {
		name, number, _ := strings.Cut(row.Label, ", ")
		x, err := strconv.ParseFloat(number, 64)
		if err != nil {
			level = row.Values[0].Mean
			continue
		}
		if len(set) == 0 || set[len(set)-1].Name != name {
			set = append(set, figure.Series{Name: name})
		}
		s := &set[len(set)-1]
		s.X, s.Y = append(s.X, x), append(s.Y, row.Values[0].Mean)
	}
	if len(set) == 0 {
		return nil, nil
	}
	if level > 0 {
		x := set[0].X
		set = append(set, figure.Series{Name: "ideal phase", X: []float64{x[0], x[len(x)-1]}, Y: []float64{level, level}})
	}
	title := e.Title
	if rec.Quick {
		title = "Quick run: " + title
	}
	return figure.Lines(title, "Median time of an update, "+rec.Device+".", e.Note, plot.Axis{Label: "levels"}, plot.Axis{Label: "time of an update (ms)"}, set, figure.Style{})
}
