package webgpu

import "testing"

// Conditions that tell which threads have one of some rows, and the rows of places among them.
func TestRowsAmong(t *testing.T) {
	rows := make([]bool, 20)
	for _, y := range []int{0, 1, 7, 8, 9, 15, 19} {
		rows[y] = true
	}
	for _, c := range []struct {
		first, threads int
		cond           string
		any            bool
	}{
		{0, 2, "", true},
		{0, 5, "t < 2u", true},
		{2, 5, "((", false},
		{4, 6, "t >= 3u", true},
		{4, 8, "t >= 3u && t < 6u", true},
		{8, 8, "((t < 2u) || (t >= 7u))", true},
		{-3, 8, "t >= 3u && t < 5u", true},
		{15, 9, "((t < 1u) || (t >= 4u && t < 5u))", true},
	} {
		cond, any := among(rows, c.first, c.threads)
		if any != c.any || any && cond != c.cond {
			t.Errorf("%d threads from row %d: %q, %v; want %q, %v", c.threads, c.first, cond, any, c.cond, c.any)
		}
	}
	if got, want := rowOf(rows, "j"), "j + 0u + select(0u, 5u, j >= 2u) + select(0u, 5u, j >= 5u) + select(0u, 3u, j >= 6u)"; got != want {
		t.Errorf("row of place j: %s, want %s", got, want)
	}
	if rowOf(nil, "j") != "j" || some(rows, 21) != nil || some(rows, 20) == nil || some(make([]bool, 20), 20) != nil {
		t.Error("all rows, or none, are some")
	}
}
