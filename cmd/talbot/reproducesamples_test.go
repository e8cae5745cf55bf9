package main

import (
	"strings"
	"testing"

	"talbot/sim/reproduce"
)

// Each row that has made pictures gets a line with its name, and rows without get none.
func TestSamplesFigure(t *testing.T) {
	e := reproduce.Experiment{Title: "Digits"}
	with := &reproduce.Result{Lists: map[string][]float64{reproduce.Samples: make([]float64, reproduce.SamplesKept*64)}}
	rec := reproduce.Record{Device: "cpu", Rows: []reproduce.RowRecord{{Label: "first", Runs: []*reproduce.Result{{}}}, {Label: "second", Runs: []*reproduce.Result{{}, with}}}}
	fig, err := samplesFigure(e, rec)
	if err != nil || fig == nil {
		t.Fatal(fig, err)
	}
	if got := fig.Describe(); !strings.Contains(got, "second.") || strings.Contains(got, "first") {
		t.Error(got)
	}
	rec.Rows = rec.Rows[:1]
	if fig, err := samplesFigure(e, rec); fig != nil || err != nil {
		t.Error(fig, err)
	}
}

// A list is cut into as many square pictures as runs keep, rows from the top.
func TestSamplePictures(t *testing.T) {
	for _, n := range []int{4, 8} {
		list := make([]float64, reproduce.SamplesKept*n*n)
		for i := range list {
			list[i] = float64(i/(n*n) + i%(n*n)) // picture k has grey values from k on
		}
		pictures := samplePictures(list)
		if len(pictures) != reproduce.SamplesKept {
			t.Fatal(len(pictures))
		}
		for k, m := range pictures {
			if m.Rect.Dx() != n || m.Rect.Dy() != n || int(m.RGBAAt(1, 2).G) != k+2*n+1 {
				t.Errorf("picture %d of %d: %v, %d", k, n, m.Rect, m.RGBAAt(1, 2).G)
			}
		}
	}
}
