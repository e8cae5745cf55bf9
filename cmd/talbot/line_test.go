package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The bar makes room for the notes before one of them is left out.
func TestLineFits(t *testing.T) {
	l := &line{}
	b := bar{label: "  12/30", share: 0.5, notes: []string{"loss 12.3456", "2,434/s", "1:02:03 left"}}
	for width, want := range map[int]string{100: "2,434/s   1:02:03 left", 80: "2,434/s   1:02:03 left", 50: "loss 12.3456", 20: " 50 %"} {
		got := l.text(b, width)
		if n := utf8.RuneCountInString(got); !strings.HasSuffix(got, want) || n >= max(width, 30) {
			t.Errorf("%d columns for %d: %q", n, width, got)
		}
	}
	if n := strings.Count(l.text(b, 200), "=") + strings.Count(l.text(b, 200), "."); n < most {
		t.Errorf("the bar has %d columns", n)
	}
}

// Where there is no terminal, long work has a line of its own for what is drawn once the time between two has passed, and
// all else has none.
func TestLineLogs(t *testing.T) {
	b := bar{label: "two masks (1 of 4, seed 2)", share: 0.25, notes: []string{"1:02 left", "test 71.3 %"}}
	var log strings.Builder
	l := newLog(&log)
	l.draw(b, false)
	if log.Len() > 0 {
		t.Errorf("at once: %q", &log)
	}
	l.every = 1 // ns
	for range 3 {
		l.draw(b, false)
		l.clear()
	}
	if want := strings.Repeat("two masks (1 of 4, seed 2): 25 % done, 1:02 left, test 71.3 %\n", 3); log.String() != want {
		t.Errorf("%q, want %q", &log, want)
	}
	log.Reset()
	newLine(&log).draw(b, true)
	if log.Len() > 0 {
		t.Errorf("of a line that is not kept: %q", &log)
	}
}
