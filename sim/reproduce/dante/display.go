package dante

import (
	"talbot/sim/reproduce"
	"talbot/sim/system/dante"
	"talbot/sim/train"
)

// display has the masks of a small network on displays: free phases, 8 bits, and few levels, ideal or measured, by
// each method of codesign.
func display(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "dante-display", Title: "Masks of dual neurons on displays", Source: "the masks of " + paper + ", with the methods of codesign",
		Note: "The same convolutions of dante-small learn in each row, and its masks are fitted to them for a display; test is by light through what it shows. phase-K is an ideal display of K levels, slm-K a measured one. " +
			"The paper has no such table.",
		Columns: accuracies, Quick: quick, Measure: measure}
	if quick {
		e.Seeds = []int{1}
	}
	add := func(name, label, curve string, rule train.DisplayRule) {
		p, _ := dante.Find("dante-small")
		c := p.Config
		c.Display, c.DisplayRule = curve, string(rule)
		r := reproduce.Row{Name: name, Label: label, Ours: true, Config: &c, Data: c.Data}
		if quick {
			r.Name, r.Limit, r.LimitTest = reproduce.Quickly+name, 2000, 1000
			c.Held = 200
		}
		e.Rows = append(e.Rows, r)
	}
	add("free", "free phases", "none", train.DisplayLevel)
	add("phase-256", "8 bits, nearest levels", "phase-256", train.DisplayLevel)
	for _, on := range []string{"phase-8", "slm-8"} {
		for _, rule := range []train.DisplayRule{train.DisplayLevel, train.DisplayNearest, train.DisplayStraight, train.DisplayGumbel, train.DisplayQAT} {
			label := on + ", " + string(rule)
			if rule == train.DisplayLevel {
				label = on + ", nearest levels"
			}
			add(on+"-"+string(rule), label, on, rule)
		}
	}
	return e
}
