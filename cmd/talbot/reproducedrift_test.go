package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/reproduce"
	"talbot/sim/reproduce/ffm"
)

// Curves are of the deepest networks alone and means of their runs, kept light has each mask's place, and single masks drift nowhere.
func TestDriftPanels(t *testing.T) {
	light := make([]float64, 2*3*ffm.LightSide*ffm.LightSide)
	for i := range light {
		light[i] = float64(10 * (1 + i/(ffm.LightSide*ffm.LightSide)))
	}
	run := func(v ...float64) *reproduce.Result {
		return &reproduce.Result{Lists: map[string][]float64{ffm.Alike: v, ffm.InPhase: v}}
	}
	deep := run(1, 0.5, 0.2)
	deep.Lists[ffm.Light] = light
	rec := reproduce.Record{Rows: []reproduce.RowRecord{{Label: "one", Runs: []*reproduce.Result{run(1)}}}}
	if driftPanels(rec) != nil {
		t.Error("one mask has a figure of how light drifts from mask to mask")
	}
	rec.Rows = append(rec.Rows, reproduce.RowRecord{Label: "two", Runs: []*reproduce.Result{run(1, 0.9)}},
		reproduce.RowRecord{Label: "three", Runs: []*reproduce.Result{deep, run(0.8, 0.3, 0)}})
	panels := driftPanels(rec)
	if len(panels) != 4 {
		t.Fatalf("%d panels, want both curves, one row's light and a note", len(panels))
	}
	for _, p := range panels {
		if err := p.Check(); err != nil {
			t.Error(err)
		}
	}
	if s := panels[0].Series; len(s) != 2 || s[1].Name != "three" || s[1].Y[0] != 0.9 || s[1].Y[1] != 0.4 || s[1].Y[2] != 0.1 {
		t.Errorf("the curves are %+v, want the target and the means of the row of three masks", s)
	}
	p := panels[2]
	if rows := p.Rows(); len(rows) != 2 || rows[0] != "simulation" || rows[1] != "bench" || p.FirstRow() != 1 { // the bench is in the first row, which is on top
		t.Errorf("the rows from below are %q from %g on, want simulation and bench from 1", rows, p.FirstRow())
	}
	for k := range 6 {
		x, y := k%3*(ffm.LightSide+1)+5, k/3*(ffm.LightSide+1)+5
		if got := p.Image[y*p.Nx+x]; got != byte(10*(k+1)) {
			t.Errorf("mask %d of row %d is %d", k%3+1, k/3, got)
		}
	}
}

// The figure names what is above and what below, where an axis had numbers for it.
func TestDriftFile(t *testing.T) {
	run := &reproduce.Result{Lists: map[string][]float64{ffm.Alike: {1, 0.5}, ffm.InPhase: {1, 0.5}, ffm.Light: make([]float64, 2*2*ffm.LightSide*ffm.LightSide)}}
	file := filepath.Join(t.TempDir(), "drift.svg")
	if some, err := driftFile(reproduce.Record{Rows: []reproduce.RowRecord{{Label: "two", Runs: []*reproduce.Result{run}}}}, file); err != nil || !some {
		t.Fatal(some, err)
	}
	svg, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bench, simulation := strings.Index(string(svg), ">bench<"), strings.Index(string(svg), ">simulation<")
	if bench < 0 || simulation < 0 || strings.Contains(string(svg), "1 simulation") {
		t.Error("the rows have no names")
	}
}
