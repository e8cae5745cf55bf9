package main

import (
	"regexp"
	"slices"
	"testing"
)

// Help lists first what somebody who is new needs first, each once.
func TestHelpBeginsWithWhatComesFirst(t *testing.T) {
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+)  +[a-z]`).FindAllStringSubmatch(works(t, "--help"), -1) {
		names = append(names, m[1])
	}
	if want := []string{"list", "data", "train", "eval", "figure", "export", "serve"}; len(names) < 20 || !slices.Equal(names[:len(want)], want) {
		t.Errorf("help lists %v", names)
	}
	slices.Sort(names)
	if n := len(names); len(slices.Compact(names)) != n {
		t.Errorf("%v", names)
	}
}
