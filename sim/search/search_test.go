package search

import (
	"math"
	"testing"
)

// bowl is least, 0, at (1, 2, 3, ...)/2.
func bowl(v []float32) (sum float64) {
	for i, x := range v {
		d := float64(x) - float64(i+1)/2
		sum += d * d
	}
	return sum
}

// rippled is a bowl with many local ends: Rastrigin's function around (0.5, 0.5, ...).
func rippled(v []float32) (sum float64) {
	for _, x := range v {
		d := float64(x) - 0.5
		sum += d*d + 0.3*(1-math.Cos(2*math.Pi*d*3))
	}
	return sum
}

func run(s Search, f func([]float32) float64, from, to int) float64 {
	for t := from; t <= to; t++ {
		var loss []float64
		for _, v := range s.Ask(t) {
			loss = append(loss, f(v))
		}
		s.Tell(t, loss)
	}
	_, best := s.Best()
	return best
}

// Both find the bottom of a bowl, and of one with ripples come below most of them.
func TestFinds(t *testing.T) {
	for name, make := range map[string]func() Search{
		"swarm":     func() Search { return NewSwarm(6, 12, -4, 4, 1) },
		"annealing": func() Search { return NewAnnealing(6, 8, 1, 0.5, 0.985, 1) },
	} {
		smooth, rough := run(make(), bowl, 1, 400), run(make(), rippled, 1, 400)
		t.Logf("%s: %.2g, %.2g", name, smooth, rough)
		if smooth > 1e-3 || rough > 1.5 {
			t.Errorf("%s: a bowl to %g, one with ripples to %g", name, smooth, rough)
		}
		s := make()
		if _, first := s.Best(); first < 1e30 {
			t.Errorf("%s knows a best place before any measurement", name)
		}
		// What is best was measured.
		run(s, bowl, 1, 20)
		if at, best := s.Best(); math.Abs(bowl(at)-best) > 1e-5*(1+best) {
			t.Errorf("%s: the best place gives %g, not %g", name, bowl(at), best)
		}
	}
}

// A search whose arrays are put into another goes on as it would have.
func TestGoesOn(t *testing.T) {
	for name, make := range map[string]func() Search{
		"swarm":     func() Search { return NewSwarm(4, 5, -4, 4, 3) },
		"annealing": func() Search { return NewAnnealing(4, 3, 1, 0.5, 0.99, 3) },
	} {
		whole, half, rest := make(), make(), make()
		run(half, bowl, 1, 9)
		for i, v := range half.Arrays() {
			copy(rest.Arrays()[i], v)
		}
		if a, b := run(whole, bowl, 1, 20), run(rest, bowl, 10, 20); a != b {
			t.Errorf("%s: %g and, in two parts, %g", name, a, b)
		}
	}
}
