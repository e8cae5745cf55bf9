package forward

import (
	"context"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/frame"
	"talbot/sim/plant"
)

// twinSamples is how many samples all planes have together, up to which twins are shown: beyond that their two passes
// would keep who looks waiting.
const twinSamples = 1 << 16

// twins are what three see of the picture that is shown, side by side: the bench with the masks as they are now; the bench
// with those that only the simulation has trained, which do not heal; and the simulation with these. There are none before
// masks have come from a simulation. f is of the picture, which stands before the first mask; class is its own, or -1.
func (s *Session) twins(ctx context.Context, f *frame.Frame, class int) (list []frame.Panel, err error) {
	if !s.onBench() || s.Elsewhere == 0 || s.Stage.Step == 0 || s.Grid().Len()*len(s.Net.Masks) > twinSamples {
		return nil, nil
	}
	list = append(list, s.twin("now", "Bench, masks as they are now", f.Planes[len(f.Planes)-1].Intensity, f.Scores, f.Predicted, class))
	err = s.with(s.before, func() error {
		for _, t := range []struct {
			id, title string
			way       plant.Way
		}{{"kept", "Bench, masks of the simulation", onBench{s}}, {"simulated", "Simulation, the same masks", s.model}} {
			light, scores, predicted, err := s.sees(ctx, t.way)
			if err != nil {
				return err
			}
			list = append(list, s.twin(t.id, t.title, light, scores, predicted, class))
		}
		return nil
	})
	return list, err
}

// sees is what comes to the camera by a way: amplitudes [Samples][Samples], 255 the largest; the classes' scores, and the
// best of them.
func (s *Session) sees(ctx context.Context, way plant.Way) (light []byte, scores []float32, predicted int, err error) {
	u := make([]float32, 2*s.Grid().Len())
	if _, err = s.Net.Forth(ctx, way, 1, func(l int) error {
		if l+1 < len(s.Net.Masks) {
			return nil
		}
		return s.dev.Read(s.Net.Light(), 0, u)
	}); err != nil {
		return nil, nil, 0, err
	}
	logits, err := s.Net.Logits(1)
	if err != nil {
		return nil, nil, 0, err
	}
	scores = shares(s.readings(u))
	if s.Loss == "regions" {
		scores = kernels.Softmax(logits)
	}
	intensity, peak := make([]float32, len(u)/2), float32(0)
	for i := range intensity {
		intensity[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
		peak = max(peak, intensity[i])
	}
	return frame.Bytes(intensity, peak), scores, kernels.ArgMax(logits), nil
}

// twin is the panel of what one of them sees, around the squares of its answer and of the true class.
func (s *Session) twin(id, title string, light []byte, scores []float32, predicted, class int) frame.Panel {
	p := s.across(frame.Panel{ID: id, Shape: frame.Image, Title: title, Names: []string{"amplitude (largest 1)"}, Nx: s.Samples, Ny: s.Samples, Hi: 1, Image: light})
	square := func(name string, of int) frame.Series {
		r, n := s.detector().Regions[of], float64(s.Samples)
		at := func(i int) float32 { return float32((float64(i) - n/2) * s.Pitch) }
		x0, x1, y0, y1 := at(r.X0), at(r.X1), at(r.Y0), at(r.Y1)
		return frame.Series{Name: name, Class: len(p.Series), X: []float32{x0, x1, x1, x0, x0}, Y: []float32{y0, y0, y1, y1, y0}}
	}
	if class >= 0 {
		p.Series = append(p.Series, square("the true class", class))
	}
	p.Series = append(p.Series, square("its answer", predicted))
	p.Series[len(p.Series)-1].Class = 1
	reads := errs.New("It reads ", s.className(predicted), " with ", int(100*scores[predicted]+0.5), " %").Error()
	switch {
	case class < 0:
		p.Note = reads + "."
	case class == predicted:
		p.Note = reads + ", and that is right."
	default:
		p.Note = reads + ", and that is wrong."
	}
	return p
}

func (s *Session) className(i int) string {
	if i < len(s.names) {
		return s.names[i]
	}
	return itoa(i)
}
