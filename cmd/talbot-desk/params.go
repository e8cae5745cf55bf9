package main

import (
	"math"
	"strconv"
	"strings"

	"talbot/render/lab"
	"talbot/sim/experiment"
)

// panel is the table of parameters beside the bench.
type panel struct {
	open     bool
	selected int
}

// table lists the parameters of s.
func (p *panel) table(s *setup) *lab.Table {
	if !p.open || len(s.params) == 0 {
		return nil
	}
	p.selected = min(max(p.selected, 0), len(s.params)-1)
	t := &lab.Table{Title: s.title, Selected: p.selected}
	for _, q := range s.params {
		t.Rows = append(t.Rows, [2]string{q.Label, readable(q)})
	}
	q := s.params[p.selected]
	t.Note = q.Doc
	if !q.Live && s.classes != nil {
		t.Note += " A change starts the training anew."
	}
	return t
}

// readable is a parameter's value with a unit that suits its size.
func readable(p experiment.Param) string {
	v := p.Value()
	if parts := p.Split(v); len(parts) > 1 {
		for i, part := range parts {
			parts[i] = readableOne(p, part)
		}
		return strings.Join(parts, ", ")
	}
	return readableOne(p, v)
}

// readableOne is readable of one value v.
func readableOne(p experiment.Param, v string) string {
	if p.Kind == experiment.Bool {
		return map[string]string{"true": "on", "false": "off"}[v]
	}
	x, err := strconv.ParseFloat(v, 64)
	if p.Kind != experiment.Float || err != nil {
		return strings.TrimSpace(v + " " + p.Unit)
	}
	if p.Unit != "m" || x == 0 {
		return strings.TrimSpace(strconv.FormatFloat(x, 'g', 5, 64) + " " + p.Unit)
	}
	for _, u := range []struct {
		name string
		size float64
	}{{"m", 1}, {"mm", 1e-3}, {"µm", 1e-6}, {"nm", 1e-9}} {
		if math.Abs(x) >= u.size || u.name == "nm" {
			return strconv.FormatFloat(x/u.size, 'g', 6, 64) + " " + u.name
		}
	}
	return v
}

// steps are the digits at which a number stops on its way up through a decade.
var steps = []float64{1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}

// neighbour is the value after (by = 1) or before (by = -1) that of p, within its
// range. Numbers move by about a fifth, and whole numbers by at least one.
func neighbour(p experiment.Param, by int) string {
	v := p.Value()
	switch p.Kind {
	case experiment.Bool:
		return strconv.FormatBool(v != "true")
	case experiment.Choice, experiment.Text:
		for i, c := range p.Choices {
			if c == v {
				n := len(p.Choices)
				return p.Choices[(i+by+n)%n]
			}
		}
		if len(p.Choices) > 0 {
			return p.Choices[0]
		}
		return v
	case experiment.Int:
		x, err := strconv.Atoi(v)
		if err != nil {
			return v
		}
		y := float64(x + by)
		if x > 20 || x == 20 && by > 0 {
			y = math.Round(along(float64(x), by))
		}
		return strconv.FormatFloat(math.Min(math.Max(y, p.Min), p.Max), 'f', 0, 64)
	}
	x, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	y := along(x, by)
	if x == 0 && by > 0 {
		y = smallest(p)
	} else if p.Min == 0 && by < 0 && y < 0.99*smallest(p) {
		y = 0
	}
	return strconv.FormatFloat(math.Min(math.Max(y, p.Min), p.Max), 'g', 6, 64)
}

// smallest is where a number that may be zero starts.
func smallest(p experiment.Param) float64 {
	if p.Unit == "m" {
		return 1e-6
	}
	return 1e-4
}

// along is the next number of steps above or below x > 0.
func along(x float64, by int) float64 {
	if x <= 0 {
		return x
	}
	decade := math.Pow(10, math.Floor(math.Log10(x)+1e-9))
	m := x / decade
	if by > 0 {
		for _, s := range steps {
			if s > m*(1+1e-6) {
				return s * decade
			}
		}
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i] < m*(1-1e-6) {
			return steps[i] * decade
		}
	}
	return 0.8 * decade
}
