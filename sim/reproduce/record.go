package reproduce

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Record is what an experiment gave, beside the paper's values.
type Record struct {
	Experiment string      `json:"experiment"`
	Title      string      `json:"title"`
	Source     string      `json:"source"`
	Note       string      `json:"note"`
	Quick      bool        `json:"quick"`
	Device     string      `json:"device"` // of all runs
	Talbot     string      `json:"talbot"` // version that wrote the record
	Rows       []RowRecord `json:"rows"`
}

// RowRecord is a row with its runs.
type RowRecord struct {
	Name   string        `json:"name"`
	Label  string        `json:"label"`
	Ours   bool          `json:"ours,omitempty"` // the paper has no such row
	Values []ValueRecord `json:"values"`
	Runs   []*Result     `json:"runs"`
}

// ValueRecord is one value of a row: the paper's, and ours over the seeds.
type ValueRecord struct {
	Name   string   `json:"name"`
	Unit   string   `json:"unit,omitempty"` // as that of a Column
	Paper  *float64 `json:"paper"`
	Mean   float64  `json:"mean"`
	Spread float64  `json:"standard_deviation"`
}

// Record sums up the runs that there are, by the names of their rows.
func (e Experiment) Record(results map[string][]*Result, talbot string) Record {
	rec := Record{e.ID, e.Title, e.Source, e.Note, e.Quick, "", talbot, nil}
	var devices []string
	for _, row := range e.Rows {
		runs := results[row.Name]
		if len(runs) == 0 {
			continue
		}
		for _, res := range runs {
			if !slices.Contains(devices, res.Device) {
				devices = append(devices, res.Device)
			}
		}
		rr := RowRecord{row.Name, row.Label, row.Ours, nil, runs}
		if n := runs[0].Epochs; n != row.Epochs() {
			rr.Label += fmt.Sprintf(", %d epoch", n)
			if n != 1 {
				rr.Label += "s"
			}
		}
		for i, c := range e.Columns {
			v := ValueRecord{Name: c.Name, Unit: c.Unit}
			v.Mean, v.Spread = Spread(runs, c)
			if math.IsNaN(v.Mean) {
				continue
			}
			if p := row.Published(i); !math.IsNaN(p) {
				v.Paper = &p
			}
			rr.Values = append(rr.Values, v)
		}
		if slices.ContainsFunc(e.Columns, func(c Column) bool { return c.Name == Efficiency }) { // older records lack the second
			if mean, spread := Spread(runs, Column{Name: OfSource}); !math.IsNaN(mean) {
				rr.Values = append(rr.Values, ValueRecord{Name: OfSource, Mean: mean, Spread: spread})
			}
		}
		rec.Rows = append(rec.Rows, rr)
	}
	rec.Device = strings.Join(devices, ", ")
	return rec
}

// Value is that of a column, nil for none.
func (r RowRecord) Value(column string) *ValueRecord {
	for i := range r.Values {
		if r.Values[i].Name == column {
			return &r.Values[i]
		}
	}
	return nil
}

// Published is whether the paper has a value for any of the rows.
func (r Record) Published() bool {
	for _, row := range r.Rows {
		if slices.ContainsFunc(row.Values, func(v ValueRecord) bool { return v.Paper != nil }) {
			return true
		}
	}
	return false
}
