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
	got, digits := map[string][]float64{}, map[string]*reproduce.Result{}
	for name, runs := range rows {
		for _, r := range runs {
			e, err := reproduce.Find(All(r.Quick), r.Experiment)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(e.Rows, func(row reproduce.Row) bool { return row.Name == name }) || r.Device == "" || !strings.HasPrefix(r.Command, "talbot reproduce "+e.ID) {
				t.Errorf("%s %s, seed %d: %q on %q", r.Experiment, name, r.Seed, r.Command, r.Device)
			}
			if e.ID == "ffm-fig4-digits" && r.Quick {
				digits[name] = r
			}
			if e.ID == "ffm-fig5" {
				got[name] = append(got[name], r.Value(flowers))
			}
		}
	}
	// Behind a scatterer masks that learned there are as good as with nothing in the way, and others fail; electronics are ahead in ample light, and behind
	// the plate masks are at one photon a pixel.
	const one = "1 a pixel"
	for _, scatterer := range []string{"tape", "plate"} {
		lit, deployed, linear := digits["ffm-"+scatterer], digits["in-silico-"+scatterer], digits["linear-"+scatterer]
		if lit == nil || deployed == nil || linear == nil || digits["ffm-none"] == nil {
			t.Fatal("rows of ", scatterer, " are missing")
		}
		if got, clear := lit.Value(allLight), digits["ffm-none"].Value(allLight); got < clear-0.03 || deployed.Value(allLight) > got-0.4 || linear.Value(allLight) < got+0.05 {
			t.Errorf("%s: %.3f, with nothing in the way %.3f, from a simulation %.3f, electronic %.3f", scatterer, got, clear, deployed.Value(allLight), linear.Value(allLight))
		}
		if ahead := lit.Value(one) > linear.Value(one); ahead != (scatterer == "plate") {
			t.Errorf("%s: %.3f at a photon a pixel, and %.3f by electronics", scatterer, lit.Value(one), linear.Value(one))
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
