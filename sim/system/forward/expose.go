package forward

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// What is shown while a network learns is darker than what a bench must be able to measure to be calibrated, and changes as it learns. So from time to
// time the cameras are exposed for what the passes of an update have just shown, as a laboratory's automatic exposure does: see rig.Bench.Suit.

const (
	// full is the share of pixels of a frame that may be saturated then: of a typical bench's passes of 96 x 96 pixels, whose cosine to the truth is
	// 0.91 to 0.98, less than half of a hundredth cost nothing that was seen, a hundredth 0.01, and a third 0.15.
	full = 1e-2
	// longest is how long a frame may take, s: no longer than a picture of the panels.
	longest = 1. / 60
)

// shown is a bench that keeps, while it is asked to, the first load of each measurement.
type shown struct {
	*rig.Bench
	keeps bool
	loads []plant.Load
}

func (s *shown) keep(loads []plant.Load) {
	if s.keeps && len(loads) > 0 {
		s.loads = append(s.loads, loads[0])
	}
}

func (s *shown) Intensity(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	s.keep(loads)
	return s.Bench.Intensity(ctx, loads)
}

func (s *shown) Field(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	s.keep(loads)
	return s.Bench.Field(ctx, loads)
}

func (s *shown) Modulated(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	s.keep(loads)
	return s.Bench.Modulated(ctx, loads)
}

// Measure is the bench's, of which the first load is kept.
func (s *shown) Measure(levels []compute.Buffer, field compute.Buffer, part plant.Part) (plant.Measurement, error) {
	m, err := s.Bench.Measure(levels, field, part)
	return &keeping{m, s, levels}, err
}

type keeping struct {
	plant.Measurement
	s      *shown
	levels []compute.Buffer
}

func (k *keeping) Measure(ctx context.Context, loads int) error {
	if k.s.keeps && loads > 0 {
		dev, _, err := k.s.Home()
		if err != nil {
			return err
		}
		l, v := plant.Load{}, make([]float32, k.s.Design.Plane.Len())
		for _, from := range k.levels {
			if err := dev.Read(from, 0, v); err != nil {
				return err
			}
			levels := make([]uint16, len(v))
			for i, x := range v {
				levels[i] = uint16(x)
			}
			l = append(l, levels)
		}
		k.s.loads = append(k.s.loads, l)
	}
	return k.Measurement.Measure(ctx, loads)
}

// exposing does update t on the bench, and exposes the cameras behind it for what it has shown, where it is time to. What the blank wave shows is to be
// seen too.
func (s *Session) exposing(t int, update func() (result, error)) (result, error) {
	since := t - 1 - s.Elsewhere*s.Stage.Loop.Batches()
	if !s.Calibrate || s.Expose == 0 || since%s.Expose != 0 || s.shown == nil {
		return update()
	}
	k := s.shown
	k.keeps, k.loads = true, nil
	defer func() { k.keeps, k.loads = false, nil }()
	r, err := update()
	if err != nil || k.Reference.Camera == nil {
		return r, err
	}
	return r, k.Suit(s.ctx(), append(k.loads, k.Blank()), full, longest)
}
