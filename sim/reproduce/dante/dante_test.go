package dante

import (
	"math"
	"testing"
)

// The paper's numbers of operations and of operations for energy come out of what it says.
func TestTOPS(t *testing.T) {
	if n := LayerOperations(Samples); math.Abs(n/9.0e8-1) > 5e-3 {
		t.Errorf("%.4g operations a layer, want 9.0e8", n)
	}
	list, err := Speeds()
	if err != nil || len(list) < 10 {
		t.Fatal(len(list), err)
	}
	for _, s := range list {
		if got := math.Round(100*s.TOPSPerW) / 100; got != 0.02 {
			t.Errorf("%s: %g TOPS/W, want 0.02", s.Name, s.TOPSPerW)
		}
		if s.Name == "dante-imagenet32-l10" && s.Masks != 104 {
			t.Errorf("%d masks, want 104", s.Masks)
		}
	}
}

// Rows of all experiments can be made, at both sizes.
func TestRows(t *testing.T) {
	for _, quick := range []bool{false, true} {
		for _, e := range All(quick) {
			seen := map[string]bool{}
			for _, r := range e.Rows {
				if seen[r.Name] {
					t.Errorf("%s: two rows %s", e.ID, r.Name)
				}
				seen[r.Name] = true
				if _, err := r.At(1, 0); err != nil {
					t.Errorf("%s, %s: %v", e.ID, r.Name, err)
				}
			}
		}
	}
}
