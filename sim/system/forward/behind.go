package forward

import (
	"context"

	"talbot/sim/data"
	"talbot/sim/plant"
)

// Behind are the fields behind each mask of example number i, [mask][Ny][Nx] complex, as the bench measures them, or in the
// simulation of the bench as it is meant.
func (s *Session) Behind(ctx context.Context, of data.Examples, i int, bench bool) (all [][]float32, err error) {
	n := 2 * s.Grid().Len()
	run := func(w plant.Way) error {
		if err := s.Net.Put(of, []int32{int32(i)}); err != nil {
			return err
		}
		_, err := s.Net.Forth(ctx, w, 1, func(int) error {
			u := make([]float32, n)
			all = append(all, u)
			return s.dev.Read(s.Net.Light(), 0, u)
		})
		return err
	}
	if bench {
		err = s.peek(ctx, func() error { return run(onBench{s}) })
		return all, err
	}
	err = run(s.model)
	return all, err
}

// Square is the share of a light's power, [Ny][Nx] complex, that lies in a class's square of the detector.
func (s *Session) Square(u []float32, class int) float64 {
	g, sum, all := s.Grid(), 0.0, 0.0
	r := s.detector().Regions[class]
	for i := range g.Len() {
		p := float64(u[2*i])*float64(u[2*i]) + float64(u[2*i+1])*float64(u[2*i+1])
		all += p
		if x, y := i%g.Nx, i/g.Nx; x >= r.X0 && x < r.X1 && y >= r.Y0 && y < r.Y1 {
			sum += p
		}
	}
	return sum / max(all, 1e-30)
}
