package forward

import (
	"slices"

	"talbot/sim/errs"
	"talbot/sim/frame"
)

// panels are what there is to see beside the bench.
func (s *Session) panels() (list []frame.Panel) {
	p := s.probe
	if len(p.updates) > 0 {
		line := func(name string, class int, y []float32) frame.Series {
			return frame.Series{Name: name, Class: class, X: slices.Clone(p.updates), Y: slices.Clone(y)}
		}
		series := []frame.Series{line("on the bench", 0, p.bench), line("simulation's masks on the bench", 1, p.kept), line("in the simulation", 2, p.simulated)}
		list = append(list, frame.Panel{ID: "healing", Shape: frame.Lines, Title: "Accuracy while it learns", X: frame.Axis{Label: "updates"}, Y: frame.Axis{Label: "right answers", Min: 0, Max: 1},
			Note: "The share of some pictures that is right on the bench with the masks as they are now, with those that only the simulation has trained, and in the simulation.", Series: series})
	}
	if n := s.Frames(); n > 0 {
		t, unit := waited(n)
		list = append(list, frame.Panel{ID: "frames", Shape: frame.Text, Title: "Camera",
			Note: errs.New("The bench has taken ", n, " frames so far; a real one needs ", t, " ", unit, " for them at 60 a second.").Error()})
	}
	if s.tested != nil {
		k := s.Net.Classes
		names := slices.Clone(s.names)
		for len(names) < k {
			names = append(names, itoa(len(names)))
		}
		g := frame.Panel{ID: "confusion", Shape: frame.Grid, Title: "Answers", Note: "A row is a true class, and a column an answer.",
			Nx: k, Ny: k, Names: append(slices.Clone(names), names...), Series: []frame.Series{{Class: -1}}}
		for _, n := range s.tested {
			g.Series[0].Y = append(g.Series[0].Y, float32(n))
		}
		list = append(list, g)
	}
	return list
}
