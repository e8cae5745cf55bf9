package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"talbot/render/figure"
	"talbot/render/plot"
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
	_, err = fmt.Fprint(r.app.out, experimentText(e, rec), where, "\n")
	return err
}

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
// deviation if there are several, and the paper's in brackets.
func experimentText(e reproduce.Experiment, rec experimentRecord) string {
	var b strings.Builder
	quick := ""
	if rec.Quick {
		quick = " --quick, not comparable with the paper"
	}
	fmt.Fprintf(&b, "%s%s: %s\n%s\n", e.ID, quick, e.Title, e.Source)
	if rec.Quick {
		b.WriteString("quick: small masks, few pictures and epochs, as a test that all works\n")
	}
	width := 0
	for _, row := range rec.Rows {
		width = max(width, len([]rune(row.Label)))
	}
	head := "ours"
	if published(rec) {
		head = "ours (paper)"
	}
	fmt.Fprintf(&b, "\n  %-*s", width, head)
	fmt.Fprintf(&b, "  %5s", "seeds")
	for _, c := range e.Columns {
		fmt.Fprintf(&b, "  %22s", c.Name)
	}
	b.WriteString("\n")
	for _, row := range rec.Rows {
		fmt.Fprintf(&b, "  %-*s", width, row.Label)
		fmt.Fprintf(&b, "  %5d", len(row.Runs))
		for _, c := range e.Columns {
			fmt.Fprintf(&b, "  %22s", cellText(row, c.Name))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
	for _, line := range wrapWords(e.Note, 90) {
		b.WriteString(line + "\n")
	}
	return b.String()
}

func cellText(row rowRecord, column string) string {
	for _, v := range row.Values {
		if v.Name != column {
			continue
		}
		number := func(x float64) string { return strconv.FormatFloat(100*x, 'f', 2, 64) }
		if strings.HasPrefix(column, "ms") {
			number = func(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }
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
	return "·"
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

// experimentFigure compares the test accuracies, or draws the times; it is nil where there
// are none to draw.
func experimentFigure(e reproduce.Experiment, rec experimentRecord) (*figure.Figure, error) {
	subtitle := fmt.Sprint("Bars: this code, ", rec.Device, ".")
	if published(rec) {
		subtitle += " Lines across: " + strings.SplitN(e.Source, ",", 2)[0] + " et al."
	}
	if rec.Quick {
		subtitle = "A quick run, not comparable with the paper. " + subtitle
	}
	if strings.HasPrefix(e.Columns[0].Name, "ms") {
		return timeFigure(e, rec)
	}
	at := 0
	for i, c := range e.Columns {
		if c.Name == "test" {
			at = i
		}
	}
	if strings.HasPrefix(e.Columns[0].Name, "epoch") {
		at = len(e.Columns) - 1
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
	return figure.Compare(title, subtitle, e.Note, rows, figure.Style{})
}

// timeFigure draws times against the number at the end of a row's name.
func timeFigure(e reproduce.Experiment, rec experimentRecord) (*figure.Figure, error) {
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

// listRows says which runs there are.
func (r *reproducing) listRows(e reproduce.Experiment) error {
	for _, row := range e.Rows {
		var done []string
		for _, seed := range r.seeds {
			if res, err := readResult(r.folder(row, seed)); err == nil {
				done = append(done, fmt.Sprintf("seed %d: %s", seed, percent(res.Test)))
			}
		}
		if r.json {
			if err := r.app.write(map[string]any{"row": row.Name, "label": row.Label, "done": done}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(r.app.out, "%-40s %-45s %s\n", row.Name, row.Label, strings.Join(done, ", "))
	}
	return nil
}
