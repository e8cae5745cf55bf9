package dfa

import (
	"strings"
	"testing"

	"talbot/sim/reproduce"
	"talbot/sim/system/feedback"
)

// TestRows: names are unique, every run can be made, by every way, and quick ones are small.
func TestRows(t *testing.T) {
	for _, quick := range []bool{false, true} {
		for _, e := range All(quick) {
			seen, ways := map[string]bool{}, map[string]bool{}
			for _, r := range e.Rows {
				c := r.Config.(*feedback.Config)
				if seen[r.Name] || quick != strings.HasPrefix(r.Name, reproduce.Quickly) || quick != (r.Limit > 0) {
					t.Errorf("%s: row %s", e.ID, r.Name)
				}
				seen[r.Name], ways[c.Feedback] = true, true
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
