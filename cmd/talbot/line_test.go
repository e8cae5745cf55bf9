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
