package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"talbot/render/figure"
	"talbot/render/plot"
	"talbot/sim/reproduce"
)

// experimentFigure compares the test accuracies, or draws the times; it is nil where there
// are none to draw.
func experimentFigure(e reproduce.Experiment, rec reproduce.Record) (*figure.Figure, error) {
	subtitle := fmt.Sprint("Bars: this code, ", rec.Device, ".")
	if rec.Published() {
		who, _, _ := strings.Cut(e.Source, ",")
		who = strings.TrimSuffix(who, " and others")
		if subtitle += " Lines across: " + who; !strings.Contains(who, "/") { // a person, not an address
			subtitle += " et al"
		}
		subtitle += "."
	}
	if rec.Quick {
		subtitle = "A quick run, not comparable with the paper. " + subtitle
	}
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
	var rows []figure.Compared
	for _, row := range rec.Rows {
		c := figure.Compared{Label: row.Label, Value: math.NaN(), Published: math.NaN(), Runs: len(row.Runs), Ours: row.Ours}
		for _, v := range row.Values {
			if v.Name == e.Columns[at].Name {
				c.Value, c.Spread = v.Mean, v.Spread
				if v.Paper != nil {
					c.Published = *v.Paper
				}
			}
		}
		rows = append(rows, c)
	}
	title := e.Title + " (" + e.Columns[at].Name + ")"
	if rec.Quick {
		title = "Quick run: " + title
	}
	var style figure.Style
	if style.Unit = e.Columns[at].Unit; style.Unit != "" {
		style.Share = e.Columns[at].Name
	}
	return figure.Compare(title, subtitle, e.Note, rows, style)
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
	return figure.Lines(title, "Median time of an update, "+rec.Device+".", e.Note, plot.Axis{Label: "levels"}, plot.Axis{Label: "ms"}, set, figure.Style{})
}
