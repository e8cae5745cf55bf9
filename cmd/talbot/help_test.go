package main

import (
	"slices"
	"strings"
	"testing"
)

// Every line of a help text, but for the examples, fits 80 columns, and no word is lost.
func TestHelpFits(t *testing.T) {
	for _, c := range (&app{}).root().Commands() {
		text, _, _ := strings.Cut(works(t, "help", c.Name()), "\nexamples\n")
		for line := range strings.Lines(text) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 {
				t.Errorf("%s: %d columns: %s", c.Name(), n, line)
			}
		}
		if long := c.Long; long != "" && !slices.Equal(strings.Fields(reflow(long, 40)), strings.Fields(long)) {
			t.Errorf("%s becomes\n%s", c.Name(), reflow(long, 40))
		}
	}
	if got, want := reflow("One two.\n\n  a    three four\n       five\n  bc   six", 18), "One two.\n\n  a    three four\n       five\n  bc   six"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Every help fits a terminal of 80 columns.
func TestHelpFits80Columns(t *testing.T) {
	for _, args := range []string{"", "list", "train", "polish", "eval", "figure", "export", "propagate", "reproduce", "speed", "data", "data get", "data list", "serve", "sweep", "runs", "runs resume", "runs compare", "runs delete", "hub", "worker", "submit", "jobs", "jobs best", "devices", "version", "train codesign-gumbel"} {
		for line := range strings.Lines(works(t, append(strings.Fields(args), "--help")...)) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 {
				t.Errorf("talbot %s --help: %d columns: %s", args, n, line)
			}
		}
	}
}
