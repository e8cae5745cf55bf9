package main

import (
	"strings"
	"testing"

	"talbot/sim/reproduce"
)

// A figure names who published its lines as papers do: the first author alone, or an address as it is.
func TestFigureNamesTheSource(t *testing.T) {
	paper := 0.5
	for source, want := range map[string]string{
		"Yuan and others, Nature Communications 14, 7110 (2023), figure 2f": "Lines across: Yuan et al.",
		"Li, Chen, Gao and Yu, ICCAD 2022":                                  "Lines across: Li et al.",
		"github.com/lightridge/lightridge, README.md":                       "Lines across: github.com/lightridge/lightridge.",
		"the table of tolerances in the public repository a/b (June 2026)":  "Lines across: a/b.",
	} {
		e := reproduce.Experiment{ID: "mine", Title: "Mine", Source: source, Columns: []reproduce.Column{{Name: reproduce.Test}}}
		f, err := experimentFigure(e, reproduce.Record{Device: "cpu", Rows: []reproduce.RowRecord{{Name: "a", Label: "a",
			Values: []reproduce.ValueRecord{{Name: reproduce.Test, Paper: &paper, Mean: 0.4}}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Describe(); !strings.Contains(got, want) || strings.Contains(got, "others") {
			t.Errorf("%s: %s", source, got)
		}
	}
}

// Published values of another column are in the figure, which says what they are of, where it has none of its own.
func TestFigureOfValuesBeside(t *testing.T) {
	paper, own := 0.865, 0.5
	draw := func(p *float64) string {
		t.Helper()
		e := reproduce.Experiment{ID: "mine", Title: "Mine", Source: "Xue and others, 2024", Columns: []reproduce.Column{{Name: "100"}, {Name: reproduce.Test}},
			Draw: reproduce.Test, Beside: "100", BesideOf: "100 pictures"}
		var rows []reproduce.RowRecord
		for _, label := range []string{"a", "b"} {
			rows = append(rows, reproduce.RowRecord{Name: label, Label: label, Runs: []*reproduce.Result{{}},
				Values: []reproduce.ValueRecord{{Name: "100", Mean: 0.7, Paper: &paper}, {Name: reproduce.Test, Mean: 0.8, Paper: p}}})
		}
		f, err := experimentFigure(e, reproduce.Record{Device: "cpu", Rows: rows})
		if err != nil {
			t.Fatal(err)
		}
		return f.Describe()
	}
	got := draw(nil)
	for _, want := range []string{"Lines across: Xue et al, of 100 pictures.", "b: 80.0\u202f%, published 86.5\u202f%"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	if got := draw(&own); strings.Contains(got, "of 100 pictures") || !strings.Contains(got, "published 50.0") {
		t.Error(got)
	}
}

// A figure says that lines are the paper's where there are such lines; one row has a mark for each of its shares; and what does not fit into
// the title is below it.
func TestFigureSaysWhatItShows(t *testing.T) {
	paper := 0.5
	draw := func(title string, rows ...reproduce.RowRecord) string {
		t.Helper()
		e := reproduce.Experiment{ID: "mine", Title: title, Source: "Li, 2022", Columns: []reproduce.Column{{Name: reproduce.Test}, {Name: "4 steps"}}}
		f, err := experimentFigure(e, reproduce.Record{Device: "cpu", Rows: rows})
		if err != nil {
			t.Fatal(err)
		}
		return f.Describe()
	}
	row := func(label string, p *float64) reproduce.RowRecord {
		return reproduce.RowRecord{Name: label, Label: label, Runs: []*reproduce.Result{{}},
			Values: []reproduce.ValueRecord{{Name: reproduce.Test, Mean: 0.9}, {Name: "4 steps", Mean: 0.7, Paper: p}}}
	}
	if got := draw("Mine", row("a", &paper), row("b", nil)); strings.Contains(got, "Lines across") || !strings.Contains(got, "Mine (test).") {
		t.Errorf("no line is drawn: %s", got)
	}
	got := draw("Mine", row("a", &paper))
	for _, want := range []string{"Mine, a.", "test: 90.0", "4 steps: 70.0", "Lines across: Li et al."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	if got := draw(strings.Repeat("long ", 20), row("a", nil), row("b", nil)); !strings.Contains(got, "Dots (test): this code, cpu.") {
		t.Error(got)
	}
}
