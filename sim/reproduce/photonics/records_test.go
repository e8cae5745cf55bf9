package photonics

import (
	"math"
	"slices"
	"strings"
	"testing"

	"talbot/sim/reproduce"
	"talbot/sim/reproduce/run"
)

// TestRecords: the committed runs are of rows that there are and say how they were made, and hold what is claimed of them:
// fully forward mode is within 0.6 points and two standard errors of the ideal simulation for each share of symmetric
// couplers, and what was trained as drawn is far below.
func TestRecords(t *testing.T) {
	rows, err := run.ReadLines("../records/photonics.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]float64{}
	for name, runs := range rows {
		for _, r := range runs {
			e, err := reproduce.Find(All(r.Quick), r.Experiment)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(e.Rows, func(row reproduce.Row) bool { return row.Name == name }) || r.Device == "" || !strings.HasPrefix(r.Command, "talbot reproduce "+e.ID) {
				t.Errorf("%s %s, seed %d: %q on %q", r.Experiment, name, r.Seed, r.Command, r.Device)
			}
			if e.ID == "ffm-fig5" {
				got[name] = append(got[name], r.Value(flowers))
			}
		}
	}
	for _, share := range []string{"1", "0.5", "0"} {
		ideal, idealError := mean(got["ideal-"+share])
		ffm, ffmError := mean(got["ffm-"+share])
		deployed, _ := mean(got["deployed-"+share])
		if len(got["ideal-"+share]) != 20 || len(got["ffm-"+share]) != 20 || len(got["deployed-"+share]) != 20 {
			t.Errorf("share %s: %d, %d and %d seeds", share, len(got["ideal-"+share]), len(got["ffm-"+share]), len(got["deployed-"+share]))
		}
		if ffm < ideal-0.006-2*math.Hypot(idealError, ffmError) || deployed > ffm-0.1 {
			t.Errorf("share %s: ideal %.4f, fully forward mode %.4f, as drawn %.4f", share, ideal, ffm, deployed)
		}
	}
}

// mean is that of v, and its standard error.
func mean(v []float64) (m, e float64) {
	for _, x := range v {
		m += x / float64(len(v))
	}
	for _, x := range v {
		e += (x - m) * (x - m)
	}
	return m, math.Sqrt(e / float64(len(v)) / float64(len(v)-1))
}
