package absorber

import (
	"math"

	"talbot/sim/network"
)

// Cosines are how near the gradient that comes back by the session's way is to the exact one,
// for the next examples to learn from: of each array of weights the cosine of the angle
// between them. Faults of the bench are in both. It trains nothing.
func (s *Session) Cosines() ([]float64, error) {
	exact := *s.Net
	exact.Layers = nil
	for _, l := range s.Net.Layers {
		if a, ok := l.(network.Saturable); ok {
			a.Way = network.WayExact
			l = a
		}
		exact.Layers = append(exact.Layers, l)
	}
	pass, err := exact.NewPass(network.Train, s.Batch)
	if err != nil {
		return nil, err
	}
	own, err := s.Net.NewPass(network.Train, s.Batch)
	if err != nil {
		return nil, err
	}
	n := min(s.Batch, s.learn.Len())
	gradient := func(p *network.Pass) (all [][]float32, err error) {
		for i := range n {
			s.learn.Read(i, p.Stage(i, s.learn.Target(i)))
		}
		p.Step = s.Stage.Step + 1
		if err := p.Run(n); err != nil {
			return nil, err
		}
		for _, v := range s.Net.Vars() {
			g := make([]float32, v.Len())
			if err := s.Net.Device.Read(v.Grad, 0, g); err != nil {
				return nil, err
			}
			all = append(all, g)
		}
		return all, nil
	}
	want, err := gradient(pass)
	if err != nil {
		return nil, err
	}
	got, err := gradient(own)
	if err != nil {
		return nil, err
	}
	var all []float64
	for v := range want {
		var ab, aa, bb float64
		for k, x := range want[v] {
			y := float64(got[v][k])
			ab, aa, bb = ab+float64(x)*y, aa+float64(x)*float64(x), bb+y*y
		}
		c := 0.0
		if aa > 0 && bb > 0 {
			c = ab / math.Sqrt(aa*bb)
		}
		all = append(all, c)
	}
	return all, nil
}
