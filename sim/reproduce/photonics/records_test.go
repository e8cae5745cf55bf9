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
	const one = "1 a pixel"
	got, digits := map[string][]float64{}, map[string][]float64{}
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
				digits[name] = append(digits[name], r.Value(allLight))
				digits[name+one] = append(digits[name+one], r.Value(one))
			}
			if e.ID == "ffm-fig5" {
				got[name] = append(got[name], r.Value(flowers))
			}
		}
	}
	// Behind a scatterer masks that learned there are as good as with nothing in the way, and others fail; electronics are ahead in ample light, and behind
	// the plate masks are at one photon a pixel.
	of := func(name string) float64 {
		m, _ := mean(digits[name])
		return m
	}
	for _, scatterer := range []string{"tape", "plate"} {
		for _, who := range []string{"ffm-", "in-silico-", "linear-", "perceptron-"} {
			if n := len(digits[who+scatterer]); n != 3 {
				t.Errorf("%s%s: %d seeds", who, scatterer, n)
			}
		}
		lit, deployed, linear := of("ffm-"+scatterer), of("in-silico-"+scatterer), of("linear-"+scatterer)
		if clear := of("ffm-none"); lit < clear-0.03 || deployed > lit-0.4 || linear < lit+0.05 || clear == 0 {
			t.Errorf("%s: %.3f, with nothing in the way %.3f, from a simulation %.3f, electronic %.3f", scatterer, lit, clear, deployed, linear)
		}
		if lit, linear := of("ffm-"+scatterer+one), of("linear-"+scatterer+one); lit > linear != (scatterer == "plate") {
			t.Errorf("%s: %.3f at a photon a pixel, and %.3f by electronics", scatterer, lit, linear)
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
