package dfa

import (
	"strings"
	"testing"

	"talbot/sim/reproduce"
	"talbot/sim/system/diffusion"
	"talbot/sim/system/feedback"
	"talbot/sim/system/language"
)

// TestRows: names are unique, every run can be made, by every way, and quick ones are small.
func TestRows(t *testing.T) {
	for _, quick := range []bool{false, true} {
		for _, e := range All(quick) {
			seen, ways := map[string]bool{}, map[string]bool{}
			for _, r := range e.Rows {
				way := ""
				switch c := r.Config.(type) {
				case *feedback.Config:
					way = c.Feedback
				case *diffusion.Config:
					way = c.Feedback
				case *language.Config:
					way = c.Feedback
				}
				if seen[r.Name] || quick != strings.HasPrefix(r.Name, reproduce.Quickly) || quick != (r.Limit > 0) {
					t.Errorf("%s: row %s", e.ID, r.Name)
				}
				seen[r.Name], ways[way] = true, true
				if _, err := r.At(2, 3); err != nil {
					t.Errorf("%s, %s: %v", e.ID, r.Name, err)
				}
			}
			if len(ways) != len(feedback.Ways) {
				t.Errorf("%s has %d ways", e.ID, len(ways))
			}
		}
	}
}
