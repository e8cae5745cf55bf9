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
