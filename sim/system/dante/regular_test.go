package dante

import (
	"math"
	"testing"
)

// After one update kernels with decay are those without it less rate x decay of their first values, gains and norms are the same, and
// smoothed labels have another loss; single neurons' phases are left alone.
func TestRegular(t *testing.T) {
	after := func(change func(*Config)) (*Session, [][]float32, float64) {
		c := tiny()
		change(&c)
		s := open(t, c)
		first := values(t, s)
		r, err := s.Global.Next()
		check(t, err)
		check(t, s.Global.Settle())
		all := values(t, s)
		for i := range all { // the move of each
			for k := range all[i] {
				all[i][k] -= first[i][k]
			}
		}
		return s, append(all, first...), r.Loss / float64(r.Count)
	}
	rate := func(s *Session) float64 { return s.Config.Rate(0) }
	s, plain, loss := after(func(*Config) {})
	_, decayed, _ := after(func(c *Config) { c.Decay = 0.5 })
	n := len(plain) / 2
	for i, v := range s.Net.Vars() {
		worst := 0.0
		for k, move := range decayed[i] {
			want := float64(plain[i][k])
			if len(v.Shape) > 1 {
				want -= rate(s) * 0.5 * float64(plain[n+i][k])
			}
			worst = math.Max(worst, math.Abs(float64(move)-want))
		}
		if worst > 1e-6 {
			t.Errorf("%s moved by %g from what decay says", v.Name, worst)
		}
	}
	_, _, smoothed := after(func(c *Config) { c.Smoothing = 0.2 })
	if !(math.Abs(smoothed-loss) > 1e-3) {
		t.Errorf("smoothed labels have the loss %g of sure ones, %g", smoothed, loss)
	}
	c := tiny()
	c.Neurons, c.Decay = "single", 0.5
	if _, err := c.Check(); err != nil || c.rule() != c.Rule() {
		t.Errorf("phases of single neurons decay (%v)", err)
	}
}

// values are those of all that learns.
func values(t *testing.T, s *Session) (all [][]float32) {
	t.Helper()
	for _, v := range s.Net.Vars() {
		x := make([]float32, v.Len())
		check(t, s.dev.Read(v.Value, 0, x))
		all = append(all, x)
	}
	return all
}
