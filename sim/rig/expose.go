package rig

import (
	"context"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Expose shortens the exposure of both cameras, by halves, until of each frame of some loads, smooth random phases of full
// amplitude in all steps, no more than a share of the pixels is saturated: a pixel that is full tells no interference.
func (b *Bench) Expose(ctx context.Context, share float64) error {
	if b.Reference.Camera == nil || b.Stepper < 0 || b.Stepper >= len(b.Mounts) || !(share > 0) {
		return errs.New("rig: cameras are exposed for fields that are read by steps, and for a share of pixels above 0: ", ErrUncalibrated)
	}
	levels := LevelsOf(b.Mounts[b.Stepper].Curve)
	var loads []plant.Load
	for i := range 3 {
		l := b.Blank()
		for k, p := range wavy(b.Design.Plane.Nx, b.Design.Plane.Ny, uint32(1000+i)) {
			l[b.Stepper][k] = levels.Nearest(p)
		}
		loads = append(loads, l)
	}
	for {
		worst, exposure, err := b.Saturates(ctx, loads)
		if err != nil {
			return err
		}
		if worst[0] <= share && worst[1] <= share {
			return nil
		}
		for c, w := range worst {
			camera := b.eye(c).Camera
			if w <= share {
				continue
			}
			if least := camera.Info().MinExposure; exposure[c]/2 < least {
				return errs.New("rig: at the shortest exposure camera ", camera.Info().Name, " still has ", 100*w, " % of its pixels saturated: take less light: ", ErrSaturated)
			}
			if _, err := camera.Configure(ctx, CameraConfig{exposure[c] / 2}); err != nil {
				return err
			}
		}
	}
}

// Saturates is the largest share of pixels of a frame that are saturated, of each camera in all steps of some loads, and how long it is exposed.
func (b *Bench) Saturates(ctx context.Context, loads []plant.Load) (worst, exposure [2]float64, err error) {
	one := *b
	one.Reading, one.Saturated, one.everyStep = FourSteps, 1, true
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	err = one.each(ctx, loads, chunk, func(part []plant.Load) error {
		all, err := one.stepped(ctx, part)
		for _, steps := range all {
			for _, frames := range steps {
				for c, f := range frames {
					worst[c] = max(worst[c], float64(f.Saturated)/float64(len(f.Counts)))
					exposure[c] = f.Exposure
				}
			}
		}
		return err
	})
	return worst, exposure, err
}
