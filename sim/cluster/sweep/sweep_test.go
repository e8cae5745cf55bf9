//go:build !js

package sweep

import (
	"strings"
	"testing"

	"talbot/sim/cluster"
	"talbot/sim/experiment"
	"talbot/sim/system/all"
)

func set(p experiment.Param, text string) error { return p.Set(text) }

func made(t *testing.T, text string) (*Spec, []*cluster.Trial) {
	t.Helper()
	s, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	trials, _, _, err := s.Make(set, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, trials
}

// A grid has every value with every other and every seed, each once.
func TestGrid(t *testing.T) {
	_, trials := made(t, `{"preset": "sa-2d-rings", "set": {"epochs": 2}, "vary": {"learning-rate": {"from": 0.001, "to": 0.1, "steps": 3, "scale": "log"}, "readout-noise": [0, 0.1, 0.1]}, "seeds": 2}`)
	if len(trials) != 3*2*2 {
		t.Fatalf("%d trials, want 12", len(trials))
	}
	rates, keys := map[string]int{}, map[string]bool{}
	for _, tr := range trials {
		rates[tr.Parameters["learning-rate"]]++
		keys[tr.Key()] = true
		if tr.Parameters["epochs"] != "2" || tr.Test != "held-out" {
			t.Errorf("%+v", tr)
		}
	}
	if len(keys) != 12 || rates["0.001"] != 4 || rates["0.01"] != 4 || rates["0.1"] != 4 {
		t.Errorf("%d keys, rates %v", len(keys), rates)
	}
}

// Drawn trials stay in their ranges, and more of them are the same ones and others.
func TestRandom(t *testing.T) {
	const text = `{"preset": "sa-2d-rings", "method": "random", "trials": N, "vary": {"learning-rate": {"from": 0.001, "to": 0.1, "scale": "log"}}}`
	_, few := made(t, strings.Replace(text, "N", "20", 1))
	_, more := made(t, strings.Replace(text, "N", "40", 1))
	if len(few) != 20 || len(more) != 40 {
		t.Fatalf("%d and %d trials", len(few), len(more))
	}
	below := 0
	for i, tr := range more {
		if i < 20 && tr.Key() != few[i].Key() {
			t.Errorf("trial %d is another one of a longer sweep", i)
		}
		p, err := experiment.Named(configOf(t), "learning-rate")
		if err == nil {
			err = p.Set(tr.Parameters["learning-rate"])
		}
		if x := *p.Var.(*float64); err != nil || x < 0.001 || x > 0.1 {
			t.Errorf("rate %v, %v", x, err)
		} else if x < 0.01 {
			below++
		}
	}
	if below < 10 || below > 30 { // half of them on a logarithmic scale
		t.Errorf("%d of 40 rates are below 0.01", below)
	}
}

func configOf(t *testing.T) experiment.Config {
	t.Helper()
	p, _, err := all.Find("sa-2d-rings")
	if err != nil {
		t.Fatal(err)
	}
	return p.Config
}

// Halving keeps the best of every three, each from its own end and for three times the epochs.
func TestHalving(t *testing.T) {
	s, trials := made(t, `{"preset": "sa-2d-rings", "method": "halving", "trials": 9, "vary": {"learning-rate": {"from": 0.001, "to": 0.1, "scale": "log"}}}`)
	const last = 7
	for round, want := range []struct {
		n      int
		epochs string
	}{{9, "1"}, {3, "3"}, {1, "7"}, {0, ""}} {
		if len(trials) != want.n {
			t.Fatalf("round %d has %d trials, want %d", round, len(trials), want.n)
		}
		results := map[string]*cluster.Result{}
		for i, tr := range trials {
			if tr.Parameters["epochs"] != want.epochs || (round > 0) != (tr.From != "") {
				t.Errorf("round %d: epochs %s, from %q", round, tr.Parameters["epochs"], tr.From)
			}
			results[tr.Key()] = &cluster.Result{Key: tr.Key(), Accuracy: float64(i)}
		}
		best := ""
		if len(trials) > 0 {
			best = trials[len(trials)-1].Key()
		}
		var err error
		if trials, err = s.Next(trials, results, last); err != nil {
			t.Fatal(err)
		}
		if len(trials) > 0 && trials[0].From != best {
			t.Errorf("round %d does not go on from the best", round)
		}
	}
}

// What is wrong is said.
func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                                    "no preset",
		`{"preset": "sa-2d-rings", "vray": {}}`: "vray",
		`{"preset": "sa-2d-rings", "vary": {"learning-rate": {"from": 1}}}`:                                      "from and to",
		`{"preset": "sa-2d-rings", "vary": {"learning-rate": []}}`:                                               "empty",
		`{"preset": "sa-2d-rings", "vary": {"learning-rate": {"from": 0.1, "to": 0.2}}}`:                         "steps",
		`{"preset": "sa-2d-rings", "vary": {"nothing": [1]}}`:                                                    "no parameter",
		`{"preset": "sa-2d-rings", "set": {"seed": 1}, "vary": {"seed": [1]}}`:                                   "take it out",
		`{"preset": "sa-2d-rings", "method": "random"}`:                                                          "how many",
		`{"preset": "sa-2d-rings", "trials": 3}`:                                                                 "grid",
		`{"preset": "sa-2d-rings", "vary": {"learning-rate": {"from": 0, "to": 1, "steps": 3, "scale": "log"}}}`: "",
		`{"preset": "nothing"}`:                                   "no preset",
		`{"preset": "d2nn-mnist-64", "shares": 2, "exact": true}`: "exact by themselves",
		`{"preset": "sa-2d-rings", "vary": {"seed": {"from": 1, "to": 20000, "steps": 20000}, "epochs": [1, 2]}}`: "the most",
	} {
		s, err := Parse([]byte(text))
		if err == nil {
			_, _, _, err = s.Make(set, nil)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
