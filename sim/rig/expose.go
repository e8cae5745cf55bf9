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

// Lengthen doubles the exposure of both cameras, so many times at most, as long as in each frame of some loads, and of the load Blank, no more than
// a share of the pixels is saturated. The loads are like those that are to be measured: light that panels do not show in full is dimmer than that
// of Expose, and is told by few electrons there. It returns by how much each camera is exposed longer.
func (b *Bench) Lengthen(ctx context.Context, loads []plant.Load, share float64, doublings int) (longer [2]float64, err error) {
	if b.Reference.Camera == nil || b.Stepper < 0 || b.Stepper >= len(b.Mounts) || !(share > 0) || len(loads) == 0 {
		return longer, errs.New("rig: exposures are made longer for loads that are read by steps, and for a share of pixels above 0: ", ErrUncalibrated)
	}
	loads = append([]plant.Load{b.Blank()}, loads...)
	_, exposure, err := b.Saturates(ctx, loads[:1])
	if err != nil {
		return longer, err
	}
	done := [2]bool{}
	longer = [2]float64{1, 1}
	for range doublings {
		for c := range longer {
			next := 2 * longer[c] * exposure[c]
			if done[c] = done[c] || next > b.eye(c).Camera.Info().MaxExposure; done[c] {
				continue
			}
			if _, err := b.eye(c).Camera.Configure(ctx, CameraConfig{next}); err != nil {
				return longer, err
			}
			longer[c] *= 2
		}
		if done[0] && done[1] {
			return longer, nil
		}
		worst, _, err := b.Saturates(ctx, loads)
		if err != nil {
			return longer, err
		}
		for c, w := range worst {
			if done[c] || w <= share {
				continue
			}
			longer[c], done[c] = longer[c]/2, true
			if _, err := b.eye(c).Camera.Configure(ctx, CameraConfig{longer[c] * exposure[c]}); err != nil {
				return longer, err
			}
		}
	}
	return longer, nil
}
