package main

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/experiment"
)

// The light of a unit is developed speckle within five deviations of each line, another seed has another medium, and what has no
// unit is told so.
func TestModelSpeckle(t *testing.T) {
	read := func(args ...string) (m experiment.Model) {
		t.Helper()
		if err := json.Unmarshal([]byte(works(t, append([]string{"model", "dfa-mnist", "--speckle", "--json"}, args...)...)), &m); err != nil {
			t.Fatal(err)
		}
		if len(m.Rows) != 8 {
			t.Fatalf("%d lines", len(m.Rows))
		}
		return m
	}
	number := func(text string) float64 {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	one, two := read(), read("--seed", "2")
	same := 0
	for i, row := range one.Rows {
		want, off, got := number(row[1]), number(row[2]), number(row[3])
		if !(math.Abs(got-want) < 5*off) || off <= 0 {
			t.Errorf("%s", row)
		}
		if two.Rows[i][3] == row[3] {
			same++
		}
	}
	if same == len(one.Rows) {
		t.Error("two seeds have one medium")
	}
	if last := one.Rows[7]; !(number(last[4]) < number(last[5])/2) {
		t.Errorf("four planes remember as one: %s", last)
	}
	if text := works(t, "model", "dfa-lm-small", "--speckle", "--feedback", "opu"); !strings.Contains(text, "contrast") || !strings.Contains(text, "40,000") {
		t.Error(text)
	}
	for _, args := range []string{"dante-small", "dfa-mnist --feedback dfa"} {
		if _, err, status := call(t, strings.Fields("model --speckle "+args)...); status != 2 || !strings.Contains(err, "optical unit") {
			t.Errorf("%s: status %d, %q", args, status, err)
		}
	}
}
