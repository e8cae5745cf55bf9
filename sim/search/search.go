// Package search looks for the numbers for which a measurement is least, by what is measured alone: with no gradient. It is
// what adaptive optics does where nothing better is at hand.
package search

import (
	"math"

	"talbot/sim/rng"
)

// Search asks for measurements and is told what they gave. Its state is in arrays, so that it can stop and go on.
type Search interface {
	// Ask are the candidates of step t, counted from 1, of numbers each.
	Ask(t int) [][]float32
	// Tell gives what was measured of them, in their order.
	Tell(t int, loss []float64)
	// Best is the best candidate so far, and what it gave.
	Best() ([]float32, float64)
	// Arrays are all numbers that the rest of the search depends on.
	Arrays() [][]float32
}

// draw is the step of rng.Perturb of draw k in step t.
func draw(seed uint64, t, k, n int, normal bool) []float32 {
	v := make([]float32, n)
	s := rng.Stream{Seed: seed, Stream: rng.Perturb + rng.MaskStream*uint32(1+k)}
	if normal {
		s.Normal(uint32(t), v)
	} else {
		s.Uniform(uint32(t), v)
	}
	return v
}

// Swarm is particle swarm optimisation (Kennedy and Eberhart, Proc. ICNN'95, 1942 (1995)), with the constriction of
// Clerc and Kennedy, IEEE Trans. Evol. Comput. 6, 58 (2002): each particle is drawn to the best place that it
// has seen and to the best that any has.
type Swarm struct {
	n, particles int
	low, high    float32
	seed         uint64

	place, speed, own []float32 // [particles][n]
	ownLoss, all      []float32 // of each particle's best place; the loss and the numbers of the best of all
}

// NewSwarm starts particles at random places between low and high of n numbers each.
func NewSwarm(n, particles int, low, high float32, seed uint64) *Swarm {
	s := &Swarm{n: n, particles: particles, low: low, high: high, seed: seed,
		place: draw(seed, 0, 0, n*particles, false), speed: draw(seed, 0, 1, n*particles, false), own: make([]float32, n*particles),
		ownLoss: make([]float32, particles), all: make([]float32, 1+n)}
	for i := range s.place {
		s.place[i] = low + (high-low)*s.place[i]
		s.speed[i] = (high - low) * (s.speed[i] - 0.5) / 2
	}
	for i := range s.ownLoss {
		s.ownLoss[i] = math.MaxFloat32
	}
	s.all[0] = math.MaxFloat32
	return s
}

// Ask are the places of all particles.
func (s *Swarm) Ask(t int) (all [][]float32) {
	const pull, keep = 1.49618, 0.72984
	if t > 1 {
		a, b := draw(s.seed, t, 0, len(s.place), false), draw(s.seed, t, 1, len(s.place), false)
		for i, x := range s.place {
			v := keep*s.speed[i] + pull*a[i]*(s.own[i]-x) + pull*b[i]*(s.all[1+i%s.n]-x)
			most := s.high - s.low
			s.speed[i] = min(max(v, -most), most)
			s.place[i] = x + s.speed[i]
		}
	}
	for p := range s.particles {
		all = append(all, s.place[p*s.n:(p+1)*s.n])
	}
	return all
}

// Tell keeps what is better than before.
func (s *Swarm) Tell(_ int, loss []float64) {
	for p, l := range loss {
		at := s.place[p*s.n : (p+1)*s.n]
		if float32(l) < s.ownLoss[p] {
			s.ownLoss[p] = float32(l)
			copy(s.own[p*s.n:], at)
		}
		if float32(l) < s.all[0] {
			s.all[0] = float32(l)
			copy(s.all[1:], at)
		}
	}
}

func (s *Swarm) Best() ([]float32, float64) { return s.all[1:], float64(s.all[0]) }
func (s *Swarm) Arrays() [][]float32 {
	return [][]float32{s.place, s.speed, s.own, s.ownLoss, s.all}
}

// Annealing is simulated annealing (Kirkpatrick, Gelatt and Vecchi, Science 220, 671 (1983)): one place, from which a
// step is taken if it is better, or with the probability exp(-rise/temperature). It asks for some steps from the
// same place at a time, and takes the first that it may. Temperature and steps fall by the same share from step to step.
type Annealing struct {
	n, candidates     int
	span, temperature float32
	cooling           float64
	seed              uint64

	at, all []float32 // the loss and the numbers of where it is, and of the best place
	asked   [][]float32
}

// NewAnnealing starts at 0 of n numbers. Steps have a standard deviation of span at first.
func NewAnnealing(n, candidates int, span, temperature, cooling float64, seed uint64) *Annealing {
	a := &Annealing{n: n, candidates: candidates, span: float32(span), temperature: float32(temperature), cooling: cooling, seed: seed,
		at: make([]float32, 1+n), all: make([]float32, 1+n)}
	a.at[0], a.all[0] = math.MaxFloat32, math.MaxFloat32
	return a
}

// Ask are steps from where it is.
func (a *Annealing) Ask(t int) [][]float32 {
	a.asked = nil
	cold := float32(math.Pow(a.cooling, float64(t-1)))
	for k := range a.candidates {
		v := draw(a.seed, t, k, a.n, true)
		for i := range v {
			v[i] = a.at[1+i] + a.span*cold*v[i]
		}
		if t == 1 && k == 0 {
			copy(v, a.at[1:])
		}
		a.asked = append(a.asked, v)
	}
	return a.asked
}

// Tell takes the first step that it may.
func (a *Annealing) Tell(t int, loss []float64) {
	heat := float64(a.temperature) * math.Pow(a.cooling, float64(t-1))
	chance, moved := draw(a.seed, t, a.candidates, len(loss), false), false
	for k, l := range loss {
		if float32(l) < a.all[0] {
			a.all[0] = float32(l)
			copy(a.all[1:], a.asked[k])
		}
		rise := l - float64(a.at[0])
		if !moved && (rise < 0 || float64(chance[k]) < math.Exp(-rise/heat)) {
			moved, a.at[0] = true, float32(l)
			copy(a.at[1:], a.asked[k])
		}
	}
}

func (a *Annealing) Best() ([]float32, float64) { return a.all[1:], float64(a.all[0]) }
func (a *Annealing) Arrays() [][]float32        { return [][]float32{a.at, a.all} }
